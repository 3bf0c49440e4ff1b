import * as L from 'leaflet';
import type { Basemap } from '../basemap.ts';
import { Archive } from '../tiles/archive.ts';
import { onlyParts } from '../tiles/parts.ts';

/**
 * The operator's tiles below everything else. They are images and not canvases, which their host
 * would taint: pictures that are saved have the world in their place.
 */
class BasemapLayer extends L.GridLayer {
  readonly #basemap: Basemap;
  readonly #archive: Archive | undefined;

  constructor(basemap: Basemap, archive: Archive | undefined, deepest: number | undefined) {
    super({ className: 'basemap-tiles', zIndex: 0, keepBuffer: 1,
      ...(deepest !== undefined && { maxNativeZoom: deepest }) });
    this.#basemap = basemap;
    this.#archive = archive;
  }

  protected override createTile({ x, y, z }: L.Coords, done: L.DoneCallback): HTMLElement {
    const image = document.createElement('img');
    image.alt = '';
    image.referrerPolicy = 'origin'; // hosts want to know whose readers they serve, and no more
    image.setAttribute('aria-hidden', 'true');
    image.onload = () => done(undefined, image);
    image.onerror = () => {
      image.remove(); // there is no such tile
      done(new Error('no tile'), image);
    };
    if (this.#archive) void this.#read(this.#archive, image, { x, y, z });
    else image.src = addressOf(this.#basemap.address, { x, y, z });
    return image;
  }

  async #read(archive: Archive, image: HTMLImageElement, { x, y, z }: { x: number; y: number; z: number }): Promise<void> {
    try {
      const tile = await archive.tile(z, x, y, new AbortController().signal);
      if (!tile) return;
      const address = URL.createObjectURL(new Blob([tile]));
      image.src = address;
      await image.decode().finally(() => URL.revokeObjectURL(address));
    } catch {
      image.remove();
    }
  }
}

/** The address of a tile of a host. */
export function addressOf(template: string, at: { x: number; y: number; z: number }): string {
  return template.replace(/\{([xyz])\}/g, (_, name: 'x' | 'y' | 'z') => String(at[name]));
}

/** Makes the layer; undefined, with a warning for whoever runs the server, where it cannot be had. */
export async function basemapLayer(basemap: Basemap): Promise<L.GridLayer | undefined> {
  if (!basemap.archive) return new BasemapLayer(basemap, undefined, undefined);
  const archive = new Archive(onlyParts(new URL(basemap.address, document.baseURI).href));
  try {
    return new BasemapLayer(basemap, archive, await archive.deepest());
  } catch (error) {
    console.warn(`${basemap.address}: the base map cannot be had: its host must serve parts of files ` +
      `(range requests, RFC 9110) and let this page read them (CORS): ${String(error)}`);
    return undefined;
  }
}
