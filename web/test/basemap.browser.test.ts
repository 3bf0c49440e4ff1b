import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
