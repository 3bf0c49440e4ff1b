import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, picture, screens, startRig, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

/** A box: west, south, east, north. */
type Box = readonly [number, number, number, number];

/** Along its middle runs the border of Kazakhstan and Uzbekistan, through a desert without rivers. */
const border: Box = [55.7, 42.8, 56.3, 44.8];
/** On the Caspian Sea, and on land. */
const sea: Box = [50.3, 40.9, 51.3, 41.3];
const land: Box = [43.2, 46.2, 43.6, 46.6];

/** How many of the pixels of the world in a box are painted, of 1. */
function painted(page: Page, [west, south, east, north]: Box): Promise<number> {
  return page.evaluate(([w, s, e, n]) => {
    const from = window.demarc!.project(w, n);
    const to = window.demarc!.project(e, s);
    let [all, found] = [0, 0];
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('#map .world-tiles canvas')) {
      const box = canvas.getBoundingClientRect();
      const ctx = canvas.getContext('2d');
      const scale = canvas.width / box.width;
      const [x0, y0] = [Math.max(0, (from.x - box.left) * scale), Math.max(0, (from.y - box.top) * scale)];
      const [x1, y1] = [Math.min(canvas.width, (to.x - box.left) * scale), Math.min(canvas.height, (to.y - box.top) * scale)];
      if (!ctx || !(x1 - x0 >= 1) || !(y1 - y0 >= 1)) continue;
      const { data } = ctx.getImageData(x0, y0, x1 - x0, y1 - y0);
      for (let i = 3; i < data.length; i += 4) {
        all++;
        if (data[i]! > 0) found++;
      }
    }
    return all === 0 ? -1 : found / all;
  }, [west, south, east, north] as const);
}

it.each(['desktop', 'phone'] as const)('on a %s says at zoom 6 where the map lies, and asks this server alone', async (screen) => {
  const { page, requests, complaints } = await open(rig, '?d=2020-11-24&c=41.5,50,6', screens[screen]);
  await expect.poll(() => painted(page, sea)).toBe(1);
  await expect.poll(() => painted(page, land)).toBe(0);
  await picture(page, `world-${screen}`);
  expect(requests.filter((url) => url.startsWith('http') && !url.startsWith(rig.origin))).toEqual([]);
  expect(complaints.filter((text) => !text.includes('willReadFrequently')), 'but of what the test reads').toEqual([]);
  await page.context().close();
});

it('draws a line between countries on the days on which it holds alone', async () => {
  const { page } = await open(rig, '?d=2020-11-24&c=43.8,55,6');
  await expect.poll(() => painted(page, border)).toBeGreaterThan(0.005);
  for (const [day, wanted] of [['1988-03-01', false], ['1991-12-26', true], ['1870-07-01', false], ['2027-01-01', false], ['2020-10-09', true]] as const) {
    await page.evaluate((d) => window.demarc!.setDate(d), day);
    await page.waitForFunction((d) => document.documentElement.dataset['date'] === d, day);
    await expect.poll(async () => (await painted(page, border)) > 0, { message: day }).toBe(wanted);
  }
  await page.context().close();
});

it('the first view has at most 60 KB of it, and no own lines of the map are drawn twice', async () => {
  const sizes: number[] = [];
  const { page } = await open(rig, '?d=2020-11-24', screens.desktop, async (made) => {
    made.on('response', (response) => {
      if (response.url().includes('/world/')) sizes.push(Number(response.headers()['content-length'] ?? Infinity));
    });
  });
  await page.waitForLoadState('networkidle');
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(60 * 1024);
  // between Armenia and Iran the map has a border and a river of its own
  await expect.poll(() => painted(page, [45.5, 39.5, 46.5, 40])).toBe(0);
  await page.context().close();
});

it('prints lines between countries on the days on which they hold alone', async () => {
  const { page, complaints } = await open(rig, '?d=2020-11-24&c=43.8,55,6');
  await page.evaluate(() => { window.print = () => undefined; });
  /** How many pixels are grey as lines are, of the north-west of the paper, where nothing else is. */
  const grey = async (day: string) => {
    await page.evaluate((d) => window.demarc!.setDate(d), day);
    await page.waitForFunction((d) => document.documentElement.dataset['date'] === d, day);
    await page.locator('#share').click();
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    const sheet = page.locator('img.print-sheet');
    await sheet.waitFor({ state: 'attached' });
    const found = await sheet.evaluate(async (element) => {
      const image = element as HTMLImageElement;
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      const canvas = Object.assign(document.createElement('canvas'), { width: 0.3 * width, height: 0.28 * height });
      const ctx = canvas.getContext('2d')!;
      ctx.drawImage(image, -0.12 * width, -0.14 * height);
      const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!];
        if (green < 190 && Math.abs(red - green) < 15 && Math.abs(blue - green) < 15) count++;
      }
      return count;
    });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await sheet.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    return found;
  };
  expect(await grey('1870-07-01')).toBe(0);
  expect(await grey('1988-03-01')).toBeGreaterThan(300);
  expect(await grey('2020-11-24')).toBeGreaterThan(300);
  expect(complaints.filter((text) => !text.includes('willReadFrequently'))).toEqual([]);
  await page.context().close();
});

/** How many pixels are written beside lines: right of a meridian at the top of the map, above a parallel at its right. */
function writtenBeside(page: Page, meridian: number, parallel: number): Promise<number[]> {
  return page.evaluate(([lon, lat]) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-graticule-pane canvas')!;
    const [map, box] = [document.getElementById('map')!.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const [ctx, scale] = [canvas.getContext('2d')!, canvas.width / box.width];
    const count = (left: number, top: number) => ctx
      .getImageData((left - box.left) * scale, (top - box.top) * scale, 36 * scale, 12 * scale)
      .data.filter((value, i) => i % 4 === 3 && value > 0).length;
    const { x, y } = window.demarc!.project(lon, lat);
    return [count(x + 3, map.top + 3), count(map.right - 40, y - 14)];
  }, [meridian, parallel] as const);
}

it('says close up which meridians and parallels the lines are, where there is nothing else', async () => {
  const { page } = await open(rig, '?c=40.9,45.2,12'); // west of all zones
  await expect.poll(async () => Math.min(...await writtenBeside(page, 45.25, 40.9))).toBeGreaterThan(60);
  await picture(page, 'world-close');
  await page.context().close();
  const far = await open(rig, '?c=40.9,45.2,9');
  await expect.poll(() => writtenBeside(far.page, 45.5, 41)).toEqual([0, 0]);
  await far.page.context().close();
});

it('is switched off and on in the legend', async () => {
  const { page } = await open(rig, '?d=2020-11-24&c=41.5,50,6&lang=ru&tab=legend');
  await expect.poll(() => painted(page, sea)).toBe(1);
  const box = page.locator('#legend input[data-key="show-world:"]');
  await box.uncheck();
  await expect.poll(() => painted(page, sea)).toBe(0);
  await page.waitForURL(/hide=world/);
  await page.reload();
  await page.waitForFunction(() => window.demarc !== undefined);
  await page.evaluate(() => window.demarc?.ready);
  expect(await page.locator('.notice').count(), 'nothing that is gone is told of').toBe(0);
  await page.locator('#legend input[data-key="show-world:"]').check();
  await expect.poll(() => painted(page, sea)).toBe(1);
  await page.context().close();
});
