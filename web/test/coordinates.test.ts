import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAbort } from '../src/request.ts';
import { formatDMS } from '../src/format.ts';
import type { LonLat } from '../src/model.ts';
import { readCoordinates } from '../src/search/coordinates.ts';

/** What people type; the server's own test holds its answers to the same list. */
const typed = readFileSync(new URL('../../server/testdata/notations.tsv', import.meta.url), 'utf8')
  .split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
const readable = typed.filter(([, notation]) => notation !== undefined);
const unreadable = typed.filter(([, notation]) => notation === undefined).map(([text]) => text!);

const near: LonLat = [46.75, 39.75];
const kalbajar: LonLat = [46.04, 40.1];

/** The addresses that were asked. */
let asked: URL[] = [];
let answer: (signal: AbortSignal | undefined) => Promise<Response>;

beforeEach(() => {
  asked = [];
  answer = () => Promise.reject(new Error('nothing should be asked'));
  vi.stubGlobal('document', { baseURI: 'https://example.org/map/' });
  vi.stubGlobal('fetch', (address: URL, { signal }: RequestInit) => {
    asked.push(address);
    return answer(signal ?? undefined);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const answers = (status: number, body: object) => () =>
  Promise.resolve(new Response(JSON.stringify(body), { status }));
const located = ([lon, lat]: LonLat, read: object) => answers(200, {
  lon, lat, read: { precision_m: 1, ...read },
});

describe('plain degrees', () => {
  it.each(['40.1, 46.04', '46.04, 40.1', '40,1 46,04', '40.1 46.04',
      '40.1,46.04'])('%s is read without the server', async (text) => {
    const [first] = await readCoordinates(text, near);
    expect(first).toMatchObject({
      point: kalbajar, notation: 'decimal degrees', lonFirst: text.startsWith('46'),
    });
    expect(asked).toEqual([]);
  });

  it('are offered in both orders, the nearer first', async () => {
    const points = async (text: string) =>
      (await readCoordinates(text, near)).map(({ point, lonFirst }) => [point, lonFirst]);
    expect(await points('39.5, 46.5')).toEqual([[[46.5, 39.5], false], [[39.5, 46.5], true]]);
    expect(await points('46.5, 39.5')).toEqual([[[46.5, 39.5], true], [[39.5, 46.5], false]]);
    expect(await points('-71.05 -42.36'))
      .toEqual([[[-42.36, -71.05], false], [[-71.05, -42.36], true]]);
    expect(await points('95.0, 40')).toEqual([[[95, 40], true]]);
    expect(await points('95.0, 190.0')).toEqual([]);
  });

  it('are as precise as their last digit', async () => {
    const metres = async (text: string) =>
      Math.round((await readCoordinates(text, near))[0]!.precisionM);
    expect(await Promise.all(['40.12345, 46.1', '40.12, 46.13', '40, 46'].map(metres)))
      .toEqual([11_120, 1112, 111_195]);
  });
});

/** Links to maps; the server's reader is held to the same list. */
const links = readFileSync(
  new URL('../../geo/notation/testdata/links.tsv', import.meta.url), 'utf8')
  .split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t')[0]!);

describe('links to maps', () => {
  it.each(links)('%s is read by the server, which alone knows how', async (text) => {
    answer = located(kalbajar, { notation: 'map link' });
    expect(await readCoordinates(text, near)).toEqual([
      { point: kalbajar, notation: 'map link', precisionM: 1, lonFirst: false },
    ]);
    expect(asked.map(({ searchParams }) => searchParams.get('q'))).toEqual([text]);
  });

  it('that cannot be read say why', async () => {
    answer = answers(400, { title: 'Bad Request', detail: 'the link is shortened' });
    await expect(readCoordinates('https://maps.app.goo.gl/x', near))
      .rejects.toMatchObject({ status: 400, detail: 'the link is shortened' });
  });
});

describe('every other notation', () => {
  it.each(readable.filter(([text]) => !/^[\d., ]+$/.test(text!)))('%s is read by the server as %s',
      async (text, notation, lon, lat) => {
    answer = located([Number(lon), Number(lat)], { notation });
    expect(await readCoordinates(text!, near)).toEqual([
      { point: [Number(lon), Number(lat)], notation, precisionM: 1, lonFirst: false },
    ]);
    expect(asked.map(({ origin, pathname }) => origin + pathname))
      .toEqual(['https://example.org/map/locate']);
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      q: text, near: 'geo:39.75000,46.75000',
    });
  });

  it('is offered in both orders where it does not say which is the latitude', async () => {
    answer = located(kalbajar, { notation: 'degrees, minutes and seconds', order: 'lat,lon' });
    expect((await readCoordinates('40°06′00″ 46°02′24″', near)).map(({ point }) => point))
      .toEqual([kalbajar, [40.1, 46.04]]);
    answer = located(kalbajar, { notation: 'WKT point', order: 'lon,lat' });
    expect((await readCoordinates('POINT(46.04 40.1)', near)).map(({ point }) => point))
      .toEqual([kalbajar]);
  });

  it.each(unreadable)('nothing is made of “%s”', async (text) => {
    answer = answers(400, { title: 'Bad Request', detail: 'want coordinates' });
    expect(await readCoordinates(text, near)).toEqual([]);
  });

  it.each(['', 'Shusha', '40', '38T', 'x1'.repeat(101)])('the server is not asked what “%s” is',
      async (text) => {
    expect(await readCoordinates(text, near)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('fails when the server does', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(readCoordinates('38T NK 88645 39374', near)).rejects.toMatchObject({ status: 0 });
    answer = answers(503, { title: 'Service Unavailable' });
    await expect(readCoordinates('38T NK 88645 39374', near)).rejects.toMatchObject({
      status: 503,
    });
  });

  it('is no longer asked for when another text has come', async () => {
    answer = (signal) =>
      new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    const abort = new AbortController();
    const reading = readCoordinates('38T NK 88645 39374', near, abort.signal);
    abort.abort();
    expect(isAbort(await reading.catch((error: unknown) => error))).toBe(true);
  });
});

it('never leaves the earth', async () => {
  answer = answers(400, {});
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const letters = '0123456789 .,;:°\'"NSEWnsew+-()CFGHJKMPQRTVXgeo';
  for (let i = 0; i < 20_000; i++) {
    const alphabet = i % 2 === 0 ? letters : letters.slice(0, 13);
    const text = Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)])
      .join('');
    for (const { point: [lon, lat], precisionM } of await readCoordinates(text, near)) {
      expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && precisionM > 0, text).toBe(true);
    }
  }
});

it('writes degrees, minutes and seconds that the server reads as the same place', () => {
  expect(formatDMS(kalbajar)).toBe('40°06′00.0″N 46°02′24.0″E');
  const written = readable.filter(([text]) => text!.endsWith('.0″E') || text!.endsWith('.0″W'));
  expect(written).toHaveLength(3);
  for (const [text, , lon, lat] of written) {
    expect(formatDMS([Number(lon), Number(lat)])).toBe(text);
  }
});
