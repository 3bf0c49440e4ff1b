import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PNG } from 'pngjs';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import type {} from '../src/main.ts'; // for window.demarc
import { majority } from './browser.ts';
import { serve, type Served } from './served.ts';

/** What readers do, in Firefox as Debian ships it, spoken to by WebDriver BiDi. */
const firefoxPath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

let server: Served;
let browser: Browser;
let context: BrowserContext | undefined;
const downloads = mkdtempSync(`${tmpdir()}/demarc-firefox-`);

beforeAll(async () => {
  if (!existsSync(firefoxPath)) {
    throw new Error(`no browser at ${firefoxPath}: install firefox-esr, or set FIREFOX`);
  }
  server = await serve('');
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      'ui.prefersReducedMotion': 1,
      'ui.systemUsesDarkTheme': 0,
      'browser.download.dir': downloads,
      'browser.download.folderList': 2,
    },
  });
});
afterAll(async () => {
  await browser?.close();
  server?.stop();
  rmSync(downloads, { recursive: true });
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844, hasTouch: true };

/** Opens the page in a profile of its own and waits for the first complete map. */
async function open(query: string, viewport: typeof desktop = desktop): Promise<
    { readonly page: Page; readonly complaints: readonly string[] }> {
  context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.setViewport(viewport);
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) &&
    complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${server.origin}/${query}`);
  await page.waitForFunction(() => window.demarc !== undefined);
  await page.evaluate(() => window.demarc?.ready);
  return { page, complaints };
}

const day = (page: Page) => page.$eval('#timebar time', (time) => time.getAttribute('datetime'));
const textOf = (page: Page, selector: string) =>
  page.$eval(selector, (element) => element.textContent ?? '');
const named = (name: string, role = 'button') => `aria/${name}[role="${role}"]`;

/** Waits until an element says something. */
async function says(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction((where, what) => [...document.querySelectorAll(where)]
    .some((element) => element.textContent?.includes(what)), {}, selector, text);
}

const at = (page: Page, lon: number, lat: number) =>
  page.evaluate((x, y) => window.demarc!.project(x, y), lon, lat);

/** Clicks on a place of a map that has come to rest: one that has just come may fit itself anew. */
async function clickPlace(page: Page, lon: number, lat: number): Promise<void> {
  let [last, now] = [{ x: NaN, y: NaN }, await at(page, lon, lat)];
  while (last.x !== now.x || last.y !== now.y) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    [last, now] = [now, await at(page, lon, lat)];
  }
  await page.mouse.click(now.x, now.y);
}

/** The colour of most pixels around a place. */
async function colour(page: Page, lon: number, lat: number): Promise<readonly number[]> {
  const { x, y } = await at(page, lon, lat);
  const clip = { x: Math.round(x) - 4, y: Math.round(y) - 4, width: 9, height: 9 };
  const png = PNG.sync.read(Buffer.from(await page.screenshot({ clip })));
  return majority(png, Math.floor(png.width / 2), Math.floor(png.height / 2)).colour;
}

describe('in Firefox', () => {
  it('the page loads, draws the map and complains of nothing', async () => {
    const { page, complaints } = await open('?d=2020-11-24&c=39.81,46.5,9');
    expect(await page.title()).toContain('Nagorno-Karabakh');
    const before = await colour(page, 46.15, 40.2);
    await page.evaluate(() => window.demarc?.setDate('2020-11-25'));
    await page.waitForFunction(() => document.documentElement.dataset['date'] === '2020-11-25');
    expect(await colour(page, 46.15, 40.2)).not.toEqual(before);
    expect(complaints).toEqual([]);
  });

  it('a click says who, since when and who says so', async () => {
    const { page } = await open('?d=2020-11-25&c=39.81,46.5,9');
    await clickPlace(page, 46.04, 40.1);
    await says(page, '#place h2', 'Kalbajar');
    await says(page, '#place .control-card', 'Azerbaijan');
    expect(await textOf(page, '#place')).toContain('25 November 2020');
    expect(await page.$$eval('#place .sources a[href^="http"]', (all) => all.length))
      .toBeGreaterThan(0);
  });

  it('the slider moves by key and by hand', async () => {
    const { page } = await open('?d=2020-11-24');
    await page.focus('[role="slider"][aria-label="Date"], input[type="range"]');
    await page.keyboard.press('ArrowRight');
    expect(await day(page)).not.toBe('2020-11-24');
    const slider = await page.$('[role="slider"][aria-label="Date"], input[type="range"]');
    const box = (await slider!.boundingBox())!;
    await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
    expect(Number((await day(page))!.slice(0, 4))).toBeLessThan(2015);
  });

  it('a date is typed', async () => {
    const { page } = await open('?d=2020-11-24');
    await page.focus('#date');
    await page.$eval('#date', (field) => (field as HTMLInputElement).select());
    await page.keyboard.type('3 April 1993');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset['date'] === '1993-04-03');
    expect(await day(page)).toBe('1993-04-03');
  });

  it('steps lead from change to change', async () => {
    const { page } = await open('?d=2020-11-25');
    await page.click(named('Next change'));
    expect(await day(page)).toBe('2020-12-01');
    await page.click(named('Previous change'));
    expect(await day(page)).toBe('2020-11-25');
  });

  it('plays, and stops', async () => {
    const { page } = await open('?d=2020-11-10');
    await page.click('#play');
    await page.waitForFunction(() => document.documentElement.dataset['date'] !== '2020-11-10');
    await page.click('#play');
    const stopped = await day(page);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await day(page)).toBe(stopped);
  });

  it('two days are compared', async () => {
    const { page } = await open('?d=2020-12-01');
    await page.click('#compare');
    const left = await page.waitForSelector(named('Date on the left', 'textbox'));
    await left!.focus();
    await left!.evaluate((field) => (field as HTMLInputElement).select());
    await page.keyboard.type('27.09.2020');
    await page.keyboard.press('Enter');
    await page.click('#tab-changes');
    await says(page, '#changes .sum', 'km²');
    await page.waitForFunction(() => /cmp=2020-09-27/.test(location.search));
  });

  it.each([['Кельбаджар', 'Kalbajar'], ['38T NK 88645 39374', 'Kalbajar']])('the search finds %s',
      async (text, title) => {
    const { page } = await open('');
    await page.type('#search', text);
    await page.waitForSelector('#search-list [role="option"]');
    await page.keyboard.press('Enter');
    await says(page, '#place h2', title);
  });

  it('a view is shared as a link', async () => {
    const { page } = await open('?d=2020-11-25&sel=46.04,40.1');
    await page.click('#share');
    await page.waitForSelector('dialog[open]');
    const links = await page.$$eval('dialog input', (all) =>
      all.map((field) => (field as HTMLInputElement).value));
    expect(links.some((link) => /\?d=2020-11-25&.*sel=46\.04/.test(link)), links.join()).toBe(true);
  });

  it('a view is saved as a picture', async () => {
    const { page } = await open('?d=2020-11-25');
    await page.click('#share');
    await page.click(named('Save as PNG'));
    const saved = () => readdirSync(downloads).filter((name) => name.endsWith('.png'));
    for (let waited = 0; saved().length === 0 && waited < 50; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const png = PNG.sync.read(readFileSync(`${downloads}/${saved()[0]}`));
    expect(png.width).toBeGreaterThan(600);
  });

  it('an embedded map is drawn and tells its day', async () => {
    const { page, complaints } = await open('embed?d=2020-11-25', { width: 480, height: 360 });
    await page.waitForFunction(() => window.demarc!.under(46.15, 40.04).length > 0);
    expect(await page.$eval('body', (body) => body.innerText)).toContain('25 November 2020');
    expect(complaints).toEqual([]);
  });

  it('an embedded map opens a place on a card, steps, and says the day', async () => {
    const { page, complaints } = await open('embed?d=2020-09-26&bounds=45.5,38.8,47.9,40.6', { width: 640, height: 480 });
    await clickPlace(page, 46.04, 40.1);
    await says(page, '#panel .brief', 'Kalbajar');
    const [card, map] = await Promise.all(['#panel', '#map'].map(async (id) => (await (await page.$(id))!.boundingBox())!));
    expect(card!.width * card!.height).toBeLessThanOrEqual(map!.width * map!.height / 3 + 1);
    await page.click('#panel [aria-expanded]');
    await says(page, '#place .control-card', 'Armenia');
    const now = () => page.$eval('#now time', (time) => time.getAttribute('datetime'));
    // by clicks: Firefox without a screen gives the focus to another window now and then, and keys with it
    await page.click(named('Next change'));
    await page.waitForFunction(() => document.querySelector('#now time')?.getAttribute('datetime') !== '2020-09-26');
    const next = await now();
    await page.click(named('Previous change'));
    await page.waitForFunction((day) => document.querySelector('#now time')?.getAttribute('datetime') !== day, {}, next);
    expect(complaints).toEqual([]);
  });

  it('the menu opens by key, holds the names, and Escape closes it', async () => {
    const { page } = await open('?d=2020-11-25');
    await page.focus('#more');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#settings')?.checkVisibility());
    await page.select('#names', 'both');
    await page.waitForFunction(() => location.search.includes('names=both'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('#settings')?.checkVisibility());
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('more');
  });

  it('the language is chosen, and the address keeps it', async () => {
    const { page } = await open('?d=2020-11-25');
    await page.select('#lang', 'ru');
    await page.waitForFunction(() => document.documentElement.lang === 'ru');
    expect(await page.$eval('body', (body) => body.innerText)).toContain('25 ноября 2020');
    await page.waitForFunction(() => location.search.includes('lang=ru'));
  });

  it('another viewpoint is taken', async () => {
    const { page } = await open('?d=2020-11-25');
    const second = await page.$eval('#viewpoint', (select) =>
      (select as HTMLSelectElement).options[1]!.value);
    await page.select('#viewpoint', second);
    await page.waitForFunction((id) => location.search.includes(id), {}, second);
  });

  it('offline, the date still changes, a lookup says why it fails, and is made up for', async () => {
    const { page } = await open('?d=2020-11-24');
    await page.waitForNetworkIdle();
    await page.setOfflineMode(true);
    await page.click(named('Next change'));
    await page.waitForFunction(() => document.documentElement.dataset['date'] === '2020-11-25');
    await page.focus('#map');
    await page.keyboard.press('Enter');
    await says(page, '#place [role="alert"]', 'cannot be reached');
    await page.setOfflineMode(false);
    await page.waitForSelector('.control-card');
  });

  it('on a phone, a tap opens the sheet', async () => {
    const { page } = await open('?d=2020-11-25', phone);
    expect(await page.$eval('html', (html) => html.dataset['sheet'])).toBe('peek');
    const { x, y } = await at(page, 46.15, 40.2);
    await page.touchscreen.tap(x, y);
    await says(page, '#place h2', 'Kalbajar');
    expect(await page.$eval('html', (html) => html.dataset['sheet'])).toBe('half');
  });

  it('all is reached by keyboard', async () => {
    const { page } = await open('?d=2020-11-25');
    const order: string[] = [];
    for (let i = 0; i < 60 && order.at(-1) !== 'tab-legend'; i++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement?.id ?? ''));
    }
    const wanted = ['skip', 'search', 'map', 'date', 'play', 'tab-legend'];
    expect(order.filter((id) => wanted.includes(id)), order.join(', ')).toEqual(wanted);
  });

  it('the keys of the map move, zoom and look up', async () => {
    const { page } = await open('?d=2020-11-25&c=39.81,46.5,9');
    await page.focus('#map');
    const before = await at(page, 46.5, 39.81);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((x) => window.demarc!.project(46.5, 39.81).x < x, {}, before.x);
    await page.keyboard.press('+');
    await page.waitForFunction(() => /,10(&|$)/.test(new URLSearchParams(location.search).get('c') ?? ''));
    await page.keyboard.press('Enter');
    await page.waitForSelector('#place h2');
  });

  it('Back undoes a selection', async () => {
    const { page } = await open('?d=2020-11-25&c=39.81,46.5,9');
    await clickPlace(page, 46.04, 40.1);
    await page.waitForFunction(() => location.search.includes('sel='));
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes('sel='));
  });

  it('the zones in view are a table that can be sorted', async () => {
    const { page } = await open('?d=2020-11-25');
    await page.click('#tab-zones');
    await page.waitForSelector('#zones table');
    await page.click(named('Since'));
    expect(await textOf(page, '#zones [aria-sort]')).toBe('Since');
  });

  it('dark colours are chosen and kept', async () => {
    const { page } = await open('?d=2020-11-25');
    const water = () => page.$eval('#map', (map) => getComputedStyle(map).backgroundColor);
    const light = await water();
    await page.click('#more');
    await page.click('#scheme');
    expect(await water()).not.toBe(light);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
  });
});
