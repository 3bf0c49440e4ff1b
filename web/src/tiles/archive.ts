/**
 * Reads archives of tiles in the form PMTiles, version 3
 * (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), with directories compressed by gzip. A tile has a
 * number along a curve through all tiles of all zooms; directories tell by number where tiles lie, or
 * other directories.
 */

import { partsOf } from './parts.ts';

/** Has a part of the file. */
export type Read = (offset: number, length: number, signal?: AbortSignal) => Promise<ArrayBuffer>;

/** Where tiles from a number on lie that are all the same, or for a run of 0 a directory of those from there on. */
interface Entry {
  readonly id: number;
  readonly run: number;
  readonly offset: number;
  readonly length: number;
}

interface Head {
  readonly root: readonly Entry[];
  readonly leaves: number;
  readonly tiles: number;
  /** Whether tiles are compressed by gzip; else they are not. */
  readonly zipped: boolean;
  readonly deepest: number;
}

/** So much of the file has the header and all of the first directory. */
const headBytes = 16_384;

/** Directories lie no deeper within each other. */
const mostDeep = 4;

/** Opens the archive at an address, of so many bytes. */
export function openArchive(address: string, bytes: number): Archive {
  return new Archive(partsOf(address, bytes));
}

/** An archive, asked for what is needed of it. */
export class Archive {
  readonly #read: Read;
  #head: Promise<Head> | undefined;
  readonly #leaves = new Map<number, Promise<readonly Entry[]>>();

  constructor(read: Read) {
    this.#read = read;
  }

  /** A tile; undefined where it is empty. */
  async tile(z: number, x: number, y: number, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
    const id = tileNumber(z, x, y);
    const { root, leaves, tiles, zipped } = await kept((found) => (this.#head = found), this.#head, () => this.#open());
    let entries = root;
    for (let depth = 0; depth < mostDeep; depth++) {
      signal.throwIfAborted();
      const entry = lastFrom(entries, id);
      if (!entry) return undefined;
      const { run, offset, length } = entry;
      if (run > 0) {
        if (id >= entry.id + run) return undefined;
        const tile = await this.#read(tiles + offset, length, signal);
        return zipped ? unzipped(tile) : tile;
      }
      entries = await kept(
        (found) => (found ? this.#leaves.set(offset, found) : this.#leaves.delete(offset)), this.#leaves.get(offset),
        async () => entriesOf(await unzipped(await this.#read(leaves + offset, length))));
    }
    throw new TypeError('an archive of tiles has directories without end');
  }

  /** The last zoom that has tiles. */
  async deepest(): Promise<number> {
    return (await kept((found) => (this.#head = found), this.#head, () => this.#open())).deepest;
  }

  async #open(): Promise<Head> {
    const start = await this.#read(0, headBytes);
    const view = new DataView(start);
    const at = (place: number) => Number(view.getBigUint64(place, true));
    const [unknown, gzip] = [0, 2];
    const packing = view.byteLength > 98 ? view.getUint8(98) : unknown;
    if (new TextDecoder().decode(start.slice(0, 8)) !== 'PMTiles\x03' || view.getUint8(97) !== gzip || packing > gzip) {
      throw new TypeError('this is no archive of tiles');
    }
    return { root: entriesOf(await unzipped(start.slice(at(8), at(8) + at(16)))), leaves: at(40), tiles: at(56),
      zipped: packing === gzip, deepest: view.getUint8(101) };
  }
}

/** The last entry that begins no later than at a number. */
function lastFrom(entries: readonly Entry[], id: number): Entry | undefined {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}

/** What is had already, or is from now on, unless it fails. */
function kept<T>(keep: (value: Promise<T> | undefined) => void, before: Promise<T> | undefined, get: () => Promise<T>): Promise<T> {
  if (before) return before;
  const now = get();
  keep(now);
  now.catch(() => keep(undefined));
  return now;
}

function unzipped(packed: ArrayBuffer): Promise<ArrayBuffer> {
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** The number of a tile: those of the zooms above it come first, then its place along a Hilbert curve. */
export function tileNumber(z: number, x: number, y: number): number {
  let number = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, lower] = [(column & side) > 0 ? 1 : 0, (row & side) > 0 ? 1 : 0];
    number += side * side * ((3 * right) ^ lower);
    if (lower) continue;
    [column, row] = right ? [side - 1 - (row & (side - 1)), side - 1 - (column & (side - 1))] : [row, column];
  }
  return number;
}

/** Reads a directory: four columns of numbers, of which those of the tiles are told by their distance. */
function entriesOf(content: ArrayBuffer): readonly Entry[] {
  const bytes = new Uint8Array(content);
  let at = 0;
  const next = () => {
    let [value, unit, byte] = [0, 1, 0];
    do {
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * unit;
      unit *= 128;
    } while (byte > 127);
    return value;
  };
  const count = next();
  const column = () => Array.from({ length: count }, next);
  const [steps, runs, lengths, offsets] = [column(), column(), column(), column()];
  let [id, end] = [0, 0];
  return steps.map((step, i) => {
    id += step;
    const [length = 0, told = 0] = [lengths[i], offsets[i]];
    const offset = told === 0 ? end : told - 1; // 0: right behind the one before
    end = offset + length;
    return { id, run: runs[i] ?? 0, offset, length };
  });
}
