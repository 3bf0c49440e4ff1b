import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import { open, picture, screens, startRig, violations, type Rig } from './browser.ts';
import { bareHeadings, clashes, smallTargets } from './room.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh', 'isles');
});
afterAll(async () => {
  await rig?.stop();
});

const screen = (width: number, height: number): BrowserContextOptions =>
  ({ viewport: { width, height }, ...(width < 600 ? { isMobile: true, hasTouch: true } : {}) });

/** 683 x 384 is 1366 x 768 at 200 %. */
const sizes = [
  [320, 568], [360, 740], [412, 915], [480, 800], [600, 960], [683, 384], [720, 900], [768, 1024],
  [900, 700], [960, 600], [1100, 800], [1350, 800],
] as const;

describe('at 12 sizes', () => {
  // each size in the language with the longest words, and in one of the other states in turn
  const others = ['?d=2020-11-25', '?d=2020-11-25&vp=azerbaijan_announced', '?d=2020-12-01&cmp=2020-09-27&mode=difference'];
  const shown = sizes.map(([width, height], i) => [width, height, ['?d=2020-11-25&lang=hy', others[i % others.length]!]] as const);

  it.each(shown)('%i x %i: date, slider, legend, scale and credits are seen whole, and nothing covers another', async (width, height, queries) => {
    for (const query of queries) {
      const { page } = await open(rig, `d/karabakh/${query}`, screen(width, height));
      await page.locator('.key').waitFor();
      expect(await clashes(page), query).toEqual([]);
      const date = page.locator('.now .date');
      expect((await date.innerText()).replaceAll(/\s+/g, ' '), query).toMatch(/^(25|1) \S+,? 2020/);
      expect(await date.evaluate((e) => e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 2),
        `${query}: the whole date`).toBe(true);
      for (const part of ['.slider:not(.from)', '.leaflet-control-scale', '.leaflet-control-attribution']) {
        expect(await page.locator(part).isVisible(), `${query}: ${part}`).toBe(true);
      }
      await picture(page, `room-${width}-${query.replaceAll(/\W+/g, '-')}`);
      await page.context().close();
    }
  });

  it.each(sizes)('%i x %i: nothing covers another in the embedded map', async (width, height) => {
    const { page } = await open(rig, 'd/karabakh/embed?d=2020-11-25&vp=azerbaijan_announced', screen(width, height));
    expect(await clashes(page)).toEqual([]);
    await picture(page, `room-${width}-embed`);
    await page.context().close();
  });
});

describe('targets', () => {
  it.each([
    ['the page', '?d=2020-11-25'], ['a place', '?d=2020-11-25&sel=46.15,40.2'],
    ['changes', '?d=2020-12-01&cmp=2020-09-27&mode=difference&tab=changes'],
    ['two maps', '?d=2020-12-01&cmp=2020-09-27&mode=swipe'],
    ['the zones', '?d=2020-11-25&tab=zones'], ['the sources', '?d=2020-11-25&tab=sources'],
    ['the embedded map', 'embed?d=2020-11-25&sel=46.15,40.2'],
  ])('are at least 24 px in %s', async (_name, query) => {
    for (const options of [screens.desktop, screens.phone]) {
      const { page } = await open(rig, `d/karabakh/${query}`, options);
      await page.locator('#panel-content h2, #foot').first().waitFor({ state: 'attached' });
      expect(await smallTargets(page)).toEqual([]);
      expect(await bareHeadings(page)).toEqual([]);
      const more = page.locator('#more');
      if (await more.isVisible()) {
        await more.click();
        expect(await smallTargets(page), 'with the menu').toEqual([]);
      }
      await page.context().close();
    }
  });
});

describe('layout shift', () => {
  it.each(['?d=2020-11-25', '?d=2020-11-25&sel=46.15,40.2', '?vp=azerbaijan_announced',
    '?d=2020-12-01&cmp=2020-09-27&mode=swipe', 'embed?d=2020-11-25', 'embed?d=2020-11-25&sel=46.15,40.2&lang=hy',
  ])('is at most 0.05 on /%s, also on a slow network', async (query) => {
    for (const width of [412, 720, 1350]) {
      for (const slowMs of width === 412 ? [0, 250] : [250]) { // what comes late is what moves things
        const { page } = await open(rig, `d/karabakh/${query}`, screen(width, 820), async (page) => {
          await page.addInitScript(() => {
            const shifts: string[] = [];
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries() as (PerformanceEntry & { value: number;
                hadRecentInput: boolean; sources: { node?: Element }[]; })[]) {
                if (entry.hadRecentInput) continue;
                sum += entry.value;
                shifts.push(`${entry.value.toFixed(3)} ${entry.sources.map(({ node }) =>
                  `${node?.nodeName}#${node?.id}.${node?.className}`).join(' ')}`);
              }
              Object.assign(window, { shifted: { sum, shifts } });
            }).observe({ type: 'layout-shift', buffered: true });
            Object.assign(window, { shifted: { sum, shifts } });
          });
          if (slowMs > 0) await page.route('**/*', async (route) => {
            await new Promise((resolve) => setTimeout(resolve, slowMs));
            await route.continue().catch(() => undefined); // the page may be closed by then
          });
        });
        await page.locator('#panel-content h2, #foot').first().waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle');
        const { sum, shifts } = await page.evaluate(() =>
          (window as unknown as { shifted: { sum: number; shifts: string[] } }).shifted);
        expect(sum, `${width} px, each answer ${slowMs} ms late: ${shifts.join('; ')}`)
          .toBeLessThanOrEqual(0.05);
        await page.context().close();
      }
    }
  }, 120_000);
});

describe('the menu', () => {
  it.each(['desktop', 'phone'] as const)('holds names, language, colours and help, by keys too (%s)', async (size) => {
    const { page } = await open(rig, 'd/karabakh/?d=2020-11-25', { ...screens[size], bypassCSP: true });
    for (const part of ['#search', '#viewpoint', '#compare', '#share']) {
      expect(await page.locator(part).isVisible(), part).toBe(true);
    }
    const [more, menu] = [page.locator('#more'), page.locator('#settings')];
    expect(await menu.isVisible()).toBe(false);
    await more.focus();
    await page.keyboard.press('Enter');
    await menu.waitFor();
    expect(await more.getAttribute('aria-expanded')).toBe('true');
    const names = ['Names', 'Language', 'Dark colours', 'Your table on the map', 'Draw an area or a line, and ask', 'Keys'];
    for (const name of names) {
      const control = menu.getByLabel(name, { exact: true });
      await control.waitFor();
      const box = (await control.boundingBox())!;
      expect(box.x >= 0 && box.x + box.width <= page.viewportSize()!.width, `${name} is in the window`).toBe(true);
    }
    expect(await violations(page)).toEqual([]);
    await picture(page, `menu-${size}`);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.id), 'the focus is back').toBe('more');
    await more.click();
    await page.locator('#help').click();
    await menu.waitFor({ state: 'hidden' });
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.id), 'after the dialog').toBe('more');
    await more.click();
    for (let i = 0; i < names.length; i++) await page.keyboard.press('Tab');
    await menu.waitFor({ state: 'hidden' }); // whoever tabs on has left it
    await more.click();
    const { x, y } = await page.evaluate(() => window.demarc!.project(47, 39.4));
    await page.mouse.click(x, y);
    await menu.waitFor({ state: 'hidden' });
    await page.context().close();
  });
});

describe('two days on a phone', () => {
  it('have a legend of both, above both maps, that opens the whole one', async () => {
    const { page } = await open(rig, 'd/karabakh/?d=2020-12-01&cmp=1991-06-01&mode=swipe', screens.phone);
    await page.locator('.map-2').waitFor();
    const key = page.locator('.key');
    await page.waitForFunction(() => document.querySelector('.stage > .key .key-item'));
    const words = (await key.innerText()).replaceAll('\n', ' ');
    for (const actor of ['Azerbaijan', 'Soviet Union']) expect(words, 'of the later and the earlier day').toContain(actor);
    const top = await key.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return [left + 8, right - 8].every((x) => element.contains(document.elementFromPoint(x, (top + bottom) / 2)));
    });
    expect(top, 'neither of the maps covers it').toBe(true);
    expect((await clashes(page)).filter((clash) => !/^credits.*credits/.test(clash))).toEqual([]);
    await picture(page, 'compare-phone');
    await key.click();
    await page.locator('#section-legend h2').waitFor();
    await page.locator('.compare-bar').getByRole('button', { name: 'Close' }).click();
    await page.locator('#map .leaflet-bottom.leaflet-left > .key').waitFor({ state: 'attached' });
    await page.context().close();
  });
});

describe('the handles of a range', () => {
  it.each([['neighbouring days', '2020-12-01', '2020-11-30'], ['one day', '2020-12-01', '2020-12-01'],
    ['reversed days', '2020-11-30', '2020-12-01']])('can each be grasped on %s', async (_name, d, cmp) => {
    for (const which of ['d', 'cmp'] as const) {
      const { page } = await open(rig, `d/karabakh/?d=${d}&cmp=${cmp}&mode=difference`);
      const box = (await page.locator('.slider.from').boundingBox())!;
      const shown = await page.locator('.slider:not(.from)').boundingBox();
      const middle = Math.max(box.x, shown!.x); // of both: one stands 12 px left, the other 12 px right
      expect(Math.abs(box.x - shown!.x), 'they stand side by side').toBe(24);
      const share = await page.locator('.slider:not(.from)').evaluate((slider: HTMLInputElement) =>
        (Number(slider.value) - Number(slider.min)) / (Number(slider.max) - Number(slider.min)));
      const day = middle - 12 + 12 + share * (box.width - 24);
      const left = which === 'cmp' ? box.x < shown!.x : box.x > shown!.x;
      await page.mouse.move(day + (left ? -12 : 12), box.y + 27);
      await page.mouse.down();
      await page.mouse.move(day + (left ? -112 : 112), box.y + 27, { steps: 4 });
      await page.mouse.up();
      const other = which === 'd' ? 'cmp' : 'd';
      await page.waitForURL((url) => url.searchParams.get(which) !== { d, cmp }[which]);
      expect(new URL(page.url()).searchParams.get(other), `${which} was moved alone`).toBe({ d, cmp }[other]);
      await page.context().close();
    }
  });
});

it.each(['2020-09-27', '2021-06-01'])('a press on the track of a range from %s leads to the day it points at', async (cmp) => {
  const { page } = await open(rig, `d/karabakh/?d=2020-12-01&cmp=${cmp}&mode=difference`);
  const box = (await page.locator('.bars').boundingBox())!; // days lie along it, from its first to its last pixel
  await page.mouse.click(box.x + box.width / 2, box.y + 20);
  const { value, middle, perPx } = await page.locator('.slider:not(.from)').evaluate(({ value, min, max }: HTMLInputElement, width) =>
    ({ value: Number(value), middle: (Number(min) + Number(max)) / 2, perPx: (Number(max) - Number(min)) / width }), box.width);
  expect(Math.abs(value - middle) / perPx, 'pixels beside').toBeLessThanOrEqual(1.5);
  await page.context().close();
});

describe('a server that falls silent', () => {
  it('is away: the page says so and heals', async () => {
    let silent = false;
    const { page } = await open(rig, 'd/karabakh/?d=2020-11-25', screens.desktop, async (page) => {
      await page.addInitScript(() => {
        const usual = window.setTimeout.bind(window);
        Object.assign(window, { setTimeout: (call: () => void, ms = 0) => usual(call, ms === 30_000 ? 300 : ms) });
      });
      await page.route(/\/locate/, (route) => silent ? undefined : route.continue()); // no answer ever
    });
    silent = true;
    const { x, y } = await page.evaluate(() => window.demarc!.project(46.15, 40.2));
    await page.mouse.click(x, y);
    await page.getByText('The server does not answer').waitFor();
    silent = false;
    await page.locator('.control-card').filter({ hasText: 'Azerbaijan' }).waitFor();
    await page.getByText('The server does not answer').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('a tile without content', () => {
  it('is an answer: the map is complete, and nobody is away', async () => {
    const { page } = await open(rig, 'd/isles/?d=1972-10-20&c=-41.9,-130.2,9'); // open waits for all of it
    expect(await page.locator('#notices').textContent()).toBe('');
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it('there are no dead controls, and a picture of the view stands above its table', async () => {
    const context = await rig.browser.newContext({ javaScriptEnabled: false, ...screen(1350, 800) });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${rig.origin}/d/karabakh/?d=2020-11-25`);
    expect(await page.locator('button:visible, input:visible, select:visible, main:visible').count()).toBe(0);
    const [image, table] = [page.locator('noscript img'), page.locator('noscript table')];
    const [above, below] = [(await image.boundingBox())!, (await table.boundingBox())!];
    expect(above.width > 400 && above.y + above.height <= below.y, 'above the table').toBe(true);
    expect(await image.getAttribute('alt')).toMatch(/25 November 2020\. Control: Azerbaijan/);
    // not waitForFunction, which needs the page's scripts
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1200);
    expect(complaints, 'the policy of the page').toEqual([]);
    await page.mouse.move(600, 600);
    await page.mouse.wheel(0, 3000);
    await expect.poll(() => page.evaluate(() => document.scrollingElement!.scrollTop), { message: 'it can be read to its end' })
      .toBeGreaterThan(500);
    await picture(page, 'no-script');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'on a phone').toBeLessThanOrEqual(360);
    await context.close();
  });

  it('only: where scripts run, that picture is not asked for', async () => {
    const { page, requests } = await open(rig, 'd/karabakh/?d=2020-11-25');
    await page.waitForLoadState('networkidle');
    expect(requests.filter((url) => url.includes('control.png'))).toEqual([]);
    await page.context().close();
  });
});

describe('a selection', () => {
  it.each([['under the buttons', 60, 60], ['under the legend', 60, -70], ['beyond the edge', -80, 300]])(
    '%s is brought into sight', async (_name, left, top) => {
      const { page } = await open(rig, 'd/karabakh/?d=2020-11-25&c=40,46.5,9');
      const place = await page.evaluate(([left, top]) => {
        const box = document.querySelector('#map')!.getBoundingClientRect();
        const [x, y] = [box.left + left! - 30, (top! < 0 ? box.bottom : box.top) + top!];
        const [a, b] = [window.demarc!.project(46, 39.5), window.demarc!.project(47, 40.5)];
        return [46 + (x - a.x) / (b.x - a.x), 39.5 + (y - a.y) / (b.y - a.y)];
      }, [left, top]);
      await page.goto(`${rig.origin}/d/karabakh/?d=2020-11-25&c=40,46.5,9&sel=${place.map((n) => n.toFixed(4)).join()}`);
      await page.waitForFunction(() => window.demarc !== undefined);
      await page.evaluate(() => window.demarc!.ready);
      await page.waitForFunction(([lon, lat]) => {
        const { x, y } = window.demarc!.project(lon!, lat!);
        return document.elementFromPoint(x, y)?.closest('#map') !== null &&
          document.elementFromPoint(x, y)?.closest('.leaflet-bar, .key') === null;
      }, place);
      await page.context().close();
    });
});

describe('a hit of the search', () => {
  it.each([['Շուշի', 'Shusha / Shushi (Շուշի)', 'Shushakend / Shosh (Շոշ)'],
    ['Шуша', 'Shusha / Shushi (Шуша)', 'Shushakend / Shosh (Шушикенд / Шош)']])(
    'for %s shows the name in the letters that were typed', async (text, ...wanted) => {
      const { page } = await open(rig, 'd/karabakh/');
      await page.locator('#search').fill(text);
      const titles = page.locator('#search-list .found-title');
      await titles.first().waitFor();
      const shown = await titles.allTextContents();
      for (const title of wanted) expect(shown).toContain(title);
      expect(await titles.filter({ hasText: wanted[0]! }).first().locator('span').getAttribute('lang'))
        .toBe(text === 'Շուշի' ? 'hy' : 'ru');
      await page.context().close();
    });
});
