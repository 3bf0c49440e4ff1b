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
const views = ['', '?d=1999-06-01&c=-36.2,-62.3,8', '?d=2004-02-10&tab=zones', '?d=2004-02-10&sel=-62.3,-36.2', '?d=2006-07-01&hide=places&lang=ru'];

const still = { viewport: { width: 900, height: 700 }, reducedMotion: 'reduce', locale: 'en-GB' } as const;

async function seen(page: Page): Promise<{ readonly map: PNG; readonly told: string }> {
  await page.evaluate(() => window.demarc?.ready);
  await page.waitForLoadState('networkidle');
  if (page.url().includes('sel=')) await page.locator('.control-card, .place h2').first().waitFor();
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
    expect([pathname, searchParams.get('d'), searchParams.get('tab')]).toEqual(['/papers/maps/', day, 'zones']);
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
      await page.goto(`${site.address}?d=2004-02-10&c=-36.2,-62.3,10&sel=-62.3,-36.2`);
      await page.evaluate(() => window.demarc?.ready);
      const offline = await seen(page);
      const served = await context.newPage();
      await served.goto(`${rig.origin}/?d=2004-02-10&c=-36.2,-62.3,10&sel=-62.3,-36.2`);
      const online = await seen(served);
      expect(differing(offline.map, online.map)).toBe(0);
      expect(offline.told).toBe(online.told); // the engine answers
    } finally {
      await site.revive();
    }
    await context.close();
  });
});
