import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countWork, open, picture, screens, shown, startRig, workOf, type Rig,
} from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

describe('the search', () => {
  it.each([
    ['susa', 'Shusha'], ['Şuşa', 'Shusha'], ['Շուշի', 'Shusha'], ['Шуша', 'Shusha'],
    ['Shushi', 'Shusha'], ['kelbecer', 'Kalbajar'],
    ['38T NK 88645 39374', '40.1000° N, 46.0400° E'],
    ['40°06′N 46°02′24″E', '40.1000° N, 46.0400° E'], ['geo:40.1,46.04', '40.1000° N, 46.0400° E'],
    ['8HG8422R+222', '40.1000° N, 46.0400° E'],
    ['https://www.openstreetmap.org/#map=11/40.1/46.04', '40.1000° N, 46.0400° E'],
  ])('finds %s', async (text, title) => {
    const { page } = await open(rig, '');
    await page.locator('#search').fill(text);
    expect(await page.locator('#search-list').getByRole('option').first().textContent())
      .toContain(title);
    await page.context().close();
  });

  it('is a combobox that says how many there are, and that there is nothing', async () => {
    const { page } = await open(rig, '');
    const box = page.getByRole('combobox', { name: 'Search place or coordinates' });
    await box.fill('Aghd');
    await page.locator('#search-list').getByRole('option').first().waitFor();
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await box.press('ArrowDown');
    expect(await box.getAttribute('aria-activedescendant')).toBe('found-1');
    await box.fill('zzzzzz');
    await page.locator('#search-message').filter({ hasText: 'Nothing found' }).waitFor();
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    await page.context().close();
  });

  it('asks the server for notations alone, and no longer for a text that was replaced',
      async () => {
    const { page, requests } = await open(rig, '');
    const box = page.getByRole('combobox', { name: 'Search place or coordinates' });
    const options = page.locator('#search-list').getByRole('option');
    await page.route('**/locate?**', () => undefined); // never answers
    const [asked] = await Promise.all([page.waitForRequest('**/locate?**'),
      box.fill('38T NK 88645 39374')]);
    const [cancelled] = await Promise.all([page.waitForEvent('requestfailed'), box.fill('Aghd')]);
    expect(cancelled.url()).toBe(asked.url());
    await options.filter({ hasText: 'Aghdam' }).first().waitFor();
    await page.unroute('**/locate?**');
    await box.fill('40.1, 46.04');
    await options.filter({ hasText: '40.1000° N, 46.0400° E' }).waitFor();
    expect(requests.filter((url) => url.includes('/locate'))
      .map((url) => new URL(url).searchParams.get('q'))).toEqual(['38T NK 88645 39374']);
    await page.context().close();
  });

  it('takes the answer to what was typed last when Enter comes before it', async () => {
    const { page } = await open(rig, '');
    const box = page.getByRole('combobox', { name: 'Search place or coordinates' });
    await box.fill('Aghd');
    await page.locator('#search-list').getByRole('option').first().waitFor();
    await box.fill('38T NK 88645 39374');
    await box.press('Enter');
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    await page.context().close();
  });

  it('says without a connection that notations need the server; degrees and names do not',
      async () => {
    const { page } = await open(rig, '');
    const box = page.getByRole('combobox', { name: 'Search place or coordinates' });
    const options = page.locator('#search-list').getByRole('option');
    await box.fill('Aghd');
    await options.first().waitFor();
    await page.context().setOffline(true);
    await box.fill('38T NK 88645 39374');
    await page.locator('#search-message')
      .filter({ hasText: 'Only the server reads coordinates in this notation' }).waitFor();
    expect(await options.count()).toBe(0);
    await box.fill('40.1, 46.04');
    await options.filter({ hasText: '40.1000° N, 46.0400° E' }).waitFor();
    await box.fill('Shusha');
    await options.filter({ hasText: 'Shusha' }).first().waitFor();
    await page.context().close();
  });

  it.each(['desktop', 'phone'] as const)('says what it did not find where all of it can be read on a %s', async (screen) => {
    const { page } = await open(rig, '', screens[screen]);
    await page.locator('#search').fill('zzzzzz');
    const message = page.locator('#search-message');
    await message.filter({ hasText: 'Nothing found' }).waitFor();
    const { left, right } = await message.evaluate((element) => element.getBoundingClientRect());
    expect([left >= 0, right <= screens[screen].viewport.width]).toEqual([true, true]);
    await page.context().close();
  });

  it('opens a link of this page', async () => {
    const { page } = await open(rig, '');
    await page.locator('#search').fill(`${rig.origin}/?d=1993-04-03&sel=46.04,40.1`);
    await page.getByRole('option').filter({ hasText: 'read as a link to this map' }).click();
    expect(await page.locator('#timebar time').getAttribute('datetime')).toBe('1993-04-03');
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    await page.context().close();
  });
});

describe('the time bar plays', () => {
  it('by itself only when asked, and stops', async () => {
    const { page } = await open(rig, '?d=2020-09-27');
    const time = page.locator('#timebar time');
    expect(await time.getAttribute('datetime')).toBe('2020-09-27');
    await page.getByLabel('Speed').selectOption('8');
    await page.getByLabel('Step').selectOption('day');
    await page.locator('#map').press(' ');
    await page.waitForFunction(() =>
      (document.querySelector('#timebar time')?.getAttribute('datetime') ?? '') > '2020-09-29');
    await page.getByRole('button', { name: 'Pause' }).click();
    const stopped = await time.getAttribute('datetime');
    await page.evaluate(async () => { // thirty frames: three steps of its speed
      for (let i = 0; i < 30; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    expect(await time.getAttribute('datetime')).toBe(stopped);
    await page.getByRole('button', { name: 'Previous day' }).click();
    expect((await time.getAttribute('datetime'))! < stopped!).toBe(true);
    await page.context().close();
  });

  it('leads to landmarks by flags', async () => {
    const { page } = await open(rig, '');
    await page.locator('.flag').first().click();
    expect((await page.locator('#timebar time').getAttribute('datetime'))! < '1995').toBe(true);
    await page.context().close();
  });
});

it('single keys can be switched off', async () => {
  const { page } = await open(rig, '?d=2020-11-24');
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Single keys are on' }).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('#map').press('.');
  expect(await page.locator('#timebar time').getAttribute('datetime')).toBe('2020-11-24');
  await page.context().close();
});

it('offers exactly the changes that it lists as CSV and GeoJSON', async () => {
  const { page } = await open(rig, '?d=2020-12-01&cmp=2020-11-24&tab=changes', {
    ...screens.desktop, acceptDownloads: true,
  });
  await page.locator('table.changes').first().waitFor();
  const names = await page.locator('table.changes tbody th button').allTextContents();
  expect(names.length).toBeGreaterThan(0);
  const save = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  const csv = await save('These changes as CSV');
  expect(csv.trim().split('\r\n')).toHaveLength(names.length + 1);
  const { features } = JSON.parse(await save('These changes as GeoJSON')) as { features: { properties: { name_en: string }; geometry: unknown }[] };
  expect(features.map(({ properties }) => properties.name_en).sort()).toEqual([...names].sort());
  for (const { geometry } of features) expect(geometry).not.toBeNull();
  await page.context().close();
});

describe('names and languages', () => {
  it.each([
    ['?lang=ru&d=2020-11-25&sel=46.04,40.1', 'ru', 'Кельбаджар', '25 ноября 2020'],
    ['?lang=hy&d=2020-11-25&sel=46.04,40.1', 'hy', 'Քարվաճառ', '25 նոյեմբերի, 2020 թ.'],
    ['?lang=az&d=2020-11-25&sel=46.04,40.1', 'az', 'Kəlbəcər', '25 noyabr 2020'],
  ])('%s', async (query, lang, name, day) => {
    const { page } = await open(rig, query);
    await page.locator('#place h2').filter({ hasText: name }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    expect(await page.locator('#timebar .date').textContent()).toContain(day);
    expect(await page.evaluate(() => document.fonts.check('600 14px "Noto Sans"', 'Ə Ք К')))
      .toBe(true);
    await page.context().close();
  });

  it('shows both the own and the local names', async () => {
    const { page } = await open(rig, '?d=2020-11-25&sel=46.04,40.1&names=both');
    const title = page.locator('#place h2');
    await title.filter({ hasText: 'Kalbajar' }).waitFor();
    for (const name of ['Kəlbəcər', 'Քարվաճառ']) expect(await title.textContent()).toContain(name);
    await page.context().close();
  });
});

describe('as it should be used', () => {
  // In counts, which are the same on a busy machine; bench/page has the times.
  const days = ['1992-05-09', '1993-04-03', '1994-05-12', '2016-04-02', '2020-10-20', '2020-11-25',
    '2022-08-26', '2023-09-20'];

  it.each(['desktop', 'phone'] as const)('on a %s a change of date is drawn in the next frame, once, out of what is there, and asks for nothing', async (screen) => {
    const { page, requests } = await open(rig, '?d=2020-11-24', screens[screen], countWork);
    await page.waitForLoadState('networkidle');
    const before = requests.length;
    for (const day of [...days, ...days]) {
      await workOf(page);
      const frames = await page.evaluate(async (iso) => {
        let count = 0;
        window.demarc?.setDate(iso);
        for (; document.documentElement.dataset['date'] !== iso; count++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return count;
      }, day);
      await shown(page, day);
      const { tiles, sameTile, layers, corners, probes } = await workOf(page);
      expect(frames, `frames until ${day} is drawn`).toBe(1);
      expect([tiles, sameTile], 'only the one tile that holds the zones is painted')
        .toEqual([1, 1]);
      expect(layers, 'letters, marks, and names, which keep to their side of the lines').toBeLessThanOrEqual(3);
      expect(corners, 'borders and small zones, traced by how they look on the day').toBeLessThan(1000);
      expect(probes, 'shapes that the legend asks what is in view').toBeLessThanOrEqual(100);
    }
    expect(requests.slice(before)).toEqual([]);
    await page.context().close();
  });

  it('of many dates in one frame only the last is drawn, and nothing where the map stays the same',
      async () => {
    const { page } = await open(rig, '?d=2020-11-24', screens.desktop, countWork);
    await page.waitForLoadState('networkidle');
    await workOf(page);
    await page.evaluate((all) => all.forEach((day) => window.demarc?.setDate(day)), days);
    await shown(page, days.at(-1)!);
    expect(await workOf(page)).toMatchObject({ tiles: 1, sameTile: 1, layers: 3 });
    await page.evaluate(() => window.demarc?.setDate('2023-09-21'));
    await shown(page, '2023-09-21');
    expect(await workOf(page)).toMatchObject({ tiles: 0, layers: 0, corners: 0 });
    await page.context().close();
  });

  it('finds what is under the pointer by boxes, and asks two shapes at most on average',
      async () => {
    const { page } = await open(rig, '?d=2020-11-24', screens.desktop, countWork);
    await page.waitForLoadState('networkidle');
    await workOf(page);
    const found = await page.evaluate(() =>
      Array.from({ length: 101 },
      (_, i) => window.demarc!.under(46 + (i % 20) / 20, 39.5 + (i % 11) / 11).length));
    expect(found.filter((count) => count > 0).length).toBeGreaterThan(50);
    const { probes, tiles, layers } = await workOf(page);
    expect(probes).toBeGreaterThan(50);
    expect(probes / found.length).toBeLessThan(2.1);
    expect([tiles, layers]).toEqual([0, 0]);
    await page.context().close();
  });

  it.each(['desktop', 'phone'] as const)('on a %s the first map asks for each thing once and paints each tile once', async (screen) => {
    const { page, requests } = await open(rig, '?d=2020-11-24', screens[screen], countWork);
    const { tiles, sameTile, corners } = await workOf(page);
    expect(sameTile).toBe(1);
    expect(tiles).toBe(requests.filter((url) => url.includes('/tiles/')).length);
    expect(corners, 'of the geometry of six tiles, and of the world below if it has come').toBeLessThan(25_000);
    await page.waitForLoadState('networkidle');
    expect(new Set(requests).size).toBe(requests.length);
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(20);
    await page.context().close();
  });

  it('at 400 % everything can be reached by scrolling down alone', async () => {
    const { page } = await open(rig, '?d=2020-11-25&sel=46.04,40.1', {
      viewport: { width: 320, height: 256 },
    });
    await picture(page, 'zoom-400');
    expect(await page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: 'Next change', exact: true }).click();
    expect(await page.locator('#timebar time').getAttribute('datetime')).toBe('2020-12-01');
    await page.context().close();
  });

  it('keeps its meaning in forced colours', async () => {
    const { page } = await open(rig, '?d=2020-11-25', {
      ...screens.desktop, forcedColors: 'active',
    });
    await picture(page, 'forced-colours');
    expect(await page.locator('.key .swatch').count()).toBeGreaterThan(1);
    await page.context().close();
  });

  it('fits all zones into the first view', async () => {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 1920, height: 1080 },
        { width: 390, height: 844 }]) {
      const { page } = await open(rig, '', { viewport });
      const labels = ((await (await fetch(`${rig.origin}/timeline`))
        .json()) as { zones: { label: [number, number] }[] }).zones.map(({ label }) => label);
      const box = (await page.locator('#map').boundingBox())!;
      const at = await page.evaluate((all) =>
        all.map(([lon, lat]) => window.demarc!.project(lon, lat)), labels);
      for (const { x, y } of at) {
        expect(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
          `${x},${y}`).toBe(true);
      }
      const wide = Math.max(...at.map(({ x }) => x)) - Math.min(...at.map(({ x }) => x));
      const high = Math.max(...at.map(({ y }) => y)) - Math.min(...at.map(({ y }) => y));
      expect(Math.max(wide / box.width, high / box.height), JSON.stringify(viewport))
        .toBeGreaterThan(0.5);
      await page.context().close();
    }
  });
});

describe('compared', () => {
  it('the left map shows the other date', async () => {
    const { page } = await open(rig, '?d=2020-11-25&cmp=2020-11-24&mode=swipe');
    const divider = page.getByRole('slider', { name: 'Divider' });
    await divider.press('Home');
    expect(await divider.getAttribute('aria-valuenow')).toBe('2');
    await divider.press('ArrowRight');
    expect(await divider.getAttribute('aria-valuenow')).toBe('7');
    await page.getByRole('button', { name: 'Difference only' }).click();
    await page.waitForURL(/mode=difference/);
    await page.goBack();
    await page.waitForURL(/mode=swipe/);
    await page.getByRole('group', { name: 'Compare' }).getByRole('button', { name: 'Close' })
      .click();
    await page.locator('#map-2').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it('the table of zones is there', async () => {
    const context = await rig.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${rig.origin}/?d=2020-11-25`);
    expect(await page.title()).toContain('25 November 2020');
    expect(await page.locator('noscript table tr').filter({ hasText: 'Kalbajar district' })
      .textContent()).toContain('Azerbaijan');
    await picture(page, 'no-script');
    await context.close();
  });
});

it('embedded, the wheel leaves the page around it alone', async () => {
  const { page } = await open(rig, 'embed?d=2020-11-25', { viewport: { width: 480, height: 320 } });
  await picture(page, 'embed-small');
  await page.mouse.move(240, 100);
  await page.mouse.wheel(0, 200);
  await page.locator('.gesture-hint').filter({ hasText: 'Ctrl' }).waitFor();
  const link = page.getByRole('link', { name: 'Open the full map' });
  expect(await link.getAttribute('href')).toContain('d=2020-11-25');
  await shown(page, '2020-11-25');
  await page.context().close();
});
