import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PNG } from 'pngjs';
import { majority, open, picture, screens, shown, startRig, type Rig } from './browser.ts';

describe('names in a language that the interface does not have', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig('bundled:alsace');
  });
  afterAll(async () => {
    await rig?.stop();
  });

  it.each([
    ['asked for', '?lang=de&d=1900-01-01&sel=7.75,48.58', 'en-GB'],
    ['of the browser', '?d=1900-01-01&sel=7.75,48.58', 'de-AT'],
  ])('%s', async (_, query, locale) => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, query, { ...screen, locale });
      const heading = page.getByRole('heading', { level: 2, name: 'Unterelsass (Bas-Rhin)' });
      await heading.waitFor();
      expect(await heading.locator('[lang]').last().getAttribute('lang')).toBe('de');
      expect(await page.locator('#title').textContent()).toBe('Elsass-Lothringen, 1870-1945');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.locator('.control-card .controller').getAttribute('lang')).toBe('de');
      await page.getByText('Beherrscht').first().waitFor();
      expect(await page.locator('#notices').textContent()).toBe('');
      expect(await page.locator('#lang').inputValue()).toBe('de');
      expect(new URL(page.url()).searchParams.get('lang')).toBe(locale === 'de-AT' ? null : 'de');
      expect(complaints).toEqual([]);
      await picture(page, `language-${locale}-${name}`);
    }
  }, 60_000);

  it('has them in pictures and without a script', async () => {
    const png = await fetch(`${rig.origin}/export/control.png?lang=de`);
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    const svg = await (await fetch(`${rig.origin}/export/control.svg?lang=de`)).text();
    expect(svg).toContain('Elsass-Lothringen, 1870-1945');
    const page = await (await fetch(`${rig.origin}/?lang=de`)).text();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<th scope="row" lang="de">Unterelsass (Bas-Rhin)</th>');
    expect((await fetch(`${rig.origin}/export/control.png?lang=it`)).status).toBe(400);
  });
});

describe('what format 2 says', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig('isles');
  });
  afterAll(async () => {
    await rig?.stop();
  });
  const town = [-130.1, -41.97] as const;
  const lesser = [-127.596, -41.603] as const;

  it('leads on from the id of a zone that others took the place of, and says so', async () => {
    const { page, complaints } = await open(rig, '?zone=old_reef&d=1972-10-01');
    await page.getByRole('heading', { level: 2, name: 'Lesser Isles' }).waitFor();
    await page.locator('#notices').getByText('old_reef → lesser, skerry').waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.has('sel')).toBe(true);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    const still = await open(rig, '?zone=cape&d=1972-10-01');
    await still.page.getByRole('heading', { level: 2, name: 'Cape Lantern' }).waitFor();
    expect(await still.page.locator('#notices').textContent()).toBe('');
  });

  /** The distinct rows and columns of colours in a square around a place. */
  async function square(page: Page, lon: number, lat: number) {
    const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);
    const clip = { x: Math.round(x) - 10, y: Math.round(y) - 10, width: 21, height: 21 };
    return PNG.sync.read(await page.screenshot({ clip }));
  }

  it('shows both links, the author, the words cited and where they stand', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, `?d=1972-09-10&sel=${town}`, screen);
      const item = page.locator('#place .sources li')
        .filter({ hasText: 'Two flags over Lantern Town' });
      await item.waitFor();
      expect(await item.getByRole('link').evaluateAll((links) =>
        links.map((link) => link.getAttribute('href')))).toEqual(['https://example.org/flags',
        'https://web.archive.org/web/20210304101500/https://example.org/flags']);
      expect(await item.textContent()).toContain('R. Teal · Far Coast Wire');
      expect(await item.locator('blockquote').textContent())
        .toBe('Two flags flew over the town that morning.');
      await item.getByText('third paragraph').waitFor();
      await item.getByText('archived copy of 4 Mar 2021').waitFor();
      await item.scrollIntoViewIfNeeded();
      await picture(page, `sources-${name}`);
      expect(complaints).toEqual([]);
    }
  }, 60_000);

  it('draws and says what is not certain, on the days on which it is not', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page } = await open(rig, `?d=1975-06-12&c=-42.35,-127.5,8&sel=${lesser}`, screen);
      const note = page.locator('#place .uncertain');
      await note.waitFor();
      expect(await note.textContent())
        .toBe('Not certain: passed between 1 June 1975 and 20 June 1975.');
      const band = await square(page, -127.3, -42.05);
      const colours = new Set(Array.from({ length: 21 }, (_, y) =>
        majority(band, 10, Math.min(Math.max(y, 1), 19), 1).colour.join()));
      expect(colours.size, 'bands').toBeGreaterThan(1);
      await picture(page, `uncertain-${name}`);
      await page.evaluate(() => window.demarc?.setDate('1975-06-20'));
      await shown(page, '1975-06-20');
      await note.waitFor({ state: 'detached' });
      expect(majority(await square(page, -127.3, -42.05), 10, 10, 9).others).toBeLessThan(0.1);
      await page.evaluate(() => window.demarc?.setDate('1975-06-16'));
      await shown(page, '1975-06-16');
      await note.waitFor();
      expect(await page.locator('.control-card > .facts').textContent())
        .toContain('15 June 1975some time between 1 June 1975 and 20 June 1975');
      await page.getByRole('tab', { name: 'Legend' }).click();
      await page.locator('#legend [data-row="uncertain"]:not(.absent)').scrollIntoViewIfNeeded();
      await picture(page, `uncertain-legend-${name}`);
    }
  }, 60_000);

  it('says “or earlier” of an open bound', async () => {
    const { page } = await open(rig, '?d=1970-01-01&sel=-129.56,-41.33');
    await page.getByText('1 March 1961 or earlier').waitFor();
  });

  it('names those that a zone is contested between, and draws it in their colours', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page } = await open(rig, `?d=1972-08-20&c=-42,-130,9&sel=${town}`, screen);
      const card = page.locator('.control-card .facts');
      await card.waitFor();
      expect(await card.textContent()).toContain('Contested betweenCrown, League');
      await picture(page, `claimants-${name}`);
    }
  }, 60_000);

  it('lists own columns with title, value and unit, folded', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page } = await open(rig, `?d=1973-08-20&sel=${town}`, screen);
      const columns = page.locator('#place .own-columns');
      await columns.waitFor();
      expect(await columns.getAttribute('open')).toBeNull();
      await columns.locator('summary').click();
      const told = await columns.locator('dl').first().locator('div').allTextContents();
      expect(told).toEqual(['Garrison on the first day40.5\u00a0people',
        'Flag flownknown to be empty', 'Day of the oath26 November 1972']);
      await columns.scrollIntoViewIfNeeded();
      await picture(page, `columns-${name}`);
    }
    const piece = (await open(rig, '?d=1970-01-01&sel=-129.56,-41.33')).page;
    const own = piece.locator('#place .own-columns');
    await own.locator('summary').click();
    expect((await own.locator('dt').allTextContents()).filter((text) => text.includes('Hearths')))
      .toHaveLength(1); // one row of the source, of which zone, period and shire are
    await own.getByText('of Upland Shire as a whole').waitFor();
    const { page } = await open(rig, '?d=1973-08-20&sel=-131.3,-42.8');
    await page.getByRole('heading', { level: 2, name: 'The Skerry' }).waitFor();
    expect(await page.locator('#place .own-columns').count()).toBe(0);
  }, 60_000);

  it('draws shapes for orientation on the days on which they hold alone', async () => {
    const { page } = await open(rig, '?d=1984-12-31&c=-42,-127,9');
    const coast = async () => majority(await square(page, -126.08, -41.9), 10, 10, 9).others;
    expect(await coast()).toBeGreaterThan(0);
    await page.evaluate(() => window.demarc?.setDate('1985-01-01'));
    await shown(page, '1985-01-01');
    expect(await coast()).toBe(0);
  });

  it('says in which stretch of time a day lies, and where mistakes are reported', async () => {
    const { page } = await open(rig, '?d=1972-09-10&tab=sources');
    await page.locator('#timebar .span-name', { hasText: 'The quarrel over the town' }).waitFor();
    await expect.poll(() => page.locator('#timebar .strip-chip').count()).toBe(2);
    expect(await page.getByRole('link', { name: 'Report a mistake' }).getAttribute('href'))
      .toBe('mailto:survey@example.org');
  });
});
