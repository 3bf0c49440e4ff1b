import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TileStore } from '../src/tiles/store.ts';

const world = [-180, -90, 180, 90] as const;

let asked: { url: string; signal: AbortSignal; answer: (response: Response) => void }[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('document', { baseURI: 'http://host/map/' });
  vi.stubGlobal('fetch', (url: URL, { signal }: { signal: AbortSignal }) =>
    new Promise<Response>((resolve, reject) => {
      asked.push({ url: String(url), signal, answer: resolve });
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }));
});

afterEach(() => vi.unstubAllGlobals());

it('asks once for a tile that two want, relative to the page', async () => {
  const store = new TileStore(async () => { throw new Error('nothing to decode'); }, world);
  const [one, two] = [store.request(3, 1, 2), store.request(3, 1, 2)];
  expect(asked.map(({ url }) => url)).toEqual(['http://host/map/tiles/history/3/1/2.mvt']);
  asked[0]!.answer(new Response(null, { status: 204 }));
  expect(await Promise.all([one.tile, two.tile])).toEqual([null, null]);
  one.release();
  two.release();
  await store.request(3, 1, 2).tile;
  expect(asked).toHaveLength(1);
});

it('cancels the fetch when the last who wanted it is gone', async () => {
  const store = new TileStore(async () => { throw new Error('nothing to decode'); }, world);
  const [one, two] = [store.request(3, 1, 2), store.request(3, 1, 2)];
  one.release();
  one.release();
  expect(asked[0]!.signal.aborted).toBe(false);
  two.release();
  expect(asked[0]!.signal.aborted).toBe(true);
  await expect(two.tile).rejects.toThrow('aborted');
  store.request(3, 1, 2);
  expect(asked).toHaveLength(2);
});

it('passes on the words of the server when it fails, and asks again next time', async () => {
  const store = new TileStore(async () => { throw new Error('nothing to decode'); }, world);
  const { tile } = store.request(3, 1, 2);
  asked[0]!.answer(Response.json({ title: 'Broken', detail: 'It has been logged.' }, { status: 500 }));
  await expect(tile).rejects.toMatchObject({ status: 500, message: 'Broken', detail: 'It has been logged.' });
  store.request(3, 1, 2);
  expect(asked).toHaveLength(2);
});

describe('tiles outside of the bounds', () => {
  const caucasus = [43.6, 37.9, 48.9, 41.9] as const;

  it.each([
    { name: 'the world at once', bounds: caucasus, tile: [0, 0, 0], asked: true },
    { name: 'a tile within', bounds: caucasus, tile: [8, 161, 96], asked: true },
    { name: 'the tile of the western edge', bounds: caucasus, tile: [8, 159, 96], asked: true },
    { name: 'west of it', bounds: caucasus, tile: [8, 158, 96], asked: false },
    { name: 'the tile of the eastern edge', bounds: caucasus, tile: [8, 162, 96], asked: true },
    { name: 'east of it', bounds: caucasus, tile: [8, 163, 96], asked: false },
    { name: 'the tile of the northern edge', bounds: caucasus, tile: [8, 161, 95], asked: true },
    { name: 'north of it', bounds: caucasus, tile: [8, 161, 94], asked: false },
    { name: 'the tile of the southern edge', bounds: caucasus, tile: [8, 161, 98], asked: true },
    { name: 'south of it', bounds: caucasus, tile: [8, 161, 99], asked: false },
    { name: 'the same place in the next copy of the world', bounds: caucasus,
      tile: [8, 161 + 256, 96], asked: false },
    { name: 'the first column, of bounds up to the antimeridian', bounds: world, tile: [3, 0, 2],
      asked: true },
    { name: 'the last column', bounds: world, tile: [3, 7, 2], asked: true },
    { name: 'beyond the antimeridian, to the west', bounds: world, tile: [3, -1, 2], asked: false },
    { name: 'beyond it, to the east', bounds: world, tile: [3, 8, 2], asked: false },
    { name: 'a single point', bounds: [11, 50.5, 11, 50.5] as const, tile: [8, 135, 86],
      asked: true },
    { name: 'beside it', bounds: [11, 50.5, 11, 50.5] as const, tile: [8, 136, 86], asked: false },
    { name: 'bounds that touch the equator and Greenwich from the north-east',
      bounds: [0, 0, 1, 1] as const, tile: [1, 1, 0], asked: true },
  ])('$name: asked for is $asked', async ({ bounds, tile: [z, x, y], asked: wanted }) => {
    const store = new TileStore(async () => { throw new Error('nothing to decode'); }, bounds);
    const request = store.request(z!, x!, y!);
    expect(asked).toHaveLength(wanted ? 1 : 0);
    if (!wanted) expect(await request.tile).toBeNull();
    else request.tile.catch(() => undefined); // taken back
    request.release();
  });
});
