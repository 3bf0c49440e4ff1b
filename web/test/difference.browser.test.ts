import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differing, noteWriting, open, picture, reduced, screens, shown, startRig, type Rig } from './browser.ts';
import { PNG } from 'pngjs';

/** What differs between two days, on the bundled dataset and on one that is made up. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh', 'isles');
});
afterAll(() => rig?.stop());

interface Change {
  readonly zone: string;
  readonly area_km2: number;
  readonly before: { readonly controller: string | null };
  readonly after: { readonly controller: string | null };
}
interface Diff {
  readonly note?: string;
  readonly reordered?: boolean;
  readonly passed: readonly Change[];
  readonly altered: readonly Change[];
  readonly unknown: readonly Change[];
}

/** Two days with passes and an alteration between them, and two of which one is not known. */
const cases = {
  karabakh: { path: 'd/karabakh/', first: '2020-11-09', last: '2020-12-02' },
  isles: { path: 'd/isles/', first: '1972-11-09', last: '1972-12-02' },
} as const;

const km2 = (changes: readonly Change[]) =>
  `${Math.round(changes.reduce((sum, { area_km2 }) => sum + area_km2, 0)).toLocaleString('en-GB')} km²`;
const rows = (page: Page) => page.locator('#legend [data-row="change"]').allTextContents();

async function save(page: Page, name: string): Promise<readonly string[]> {
  const written = await noteWriting(page);
  await page.locator('#share').click();
  const [download] = await Promise.all([page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as PNG' }).click()]);
  await download.path();
  const folder = process.env['SCREENSHOTS'];
  if (folder) await download.saveAs(`${folder}/${name}.png`);
  return written();
}

describe.each(Object.entries(cases))('%s', (id, { path, first, last }) => {
  const diff = async (from: string, to: string) =>
    (await (await fetch(`${rig.origin}/${path}diff?from=${from}&to=${to}`)).json()) as Diff;

  it.each(Object.entries(screens))('counts what is drawn, on a %s', async (screen, options) => {
    const { passed, altered, unknown } = await diff(first, last);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await open(rig,
        `${path}?d=${last}&cmp=${first}&mode=difference&tab=legend`, { ...options, colorScheme });
      await page.waitForFunction(() => document.querySelectorAll('#legend [data-row="change"]').length > 1);
      const told = (await rows(page)).join('\n');
      const pairs = new Set(passed.map(({ before, after }) => `${before.controller} ${after.controller}`));
      expect(told.match(/→/g)?.length).toBe(pairs.size);
      const zones = (await rows(page)).filter((row) => !row.includes('changed back'))
        .reduce((sum, row) => sum + Number(/(\d+) zones?/.exec(row)?.[1] ?? 0), 0);
      expect(zones).toBe(passed.length + altered.length + unknown.length);
      expect(told).toContain('other status or patrol');
      if (unknown.length > 0) expect(told).toMatch(/Not known before, then /);
      expect(await page.locator('#legend [data-row^="actor:"]').count(), 'whole controllers').toBe(0);
      expect(await page.locator('.key').textContent()).toMatch(/→/);
      expect(complaints).toEqual([]);
      await picture(page, `difference-${id}-${screen}-${colorScheme}`);
      await page.context().close();
    }
  }, 60_000);

  it('days in the wrong order tell the same, and that they were put in order', async () => {
    const there = await open(rig, `${path}?d=${last}&cmp=${first}&mode=difference&tab=legend`);
    const back = await open(rig, `${path}?d=${first}&cmp=${last}&mode=difference&tab=legend`,
      { ...screens.desktop, acceptDownloads: true });
    for (const { page } of [there, back]) {
      await page.waitForFunction(() => document.querySelectorAll('#legend [data-row="change"]').length > 1);
    }
    expect(await rows(back.page)).toEqual(await rows(there.page));
    expect(await back.page.locator('.key').textContent()).toBe(await there.page.locator('.key').textContent());
    // which edges are smoothed how is the browser's, and not the same twice on a busy machine
    const look = async ({ page }: typeof there) => reduced(PNG.sync.read(await page.screenshot(
      { clip: { x: 150, y: 250, width: 600, height: 280 } })), 2);
    // names settle a little later than tiles
    await expect.poll(async () => differing(await look(there), await look(back)),
      { message: 'the share of the map that differs' }).toBeLessThan(0.005);
    expect(await back.page.locator('.note-line').textContent()).toMatch(/put in order: .* to /);
    expect(await there.page.locator('.note-line').textContent()).not.toMatch(/put in order/);
    const [left, right] = ['Date on the left', 'Date on the right'].map((name) =>
      back.page.getByRole('textbox', { name }));
    expect([await left!.inputValue(), await right!.inputValue()]).toEqual([first, last]);
    const written = await save(back.page, `difference-${id}-picture`);
    expect(written.some((text) => text.includes(' – '))).toBe(true);
    expect(written.join(' ')).toMatch(/put in order/);
    expect(written.some((text) => /→ .*km²/.test(text))).toBe(true);
    await back.page.keyboard.press('Escape');
    // the list and its files
    await back.page.locator('#tab-changes').click();
    const { passed } = await diff(first, last);
    await back.page.locator('#changes .sum').filter({ hasText: km2(passed) }).waitFor();
    expect(await back.page.locator('#changes .order').textContent()).toMatch(/put in order/);
    expect([await back.page.getByRole('textbox', { name: 'From', exact: true }).inputValue(),
      await back.page.getByRole('textbox', { name: 'To', exact: true }).inputValue()]).toEqual([first, last]);
    const [csv] = await Promise.all([back.page.waitForEvent('download'),
      back.page.getByRole('button', { name: 'These changes as CSV' }).click()]);
    expect(csv.suggestedFilename()).toContain(`${first}-${last}`);
    expect(readFileSync(await csv.path(), 'utf8').split('\r\n')[1]).toContain(`${first},${last}`);
    await Promise.all([there, back].map(({ page }) => page.context().close()));
    const answer = await diff(last, first);
    expect([answer.reordered, answer.note]).toEqual([true, `the days were put in order: ${first} to ${last}`]);
    const html = await (await fetch(`${rig.origin}/${path}?d=${first}&cmp=${last}&lang=en`)).text();
    expect(html).toContain('The days were put in order.');
    const again = await (await fetch(`${rig.origin}/${path}?d=${last}&cmp=${first}&lang=en`)).text();
    const title = (text: string) => text.match(/<title>(.*)<\/title>/)?.[1];
    expect(title(html)).toBe(title(again));
  }, 60_000);

  it('two maps stand in order, the earlier on the left', async () => {
    for (const mode of ['side', 'swipe']) {
      const { page } = await open(rig, `${path}?d=${first}&cmp=${last}&mode=${mode}`);
      await page.locator('.map-2').waitFor();
      expect(await page.getByRole('textbox', { name: 'Date on the left' }).inputValue()).toBe(first);
      // the field sets the day that it shows: here the one of the time bar
      const left = page.getByRole('textbox', { name: 'Date on the left' });
      const other = first.replace(/\d\d$/, '03');
      await left.fill(other);
      await left.press('Enter');
      await page.waitForURL(new RegExp(`d=${other}.*cmp=${last}`));
      await picture(page, `difference-${id}-${mode}-reversed`);
      await page.context().close();
    }
  });

  it('says that nothing changed on the same day twice', async () => {
    const { page } = await open(rig, `${path}?d=${last}&cmp=${last}&mode=difference&tab=changes`);
    await page.locator('#changes .order').filter({ hasText: 'nothing changed' }).waitFor();
    expect(await page.locator('.note-line').textContent()).toContain('nothing changed');
    await page.locator('#tab-legend').click();
    await page.locator('#legend .hint').filter({ hasText: 'nothing changed' }).waitFor();
    const html = await (await fetch(`${rig.origin}/${path}?d=${last}&cmp=${last}&lang=en`)).text();
    expect(html).toContain('The same day twice: nothing changed.');
    expect((await diff(last, last)).note).toBe('the same day twice: nothing changed');
    await page.context().close();
  });

  it('the legend follows outside of the coverage too', async () => {
    const { page } = await open(rig, `${path}?d=1950-01-01&tab=legend`);
    const note = page.locator('#legend .legend-note');
    await note.filter({ hasText: '1 January 1950' }).waitFor();
    expect(await note.textContent()).toContain('The dataset speaks of');
    await page.evaluate(() => window.demarc!.setDate('1949-05-05'));
    await note.filter({ hasText: '5 May 1949' }).waitFor();
    const all = await page.locator('[data-row="status:unknown"] .amount').textContent();
    expect(all).toMatch(/\d+ zones/);
    await page.evaluate((day) => window.demarc!.setDate(day), last);
    await shown(page, last);
    await note.filter({ hasText: 'December' }).waitFor();
    expect(await note.textContent()).not.toContain('The dataset speaks of');
    await page.context().close();
    const apartOf = await open(rig, `${path}?d=${last}&cmp=1950-01-01&mode=difference&tab=legend`);
    await apartOf.page.locator('#legend .legend-note').filter({ hasText: 'The dataset speaks of' }).waitFor();
    expect(await rows(apartOf.page)).toEqual([]);
    await apartOf.page.context().close();
  });
});

it('nothing passes from or to nobody known', async () => {
  const { page } = await open(rig, 'd/isles/?d=1989-12-01&cmp=1962-01-01&mode=difference&tab=changes');
  const group = page.locator('#changes section, #changes details').filter({ hasText: 'Not known before, then League' });
  await group.first().waitFor();
  expect(await page.locator('#changes').textContent()).not.toMatch(/Passed to (?:Unknown|\s)/);
  const answer = await (await fetch(`${rig.origin}/d/isles/diff?from=1962-01-01&to=1989-12-01`)).json() as Diff;
  expect(await page.locator('#changes .sum').textContent()).toContain(km2(answer.passed));
  expect(answer.unknown.length).toBeGreaterThan(0);
  await page.context().close();
});
