import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../src/texts/en.ts';
import { open, picture, screens, shown, startRig, type Rig } from './browser.ts';

/**
 * A page shows one snapshot, and says what it does not know: made with a dataset whose files change
 * and a server that goes away.
 */
const small = fileURLToPath(new URL('../../data/testdata/small', import.meta.url));
const folder = mkdtempSync(`${tmpdir()}/demarc-bound-`);
const changed = /The data changed on \d/;
const away = en.serverAway;

/** Has the river crossed on another day, and everything else as it is. */
function cross(day: string): boolean {
  const control = readFileSync(`${small}/control.json`, 'utf8').replaceAll('"2005-03-01"', `"${day}"`);
  const same = readFileSync(`${folder}/control.json`, 'utf8') === control;
  writeFileSync(`${folder}/control.json`, control);
  return !same;
}

let rig: Rig;
beforeAll(async () => {
  cpSync(small, folder, { recursive: true });
  rig = await startRig(`made:${folder}`);
});
afterAll(async () => {
  await rig?.stop();
  rmSync(folder, { recursive: true });
});

const snapshot = async () =>
  ((await (await fetch(`${rig.origin}/status`)).json()) as { snapshot: string }).snapshot;

/** Reloads the server with the river crossed on a day. */
async function exchange(day: string): Promise<string> {
  const before = await snapshot();
  if (!cross(day)) return before;
  rig.reload();
  await expect.poll(snapshot).not.toBe(before);
  return snapshot();
}

const notice = (page: Page, text: string | RegExp) =>
  page.locator('#notices').getByRole('alert').filter({ hasText: text });
/** Who the panel says held the selected place. */
const holder = (page: Page) => page.locator('.control-card .controller').textContent();
const there = 'd=2005-03-02&c=50.5,10.5,9&sel=10.5,50.5';

describe('a page is bound to a snapshot', () => {
  let other = 1;
  const next = () => exchange(`2005-03-${String(++other * 2).padStart(2, '0')}`); // after the 2nd

  it('asks for nothing from any other, before and after an exchange', async () => {
    await exchange('2005-03-01');
    const { page, requests } = await open(rig, `?${there}`);
    const old = await snapshot();
    await page.locator('.control-card').waitFor();
    const was = await holder(page);
    await next();
    await page.locator('#map').press('+');
    await page.locator('#map').press('+');
    await page.getByRole('tab', { name: 'Sources' }).click();
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.locator('#section-changes').getByRole('heading').first().waitFor();
    await page.locator('#map').press('Enter');
    await page.locator('.control-card').waitFor();
    expect(await holder(page)).toBe(was);
    const data = requests.map((url) => url.slice(rig.origin.length + 1))
      .filter((path) => !/^(\?|assets\/|world\/|data:|status|healthz)/.test(path) && path !== 'timeline?f=compact');
    expect(data.length).toBeGreaterThan(5);
    expect(data.filter((path) => !path.startsWith(`v/${old}/`))).toEqual([]);
    await page.context().close();
  });

  it.each([['desktop', screens.desktop], ['phone', screens.phone]])(
      'says that there is newer data and shows it in the same view, on a %s', async (name, screen) => {
    await exchange('2005-03-01');
    const { page } = await open(rig, `?${there}`, screen);
    await page.locator('.control-card').waitFor();
    const was = await holder(page);
    await page.waitForRequest((request) => request.url().endsWith('/live'));
    await next();
    await notice(page, changed).waitFor();
    await picture(page, `newer-${name}`);
    expect(await holder(page)).toBe(was);
    // on a phone the map moves the place out from under the sheet, to a pixel or two
    const view = () => new URL(page.url()).search.replaceAll(/\d+\.\d+/g, (n) => Number(n).toFixed(1));
    const before = view();
    await notice(page, changed).getByRole('button', { name: en.show }).click();
    await page.waitForFunction((old) => document.querySelector('.control-card .controller') &&
      document.querySelector('.control-card .controller')?.textContent !== old, was);
    expect(view()).toBe(before);
    await shown(page, '2005-03-02');
    await page.context().close();
  });

  it('takes the notice back when the server goes back', async () => {
    await exchange('2005-03-01');
    const { page } = await open(rig, `?${there}`);
    await page.waitForRequest((request) => request.url().endsWith('/live'));
    await next();
    await notice(page, changed).waitFor();
    await exchange('2005-03-01');
    await notice(page, changed).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is loaded anew as a whole when its snapshot is gone, as it stands', async () => {
    await exchange('2005-03-01');
    const { page } = await open(rig, `?${there}`);
    await page.locator('.control-card').waitFor();
    const was = await holder(page);
    await next();
    await next(); // of three the first answers no more
    await page.evaluate(() => window.demarc?.setDate('2005-03-03'));
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.waitForFunction(() => performance.getEntriesByType('navigation')
      .some((entry) => (entry as PerformanceNavigationTiming).type === 'reload'), undefined,
    { timeout: 20_000 });
    await page.waitForFunction(() => window.demarc !== undefined);
    await shown(page, '2005-03-03');
    expect(new URL(page.url()).searchParams.get('tab')).toBe('changes');
    await page.getByRole('tab', { name: 'Place' }).click();
    await page.locator('.control-card').waitFor();
    expect(await holder(page)).not.toBe(was);
    await page.context().close();
  });

  it('listens while it is looked at, at the top; within another page it does not', async () => {
    const { page } = await open(rig, `?${there}`);
    const live: string[] = [];
    page.on('request', (request) => request.url().endsWith('/live') && live.push(request.url()));
    await expect.poll(() => live.length, { timeout: 10_000 }).toBe(1);
    const hide = (hidden: boolean) => page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);
    const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live'));
    await hide(true);
    await closed;
    await hide(false);
    await expect.poll(() => live.length).toBe(2);
    await page.context().close();

    const context = await rig.browser.newContext();
    const host = await context.newPage();
    const asked: string[] = [];
    host.on('request', (request) => asked.push(request.url()));
    await host.route(`${rig.origin}/article`, (route) => route.fulfill({ contentType: 'text/html',
      body: `<iframe src="${rig.origin}/embed?${there}" width=600 height=400></iframe>` }));
    await host.goto(`${rig.origin}/article`);
    await expect.poll(() => asked.some((url) => /\/assets\/newer-/.test(url)), { timeout: 15_000 })
      .toBe(true);
    await host.waitForLoadState('networkidle');
    expect(asked.filter((url) => url.endsWith('/live'))).toEqual([]);
    await context.close();
  });

  it('says which ids of its address the data does not have', async () => {
    const { page } = await open(rig, `?${there}&vp=somebody&hide=actor:nobody,nothing`);
    await notice(page, 'somebody; nobody; nothing').waitFor();
    expect(await notice(page, 'want').count()).toBe(0);
    await page.context().close();
  });
});

describe('no answer is not "nothing there"', () => {
  afterEach(() => rig.revive()); // where a test failed

  it.each([['desktop', screens.desktop], ['phone', screens.phone]])(
      'with the server away the map stays, says so, and everything heals, on a %s',
      async (name, screen) => {
    const { page } = await open(rig, `?d=2005-03-02&c=50.5,10.5,9`, screen);
    await page.waitForLoadState('networkidle');
    await rig.halt();
    for (let i = 0; i < 2; i++) await page.locator('#map').press('+');
    await notice(page, away).waitFor();
    expect(await notice(page, away).textContent()).toMatch(/as of \d\d:\d\d/);
    await page.locator('#map').press('Enter');
    await page.locator('#place').getByRole('alert').filter({ hasText: en.serverUnreachable }).waitFor();
    expect(await page.locator('#empty').isVisible(), 'nothing is said of what is not known').toBe(false);
    expect(await page.evaluate(() => window.demarc!.under(10.5, 50.5)), 'the coarse tile is there')
      .not.toEqual([]);
    await picture(page, `away-${name}`);
    expect(await page.locator('#notices').getByRole('alert').count()).toBe(1);
    await rig.revive();
    await page.locator('.control-card').waitFor(); // nobody presses anything
    await notice(page, away).waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.querySelector<HTMLElement>('#progress')?.hidden);
    expect(await page.evaluate(() => window.demarc!.under(10.5, 50.5))).not.toEqual([]);
    await page.context().close();
  });

  it('a page that finds no server waits for one', async () => {
    const context = await rig.browser.newContext();
    const page = await context.newPage();
    let down = true;
    await page.route('**/timeline?*', (route) => (down ? route.abort() : route.continue()));
    await page.goto(`${rig.origin}/?${there}`);
    await notice(page, en.serverUnreachable).waitFor();
    down = false;
    await page.locator('.control-card').waitFor();
    expect(await notice(page, en.serverUnreachable).count()).toBe(0);
    await context.close();
  });

  it('a server that is busy is asked again, and no panel says "none" meanwhile', async () => {
    let busy = true;
    const { page } = await open(rig, `?${there}`, screens.desktop, async (page) => {
      await page.route(/\/v\/\w+\/(sources|locate)/, (route) => (busy
        ? route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: '' }) : route.continue()));
    });
    await notice(page, en.serverBusy).waitFor();
    await page.getByRole('tab', { name: 'Sources' }).click();
    await page.locator('#sources').getByRole('alert').filter({ hasText: en.serverBusy }).waitFor();
    busy = false;
    await page.locator('#sources .source-list, #sources li').first().waitFor();
    await page.getByRole('tab', { name: 'Place' }).click();
    await page.locator('.control-card').waitFor();
    await page.context().close();
  });

  it('"No zone is in view" stands only where all tiles have come and none is', async () => {
    let held: (() => void)[] = [];
    let hold = false;
    const { page } = await open(rig, '?d=2005-03-02&c=50.5,10.5,9', screens.desktop, async (page) => {
      await page.route('**/tiles/**', (route) => {
        if (hold) held.push(() => void route.continue());
        else void route.continue();
      });
    });
    hold = true;
    await page.locator('#map').press('+');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await page.waitForTimeout(400); // longer than the notice waits for rest
    expect(await page.locator('#empty').isVisible()).toBe(false);
    hold = false;
    held.forEach((go) => go());
    held = [];
    await page.waitForFunction(() => window.demarc!.under(10.5, 50.5).length > 0);
    await page.context().close();
    const elsewhere = await open(rig, '?d=2005-03-02&c=53,10.5,9');
    await elsewhere.page.locator('#empty').filter({ hasText: en.noZones }).waitFor();
    await elsewhere.page.context().close();
  });
});

describe('Back is exact', () => {
  it.each([['a selection', 'Enter'], ['a comparison', 'compare']])(
      'what was changed 100 ms before %s comes back', async (_, step) => {
    const { page } = await open(rig, '?d=2005-03-02&c=50.5,10.5,9');
    await page.evaluate(async ([key]) => {
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      window.demarc?.setDate('2001-05-05');
      await pause(50); // the address has just been written
      window.demarc?.setDate('2004-06-07');
      await pause(100);
      if (key === 'compare') document.getElementById('compare')?.click();
      else document.getElementById('map')?.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'Enter', bubbles: true }));
    }, [step]);
    await page.waitForURL(/sel=|mode=/);
    await page.goBack();
    expect(new URL(page.url()).search).toBe('?d=2004-06-07&c=50.5,10.5,9');
    await shown(page, '2004-06-07');
    await page.goForward();
    await page.waitForURL(/sel=|mode=/);
    expect(new URL(page.url()).searchParams.get('d')).toBe('2004-06-07');
    await page.context().close();
  });

  it('another language keeps what was changed just before', async () => {
    const { page } = await open(rig, '?d=2005-03-02&c=50.5,10.5,9');
    await page.evaluate(async () => {
      window.demarc?.setDate('2001-05-05');
      await new Promise((resolve) => setTimeout(resolve, 50));
      window.demarc?.setDate('2004-06-07');
      const select = document.getElementById('lang') as HTMLSelectElement;
      select.value = 'ru';
      select.dispatchEvent(new Event('change'));
    });
    await page.waitForURL(/lang=ru/);
    expect(new URL(page.url()).searchParams.get('d')).toBe('2004-06-07');
    await page.context().close();
  });
});
