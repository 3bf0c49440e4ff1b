import { PMTiles, tileIdToZxy, type Source } from 'pmtiles';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Archive, tileNumber } from '../src/tiles/archive.ts';

it('numbers tiles as the reader of those who made the form does', () => {
  const numbers = [...Array.from({ length: 400 }, (_, i) => i), ...Array.from({ length: 500 }, (_, i) => 7919 * i * i + i)];
  for (const number of numbers) expect(tileNumber(...tileIdToZxy(number))).toBe(number);
});

const { signal } = new AbortController();

it('finds the tiles that the other reader finds, also in directories within directories', async () => {
  const content = archive();
  const part = (offset: number, length: number) => content.slice(offset, offset + length);
  const theirs = new PMTiles({ getKey: () => 'all', getBytes: async (offset, length) => ({ data: part(offset, length) }) } satisfies Source);
  const ours = new Archive(async (offset, length) => part(offset, length));
  const text = (data: ArrayBuffer | undefined) => data && new TextDecoder().decode(data);
  let found = 0;
  for (let number = 0; number < 2300; number++) {
    const place = tileIdToZxy(number);
    const got = text(await ours.tile(...place, signal));
    expect(got, String(number)).toBe(text((await theirs.getZxy(...place))?.data));
    if (got) found++;
  }
  expect(found).toBe(1051);
});

it('asks again for what it could not have', async () => {
  const content = archive();
  for (const failing of [1, 2, 3]) { // the header, a directory, a tile
    let asked = 0;
    const reader = new Archive(async (offset, length) => {
      if (++asked === failing) throw new TypeError('no network');
      return content.slice(offset, offset + length);
    });
    await expect(reader.tile(...tileIdToZxy(1), signal)).rejects.toThrow('no network');
    expect((await reader.tile(...tileIdToZxy(1), signal))?.byteLength).toBe('tile 0'.length);
  }
});

it('says of another file that it is no archive', async () => {
  const other = new TextEncoder().encode('<!doctype html>'.repeat(100)).buffer;
  await expect(new Archive(async () => other).tile(0, 0, 0, signal)).rejects.toThrow('no archive');
});

/** Tiles 1, 2 and 3 are the same, of each four from there on two are empty, in six directories below the first. */
function archive(): ArrayBuffer {
  const varints = (numbers: readonly number[]) => numbers.flatMap((number) => {
    const bytes: number[] = [];
    for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
    return [...bytes, number];
  });
  const directory = (entries: readonly (readonly number[])[]) => gzipSync(new Uint8Array(varints([entries.length,
    ...entries.map(([id = 0], i) => id - (entries[i - 1]?.[0] ?? 0)), ...entries.map(([, run = 0]) => run),
    ...entries.map(([,, length = 0]) => length), ...entries.map(([,,, offset = 0]) => offset)])));
  const tiles = Array.from({ length: 600 }, (_, i) => gzipSync(`tile ${i}`));
  const runs = [3, ...Array.from({ length: 449 }, () => 2), ...Array.from({ length: 150 }, () => 1)];
  let id = 1;
  const entries = tiles.map((tile, i) => { // 0 for the offset: right behind the one before
    const entry = [id, runs[i] ?? 1, tile.length, i % 100 === 0 ? 1 + tiles.slice(0, i).reduce((sum, { length }) => sum + length, 0) : 0];
    id += (runs[i] ?? 0) + 2;
    return entry;
  });
  const leaves = Array.from({ length: 6 }, (_, i) => directory(entries.slice(100 * i, 100 * (i + 1))));
  const root = directory(leaves.map((leaf, i) => [entries[100 * i]?.[0] ?? 0, 0, leaf.length, i === 0 ? 1 : 0]));
  const header = new DataView(new ArrayBuffer(127));
  'PMTiles\x03'.split('').forEach((letter, i) => header.setUint8(i, letter.charCodeAt(0)));
  const metadata = gzipSync('{}');
  let end = 127;
  for (const [i, parts] of [[root], [metadata], leaves, tiles].entries()) {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    header.setBigUint64(8 + 16 * i, BigInt(end), true);
    header.setBigUint64(16 + 16 * i, BigInt(length), true);
    end += length;
  }
  [[96, 1], [97, 2], [98, 2], [99, 1], [101, 6]].forEach(([at = 0, value = 0]) => header.setUint8(at, value));
  const all = Buffer.concat([new Uint8Array(header.buffer), root, metadata, ...leaves, ...tiles]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
}
