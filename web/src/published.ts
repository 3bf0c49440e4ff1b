import { askFiles, type Published } from './api.ts';

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
  /** Key of the dataset, a zip. */
  readonly dataset: string;
  /** Where the engine is. */
  readonly engine?: string;
}

/**
 * Where the tiles of a tileset are: the limits of each zoom, west, north, east, south, and by zoom,
 * row and column pairs of the number of a set, 0 for empty ones, and how many tiles are of it.
 */
export interface TileIndex {
  readonly sets: readonly string[];
  readonly zooms: readonly (readonly [number, number, number, number])[];
  readonly runs: readonly number[];
}

/** The form of the manifest that this page reads. */
const format = 1;

/** Lets the files of a site answer, and opens the view that the page was made for. */
export async function open(link: HTMLLinkElement): Promise<void> {
  const { view } = link.dataset;
  if (view !== undefined) openView(view);
  askFiles(new Files(link.href));
}

/** Puts the view of a page about a day or zone into the address, but for what the address has itself. */
function openView(view: string): void {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(view)) if (!asked.has(name)) asked.set(name, value);
  history.replaceState(history.state, '', `./?${asked.toString().replaceAll('%2C', ',')}`);
}

/** The files of a published map answer what a server would. */
class Files implements Published {
  readonly #site: string;
  #manifest: Promise<Manifest> | undefined;
  readonly #packs = new Map<string, Promise<Readonly<Record<string, unknown>>>>();
  readonly #sets = new Map<string, (z: number, x: number, y: number) => string | undefined>();

  constructor(site: string) {
    this.#site = site;
  }

  async answer(path: string, signal: AbortSignal): Promise<Response> {
    if (path === 'healthz') return fetch(this.#site, { cache: 'no-store', signal });
    if (path === 'status') return this.#status(signal);
    // one version from beginning to end; what cannot be had is asked for again
    this.#manifest ??= this.#read().catch((error: unknown) => {
      this.#manifest = undefined;
      throw error;
    });
    const manifest = await this.#manifest;
    const below = path.replace(/^v\/[^/]+\//, '');
    const tile = /^tiles\/([^/]+)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(below);
    if (tile) return this.#tile(manifest, tile, signal);
    const key = manifest.files[below];
    if (key !== undefined) return this.#file(key, signal);
    for (const [start, pack] of Object.entries(manifest.packs)) {
      if (below.startsWith(start) && !below.includes('?')) {
        return this.#packed(pack, decodeURIComponent(below.slice(start.length)), signal);
      }
    }
    return problem(501, 'This map is published as files',
      'There is no program that could answer this.');
  }

  async #read(): Promise<Manifest> {
    const response = await fetch(this.#site);
    if (!response.ok) throw new TypeError(`${this.#site}: ${response.status}`);
    const manifest = (await response.json()) as Manifest;
    if (manifest.format > format) throw new TypeError(`${this.#site}: form ${manifest.format}`);
    return manifest;
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

  #tile(manifest: Manifest, [, tileset = '', ...place]: readonly string[], signal: AbortSignal): Promise<Response> {
    const index = manifest.tiles[tileset];
    let setOf = this.#sets.get(tileset);
    if (!setOf && index) this.#sets.set(tileset, setOf = sets(index));
    const [z = 0, x = 0, y = 0] = place.map(Number);
    const set = setOf?.(z, x, y);
    return set === undefined ? Promise.resolve(new Response(null, { status: 204 }))
      : this.#file(`t/${set}/${z}/${x}/${y}.mvt`, signal);
  }
}

/** Finds the set that has a tile; undefined: the tile is empty. */
export function sets(index: TileIndex): (z: number, x: number, y: number) => string | undefined {
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
    const at = (firsts[z] ?? 0) + (y - north) * (east - west + 1) + x - west;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const set = index.runs[2 * low] ?? 0;
    return set > 0 ? index.sets[set - 1] : undefined;
  };
}

/** An answer in the words of RFC 9457, as the server's. */
function problem(status: number, title: string, detail: string): Response {
  return Response.json({ title, detail, status },
    { status, headers: { 'Content-Type': 'application/problem+json' } });
}
