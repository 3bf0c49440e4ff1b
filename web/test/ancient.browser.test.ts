import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apart, colourAt, drawn, open, picture, shown, startRig, type Rig } from './browser.ts';

/** A spot of the Upper City without its name and the mark of the selected place. */
const upper = [62.12, 15.8] as const;
/** The cities lie where there is sea today, which the world below shows. */
const sea = [0xcf, 0xdf, 0xe8];
const [kings, assembly] = ['#8a4b08', '#1f6f8b'];

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('olden');
});
afterAll(async () => {
  await rig?.stop();
});

/** What the axis of the strip reads. */
const axis = (page: Page) => page.locator('.strip-canvas').textContent();

const day = (page: Page) => page.locator('#timebar time').getAttribute('datetime');

async function colourIs(page: Page, iso: string, want: string): Promise<void> {
  await page.evaluate((text) => window.demarc?.setDate(text), iso);
  await shown(page, iso);
  expect(apart(await colourAt(page, ...upper), drawn(want, sea)), iso).toBeLessThanOrEqual(4);
}

it('shows years before Christ on the map, the bar, in the panel and the address',
    async () => {
  const { page, complaints } = await open(rig, '?d=-0044-02-29&c=15,63,8&sel=62.25,15.4');
  await page.getByRole('heading', { level: 2, name: /Upper City/ }).waitFor();
  expect(await page.locator('#timebar time .long').textContent()).toBe('29 February 45 BC');
  await expect.poll(() => axis(page)).toMatch(/\b\d+ BC\b/);
  expect(await axis(page)).not.toMatch(/[-\u2212]\d|\b0\b/);
  await picture(page, 'ancient');
  await colourIs(page, '-0044-02-29', assembly!);
  await colourIs(page, '-0044-03-01', kings!);
  await page.getByRole('slider', { name: 'Date' }).press('ArrowLeft');
  expect(await day(page)).toBe('-0044-02-29');
  await page.getByRole('button', { name: 'Next change', exact: true }).click();
  expect(await day(page)).toBe('-0044-03-01');
  await page.waitForURL((url) => url.searchParams.get('d') === '-0044-03-01');
  await page.getByText('March 45 BC (approximately)').first().waitFor();
  await page.reload();
  await page.waitForFunction(() => window.demarc !== undefined);
  expect(await day(page)).toBe('-0044-03-01');
  expect(complaints).toEqual([]);
}, 30_000);

it('reads years before Christ that are typed, and plays across the year 0', async () => {
  const { page } = await open(rig, '?d=0000-02-28&c=15,63,8');
  for (const [typed, iso] of [['45 BC', '-0044-01-01'], ['15.3.45 BC', '-0044-03-15'],
    ['-0001-12-31', '-0001-12-31']]) {
    await page.fill('#date', typed!);
    await page.press('#date', 'Enter');
    await shown(page, iso!); // the reader of written days is fetched at its first use
    expect(await day(page), typed).toBe(iso);
  }
  await page.getByRole('slider', { name: 'Date' }).press('ArrowRight');
  expect(await day(page)).toBe('0000-01-01');
  await page.evaluate(() => window.demarc?.setDate('-0001-01-01'));
  await page.getByRole('button', { name: 'Next change', exact: true }).click();
  expect(await day(page)).toBe('0000-02-29');
}, 30_000);
