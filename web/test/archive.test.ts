import { PMTiles, tileIdToZxy, type Source } from 'pmtiles';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Archive, tileNumber } from '../src/tiles/archive.ts';
import { writeArchive } from './archives.ts';

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
  let id = 1;
  return writeArchive(Array.from({ length: 600 }, (_, i) => {
    const entry = { id, run: i === 0 ? 3 : i < 450 ? 2 : 1, tile: gzipSync(`tile ${i}`) };
    id += entry.run + 2;
    return entry;
  }), { perLeaf: 100, zipped: true, deepest: 6 });
}
