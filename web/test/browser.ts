import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import type {} from '../src/main.ts'; // for window.demarc
import { make, makeOther, serve, serveWith, type Served } from './served.ts';

/**
 * Without the windows and bars around the page, which nobody sees here, Chromium takes half the time
 * for the same page. The other one does where it is missing.
 */
const browserPath = process.env['CHROMIUM'] ??
  ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/** The real server, on its bundled dataset unless options say otherwise, and a browser. */
export interface Rig extends Omit<Served, 'stop'> {
  readonly browser: Browser;
  readonly stop: () => Promise<void>;
}

/**
 * Starts both, or fails with a sentence that says what is missing. The server has the datasets that
 * are named, bundled or made up, else its first bundled one.
 */
export async function startRig(...data: readonly string[]): Promise<Rig> {
  return startRigBelow('', ...data);
}

/** The same with the server below a path of its address, such as `/maps`. */
export function startRigBelow(below: string, ...data: readonly string[]): Promise<Rig> {
  return startRigOn(() => serve(below, ...data));
}

/** The same with more flags, on the first bundled dataset. */
export function startRigWith(...flags: readonly string[]): Promise<Rig> {
  return startRigOn(() => serveWith(flags, ''));
}

async function startRigOn(start: () => Promise<Served>): Promise<Rig> {
  if (browserPath === undefined || !existsSync(browserPath)) {
    throw new Error(`no browser at ${browserPath ?? '/usr/lib/chromium'}: ` +
      'install chromium-headless-shell, or set CHROMIUM');
  }
  const server = await start();
  const browser = await chromium.launch({
    executablePath: browserPath,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-3d-apis', '--font-render-hinting=none',
      '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
      '--disable-lcd-text',
    ],
  });
  const stop = async () => {
    await browser.close();
    server.stop();
  };
  return { ...server, browser, stop };
}

/** The same with a bundled dataset and another map of its land. */
export async function startWithOther(bundled: string): Promise<Rig> {
  const made = makeOther(bundled.slice('bundled:'.length));
  const rig = await startRig(bundled, ...made.names);
  const stop = async () => {
    await rig.stop();
    made.remove();
  };
  return { ...rig, stop };
}

/** The same with made-up datasets that have no folder of their own, see data/testdata/write. */
export async function startMade(...names: readonly string[]): Promise<Rig> {
  const made = make(...names);
  const rig = await startRig(...made.names);
  const stop = async () => {
    await rig.stop();
    made.remove();
  };
  return { ...rig, stop };
}

/** A page with the map drawn, and everything it asked for and complained of. */
export interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

/** Screens that the page is tested on. */
export const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>;

/** Has a page compute so many times slower as SLOWER says: no test may hang on a machine's speed. */
export async function slowDown(page: Page): Promise<void> {
  const rate = Number(process.env['SLOWER'] ?? 1);
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Opens the page in a fresh profile and waits for the first complete map. */
export async function open(
  { origin, browser }: Rig, query: string, options: BrowserContextOptions = screens.desktop,
  prepare?: (page: Page) => Promise<void>,
): Promise<Opened> {
  const context = await browser.newContext({
    colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB', ...options,
  });
  const page = await context.newPage();
  await slowDown(page);
  await prepare?.(page);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => { // listening comes late, and is none of what a view asks for
    if (!/\/live$|\/assets\/newer-/.test(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) &&
    complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${origin}/${query}`);
  await page.waitForFunction(() => window.demarc !== undefined, undefined, { timeout: 15_000 });
  await page.evaluate(() => window.demarc?.ready);
  return { page, requests, complaints };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8');

/**
 * What axe-core finds wrong with the page as it stands; it must have been opened with `bypassCSP`.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ content: axeSource });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) =>
      Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const result = await axe.run({ rules: { 'target-size': { enabled: true } } });
    return result.violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary ?? ''}`).join(' | ')}`);
  });
}

/** Keeps what is written on canvases, such as a picture that is saved. */
export async function noteWriting(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    const usual = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      written.push(text);
      return usual.call(this, text, ...rest);
    };
  });
  return () => page.evaluate(() => (window as unknown as { written: string[] }).written);
}

/** Keeps a picture of the page where SCREENSHOTS says, for eyes; nowhere when it is not set. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Waits until all tiles show a day. */
export async function shown(page: Page, iso: string): Promise<void> {
  await page.waitForFunction((day) => document.documentElement.dataset['date'] === day, iso);
  await page.evaluate(() =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The colour that most of 9 by 9 pixels have on the screen around a place. */
export async function colourAt(page: Page, lon: number, lat: number): Promise<readonly number[]> {
  return (await around(page, lon, lat)).colour;
}

/** The darkest colour of the pixels around a place: that of a line, if there is one. */
export async function darkest(page: Page, lon: number, lat: number): Promise<readonly number[]> {
  const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);
  const clip = { x: Math.round(x) - 4, y: Math.round(y) - 4, width: 9, height: 9 };
  const { data } = PNG.sync.read(await page.screenshot({ clip }));
  const colours = Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 3)]);
  const sum = (colour: readonly number[]) => colour.reduce((a, b) => a + b, 0);
  return colours.sort((a, b) => sum(a) - sum(b))[0] ?? [];
}

/** Which share of the pixels around a place has another colour than most: lines are seen so. */
export async function othersAt(page: Page, lon: number, lat: number): Promise<number> {
  return (await around(page, lon, lat)).others;
}

async function around(page: Page, lon: number, lat: number): Promise<ReturnType<typeof majority>> {
  const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);
  const clip = { x: Math.round(x) - 4, y: Math.round(y) - 4, width: 9, height: 9 };
  const png = PNG.sync.read(await page.screenshot({ clip }));
  return majority(png, 4, 4);
}

/**
 * The colour that most pixels have in a square of a picture around a point, and which share of them
 * has another one.
 */
export function majority(
  png: PNG, x: number, y: number, reach = 4,
): { readonly colour: readonly number[]; readonly others: number } {
  const counts = new Map<string, number>();
  for (let row = y - reach; row <= y + reach; row++) {
    for (let column = x - reach; column <= x + reach; column++) {
      const at = 4 * (row * png.width + column);
      const key = [...png.data.subarray(at, at + 3)].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [key, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['0,0,0', 0];
  return { colour: key.split(',').map(Number), others: 1 - count / (2 * reach + 1) ** 2 };
}

/** Each square of pixels as their mean. */
export function reduced(png: PNG, factor: number): PNG {
  const small = new PNG({
    width: Math.floor(png.width / factor), height: Math.floor(png.height / factor),
  });
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) for (let dx = 0; dx < factor; dx++) sum += png.data[4 * ((y * factor + dy) * png.width + x * factor + dx) + channel]!;
        small.data[4 * (y * small.width + x) + channel] = Math.round(sum / factor ** 2);
      }
    }
  }
  return small;
}

/** The share of pixels that differ: a channel is further apart than that of a smoothed edge. */
export function differing(a: PNG, b: PNG): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    if ([0, 1, 2].some((channel) =>
      Math.abs(a.data[i + channel]! - b.data[i + channel]!) > 28)) count++;
  }
  return count / (a.width * a.height);
}

/**
 * A colour as drawn: over the page's colour of the map, or another ground, at the opacity of
 * areas in the light theme.
 */
export function drawn(hex: string, ground: readonly number[] = [0xf1, 0xee, 0xe7]): readonly number[] {
  const alpha = 0.6;
  return ground.map((under, i) =>
    Math.round(alpha * parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) + (1 - alpha) * under));
}

/** How far two colours are apart in the channel in which they differ most. */
export function apart(a: readonly number[], b: readonly number[]): number {
  return Math.max(...b.map((value, i) => Math.abs(value - (a[i] ?? 0))));
}

/**
 * What the page has done since the last time it was asked, in counts: they are the same on any
 * machine.
 */
export interface Work {
  /** Canvases of tiles that were painted. */
  readonly tiles: number;
  /** The most often that one of them was painted. */
  readonly sameTile: number;
  /** Canvases over the whole view that were drawn. */
  readonly layers: number;
  /** Corners of paths that were made out of geometry. */
  readonly corners: number;
  /** Shapes that were asked whether they hold a point. */
  readonly probes: number;
}

/** Has a page count its work from its first script on. */
export async function countWork(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const painted = new Map<HTMLCanvasElement, number>();
    let [layers, corners, probes] = [0, 0, 0];
    const before = (
      owner: object, name: string, count: (self: CanvasRenderingContext2D) => void,
    ) => {
      const methods = owner as Record<string, (...args: unknown[]) => unknown>;
      const method = methods[name]!;
      methods[name] = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
        count(this);
        return method.apply(this, args);
      };
    };
    before(CanvasRenderingContext2D.prototype, 'clearRect', ({ canvas }) => {
      if (canvas.closest('.control-tiles')) painted.set(canvas, (painted.get(canvas) ?? 0) + 1);
      else if (canvas.classList.contains('viewport-canvas')) layers++;
    });
    before(Path2D.prototype, 'lineTo', () => corners++);
    before(CanvasRenderingContext2D.prototype, 'isPointInPath', () => probes++);
    (window as unknown as { work: () => Work }).work = () => {
      const counts = [...painted.values()];
      const work = { tiles: counts.reduce((sum, n) => sum + n, 0), sameTile: Math.max(0, ...counts),
        layers, corners, probes };
      painted.clear();
      [layers, corners, probes] = [0, 0, 0];
      return work;
    };
  });
}

/** What a page that counts its work has done since it was asked before. */
export function workOf(page: Page): Promise<Work> {
  return page.evaluate(() => (window as unknown as { work: () => Work }).work());
}

/** The main thread's own time, as the browser accounts for it: CPU time, not that of the clock. */
export async function threadClock(page: Page): Promise<() =>
    Promise<{ script: number; task: number }>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string) =>
      (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
    return { script: value('ScriptDuration'), task: value('TaskDuration') };
  };
}
