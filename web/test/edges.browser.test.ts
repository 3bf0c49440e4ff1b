import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apart, colourAt, darkest, open, picture, screens, startMade, type Rig } from './browser.ts';
import type { Page } from 'playwright-core';

const land = [0xf1, 0xee, 0xe7];
let rig: Rig;
beforeAll(async () => {
  rig = await startMade('islands', 'plain-islands', 'whole-earth', 'tiny', 'poles', 'many');
}, 120_000);
afterAll(() => rig?.stop());

/** Where places are drawn, and the box of the map. */
async function drawn(page: Page, ...places: readonly (readonly [number, number])[]) {
  const box = (await page.locator('#map').boundingBox())!;
  const at = await page.evaluate((all) => all.map(([lon, lat]) => window.demarc!.project(lon!, lat!)),
    places.map((place) => [...place]));
  return { box, at };
}

/** Whether places are in view, and the westmost and eastmost fill most of the map or its height. */
async function fits(page: Page, ...places: readonly (readonly [number, number])[]) {
  const { box, at } = await drawn(page, ...places);
  for (const { x, y } of at) {
    expect(x).toBeGreaterThanOrEqual(box.x);
    expect(x).toBeLessThanOrEqual(box.x + box.width);
    expect(y).toBeGreaterThanOrEqual(box.y);
    expect(y).toBeLessThanOrEqual(box.y + box.height);
  }
  return { width: Math.abs(at[0]!.x - at.at(-1)!.x) / box.width,
    height: Math.abs(at[0]!.y - at.at(-1)!.y) / box.height };
}

const centre = (page: Page) => new URL(page.url()).searchParams.get('c')!.split(',').map(Number);

describe('islands on both sides of the date line', () => {
  it.each(Object.entries(screens))('are seen first, on a %s', async (name, screen) => {
    for (const id of ['islands', 'plain-islands']) {
      for (const path of ['', 'embed']) {
        const { page, complaints } = await open(rig, `d/${id}/${path}`, screen);
        const share = await fits(page, [176.5, -19], [-174, -15.5]);
        expect(share.width).toBeGreaterThan(0.5);
        expect(apart(await colourAt(page, 177.5, -18.5), land)).toBeGreaterThan(10);
        expect(apart(await colourAt(page, -175, -16), land)).toBeGreaterThan(10);
        expect(await page.locator('#empty').isHidden()).toBe(true);
        expect(complaints).toEqual([]);
        await picture(page, `edges-${id}${path && '-embed'}-${name}`);
        await page.context().close();
      }
    }
  }, 60_000);

  it('draw no line where they are cut', async () => {
    for (const id of ['islands', 'plain-islands']) {
      const { page } = await open(rig, `d/${id}/?c=-16.5,180,9`);
      // beside the meridian of the graticule, which is fainter than a border
      const line = async (lon: number) => apart(await darkest(page, lon, -16.4),
        await colourAt(page, 179.9, -16.4));
      expect(await line(180), id).toBeLessThan(40);
      expect(await line(179), id).toBeGreaterThan(60); // its border
      await page.context().close();
    }
  });

  it('stay where they are with the button of all zones, search, changes and steps', async () => {
    const { page, complaints } = await open(rig, 'd/islands/?c=-17.5,187.7,9');
    await page.locator('.leaflet-control-zoom .home').click();
    expect((await fits(page, [176.5, -19], [-174, -15.5])).width).toBeGreaterThan(0.5);
    for (const [name, west, east] of [['Strait', 179, -179.5], ['Windward', -175.5, -174]] as const) {
      await page.locator('#search').fill(name);
      await page.getByRole('option', { name }).first().click();
      await page.getByRole('heading', { level: 2, name }).waitFor();
      expect((await fits(page, [west, -17], [east, -17])).width, name).toBeGreaterThan(0.1);
    }
    await page.locator('#tab-changes').click();
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.demarc!.setDate('2005-03-01'));
    await page.locator('#changes').getByRole('button', { name: 'Strait' }).click();
    expect((await fits(page, [179, -17], [-179.5, -17])).width).toBeGreaterThan(0.1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('answer a click east of it, and are linked to from there', async () => {
    const { page } = await open(rig, 'd/plain-islands/?c=-17.5,185.2,8');
    const { at: [at] } = await drawn(page, [-174.8, -17.5]);
    await page.mouse.click(at!.x, at!.y);
    await page.getByRole('heading', { level: 2, name: 'Windward' }).waitFor();
    await page.waitForFunction(() => location.search.includes('sel=-174.'));
    expect(centre(page)[1]).toBeCloseTo(-174.8, 0);
    const again = await open(rig, page.url().slice(rig.origin.length + 1));
    await again.page.getByRole('heading', { level: 2, name: 'Windward' }).waitFor();
    expect(apart(await colourAt(again.page, -174.8, -17), land)).toBeGreaterThan(10);
    for (const { page: each } of [{ page }, again]) await each.context().close();
  });

  it('are compared side by side there', async () => {
    const { page, complaints } = await open(rig, 'd/islands/?d=2005-03-01&cmp=2005-02-28&mode=side');
    await page.locator('#map-2').waitFor();
    await fits(page, [177.5, -18], [-175, -17]);
    await picture(page, 'edges-islands-side');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('data of any size fits', () => {
  it.each([
    ['whole-earth', [-179, -66], [179, 66]], ['poles', [-179, -80], [179, 80]],
    ['many', [0, 0], [10, 8]], ['tiny', [8, 50], [8.0014, 50.0009]],
  ] as const)('%s', async (id, first, last) => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, `d/${id}/`, screen);
      const { width, height } = await fits(page, first, last);
      expect(Math.max(width, height), name).toBeGreaterThan(id === 'tiny' ? 0.1 : 0.45);
      expect(await page.locator('#empty').isHidden()).toBe(true);
      expect(complaints).toEqual([]);
      await picture(page, `edges-${id}-${name}`);
      await page.context().close();
    }
  }, 60_000);

  it('what is tiny is found as large as it can be', async () => {
    const { page } = await open(rig, 'd/tiny/?c=50,8,6');
    await page.locator('#search').fill('Yard');
    await page.locator('#search-list').getByText('Yard', { exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Yard' }).waitFor();
    const { at: [west, east] } = await drawn(page, [8, 50], [8.0014, 50]);
    expect(east!.x - west!.x).toBeGreaterThan(100);
    await page.context().close();
  });

  it('a click at a pole says what lies there', async () => {
    const { page } = await open(rig, 'd/poles/');
    for (const [lat, name] of [[80, 'Arctic'], [-80, 'Antarctic']] as const) {
      const { at: [at] } = await drawn(page, [30, lat]);
      await page.mouse.click(at!.x, at!.y);
      await page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
    }
    await page.context().close();
  });
});
