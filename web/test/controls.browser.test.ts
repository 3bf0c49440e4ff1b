import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { open, picture, screens, shown, startRig, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

const kalbajar = [46.15, 40.2] as const;
const date = (page: Page) => page.locator('#timebar time').getAttribute('datetime');
const at = (page: Page, [lon, lat]: readonly [number, number]) =>
  page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);

describe('the place panel', () => {
  it('one click says who, since when, how sure, and who says so', async () => {
    const { page } = await open(rig, '?d=2020-11-25');
    const { x, y } = await at(page, kalbajar);
    await page.mouse.click(x, y);
    const card = page.locator('.control-card');
    await card.filter({ hasText: 'Azerbaijan' }).waitFor();
    for (const text of ['25 November 2020', 'high', 'Caucasian Knot']) {
      expect(await card.textContent()).toContain(text);
    }
    await page.waitForFunction(() =>
      document.querySelector('.control-card')!.getBoundingClientRect().bottom <= innerHeight);
    await card.getByRole('button', { name: /Caucasian Knot/ }).click();
    await page.waitForFunction(() => document.activeElement?.classList.contains('source-list'));
    expect(await page.evaluate(() =>
      getComputedStyle(document.querySelector('#map')!, '::after').content),
      'no cross after a click').toBe('none');
    await page.locator('#map').press('ArrowLeft');
    expect(await page.evaluate(() =>
      getComputedStyle(document.querySelector('#map')!, '::after').content),
      'a cross while keys are used').not.toBe('none');
    await page.context().close();
  });

  it('a period lasts until its last day, not the day after', async () => {
    const { page } = await open(rig, '?d=2020-11-24&sel=46.15,40.2');
    await page.locator('.control-card').filter({ hasText: /Until\s*24 November 2020/ }).waitFor();
    expect(await page.locator('.history').textContent()).toContain('to 24 Nov 2020');
    await page.context().close();
  });
});

describe('the legend', () => {
  it('counts what is in view, and marks what the pointer is over', async () => {
    const { page } = await open(rig, '?d=2020-11-25');
    const row = page.locator('[data-row="actor:azerbaijan"]');
    await row.filter({ hasText: '30 zones' }).waitFor();
    const { x, y } = await at(page, kalbajar);
    await page.mouse.move(x, y);
    await page.locator('[data-row="actor:azerbaijan"].hovered').waitFor();
    await page.locator('[data-row="status:controlled"].hovered').waitFor();
    await page.evaluate(() => history.replaceState(null, '', '?d=2020-11-25&c=40.2,46.15,12'));
    await page.reload();
    await page.evaluate(() => window.demarc?.ready);
    await row.filter({ hasText: '1 zone ·' }).waitFor();
    await page.context().close();
  });

  it('an empty view leads back to the zones', async () => {
    const { page } = await open(rig, '?d=2020-11-25&c=41.2,44.9,12');
    const back = page.locator('#empty').getByRole('button', { name: 'Show all zones' });
    await page.locator('#empty').filter({ hasText: 'No zone is in view' }).waitFor();
    await back.click();
    await page.locator('#empty').waitFor({ state: 'hidden' });
    await page.context().close();
  });
});

describe('the time bar', () => {
  it('a range shows what changed within it, and is part of the address', async () => {
    const { page } = await open(rig, '?d=2020-12-01');
    await page.getByRole('checkbox', { name: 'Range' }).check();
    const first = page.getByRole('slider', { name: 'First day of the range' });
    await first.waitFor();
    await page.getByRole('textbox', { name: 'Date on the left' }).fill('2020-09-27');
    await page.getByRole('textbox', { name: 'Date on the left' }).press('Enter');
    await page.waitForURL(/cmp=2020-09-27.*mode=difference/);
    expect(await first.getAttribute('aria-valuetext')).toBe('27 September 2020');
    // all that is named changed
    await page.waitForFunction(() => [...document.querySelectorAll('.key-item')]
      .every(({ textContent }) => /→|other status|changed back|known/.test(textContent ?? '')));
    await picture(page, 'range');
    await page.getByRole('checkbox', { name: 'Range' }).uncheck();
    await page.waitForURL((url) => !url.search.includes('mode='));
    await page.context().close();
  });

  it('pauses at flags when asked to', async () => {
    const { page } = await open(rig, '?d=2020-09-01');
    await page.getByRole('checkbox', { name: 'Pause at flags' }).check();
    await page.getByLabel('Speed').selectOption('8');
    await page.locator('#play').click();
    await page.locator('#play[aria-label="Play"]').waitFor();
    expect(await page.locator('.flag').filter({ hasText: /^10 October 2020/ }).count()).toBe(1);
    expect(await date(page), 'the first change after the flag').toBe('2020-10-15');
    await page.context().close();
  });
});

describe('the ruler', () => {
  it('measures by mouse and by keyboard, and looks nothing up meanwhile', async () => {
    const { page, requests } = await open(rig, '?d=2020-11-25&c=39.8,46.5,9');
    await page.keyboard.press('m');
    const box = page.locator('.measure-box');
    await box.filter({ hasText: 'Choose points' }).waitFor();
    for (const place of [[46, 40], [47, 40]] as const) {
      const { x, y } = await at(page, place);
      await page.mouse.click(x, y);
    }
    await box.filter({ hasText: '85 km' }).waitFor(); // a degree at 40 north
    await page.locator('#map').press('Enter');
    await box.filter({ hasText: 'km²' }).waitFor();
    await page.locator('#map').press('Backspace');
    await page.locator('#map').press('Escape');
    await box.waitFor({ state: 'detached' });
    expect(requests.filter((url) => url.includes('/locate'))).toEqual([]);
    await page.context().close();
  });
});

describe('the sheet of a phone', () => {
  it('has three heights, and what is selected stays in sight', async () => {
    const { page } = await open(rig, '?d=2020-11-25', screens.phone);
    const sheet = () => page.locator('html').getAttribute('data-sheet');
    const high = async (selector: string) => (await page.locator(selector).boundingBox())!.height;
    expect(await sheet()).toBe('peek');
    // the date, the steps and the slider are there at once, and most of the screen is the map's
    expect(await high('#panel') + await high('#timebar')).toBeLessThan(180);
    expect(await page.locator('.slider:not(.from)').isVisible()).toBe(true);
    const { x, y } = await at(page, kalbajar);
    await page.touchscreen.tap(x, y);
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    expect(await sheet()).toBe('half');
    await page.waitForFunction(() => {
      const [top, bottom] = [document.querySelector('#stage')!.getBoundingClientRect().top,
        document.querySelector('#panel')!.getBoundingClientRect().top];
      const { y: now } = window.demarc!.project(46.15, 40.2);
      return now > top && now < bottom;
    });
    await picture(page, 'sheet-half');
    await page.getByRole('button', { name: 'Larger' }).tap();
    expect(await sheet()).toBe('full');
    await page.getByRole('button', { name: 'Next change', exact: true }).tap();
    expect(await date(page)).toBe('2020-12-01');
    await page.locator('#sheet').tap();
    expect(await sheet()).toBe('peek');
    const handle = (await page.locator('#sheet').boundingBox())!;
    await page.mouse.move(handle.x + 100, handle.y + 20);
    await page.mouse.down();
    await page.mouse.move(handle.x + 100, handle.y - 120, { steps: 3 });
    await page.mouse.up();
    await page.locator('html[data-sheet="half"]').waitFor(); // drawn up by a swipe
    await page.context().close();
  });
});

describe('light and dark', () => {
  it('can be chosen, is kept, and reaches the map', async () => {
    const { page } = await open(rig, '?d=2020-11-25');
    const water = () => page.evaluate(() =>
      getComputedStyle(document.querySelector('#map')!).backgroundColor);
    const light = await water();
    await page.locator('#more').click();
    await page.locator('#scheme').click();
    expect(await water()).not.toBe(light);
    await page.reload();
    await page.evaluate(() => window.demarc?.ready);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.context().close();
  });
});

describe('a picture', () => {
  const take = async (page: Page, size: string) => {
    await page.getByRole('combobox', { name: 'Size' }).selectOption(size);
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as PNG' }).click()]);
    return PNG.sync.read(readFileSync(await download.path()));
  };

  it('for paper is two maps in one, and its code leads back to the view', async () => {
    const { page } = await open(rig, '?d=2020-12-01&cmp=2020-09-27&mode=swipe', {
      ...screens.desktop, acceptDownloads: true,
    });
    await page.locator('#share').click();
    const png = await take(page, 'a4');
    expect([png.width, png.height]).toEqual([2 * 1123, 2 * 794]);
    const code = jsQR(new Uint8ClampedArray(png.data), png.width, png.height);
    expect(code?.data).toMatch(/\?d=2020-12-01&c=.*&cmp=2020-09-27&mode=swipe&lang=en$/);
    expect(await page.locator('.picture-maps').count(), 'what was made for it is gone').toBe(0);
    await page.context().close();
  });

  it('of a phone is as wide as the screen, and nothing that is written in it is cut off',
      async () => {
    const { page } = await open(rig, '?d=2020-11-25&sel=46.15,40.2', {
      ...screens.phone, acceptDownloads: true,
    });
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    await page.locator('#share').tap();
    const png = await take(page, 'screen');
    expect(png.width).toBe(390);
    const paper = [...png.data.subarray(0, 3)]; // the margin below the map is empty
    for (let y = png.height - 320; y < png.height; y++) {
      const edge = 4 * (y * png.width + png.width - 3);
      expect([...png.data.subarray(edge, edge + 3)], `row ${y}`).toEqual(paper);
    }
    await page.context().close();
  });
});

describe('by keyboard', () => {
  it('the focus goes from the skip link by the search, the menu, the map and the time bar to the panel', async () => {
    const { page } = await open(rig, '?d=2020-11-25');
    const order: string[] = [];
    for (let i = 0; i < 60 && order.at(-1) !== 'tab-legend'; i++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return element.id || element.getAttribute('aria-label') || element.className;
      }));
    }
    const wanted = ['skip', 'search', 'viewpoint', 'more', 'map', 'date', 'play', 'Date', 'tab-legend'];
    expect(order.filter((id) => wanted.includes(id)), order.join(', ')).toEqual(wanted);
    await page.context().close();
  });

  it('the skip link opens the table of zones', async () => {
    const { page } = await open(rig, '?d=2020-11-25');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#zones table').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-zones');
    await page.getByRole('button', { name: 'Since', exact: true }).click();
    expect(await page.locator('#zones [aria-sort]').textContent()).toBe('Since');
    const since = async () => page.locator('#zones tbody td:nth-of-type(2)').allTextContents();
    expect((await since())[0]).toContain('1991');
    await page.getByRole('button', { name: 'Since', exact: true }).press('Enter');
    expect((await since())[0]).toContain('2020');
    await page.context().close();
  });
});

it('all data that is offered is there', async () => {
  const { page } = await open(rig, '?d=2020-11-25');
  await page.locator('#share').click();
  await page.getByRole('dialog').waitFor();
  const links = await page.locator('dialog a[download]')
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(4);
  expect(links.some((href) => href.includes('.gpkg?datetime=2020-11-25'))).toBe(true);
  for (const href of links) expect((await fetch(href)).status, href).toBe(200);
  await page.context().close();
});

it('an embedded map keeps how it was asked to behave', async () => {
  const { page } = await open(rig, 'embed?d=2020-11-25&lock=1&bare=1&theme=dark', {
    viewport: { width: 480, height: 320 },
  });
  expect(await page.locator('#timebar').isVisible()).toBe(false);
  expect(await page.locator('#panel').isVisible()).toBe(false);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.evaluate(() => window.demarc?.setDate('2020-12-01'));
  await page.waitForURL(/d=2020-12-01.*&lock=1&bare=1&theme=dark$/);
  await page.context().close();
});

describe('with little', () => {
  it('tiles that cannot be had are offered again, and what is there stays', async () => {
    const { page } = await open(rig, '?d=2020-11-25&c=39.8,46.6,9');
    await page.route('**/tiles/**', (route) => route.fulfill({ status: 500, body: '' }));
    await page.locator('#map').press('+');
    const alert = page.getByRole('alert').filter({
      hasText: 'Part of the map could not be loaded',
    });
    await alert.waitFor();
    await page.unroute('**/tiles/**');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.waitForFunction(() => window.demarc!.under(46.15, 40.04).length > 0);
    await page.context().close();
  });

  it('there is no WebGL, and none is wanted', async () => {
    const { page, complaints } = await open(rig, '?d=2020-11-25');
    expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl')))
      .toBeNull();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('offline, the date still changes and says what it shows; a lookup says why it fails',
      async () => {
    const { page } = await open(rig, '?d=2020-11-24');
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.getByRole('alert').filter({ hasText: 'You are offline' }).waitFor();
    await page.getByRole('button', { name: 'Next change', exact: true }).click();
    await shown(page, '2020-11-25');
    await page.getByRole('tab', { name: 'Zones' }).click();
    await page.locator('#zones tr').filter({ hasText: 'Kalbajar' })
      .filter({ hasText: 'Azerbaijan' }).waitFor();
    await page.locator('#map').press('Enter');
    await page.locator('#place').getByRole('alert')
      .filter({ hasText: 'The server cannot be reached' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('alert').filter({ hasText: 'You are offline' }).waitFor({
      state: 'detached',
    });
    await page.locator('.control-card').waitFor(); // by itself
    await page.context().close();
  });
});
