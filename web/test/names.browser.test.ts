import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, shown, startMade, startRig, type Rig } from './browser.ts';

/** A name on the map and the dot it was drawn with, in pixels of the screen. */
interface Drawn {
  readonly text: string;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  readonly dot: readonly [x: number, y: number];
}

/** Has a page keep what it draws on the canvas of names, from its first script on. */
async function noteNames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let [dots, names, canvas]: [number[][], Drawn[], HTMLCanvasElement | undefined] = [[], [], undefined];
    const { arc, fillText, clearRect } = CanvasRenderingContext2D.prototype;
    const ours = (ctx: CanvasRenderingContext2D) => ctx.canvas.parentElement?.classList
      .contains('leaflet-labels-pane') ?? false;
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      if (ours(this)) [dots, names, canvas] = [[], [], this.canvas];
      clearRect.apply(this, args);
    };
    CanvasRenderingContext2D.prototype.arc = function (...args) {
      if (ours(this)) dots.push([args[0], args[1]]);
      arc.apply(this, args);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      if (ours(this)) { // names follow their dots, in the same order
        const { width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } =
          this.measureText(text);
        const above = names.at(-1);
        if (above?.text.endsWith(' /')) { // the second line of a name
          const [left, top, right, bottom] = above.box;
          names[names.length - 1] = { text: `${above.text} ${text}`, dot: above.dot,
            box: [Math.min(left, x), Math.min(top, y - up), Math.max(right, x + width), Math.max(bottom, y + down)] };
        } else {
          const [a = NaN, b = NaN] = dots[names.length] ?? [];
          names.push({ text, box: [x, y - up, x + width, y + down], dot: [a, b] });
        }
      }
      fillText.call(this, text, x, y, ...rest);
    };
    (window as unknown as { names: () => Drawn[] }).names = () => {
      const { left, top } = canvas?.getBoundingClientRect() ?? { left: 0, top: 0 };
      return names.map(({ text, box: [a, b, c, d], dot: [x, y] }) => ({ text,
        box: [a + left, b + top, c + left, d + top], dot: [x + left, y + top] }));
    };
  });
}

/** The names in view. */
async function namesOf(page: Page): Promise<readonly Drawn[]> {
  await page.evaluate(() => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const [names, map] = [await page.evaluate(() =>
    (window as unknown as { names: () => Drawn[] }).names()), await page.locator('#map').boundingBox()];
  return names.filter(({ dot: [x, y] }) => map && x > map.x && x < map.x + map.width && y > map.y &&
    y < map.y + map.height);
}

function distance([left, top, right, bottom]: Drawn['box'], [x, y]: Drawn['dot']): number {
  return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
}

/** Names that stand on a foreign dot, or nearer to one than to their own. */
function misread(names: readonly Drawn[]): readonly string[] {
  return names.flatMap((name) => names.filter((other) => other !== name &&
    distance(name.box, other.dot) <= distance(name.box, name.dot)).map((other) =>
    `${name.text} stands at the dot of ${other.text}`));
}

/**
 * Names whose middle lies in another zone than their dot, one that begins within 20 px of the dot
 * and is held in another way: asked of the map itself, and of the server.
 */
async function astray(
  { origin }: Rig, day: string, page: Page, names: readonly Drawn[],
): Promise<readonly string[]> {
  const { features } = (await (await fetch(`${origin}/control?datetime=${day}`)).json()) as
    { features: { id: string; properties: Record<string, string | null> }[] };
  const held = Object.fromEntries(features.map(({ id, properties: p }) =>
    [id, `${p['controller']} ${p['status']} ${p['patrolled_by']}`]));
  const asked = names.map(({ text, dot, box }) => ({ text, dot,
    middle: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const }));
  return page.evaluate(([asked, held]) => {
    const { project, under } = window.demarc!;
    const [a, b] = [project(45, 40), project(46, 40)]; // the projection, from two places on it
    const perDegree = b.x - a.x;
    const north = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180)) * (180 / Math.PI);
    const zone = (x: number, y: number) => {
      const lat = Math.atan(Math.sinh((north(40) - (y - a.y) / perDegree) * (Math.PI / 180)));
      return under(45 + (x - a.x) / perDegree, (lat * 180) / Math.PI).at(-1);
    };
    return asked.flatMap(({ text, dot: [x, y], middle }) => {
      const [own, other] = [zone(x, y), zone(...middle)];
      if (own === other || held[own ?? ''] === held[other ?? '']) return [];
      for (let turn = 0; turn < 72; turn++) {
        for (let reach = 2; reach <= 20; reach += 2) {
          const angle = (turn * Math.PI) / 36;
          if (zone(x + reach * Math.cos(angle), y + reach * Math.sin(angle)) === other) {
            return [`${text} of ${own} reads as in ${other}`];
          }
        }
      }
      return [];
    });
  }, [asked, held] as const);
}

/** The small dataset with many towns, most of them near the line that parts its two zones. */
const small = fileURLToPath(new URL('../../data/testdata/small', import.meta.url));
const folder = mkdtempSync(`${tmpdir()}/demarc-names-`);
function writeTowns(): void {
  cpSync(small, folder, { recursive: true });
  let seed = 3;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const features = Array.from({ length: 240 }, (_, i) => {
    const off = (random() - 0.5) * [0.02, 0.1, 0.5, 2][i % 4]!;
    const point = [11 + off, 50.5 + (random() - 0.5) * [0.03, 0.1, 0.4, 1][(i >> 2) % 4]!];
    return { type: 'Feature', id: `town${i}`, geometry: { type: 'Point', coordinates: point },
      properties: { names: { en: `${off < 0 ? 'West' : 'East'}ham ${i}` },
        region: off < 0 ? 'west' : 'east', rank: 1 + (i % 4) } };
  });
  const ford = JSON.parse(readFileSync(`${small}/places.geojson`, 'utf8')) as { features: unknown[] };
  writeFileSync(`${folder}/places.geojson`,
    JSON.stringify({ ...ford, features: [...ford.features, ...features] }));
}
beforeAll(writeTowns);
afterAll(() => rmSync(folder, { recursive: true }));

const maps = {
  'karabakh': { data: 'bundled:karabakh', center: '39.82,46.75', day: '2020-11-24', least: 3 },
  'isles': { data: 'isles', center: '-42,-130', day: '2010-01-01', least: 1 },
  'towns along a line': { data: `made:${folder}`, center: '50.5,11', day: '2001-06-01', least: 3 },
} as const;

describe.each(Object.keys(maps) as (keyof typeof maps)[])('names on the map of %s', (map) => {
  const { data, center, day, least } = maps[map];
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(data);
  });
  afterAll(() => rig?.stop());

  describe.each(Object.keys(screens) as (keyof typeof screens)[])('%s', (screen) => {
    it.each({ desktop: [8, 9, 10, 12], phone: [7, 9, 11] }[screen])('zoom %i: each stands at its own dot, on its own side', async (zoom) => {
      const { page } = await open(rig, `?d=${day}&c=${center},${zoom}`, screens[screen], noteNames);
      const names = await namesOf(page);
      await picture(page, `names-${map}-${screen}-${zoom}`);
      expect(names.length).toBeGreaterThanOrEqual(least);
      expect(misread(names)).toEqual([]);
      expect(await astray(rig, day, page, names)).toEqual([]);
      await page.context().close();
    });
  });
});

it('names stand on what is there while the tiles of a zoom have not come, each on its own side', async () => {
  const rig = await startRig('bundled:karabakh');
  try {
    const { page } = await open(rig, '?d=2020-11-24&c=39.82,46.75,8', screens.desktop, noteNames);
    const before = new Set((await namesOf(page)).map(({ text }) => text));
    const waiting: (() => void)[] = [];
    await page.route(/\/tiles\/history\//, async (route) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      await route.continue();
    });
    await page.locator('#map').press('+');
    await expect.poll(() => waiting.length, { message: 'tiles of the next zoom are asked for' }).toBeGreaterThan(0);
    await page.waitForURL((url) => url.searchParams.get('c')?.endsWith(',9') ?? false);
    const standing = await namesOf(page);
    await picture(page, 'names-standing');
    expect(standing.filter(({ text }) => before.has(text)).length, 'names of the tiles above').toBeGreaterThanOrEqual(3);
    expect(misread(standing)).toEqual([]);
    for (const go of waiting) go();
    await page.waitForLoadState('networkidle');
    const there = await namesOf(page);
    const dotOf = new Map(there.map(({ text, dot }) => [text, dot]));
    for (const { text, dot } of standing) {
      const [x, y] = dotOf.get(text) ?? dot;
      expect(Math.hypot(x - dot[0], y - dot[1]), `${text} stood where it stands now`).toBeLessThan(2);
    }
    await page.context().close();
  } finally {
    await rig.stop();
  }
});

/** The pixels of each tile in view, by where it lies on the screen. */
function tilesOf(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll<HTMLCanvasElement>(
    '.control-tiles canvas')].flatMap((canvas) => {
    const { left, top, right, bottom } = canvas.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return [];
    // grey is enough to tell two days apart, and a third of the bytes
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let grey = '';
    for (let i = 0; i < data.length; i += 4) {
      grey += String.fromCharCode(32 + (data[i]! + 2 * data[i + 1]! + 4 * data[i + 2]!) / 7 * (data[i + 3]! / 255));
    }
    return [[`${Math.round(left)},${Math.round(top)}`, grey]];
  })));
}

describe.each([
  { data: 'bundled:karabakh', at: '39.82,46.75,9' },
  { data: 'many', at: '4,5,7' },
])('what changes of the date paint, one after the other, on the map of $data', ({ data, at }) => {
  it('is what painting the whole map on the last day would, pixel by pixel', async () => {
    const rig = data === 'many' ? await startMade('many') : await startRig(data);
    try {
      const { changes } = (await (await fetch(`${rig.origin}/timeline`)).json()) as { changes: string[] };
      const days = changes.slice(-21).filter((_, i) => i % 4 === 0);
      const { page: stepped } = await open(rig, `?d=${days[0]}&c=${at}`, screens.desktop);
      for (const day of days.slice(1)) {
        await stepped.evaluate((iso) => window.demarc?.setDate(iso), day);
        await shown(stepped, day);
      }
      const { page: fresh } = await open(rig, `?d=${days.at(-1)}&c=${at}`, screens.desktop);
      await shown(fresh, days.at(-1)!);
      const [a, b] = [await tilesOf(stepped), await tilesOf(fresh)];
      expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
      for (const [place, pixels] of Object.entries(a)) {
        const other = b[place]!;
        // where a clip ends, lines are smoothed a little differently
        let differing = Math.abs(pixels.length - other.length);
        for (let i = 0; i < pixels.length; i++) {
          if (Math.abs(pixels.charCodeAt(i) - other.charCodeAt(i)) > 24) differing++;
        }
        expect(differing, `pixels of the tile at ${place}`).toBeLessThanOrEqual(8);
      }
    } finally {
      await rig.stop();
    }
  }, 120_000);
});
