import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TileStore } from '../src/tiles/store.ts';

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
  const store = new TileStore(async () => { throw new Error('nothing to decode'); });
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
  const store = new TileStore(async () => { throw new Error('nothing to decode'); });
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
  const store = new TileStore(async () => { throw new Error('nothing to decode'); });
  const { tile } = store.request(3, 1, 2);
  asked[0]!.answer(Response.json({ title: 'Busy', detail: 'Try later.' }, { status: 503 }));
  await expect(tile).rejects.toMatchObject({ status: 503, message: 'Busy', detail: 'Try later.' });
  store.request(3, 1, 2);
  expect(asked).toHaveLength(2);
});
