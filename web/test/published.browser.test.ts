import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differing, startRig, type Rig } from './browser.ts';
import { host, type Host, type Program } from './hosts.ts';

/** A published map does without our server what it does with it, on hosts that only serve files. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('isles');
});
afterAll(async () => await rig?.stop());

/** Views of all sorts, as their addresses have them. */
const views = ['', '?d=1963-06-01&c=-42.3,-129.2,8', '?d=1975-02-10&tab=zones', '?d=1975-02-10&sel=-129.5,-42.1', '?d=1979-12-01&hide=places&lang=ru'];

const still = { viewport: { width: 900, height: 700 }, reducedMotion: 'reduce', locale: 'en-GB' } as const;

async function seen(page: Page): Promise<{ readonly map: PNG; readonly told: string }> {
  await page.evaluate(() => window.demarc?.ready);
  await page.waitForLoadState('networkidle');
  await expect.poll(() => page.locator('#panel-content').innerText(), { timeout: 30_000 }).not.toMatch(/Loading …|^$/);
  return {
    map: PNG.sync.read(await page.locator('#map').screenshot()),
    told: await page.locator('#panel-content').innerText(), // of a place also who held it
  };
}

describe.each<Program>(['python', 'nginx'])('published, at a path of a host: %s', (program) => {
  let site: Host;
  beforeAll(async () => {
    site = await host(program, 'isles');
  });
  afterAll(async () => await site?.stop());

  it('shows what the served page shows', async () => {
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block' });
    const [page, served] = [await context.newPage(), await context.newPage()];
    const refused: string[] = [];
    page.on('response', (response) => response.status() >= 400 && refused.push(response.url()));
    for (const [at, to] of [[page, site.address], [served, rig.origin]] as const) {
      await at.goto(to); // of a first visit fonts may come after the names were placed
      await seen(at);
    }
    for (const query of views) {
      await page.goto(site.address + query);
      await served.goto(`${rig.origin}/${query}`);
      const [a, b] = [await seen(page), await seen(served)];
      expect(a.told, query).toBe(b.told);
      // what comes last, such as a scale that fades in, may come on one of them yet
      await expect.poll(async () => differing((await seen(page)).map, (await seen(served)).map),
        { message: query, timeout: 10_000 }).toBe(0);
    }
    expect(refused).toEqual([]);
    await context.close();
  });

  it('opens from the page of a day as the map of that day, with the rest of the query', async () => {
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block' });
    const page = await context.newPage();
    const list = await (await fetch(`${site.address}contents.html`)).text();
    const day = /day\/([-\d]+)\.html/.exec(list)?.[1] ?? '';
    await page.goto(`${site.address}day/${day}.html?tab=zones`);
    await seen(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['date'])).toBe(day);
    const { pathname, searchParams } = new URL(page.url());
    expect([pathname, searchParams.get('d'), searchParams.get('tab')]).toEqual(['/papers/maps/index.html', day, 'zones']);
    await context.close();
  });

  it('leads nowhere that there is not', async () => {
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block', acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(`${site.address}index.html?d=1975-02-10&sel=-129.5,-42.1`);
    await seen(page);
    const found = new Set<string>();
    const look = async () => {
      for (const address of await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('a[href], iframe[src], link[href], img[src], [value^="http"], textarea')].flatMap((element) => {
        if (element instanceof HTMLAnchorElement || element instanceof HTMLLinkElement) return [element.href];
        if (element instanceof HTMLTextAreaElement) return [...element.value.matchAll(/(?:src|href|srcset)="([^"]*)"/g)].map(([, to = '']) => to.replaceAll('&amp;', '&'));
        return [element.getAttribute('src') ?? (element as HTMLInputElement).value];
      }))) found.add(new URL(address, page.url()).href);
    };
    for (const tab of await page.locator('#tabs [role=tab]').all()) {
      await tab.click();
      await page.waitForLoadState('networkidle');
      await look();
    }
    await page.locator('#share').click();
    await page.locator('dialog .embed-picture').first().waitFor();
    await expect.poll(() => page.locator('dialog .plain').allInnerTexts()).toContain('Control on this day as GeoJSON');
    await look();
    const saved = page.waitForEvent('download');
    await page.locator('dialog button', { hasText: 'Control on this day as GeoJSON' }).click(); // by the engine
    const served = await fetch(`${rig.origin}/control?datetime=1975-02-10`);
    expect(readFileSync(await (await saved).path(), 'utf8')).toBe(await served.text());
    await page.goto(`${site.address}embed.html?d=1975-02-10`);
    await page.evaluate(() => window.demarc?.ready);
    await look();
    const own = [...found].filter((address) => address.startsWith(site.address));
    expect(own.some((address) => address.includes('/embed.html?'))).toBe(true);
    expect(own.some((address) => address.endsWith('/feed.atom'))).toBe(true);
    const nowhere = await Promise.all(own.map(async (address) => ((await fetch(address)).ok ? [] : [address])));
    expect(nowhere.flat()).toEqual([]);
    await context.close();
  });

  it('goes on without a network after one visit, on other days and elsewhere', async () => {
    const context = await rig.browser.newContext(still);
    const page = await context.newPage();
    await page.goto(site.address);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['kept']),
      { timeout: 30_000 }).toBe('kept');
    await site.halt();
    try {
      await page.goto(`${site.address}?d=1975-02-10&c=-42.1,-129.5,10&sel=-129.5,-42.1`);
      await page.evaluate(() => window.demarc?.ready);
      const offline = await seen(page);
      const served = await context.newPage();
      await served.goto(`${rig.origin}/?d=1975-02-10&c=-42.1,-129.5,10&sel=-129.5,-42.1`);
      const online = await seen(served);
      expect(differing(offline.map, online.map)).toBe(0);
      expect(offline.told).toBe(online.told); // the engine answers
    } finally {
      await site.revive();
    }
    await context.close();
  });
});
