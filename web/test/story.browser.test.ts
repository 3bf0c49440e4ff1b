import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { open, picture, screens, startRig, type Rig } from './browser.ts';

/**
 * What a newcomer does who has only the page; each part by keyboard on a desktop, by finger on a
 * phone.
 */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

const date = (page: Page) => page.locator('#timebar time').getAttribute('datetime');

async function findKalbajar(page: Page, phone: boolean): Promise<void> {
  if (phone) await page.locator('#search').tap();
  else await page.keyboard.press('/');
  await page.locator('#search').pressSequentially('Кельбаджар');
  await page.locator('#search-list').getByRole('option').first().filter({ hasText: 'Кельбаджар' })
    .waitFor();
  await picture(page, `story-1-search-${phone ? 'phone' : 'desktop'}`);
  if (phone) await page.locator('#search-list').getByRole('option').first().tap();
  else await page.keyboard.press('Enter');
  await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
}

describe.each(['desktop', 'phone'] as const)('a newcomer on a %s', (screen) => {
  const phone = screen === 'phone';

  it('finds Kalbajar in Russian and learns that it passed on 25 November 2020, ten days late, and who says so', async () => {
    const { page } = await open(rig, '', screens[screen]);
    await findKalbajar(page, phone);
    const place = page.locator('#place');
    await place.locator('.control-card').filter({ hasText: 'Azerbaijan' }).waitFor();
    const text = (await place.textContent()) ?? '';
    expect(text).toContain('25 November 2020');
    expect(text).toContain('10 days later than planned');
    const sources = place.locator('.sources a[href^="http"]');
    expect(await sources.count()).toBeGreaterThan(0);
    await picture(page, `story-2-place-${screen}`);
    await page.context().close();
  });

  it('steps to the next change', async () => {
    const { page } = await open(rig, '?d=2020-11-25', screens[screen]);
    if (phone) await page.getByRole('button', { name: 'Next change', exact: true }).tap();
    else await page.keyboard.press('.');
    expect(await date(page)).toBe('2020-12-01');
    await page.context().close();
  });

  it('compares 27 September with 1 December 2020 and reads the km²', async () => {
    const { page } = await open(rig, '?d=2020-12-01', screens[screen]);
    if (phone) {
      await page.locator('#compare').tap();
    } else await page.keyboard.press('c');
    const left = page.getByRole('textbox', { name: 'Date on the left' });
    await left.fill('27.09.2020');
    await left.press('Enter');
    if (phone) {
      if (!(await page.locator('#tab-changes').isVisible())) await page.locator('#sheet').tap();
      await page.locator('#tab-changes').tap();
    } else {
      await page.locator('#tab-legend').focus();
      await page.keyboard.press('ArrowLeft');
    }
    const sum = page.locator('#changes .sum');
    await sum.waitFor();
    const diff = (await (await fetch(`${rig.origin}/diff?from=2020-09-27&to=2020-12-01`))
      .json()) as { passed: { area_km2: number }[] };
    const km2 = Math.round(diff.passed.reduce((all, { area_km2 }) => all + area_km2, 0))
      .toLocaleString('en-GB');
    expect(await sum.textContent()).toContain(`${km2} km²`);
    await picture(page, `story-3-compare-${screen}`);
    await page.waitForURL(/cmp=2020-09-27.*mode=swipe/);
    await page.waitForURL(/tab=changes/); // written once it has been quiet
    const again = await open(rig, new URL(page.url()).search, screens[screen]);
    await again.page.getByRole('textbox', { name: 'Date on the left' }).waitFor();
    expect(await again.page.locator('#changes .sum').textContent()).toContain(`${km2} km²`);
    await Promise.all([page, again.page].map((p) => p.context().close()));
  });

  it('sends that view as a link and as a picture', async () => {
    const { page } = await open(rig, '?d=2020-12-01&cmp=2020-09-27&mode=swipe', {
      ...screens[screen], acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'],
    });
    if (phone) await page.locator('#share').tap();
    else {
      await page.locator('#share').focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('dialog').waitFor();
    await picture(page, `story-4-share-${screen}`);
    const press = async (name: string) => {
      const button = page.getByRole('button', { name, exact: true });
      if (phone) return button.tap();
      await button.focus();
      return page.keyboard.press('Enter');
    };
    await press('Copy link');
    await page.locator('.toast').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/\?d=2020-12-01&c=.*&cmp=2020-09-27&mode=swipe&lang=en$/);
    const [download] = await Promise.all([page.waitForEvent('download'), press('Save as PNG')]);
    const png = PNG.sync.read(readFileSync(await download.path()));
    expect(png.width).toBeGreaterThan(300);
    const colours = new Set<string>();
    for (let i = 0; i < png.data.length; i += 4 * 97) {
      colours.add([...png.data.subarray(i, i + 3)].join());
    }
    expect(colours.size, 'colours in the picture').toBeGreaterThan(40);
    const folder = process.env['SCREENSHOTS'];
    if (folder) await download.saveAs(`${folder}/story-5-picture-${screen}.png`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.context().close();
  });
});
