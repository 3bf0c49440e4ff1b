import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeArchive } from './archives.ts';
import { open, startRigWith, type Rig } from './browser.ts';

const attribution = '<b>Tiles</b> of a test';
let rig: Rig;
let tiles: Server;
let host: string;
beforeAll(async () => {
  const png = PNG.sync.write(new PNG({ width: 1, height: 1 }));
  tiles = createServer((_, response) => response.setHeader('Content-Type', 'image/png').end(png));
  await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
  host = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`;
  rig = await startRigWith('-basemap', `${host}/{z}/{x}/{y}.png`, '-basemap-attribution', attribution);
});
afterAll(async () => {
  await rig.stop();
  tiles.close();
});

it('draws the tiles of that host in place of the world, says whose they are, and lets no other host through', async () => {
  const { page, requests, complaints } = await open(rig, '?d=2020-11-24&c=40,46.5,8&tab=legend');
  const shown = () => page.locator('#map .basemap-tiles img').evaluateAll((images) =>
    images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length);
  await expect.poll(shown).toBeGreaterThan(1);
  const foreign = requests.filter((url) => url.startsWith('http') && !url.startsWith(rig.origin));
  expect(foreign.filter((url) => !url.startsWith(`${host}/`))).toEqual([]);
  expect(requests.filter((url) => url.includes('/world/'))).toEqual([]);
  expect(await page.locator('.leaflet-control-attribution').textContent()).toContain(attribution);
  expect(await page.locator('#legend').textContent()).toContain(attribution);
  expect(complaints).toEqual([]);
  const refused = await page.evaluate((url) => new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(false);
    image.onerror = () => resolve(true);
    image.src = url;
  }), `${host.replace('127.0.0.1', 'localhost')}/0/0/0.png`);
  expect(refused, 'another host').toBe(true);
  await page.locator('#legend input[data-key="show-world:"]').uncheck();
  await expect.poll(shown).toBe(0);
  await page.context().close();
});

it('draws the tiles of an archive of another host, which it asks for parts alone', async () => {
  const image = new PNG({ width: 256, height: 256 });
  image.data.fill(0xff);
  const [deepest, all] = [8, (4 ** 9 - 1) / 3]; // one tile for all places of zooms 0 to 8
  const content = new Uint8Array(writeArchive([{ id: 0, run: all, tile: PNG.sync.write(image) }], { zipped: false, deepest }));
  const parts: string[] = [];
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'Range');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    parts.push(request.headers.range ?? 'whole');
    if (from === undefined) return response.end(content);
    const part = content.slice(Number(from), Number(to) + 1);
    return response.writeHead(206, { 'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${content.length}` }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/relief.pmtiles`;
  const own = await startRigWith('-basemap', address, '-basemap-attribution', attribution);
  try {
    const { page, requests, complaints } = await open(own, '?d=2020-11-24&c=40,46.5,9'); // closer than the archive has
    await expect.poll(() => page.locator('#map .basemap-tiles img').evaluateAll((images) =>
      images.filter((img) => (img as HTMLImageElement).naturalWidth === 256).length)).toBeGreaterThan(1);
    expect(parts.length).toBeGreaterThan(0);
    expect(parts).not.toContain('whole');
    expect(requests.filter((url) => url.includes('/world/'))).toEqual([]);
    expect(await page.locator('.leaflet-control-attribution').textContent()).toContain(attribution);
    expect(complaints).toEqual([]);
    await page.context().close();
  } finally {
    await own.stop();
    server.close();
  }
});
