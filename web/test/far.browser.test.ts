import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { open, picture, screens, shown, startRig, type Rig } from './browser.ts';
import { clashes } from './room.ts';
import { makeBoard, type Made } from './served.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 }); // a page of it takes seconds to come

/** The page with 4,900 zones that change on 8,900 days. */
let made: Made;
let rig: Rig;
beforeAll(async () => {
  made = makeBoard();
  rig = await startRig(...made.names);
});
afterAll(async () => {
  await rig?.stop();
  made?.remove();
});

/** A tile in view: where it stands, and its pixels, as a picture. */
type Shown = readonly [place: string, png: string];

/** What the tiles in view show; the others wait until they are seen. */
function tiles(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(() => {
    const map = document.querySelector('#map')!.getBoundingClientRect();
    return [...document.querySelectorAll<HTMLCanvasElement>('.control-tiles canvas')]
      .map((canvas) => ({ canvas, box: canvas.getBoundingClientRect() }))
      .filter(({ box: { left, right, top, bottom } }) =>
        left < map.right && right > map.left && top < map.bottom && bottom > map.top)
      .map(({ canvas, box }) => [`${Math.round(box.x)} ${Math.round(box.y)}`,
        canvas.toDataURL().replace(/^.*,/, '')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  });
}

/**
 * In how many pixels two pictures differ by more than a browser may round edges where only parts of
 * a tile are painted again. A zone with another look has about a hundred.
 */
function apartIn([, a]: Shown, [, b]: Shown): number {
  const [one, two] = [a, b].map((png) => PNG.sync.read(Buffer.from(png, 'base64')).data) as
    [Buffer, Buffer];
  if (one.length !== two.length) return Infinity;
  const seen = (data: Buffer, i: number, alpha: number) => (data[i]! * data[alpha]!) / 255;
  let count = 0;
  for (let alpha = 3; alpha < one.length; alpha += 4) {
    if ([alpha - 3, alpha - 2, alpha - 1].some((i) =>
      Math.abs(seen(one, i, alpha) - seen(two, i, alpha)) > 16)) count++;
  }
  return count;
}

const view = 'c=3.5,3.5,7';
const first = Date.UTC(1990, 0, 1) / 86_400_000;
const isoOf = (day: number) => new Date((first + day) * 86_400_000).toISOString().slice(0, 10);

async function goTo(page: Page, iso: string): Promise<void> {
  await page.evaluate((day) => window.demarc!.setDate(day), iso);
  await shown(page, iso);
}

it('shows of a day what a page shows that was opened on it, however far away the day before was', async () => {
  const { page } = await open(rig, `?d=1990-01-01&${view}`);
  for (const iso of ['2031-05-06', '2005-07-08', '2005-07-09', '2005-07-12', '1997-03-04']) {
    await goTo(page, iso);
    const { page: direct } = await open(rig, `?d=${iso}&${view}`);
    await shown(direct, iso);
    const [got, want] = [await tiles(page), await tiles(direct)];
    expect(new Set(want.map(([, png]) => png)).size, 'tiles that show something').toBeGreaterThan(3);
    expect(got.map(([place]) => place)).toEqual(want.map(([place]) => place));
    for (const [i, tile] of got.entries()) {
      expect(apartIn(tile, want[i]!), `${iso}: ${tile[0]}`).toBeLessThan(20);
    }
    await direct.context().close();
  }
  await page.context().close();
});

it('is led to each of the days by the slider, by keys and by the mouse', async () => {
  const { page, complaints } = await open(rig, `?d=2010-06-01&${view}`);
  const slider = page.locator('.slider:not(.from)');
  const at = () => page.evaluate(() => document.documentElement.dataset['date']);
  await slider.focus();
  const steps: readonly (readonly [string, string])[] =
    [['ArrowRight', '2010-06-02'], ['ArrowLeft', '2010-06-01'], ['Home', '1990-01-01']];
  for (const [key, iso] of steps) {
    await page.keyboard.press(key);
    await expect.poll(at, { message: key }).toBe(iso);
  }
  // to the next days of change, each of which is in the data
  const changes = ((await (await fetch(`${rig.origin}/timeline`)).json()) as { changes: string[] }).changes
    .filter((iso) => iso > '1990-01-01');
  expect(changes.length).toBeGreaterThan(8000);
  for (const iso of changes.slice(0, 3)) {
    await page.keyboard.press('PageUp');
    await expect.poll(at, { message: 'page up' }).toBe(iso);
  }
  await page.keyboard.press('End');
  const last = await page.evaluate(() =>
    Number(document.querySelector<HTMLInputElement>('.slider:not(.from)')!.max));
  await expect.poll(at).toBe(isoOf(last - first));
  const box = (await slider.boundingBox())!;
  for (const share of [0.2, 0.5, 0.9]) {
    await page.mouse.click(box.x + share * box.width, box.y + box.height / 2);
    const value = await slider.evaluate((input) => Number((input as HTMLInputElement).value));
    await expect.poll(at).toBe(isoOf(value - first));
    // a pixel is a few weeks: no further off than the handle is wide
    expect(Math.abs((value - first) / (last - first) - share)).toBeLessThan(0.02);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

for (const screen of ['desktop', 'phone'] as const) {
  it(`covers nothing and cuts its lists, ${screen}`, async () => {
    for (const tab of ['legend', 'zones', 'changes']) {
      const { page } = await open(rig, `?d=2010-06-01&cmp=1995-01-01&${view}&tab=${tab}`, screens[screen]);
      await expect.poll(() => page.locator('#panel').textContent(), { message: tab })
        .toMatch(tab === 'zones' ? /and [\d,]+ more/ : /\d/);
      // on a phone two days to compare come in a sheet over the map
      if (screen === 'desktop' || tab !== 'changes') expect(await clashes(page), tab).toEqual([]);
      await picture(page, `far-${screen}-${tab}`);
      expect(await page.evaluate(() => document.querySelectorAll('*').length), tab)
        .toBeLessThan(12_000);
      await page.context().close();
    }
  });
}

it('keeps no more elements, canvases and paths after two hundred days than after a few', async () => {
  const { page } = await open(rig, `?d=1990-01-01&${view}`, screens.desktop, async (page) => {
    await page.addInitScript(() => {
      // paths and canvases that are still there, as far as anything holds them
      const alive = new Set<WeakRef<object>>();
      const ends = new FinalizationRegistry<WeakRef<object>>((ref) => alive.delete(ref));
      const note = (made: object) => {
        const ref = new WeakRef(made);
        alive.add(ref);
        ends.register(made, ref);
      };
      const Path = window.Path2D;
      window.Path2D = class extends Path {
        constructor(...args: ConstructorParameters<typeof Path>) {
          super(...args);
          note(this);
        }
      };
      const create = document.createElement.bind(document);
      document.createElement = ((name: string, options?: ElementCreationOptions) => {
        const element = create(name, options);
        if (name === 'canvas') note(element);
        return element;
      }) as typeof document.createElement;
      Object.assign(window, { alive });
    });
  });
  const session = await page.context().newCDPSession(page);
  const counted = async () => {
    for (let i = 0; i < 3; i++) {
      await session.send('HeapProfiler.collectGarbage');
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
    return page.evaluate(() => ({
      elements: document.querySelectorAll('*').length,
      kept: (window as unknown as { alive: Set<unknown> }).alive.size,
    }));
  };
  const wander = async (count: number, from: number) => {
    for (let i = from; i < from + count; i++) await goTo(page, isoOf(1 + ((i * 7919) % 17_000)));
  };
  await wander(20, 0);
  const before = await counted();
  await wander(200, 20);
  const after = await counted();
  expect(before.kept).toBeGreaterThan(4900); // a path for each zone
  expect(after.elements).toBeLessThan(before.elements + 200);
  expect(after.kept).toBeLessThan(before.kept + 200);
  await page.context().close();
});
