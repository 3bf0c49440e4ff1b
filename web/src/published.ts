import { ApiError, askFiles, type Offer, type Published } from './api.ts';
import type { Engine } from './engine/engine.ts';
import type { Archive } from './tiles/archive.ts';
import type { PartsError } from './tiles/parts.ts';
import type { Part, Progress } from './engine/protocol.ts';
import { keepPages } from './url.ts';

/**
 * The manifest of a published map, see server/publish: which version is shown, and where its answers
 * are. All keys are relative to the page.
 */
interface Manifest {
  readonly format: number;
  readonly version: string;
  readonly snapshot: string;
  readonly since: string;
  /** Keys of answers by the address that the server has them at. */
  readonly files: Readonly<Record<string, string>>;
  /** Keys of files with many answers, by the beginning of their addresses. */
  readonly packs: Readonly<Record<string, string>>;
  readonly tiles: Readonly<Record<string, TileIndex>>;
  /** Tilesets in one file each. */
  readonly archives?: Readonly<Record<string, Pack>>;
  /** Days on which something changes, which have pages of their own; undefined: there are no previews of links. */
  readonly days?: readonly string[];
  /** Key of the list of what is needed without a network. */
  readonly offline: string;
  /** Where the engine is. */
  readonly engine?: string;
  /** The extensions of the files that it makes. */
  readonly exports?: readonly string[];
}

/**
 * Where the tiles of a tileset are: the limits of each zoom, west, north, east, south, and by zoom,
 * row and column pairs of the number of a set, 0 for empty ones, and how many tiles are of it.
 */
export interface TileIndex {
  readonly sets: readonly string[];
  readonly zooms: readonly (readonly [number, number, number, number])[];
  readonly runs: readonly number[];
  /** By zoom all tiles in one file. */
  readonly packs: readonly Pack[];
}

interface Pack {
  readonly key: string;
  readonly bytes: number;
}

/** Up to this size all tiles of a zoom are had at once. */
const smallPack = 64 * 1024;

/** What the engine makes that is saved as a file: the core an answer, the other part what has an extension. */
const made = /^(?:control\?|export\/[^/.]+\.([^/?]+)\?)/;

/** The newest form of the manifest that this page reads: 2 has archives of tiles. */
const format = 2;

/** Lets the files of a site answer, and opens the view that the page was made for. */
export async function open(link: HTMLLinkElement): Promise<void> {
  const { view } = link.dataset;
  if (view !== undefined) openView(view);
  // not every host has a page at the address of a folder; the one that the reader comes from does
  keepPages({ map: location.pathname.endsWith('/') ? './' : 'index.html', embed: 'embed.html' });
  const files = new Files(link.href, link.dataset['snapshot']);
  askFiles(files);
  // what is embedded elsewhere is no app, and browsers keep little for it
  if (!('serviceWorker' in navigator) || window.top !== window) return;
  if (document.readyState === 'complete') keepLater(files);
  else addEventListener('load', () => keepLater(files));
}

/** So long the page has the network for itself. */
const laterMs = 3000;

/** Has the whole map kept for when there is no network, unless the reader saves data. */
function keepLater(files: Files): void {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  if (connection?.saveData) return;
  setTimeout(() => void files.keep().catch(() => undefined), laterMs); // it works without, too
}

/** Puts the view of a page about a day or zone into the address, but for what the address has itself. */
function openView(view: string): void {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(view)) if (!asked.has(name)) asked.set(name, value);
  history.replaceState(history.state, '', `index.html?${asked.toString().replaceAll('%2C', ',')}`);
}

/** The files of a published map answer what a server would. */
class Files implements Published {
  readonly #site: string;
  #manifest: Promise<Manifest> | undefined;
  readonly #engines = new Map<Part, Promise<Engine>>();
  readonly #packs = new Map<string, Promise<Readonly<Record<string, unknown>>>>();
  readonly #archives = new Map<string, Promise<Archive>>();
  readonly #places = new Map<string, ReturnType<typeof places>>();
  readonly #unpackedPacks = new Map<string, Promise<readonly Uint8Array<ArrayBuffer>[]>>();

  /** Of the text around the map; undefined where a site was published by an older program. */
  readonly #snapshot: string | undefined;

  constructor(site: string, snapshot: string | undefined) {
    this.#site = site;
    this.#snapshot = snapshot;
  }

  async answer(path: string, signal: AbortSignal): Promise<Response> {
    if (path === 'healthz') return fetch(this.#site, { cache: 'no-store', signal });
    if (path === 'status') return this.#status(signal);
    const manifest = await this.#shown();
    const below = path.replace(/^v\/[^/]+\//, '');
    const tile = /^tiles\/([^/]+)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(below);
    if (tile) return this.#tile(manifest, tile, signal);
    const key = manifest.files[below];
    if (key !== undefined) return this.#file(key, signal);
    if (below.startsWith('world/')) return new Response(null, { status: 404 }); // far from the map, or nothing
    for (const [start, pack] of Object.entries(manifest.packs)) {
      if (below.startsWith(start) && !below.includes('?')) {
        return this.#packed(pack, decodeURIComponent(below.slice(start.length)), signal);
      }
    }
    if (!manifest.engine) {
      return problem(501, 'This map is published as files', 'There is no program that could answer this.');
    }
    const engine = await this.#program('core', manifest.files['dataset.zip'] ?? '', manifest.engine);
    const { status, type, body } = await engine.answer(below, { signal });
    return new Response(status === 204 ? null : body, { status, headers: { 'Content-Type': type } });
  }

  async offer(path: string): Promise<Offer | undefined> {
    const { files, engine, exports = [], days = [] } = await this.#shown();
    const page = /^day\/(\d{4}-\d\d-\d\d)\?lang=(\w+)$/.exec(path);
    if (page) return pageOf(days, page[1] ?? '', page[2] ?? '', this.#site);
    const address = files[path];
    if (address !== undefined) return { address: new URL(address, this.#site).href };
    const [fits, extension] = made.exec(path) ?? [];
    if (!engine || !fits || extension !== undefined && !exports.includes(extension)) return undefined;
    return { make: (progress) => this.#make(path, extension === undefined ? 'core' : 'exports', progress) };
  }

  async #make(path: string, part: Part, progress: (progress: Progress) => void): Promise<Blob> {
    const { files, engine = '' } = await this.#shown();
    const program = await this.#program(part, files['dataset.zip'] ?? '', engine, progress).catch((error: unknown) => {
      throw new ApiError(0, String(error), '');
    });
    const { status, body } = await program.answer(path);
    if (status === 200) return body;
    const { title = '', detail = '' } = JSON.parse(await body.text()) as { title?: string; detail?: string };
    throw new ApiError(status, title, detail);
  }

  /** A part of the engine with the dataset, had when it is first needed. */
  #program(
    part: Part, dataset: string, at: string, progress?: (progress: Progress) => void,
  ): Promise<Engine> {
    const there = this.#engines.get(part);
    if (there) return there;
    const opening = (async () => {
      const { Engine } = await import('./engine/engine.ts');
      const files = await this.#file(dataset, new AbortController().signal);
      if (!files.ok) throw new TypeError(dataset);
      return Engine.open(await files.blob(), { part, at, ...(progress && { progress }) });
    })();
    this.#engines.set(part, opening);
    opening.catch(() => this.#engines.delete(part));
    return opening;
  }

  /** One version from beginning to end; what cannot be had is asked for again. */
  #shown(): Promise<Manifest> {
    return this.#manifest ??= this.#read().catch((error: unknown) => {
      this.#manifest = undefined;
      throw error;
    });
  }

  /** The manifest that browsers may hold yet, unless the text that came just now is of another snapshot. */
  async #read(): Promise<Manifest> {
    const had = await this.#manifestBy('default');
    const manifest = this.#snapshot === undefined || had.snapshot === this.#snapshot ? had
      : await this.#manifestBy('no-cache').catch(() => had);
    if (manifest.format > format) throw new TypeError(`${this.#site}: form ${manifest.format}`);
    return manifest;
  }

  async #manifestBy(cache: RequestCache): Promise<Manifest> {
    const response = await fetch(this.#site, { cache });
    if (!response.ok) throw new TypeError(`${this.#site}: ${response.status}`);
    return (await response.json()) as Manifest;
  }

  /** What a server says of its snapshot, of the version that is shown now. */
  async #status(signal: AbortSignal): Promise<Response> {
    const response = await fetch(this.#site, { cache: 'no-cache', signal });
    if (!response.ok) return response;
    const { snapshot, since } = (await response.json()) as Manifest;
    return Response.json({ snapshot, since });
  }

  /** A file of the version that the page shows; 410 once it is removed: there is a newer one. */
  async #file(key: string, signal: AbortSignal): Promise<Response> {
    const response = await fetch(new URL(key, this.#site), { signal });
    return response.status === 404 || response.status === 403 ? new Response(null, { status: 410 })
      : response;
  }

  async #packed(key: string, id: string, signal: AbortSignal): Promise<Response> {
    let pack = this.#packs.get(key);
    if (!pack) {
      pack = this.#file(key, new AbortController().signal).then((response) => {
        if (!response.ok) throw new TypeError(key);
        return response.json() as Promise<Readonly<Record<string, unknown>>>;
      });
      this.#packs.set(key, pack);
      pack.catch(() => this.#packs.delete(key));
    }
    const found = (await pack)[id];
    signal.throwIfAborted();
    return found === undefined ? problem(404, 'Not found', `There is no ${id}.`) : Response.json(found);
  }

  /** Has a service worker keep all that the version needs. */
  async keep(): Promise<void> {
    const { offline } = await this.#shown();
    await navigator.serviceWorker.register(new URL('sw.js', this.#site));
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      document.documentElement.dataset['kept'] = String(data);
      port1.close();
    };
    active?.postMessage({ keep: offline }, [port2]);
  }

  async #tile(
    manifest: Manifest, [, tileset = '', ...place]: readonly string[], signal: AbortSignal,
  ): Promise<Response> {
    const archive = manifest.archives?.[tileset];
    if (archive) return this.#archived(archive, place, signal);
    const index = manifest.tiles[tileset];
    let placeOf = this.#places.get(tileset);
    if (!placeOf && index) this.#places.set(tileset, placeOf = places(index));
    const [z = 0, x = 0, y = 0] = place.map(Number);
    const found = placeOf?.(z, x, y);
    if (!found) return new Response(null, { status: 204 });
    const pack = index?.packs[z];
    const packed = async ({ key }: Pack) => {
      const tiles = await this.#unpacked(key);
      signal.throwIfAborted();
      return new Response(tiles[found.inZoom]);
    };
    const canUnpack = pack && pack.key !== '' && 'DecompressionStream' in window;
    if (canUnpack && pack.bytes <= smallPack) return packed(pack);
    try {
      return await this.#file(`t/${found.set}/${z}/${x}/${y}.mvt`, signal);
    } catch (error) {
      if (!canUnpack || signal.aborted) throw error;
      return packed(pack); // without a network the tiles are kept so
    }
  }

  /** A tile of an archive. */
  async #archived({ key, bytes }: Pack, place: readonly string[], signal: AbortSignal): Promise<Response> {
    let archive = this.#archives.get(key);
    if (!archive) {
      archive = import('./tiles/archive.ts').then(({ openArchive }) =>
        openArchive(new URL(key, this.#site).href, bytes));
      this.#archives.set(key, archive);
    }
    const [z = 0, x = 0, y = 0] = place.map(Number);
    try {
      const tile = await (await archive).tile(z, x, y, signal);
      return new Response(tile ?? null, { status: tile ? 200 : 204 });
    } catch (error) {
      if (signal.aborted) throw error;
      const { status, message } = error as Partial<PartsError>;
      if (status === undefined) throw error;
      return status === 410 ? new Response(null, { status }) : problem(status, 'There are no tiles', message ?? '');
    }
  }

  /** The tiles of a pack. */
  #unpacked(key: string): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    let tiles = this.#unpackedPacks.get(key);
    if (!tiles) {
      tiles = this.#file(key, new AbortController().signal).then(unpack);
      this.#unpackedPacks.set(key, tiles);
      tiles.catch(() => this.#unpackedPacks.delete(key));
    }
    return tiles;
  }
}

/** The page whose text and picture are those of a day: that of the last one on which something changed. */
function pageOf(days: readonly string[], day: string, lang: string, site: string): Offer | undefined {
  const last = days.reduce<string | undefined>((best, one) => (one <= day ? one : best), undefined);
  if (last === undefined) return undefined;
  const alternate = document.querySelector<HTMLLinkElement>(`link[hreflang="${lang}"]`)?.href ?? '';
  const suffix = alternate.endsWith(`.${lang}.html`) ? `.${lang}` : ''; // the first language has none
  return { address: new URL(`day/${last}${suffix}.html`, site).href };
}

/** Reads a pack: of each tile four bytes with its length, the lowest first, and its content, all compressed. */
async function unpack(response: Response): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  if (!response.ok || !response.body) throw new TypeError(`${response.url}: ${response.status}`);
  const all = await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  const [view, tiles]: [DataView, Uint8Array<ArrayBuffer>[]] = [new DataView(all), []];
  for (let at = 0; at < all.byteLength;) {
    const size = view.getUint32(at, true);
    tiles.push(new Uint8Array(all, at + 4, size));
    at += 4 + size;
  }
  return tiles;
}

/** Where a tile is: the set that has it, and which of its zoom it is. */
interface Place {
  readonly set: string;
  readonly inZoom: number;
}

/** Finds tiles; undefined: it is empty. */
function places(index: TileIndex): (z: number, x: number, y: number) => Place | undefined {
  const firsts: number[] = []; // of the zooms
  let count = 0;
  for (const [west, north, east, south] of index.zooms) {
    firsts.push(count);
    count += (east - west + 1) * (south - north + 1);
  }
  const ends: number[] = []; // of the runs
  let end = 0;
  for (let i = 1; i < index.runs.length; i += 2) ends.push(end += index.runs[i] ?? 0);
  return (z, x, y) => {
    const [west, north, east, south] = index.zooms[z] ?? [1, 1, 0, 0];
    if (x < west || x > east || y < north || y > south) return undefined;
    const inZoom = (y - north) * (east - west + 1) + x - west;
    const at = (firsts[z] ?? 0) + inZoom;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const set = index.sets[(index.runs[2 * low] ?? 0) - 1];
    return set === undefined ? undefined : { set, inZoom };
  };
}

/** An answer in the words of RFC 9457, as the server's. */
function problem(status: number, title: string, detail: string): Response {
  return Response.json({ title, detail, status },
    { status, headers: { 'Content-Type': 'application/problem+json' } });
}
