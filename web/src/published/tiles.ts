import type { Archive } from '../tiles/archive.ts';
import type { PartsError } from '../tiles/parts.ts';
import type { Manifest, Pack, TileIndex } from './manifest.ts';
import { problem } from './problem.ts';

/** Up to this size all tiles of a zoom are had at once. */
const smallPack = 64 * 1024;

/** The tiles of a published map: each a file, all of a zoom in one, or a tileset in an archive. */
export class Tiles {
  readonly #site: string;
  readonly #file: (key: string, signal: AbortSignal) => Promise<Response>;
  readonly #archives = new Map<string, Promise<Archive>>();
  readonly #places = new Map<string, ReturnType<typeof places>>();
  readonly #unpackedPacks = new Map<string, Promise<readonly Uint8Array<ArrayBuffer>[]>>();

  /** `file` fetches a file by its key, relative to the address of the site. */
  constructor(site: string, file: (key: string, signal: AbortSignal) => Promise<Response>) {
    this.#site = site;
    this.#file = file;
  }

  /** The tile of a tileset at zoom, column and row; 204: it is empty. */
  async answer(
    manifest: Manifest, tileset: string, place: readonly string[], signal: AbortSignal,
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
      archive = import('../tiles/archive.ts').then(({ openArchive }) =>
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
