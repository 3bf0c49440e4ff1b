import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differing, startRig, type Rig } from './browser.ts';
import { host, renamed, type Host, type Program } from './hosts.ts';
import { serve } from './served.ts';

/** A published map does without our server what it does with it, on hosts that only serve files. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('isles');
});
afterAll(async () => await rig?.stop());

/** Views of all sorts, as their addresses have them. */
const views = ['', '?d=1963-06-01&c=-42.3,-129.2,8', '?d=1975-02-10&tab=zones', '?d=1975-02-10&sel=-129.5,-42.1', '?d=1979-12-01&hide=places&lang=ru'];

const still = { viewport: { width: 900, height: 700 }, reducedMotion: 'reduce', locale: 'en-GB' } as const;

/** So many addresses of places on days, always the same. */
function permalinks(count: number): readonly string[] {
  let seed = 19;
  const below = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  return Array.from({ length: count }, () => {
    const day = new Date(Date.UTC(1961, 2, 1 + below(10_500))).toISOString().slice(0, 10);
    return `?d=${day}&c=-42.1,-129.5,7&sel=${(-132.5 + below(6300) / 1000).toFixed(3)},${(-44.2 + below(4000) / 1000).toFixed(3)}`;
  });
}

/** In the page: goes to addresses as the Back button does, and returns what the panel tells at each. */
async function walk(addresses: readonly string[]): Promise<readonly string[]> {
  const panel = document.getElementById('panel-content')!;
  const told: string[] = [];
  for (const address of addresses) {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
    const day = new URLSearchParams(address).get('d');
    do await new Promise(requestAnimationFrame);
    while (document.documentElement.dataset['date'] !== day || /Loading …/.test(panel.innerText) ||
      !/[A-Z]{2} \d{5} \d{5}/.test(panel.innerText)); // what reads coordinates comes last
    told.push(`${document.documentElement.dataset['date']} ${panel.innerText}`);
  }
  return told;
}

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

  it('tells at 200 addresses what the served page tells', async () => {
    if (program === 'nginx') return; // the files are the same
    const addresses = permalinks(200);
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block' });
    const told = await Promise.all([site.address, `${rig.origin}/`].map(async (at) => {
      const page = await context.newPage();
      await page.goto(at + addresses[0]!);
      await seen(page);
      return page.evaluate(walk, addresses);
    }));
    for (const [i, address] of addresses.entries()) expect(told[0]?.[i], address).toBe(told[1]?.[i]);
    expect(new Set(told[0]).size).toBeGreaterThan(150);
    await context.close();
  }, 120_000);

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

  it('asks anew which version is shown where the text is of another one than the browser remembers', async () => {
    if (program === 'nginx') return; // the files are the same
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block' });
    const page = await context.newPage();
    let [asked, old] = [0, 1];
    await page.route('**/site.json', async (route) => {
      const manifest = (await (await fetch(route.request().url())).json()) as { snapshot: string };
      await route.fulfill({ json: { ...manifest, ...(asked++ < old && { snapshot: '0123456789abcdef', format: 99 }) } });
    });
    await page.goto(site.address);
    await seen(page); // whose form it would not know
    expect(asked).toBe(2);
    [asked, old] = [0, 0];
    await page.goto(`${site.address}?d=1975-02-10`);
    await seen(page);
    expect(asked).toBe(1);
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
    // of a day on which nothing changed, the page of the last one on which something did
    const link = new URL(await page.locator('dialog .copy-field input').first().inputValue());
    expect([link.pathname, link.searchParams.get('d'), link.searchParams.get('sel')])
      .toEqual(['/papers/maps/day/1973-02-01.html', '1975-02-10', '-129.5,-42.1']);
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
      await page.locator('#share').click();
      await page.locator('dialog #film').click();
      for (const name of ['From', 'To']) {
        const end = page.getByRole('textbox', { name, exact: true });
        await end.fill(name === 'From' ? '1975-02-09' : '1975-02-10');
        await end.press('Enter');
      }
      const [film] = await Promise.all([page.waitForEvent('download'), page.locator('#film-save').click()]);
      expect(film.suggestedFilename()).toMatch(/1975-02-09_1975-02-10\.webm$/);
    } finally {
      await site.revive();
    }
    await context.close();
  });
});

describe.each<[Program, string]>([['python', 'whole'], ['nginx', 'parts']])('with all tiles in one file, on %s, which serves it %s', (program, how) => {
  let site: Host;
  beforeAll(async () => {
    site = await host(program, 'isles', '-tiles', 'pmtiles');
  });
  afterAll(async () => await site?.stop());
  const view = '?d=1975-02-10&c=-42.1,-129.5,8&sel=-129.5,-42.1';

  it('shows the same map, also without a network', async () => {
    const context = await rig.browser.newContext(still);
    const [page, served] = [await context.newPage(), await context.newPage()];
    await served.goto(`${rig.origin}/${view}`);
    const wanted = await seen(served);
    await page.goto(site.address + view);
    const same = async () => expect.poll(async () => differing((await seen(page)).map, (await seen(served)).map)).toBe(0);
    expect((await seen(page)).told).toBe(wanted.told);
    await same();
    expect(await page.evaluate(() => document.documentElement.dataset['archive'])).toBe(how);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['kept']),
      { timeout: 30_000 }).toBe('kept');
    await site.halt();
    try {
      await page.goto(`${site.address}index.html${view}`);
      await seen(page);
      await same();
    } finally {
      await site.revive();
    }
    await context.close();
  });

  it('says what is missing where the file is too large to be had whole', async () => {
    if (how === 'parts') return;
    const context = await rig.browser.newContext({ ...still, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.route('**/site.json', async (route) => {
      const manifest = (await (await fetch(route.request().url())).json()) as { archives: { history: { bytes: number } } };
      manifest.archives.history.bytes = 90_000_000;
      await route.fulfill({ json: manifest });
    });
    await page.goto(site.address + view);
    await page.locator('#notices .notice', { hasText: 'this host serves none' }).waitFor();
    await context.close();
  });
});

describe('a newer version', () => {
  let site: Host;
  beforeAll(async () => {
    site = await host('python', 'isles');
  });
  afterAll(async () => await site?.stop());

  it('is offered to whoever has the page open, forced upon nobody, and kept for when there is no network', async () => {
    const context = await rig.browser.newContext(still);
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${site.address}?d=1975-02-10`);
    await seen(page);
    await expect.poll(async () => {
      await page.clock.runFor(1000);
      return page.evaluate(() => document.documentElement.dataset['kept']);
    }, { timeout: 30_000 }).toBe('kept');
    await page.clock.runFor(5000); // the page begins to ask
    await page.waitForLoadState('networkidle');
    const title = await page.locator('#title').innerText();
    site.publish(renamed('isles', 'Other title'));
    await page.clock.fastForward(11 * 60_000);
    const offer = page.locator('#notices .notice', { hasText: 'The data changed' });
    await offer.waitFor();
    expect(await page.locator('#title').innerText()).toBe(title);
    await page.locator('#tab-sources').click(); // what was not asked for yet is that of the old version
    await seen(page);
    await offer.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => page.locator('#title').innerText()).toContain('Other title');
    expect(new URL(page.url()).searchParams.get('d')).toBe('1975-02-10');
    await expect.poll(async () => {
      await page.clock.runFor(1000);
      return page.evaluate(() => document.documentElement.dataset['kept']);
    }, { timeout: 30_000 }).toBe('kept');
    await site.halt();
    try {
      await page.goto(`${site.address}day/1972-11-25.html?tab=zones`); // of a page that is not kept, the map
      await seen(page);
      expect(await page.locator('#title').innerText()).toContain('Other title');
      const { searchParams } = new URL(page.url());
      expect([searchParams.get('d'), searchParams.get('tab')]).toEqual(['1972-11-25', 'zones']);
    } finally {
      await site.revive();
    }
    await context.close();
  });
});

describe('files of the view', () => {
  let site: Host;
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    site = await host('python', 'bundled:karabakh');
    server = await serve('', 'bundled:karabakh');
  }, 120_000);
  afterAll(async () => {
    await site?.stop();
    server?.stop();
  });

  /** Opens the dialog of what can be shared, and returns its formats once they are listed. */
  const formatsOf = async (page: Page) => {
    await page.locator('#share').click();
    await page.locator('dialog .format').first().waitFor();
    return page.locator('dialog .format').allInnerTexts();
  };
  const saved = async (page: Page, text: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('dialog').getByRole('button', { name: text, exact: true }).click()]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
  };
  const served = async (path: string) => Buffer.from(await (await fetch(`${server.origin}/${path}`)).arrayBuffer());

  it('are made in the browser, without a network what was fetched, and say where a program is missing', async () => {
    const context = await rig.browser.newContext({ ...still, acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(`${site.address}index.html?d=2020-11-24`);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['kept']), { timeout: 30_000 }).toBe('kept');
    const view = `${site.address}index.html?d=2020-11-24`;
    await site.halt();
    try {
      await page.goto(view);
      await page.evaluate(() => window.demarc?.ready);
      expect(await formatsOf(page)).toEqual(['Shapefile', 'FlatGeobuf', 'KML (Google Earth)', 'SVG', 'GeoJSONL',
        'GeoJSON Text Sequence', 'JSON-FG', 'TopoJSON', 'GeoParquet', 'KMZ', 'PNG']);
      const geojson = await saved(page, 'Control on this day as GeoJSON');
      expect(geojson.name).toBe('karabakh-2020-11-24.geojson');
      expect(geojson.content.equals(await served('control?datetime=2020-11-24'))).toBe(true);
      await page.locator('dialog').getByRole('button', { name: 'FlatGeobuf' }).click();
      await page.locator('dialog').getByText('The program that makes these files cannot be fetched.').waitFor();
    } finally {
      await site.revive();
    }
    const fgb = await saved(page, 'FlatGeobuf');
    expect(fgb.content.equals(await served('export/control.fgb?datetime=2020-11-24'))).toBe(true);
    const parts = () => page.evaluate(async () => (await (await caches.open('demarc')).keys()).map(({ url }) => url).filter((url) => url.endsWith('exports.wasm.gz')));
    await expect.poll(parts).toHaveLength(1);
    await site.halt();
    try {
      await page.goto(view);
      await page.evaluate(() => window.demarc?.ready);
      await formatsOf(page);
      expect((await saved(page, 'TopoJSON')).content.toString()).toContain('"Topology"');
    } finally {
      await site.revive();
    }
    await context.close();
  });
});

describe('in a bucket of a store that speaks S3', () => {
  let site: Host;
  beforeAll(async () => {
    site = await host('s3', 'isles');
  }, 300_000); // the store is compiled first
  afterAll(async () => await site?.stop());

  it('shows the map, and answers without a network', async () => {
    const context = await rig.browser.newContext(still);
    const [page, served] = [await context.newPage(), await context.newPage()];
    const view = '?d=1975-02-10&sel=-129.5,-42.1';
    await page.goto(`${site.address}day/1972-11-25.html`);
    await seen(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['kept']),
      { timeout: 30_000 }).toBe('kept');
    await served.goto(`${rig.origin}/${view}`);
    const wanted = await seen(served);
    await page.goto(`${site.address}index.html${view}`);
    expect((await seen(page)).told).toBe(wanted.told);
    await site.halt();
    try {
      await page.goto(`${site.address}index.html${view}`);
      expect((await seen(page)).told).toBe(wanted.told);
    } finally {
      await site.revive();
    }
    await context.close();
  });
});
