import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteWriting, open, picture, screens, shown, startRig, type Rig } from './browser.ts';

/** Whose view it is stands everywhere, on the bundled dataset and on one that is made up. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh', 'isles');
});
afterAll(() => rig?.stop());

/** A day on which the viewpoint claims an area: its place, the words for it, and its default. */
const cases = {
  karabakh: { path: 'd/karabakh/', day: '2020-10-10', vp: 'azerbaijan_announced',
    name: 'As announced by Azerbaijan', place: [47.04, 39.34],
    claim: 'Azerbaijan: claim of one side', usual: 'confirmed' },
  isles: { path: 'd/isles/', day: '1972-08-20', vp: 'league_announced',
    name: 'As announced by the League', place: [-130.05, -41.93],
    claim: 'League: claim of one side', usual: 'confirmed' },
} as const;
const band = (page: Page) => page.locator('.stance');

describe.each(Object.entries(cases))('%s', (id, { path, day, vp, name, place, claim, usual }) => {
  it.each(Object.entries(screens))('says whose view it is above the map, on a %s', async (screen, options) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [what, query] of Object.entries({ page: `?d=${day}&vp=${vp}`,
        embed: `embed?d=${day}&vp=${vp}`, bare: `embed?d=${day}&vp=${vp}&bare=1&lock=1` })) {
        const { page, complaints } = await open(rig, path + query, { ...options, colorScheme });
        await page.waitForFunction(() => document.querySelector('.stance')?.textContent);
        expect(await band(page).textContent()).toBe(name);
        const seen = (await band(page).boundingBox())!;
        const map = (await page.locator('#map').boundingBox())!;
        expect(seen.height).toBeGreaterThan(20);
        expect(seen.y + seen.height, 'above the map, not over it').toBeLessThanOrEqual(map.y + 0.5);
        expect(await page.title()).toContain(name);
        expect(complaints).toEqual([]);
        await picture(page, `stance-${id}-${what}-${screen}-${colorScheme}`);
        await page.context().close();
      }
    }
  }, 90_000);

  it('draws claims as claims, and the legend defines and counts them', async () => {
    const { page } = await open(rig, `${path}?d=${day}&vp=${vp}&tab=legend`);
    const row = page.locator('[data-row="claim"]');
    await row.filter({ hasText: 'zone' }).waitFor();
    expect(await row.textContent()).toContain('Claimed by one side');
    expect(await row.textContent()).toContain(name);
    expect(await row.locator('.amount').textContent()).toMatch(/^\d+ zones? ·/);
    await page.locator('.key').filter({ hasText: claim }).waitFor();
    const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [...place]);
    await page.mouse.move(x, y);
    await page.locator('[data-row="claim"].hovered').waitFor();
    expect(await page.locator('#tooltip').textContent()).toContain('claim of one side');
    await page.mouse.click(x, y);
    await page.locator('.control-card').filter({ hasText: 'claim of one side' }).waitFor();
    // the dataset's own view has neither
    await page.locator('#viewpoint').selectOption(usual);
    await band(page).waitFor({ state: 'hidden' });
    await page.locator('.control-card').filter({ hasText: 'Contested' }).waitFor();
    await page.locator('#tab-legend').click();
    await row.waitFor({ state: 'detached' });
    expect(await page.title()).not.toContain(name);
    await page.context().close();
  });

  it('stands in the saved picture, in files, captions and server pictures', async () => {
    const base = `${rig.origin}/${path}`;
    const html = await (await fetch(`${base}?d=${day}&vp=${vp}`)).text();
    expect(html.match(/<title>(.*)<\/title>/)?.[1]).toContain(name);
    expect(html.match(/og:title" content="([^"]*)"/)?.[1]).toContain(name);
    expect(html.match(/og:description" content="([^"]*)"/)?.[1]).toContain(name);
    expect(html).toContain(`<p><strong>${name}</strong></p>`);
    expect(html).toContain('(a claim of one side)');
    const svg = await (await fetch(`${base}export/control.svg?datetime=${day}&viewpoint=${vp}`)).text();
    expect(svg).toContain(`>${name}<`);
    expect(svg).toContain('a claim of one side');
    const file = await (await fetch(`${base}export/control.geojson?datetime=${day}&viewpoint=${vp}`))
      .json() as { title: string; features: { properties: { claim: boolean | null } }[] };
    expect(file.title).toContain(name);
    expect(file.features.some(({ properties }) => properties.claim === true)).toBe(true);
    expect(file.features.some(({ properties }) => properties.claim === null)).toBe(true);
    const { page } = await open(rig, `${path}?d=${day}&vp=${vp}`, { ...screens.desktop, acceptDownloads: true });
    const writing = await noteWriting(page);
    await page.locator('#share').click();
    expect(await page.getByLabel('Code to paste').inputValue()).toContain(name);
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as PNG' }).click()]);
    expect(readFileSync(await download.path()).length).toBeGreaterThan(1000);
    const folder = process.env['SCREENSHOTS'];
    if (folder) await download.saveAs(`${folder}/stance-${id}-picture.png`);
    const written = await writing();
    expect(written).toContain(name);
    expect(written.some((text) => text.includes('claim of one side'))).toBe(true);
    await page.context().close();
  });
});

it('the choice shows its whole text, in all languages and widths', async () => {
  for (const width of [640, 900, 1024, 1181, 1280, 1366]) {
    for (const lang of ['en', 'az', 'hy', 'ru']) {
      const { page } = await open(rig, `d/karabakh/?lang=${lang}`, { viewport: { width, height: 800 } });
      const cut = await page.locator('#viewpoint').evaluate((select: HTMLSelectElement) => {
        const style = getComputedStyle(select);
        const context = document.createElement('canvas').getContext('2d')!;
        context.font = style.font;
        const widest = Math.max(...[...select.options].map(({ text }) => context.measureText(text).width));
        return widest - (select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
      });
      expect(cut, `${width} px, ${lang}`).toBeLessThan(0);
      const boxes = await page.evaluate(() => [document.documentElement.scrollWidth,
        document.querySelector('.top')!.scrollWidth, innerWidth]);
      expect(Math.max(boxes[0]!, boxes[1]!), `${width} px, ${lang}: nothing is pushed out`)
        .toBeLessThanOrEqual(boxes[2]!);
      if (width === 1280 || width === 1024) await picture(page, `stance-choice-${width}-${lang}`);
      await page.context().close();
    }
  }
}, 180_000);

it('no day has a band where the dataset has one view', async () => {
  const { page } = await open(rig, 'd/isles/?d=1972-08-20');
  expect(await band(page).isHidden()).toBe(true);
  expect((await page.locator('#map').boundingBox())!.y)
    .toBe((await page.locator('#stage').boundingBox())!.y);
  await shown(page, '1972-08-20');
  await page.context().close();
});
