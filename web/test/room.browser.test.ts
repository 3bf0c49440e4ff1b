import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import { open, picture, screens, startRig, type Rig } from './browser.ts';
import { bareHeadings, clashes, smallTargets } from './room.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

const screen = (width: number, height: number): BrowserContextOptions =>
  ({ viewport: { width, height }, ...(width < 600 ? { isMobile: true, hasTouch: true } : {}) });

/** 683 x 384 is 1366 x 768 at 200 %. */
const sizes = [
  [320, 568], [360, 740], [412, 915], [480, 800], [600, 960], [683, 384], [720, 900], [768, 1024],
  [900, 700], [960, 600], [1100, 800], [1350, 800],
] as const;

describe('at 12 sizes', () => {
  it.each(sizes)('%i x %i: date, slider, legend, scale and credits are seen whole, and nothing covers another', async (width, height) => {
    for (const query of ['?d=2020-11-25', '?d=2020-11-25&lang=hy', '?d=2020-11-25&vp=azerbaijan_announced',
      '?d=2020-12-01&cmp=2020-09-27&mode=difference']) {
      const { page } = await open(rig, query, screen(width, height));
      await page.locator('.key').waitFor();
      expect(await clashes(page), query).toEqual([]);
      const date = page.locator('.now .date');
      expect((await date.innerText()).replaceAll(/\s+/g, ' '), query).toMatch(/^(25|1) \S+,? 2020/);
      expect(await date.evaluate((e) => e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 2),
        `${query}: the whole date`).toBe(true);
      for (const part of ['.slider:not(.from)', '.leaflet-control-scale', '.leaflet-control-attribution']) {
        expect(await page.locator(part).isVisible(), `${query}: ${part}`).toBe(true);
      }
      await picture(page, `room-${width}-${query.replaceAll(/\W+/g, '-')}`);
      await page.context().close();
    }
  });

  it.each(sizes)('%i x %i: nothing covers another in the embedded map', async (width, height) => {
    for (const query of ['embed?d=2020-11-25', 'embed?d=2020-11-25&vp=azerbaijan_announced']) {
      const { page } = await open(rig, query, screen(width, height));
      expect(await clashes(page), query).toEqual([]);
      await picture(page, `room-${width}-${query.replaceAll(/\W+/g, '-')}`);
      await page.context().close();
    }
  });
});

describe('targets', () => {
  it.each([
    ['the page', '?d=2020-11-25'], ['a place', '?d=2020-11-25&sel=46.15,40.2'],
    ['changes', '?d=2020-12-01&cmp=2020-09-27&mode=difference&tab=changes'],
    ['two maps', '?d=2020-12-01&cmp=2020-09-27&mode=swipe'],
    ['the zones', '?d=2020-11-25&tab=zones'], ['the sources', '?d=2020-11-25&tab=sources'],
    ['the embedded map', 'embed?d=2020-11-25&sel=46.15,40.2'],
  ])('are at least 24 px in %s', async (_name, query) => {
    for (const options of [screens.desktop, screens.phone]) {
      const { page } = await open(rig, query, options);
      await page.locator('#panel-content h2').first().waitFor({ state: 'attached' });
      expect(await smallTargets(page)).toEqual([]);
      expect(await bareHeadings(page)).toEqual([]);
      const more = page.locator('#more');
      if (await more.isVisible()) {
        await more.click();
        expect(await smallTargets(page), 'with the menu').toEqual([]);
      }
      await page.context().close();
    }
  });
});
