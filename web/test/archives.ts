import { gzipSync } from 'node:zlib';

/** A tile for a run of numbers along the curve through all tiles. */
export interface Numbered {
  readonly id: number;
  readonly run: number;
  readonly tile: Uint8Array;
}

/**
 * Writes an archive in the form PMTiles, version 3. With `perLeaf` the entries lie in directories of
 * so many below the first; `zipped` says of the tiles that they are compressed by gzip.
 */
export function writeArchive(
  entries: readonly Numbered[], { perLeaf = 0, zipped, deepest }: { perLeaf?: number; zipped: boolean; deepest: number },
): ArrayBuffer {
  const size = perLeaf || entries.length;
  const offsets = sumsBefore(entries.map(({ tile }) => tile.length));
  const rows = entries.map(({ id, run, tile }, i) =>
    [id, run, tile.length, i % size === 0 ? 1 + offsets[i]! : 0] as const); // 0: right behind the one before
  const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(size * i, size * (i + 1)));
  const leaves = perLeaf ? parts.map(directory) : [];
  const root = directory(perLeaf
    ? leaves.map((leaf, i) => [parts[i]![0]![0], 0, leaf.length, i === 0 ? 1 : 0] as const) : rows);
  const metadata = gzipSync('{}');
  const header = new DataView(new ArrayBuffer(127));
  'PMTiles\x03'.split('').forEach((letter, i) => header.setUint8(i, letter.charCodeAt(0)));
  const sections = [[root], [metadata], leaves, entries.map(({ tile }) => tile)];
  const lengths = sections.map((section) => section.reduce((sum, part) => sum + part.length, 0));
  sumsBefore(lengths).forEach((offset, i) => {
    header.setBigUint64(8 + 16 * i, BigInt(127 + offset), true);
    header.setBigUint64(16 + 16 * i, BigInt(lengths[i]!), true);
  });
  header.setUint8(96, 1); // clustered
  header.setUint8(97, 2); // directories by gzip
  header.setUint8(98, zipped ? 2 : 1);
  header.setUint8(99, zipped ? 1 : 2); // vector tiles, or PNG
  header.setUint8(101, deepest);
  const all = Buffer.concat([new Uint8Array(header.buffer), ...sections.flat()]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
}

/** A directory of rows: number, run, length and offset. */
function directory(rows: readonly (readonly [number, number, number, number])[]): Uint8Array {
  return gzipSync(new Uint8Array(varints([rows.length,
    ...rows.map(([id], i) => id - (rows[i - 1]?.[0] ?? 0)), ...rows.map(([, run]) => run),
    ...rows.map(([,, length]) => length), ...rows.map(([,,, offset]) => offset)])));
}

function varints(numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => {
    const bytes: number[] = [];
    for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
    return [...bytes, number];
  });
}

function sumsBefore(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => (sum += length) - length);
}
