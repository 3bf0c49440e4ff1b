import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, it } from 'vitest';
import type { Page } from 'playwright-core';
import { open, screens, startRig, threadClock, type Rig } from './browser.ts';
import { makeBoard } from './served.ts';

/** What is measured, by name; times in milliseconds. */
const figures: Record<string, number | readonly number[] | string> = {};
const rounds = Number(process.env['ROUNDS'] ?? 7);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  figures['browser'] = rig.browser.version();
});
afterAll(async () => {
  await rig?.stop();
  const file = process.env['FIGURES'];
  if (file) writeFileSync(file, JSON.stringify(figures));
  else console.log(figures);
});

const days = ['1992-05-09', '1993-04-03', '1994-05-12', '2016-04-02', '2020-10-20', '2020-11-25',
  '2022-08-26', '2023-09-20'];

it('the first complete map', async () => {
  const cold: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const { page } = await open(rig, '?d=2020-11-25');
    cold.push(await page.evaluate(() =>
      performance.getEntriesByName('demarc-ready')[0]?.startTime ?? NaN));
    const clock = await threadClock(page);
    await page.reload();
    await page.evaluate(() => window.demarc?.ready);
    cpu.push((await clock()).task);
    await page.context().close();
  }
  figures['first map'] = cold;
  figures['first map, CPU of the page'] = cpu;
});

it('another date', async () => {
  const { page, requests } = await open(rig, '?d=2020-11-24');
  await page.waitForLoadState('networkidle');
  const clock = await threadClock(page);
  const before = requests.length;
  const [script, task, frames]: [number[], number[], number[]] = [[], [], []];
  for (let i = -10; i < 100; i++) {
    const start = await clock();
    const took = await change(page, days[(i + 16) % days.length]!);
    const end = await clock();
    if (i < 0) continue;
    script.push(end.script - start.script);
    task.push(end.task - start.task);
    frames.push(took);
  }
  figures['date change, script'] = script;
  figures['date change, main thread'] = task;
  figures['date change, frames until drawn'] = frames;
  figures['date change, requests'] = requests.length - before;
  await page.context().close();
});

/** Changes the date as a user does, from a task of the page: what tools evaluate counts as no script. */
function change(page: Page, day: string): Promise<number> {
  return page.evaluate(async (iso) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    await new Promise<void>((resolve) => setTimeout(() => {
      window.demarc?.setDate(iso);
      resolve();
    }));
    let frames = 0;
    while (document.documentElement.dataset['date'] !== iso) {
      await frame();
      frames++;
    }
    await frame();
    await new Promise((resolve) => setTimeout(resolve)); // what follows the repaint
    return frames;
  }, day);
}

it('another date, near and far, of 4,900 zones', async () => {
  const made = makeBoard();
  const board = await startRig(...made.names);
  try {
    const cold: number[] = [];
    for (let i = 0; i < Math.min(rounds, 7); i++) {
      const { page } = await open(board, '');
      cold.push(await page.evaluate(() =>
        performance.getEntriesByName('demarc-ready')[0]?.startTime ?? NaN));
      await page.context().close();
    }
    figures['board: first map'] = cold;
    const { page } = await open(board, '?d=2010-01-01');
    await page.waitForLoadState('networkidle');
    const clock = await threadClock(page);
    const first = Date.UTC(1990, 0, 1);
    for (const [kind, dayOf] of [['near', (i: number) => 8000 + i],
      ['far', (i: number) => 1 + (((i + 10) * 7919) % 17_000)]] as const) {
      const [script, task]: [number[], number[]] = [[], []];
      for (let i = -10; i < 100; i++) {
        const start = await clock();
        await change(page, new Date(first + dayOf(i) * 86_400_000).toISOString().slice(0, 10));
        const end = await clock();
        if (i < 0) continue;
        script.push(end.script - start.script);
        task.push(end.task - start.task);
      }
      figures[`board: ${kind} date, script`] = script;
      figures[`board: ${kind} date, main thread`] = task;
    }
    figures['board: strip zooms, script of a frame'] = await zoomed(page, clock);
    await page.context().close();
  } finally {
    await board.stop();
    made.remove();
  }
});

/** The script of each frame while the wheel zooms the strip in and out, from all days to a week. */
async function zoomed(page: Page, clock: () => Promise<{ script: number }>): Promise<number[]> {
  const script: number[] = [];
  await page.locator('.zooms').waitFor();
  for (let i = -10; i < 100; i++) {
    const start = await clock();
    await page.evaluate(async (deltaY) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise<void>((resolve) => setTimeout(() => {
        const track = document.querySelector('.track')!;
        const { left, width } = track.getBoundingClientRect();
        track.dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: left + width * 0.6, cancelable: true }));
        resolve();
      }));
      await frame();
      await frame();
    }, i % 50 < 25 ? -120 : 120);
    const end = await clock();
    if (i >= 0) script.push(end.script - start.script);
  }
  return script;
}

it('what is under the pointer, and playback', async () => {
  const { page } = await open(rig, '?d=2020-11-24');
  await page.waitForLoadState('networkidle');
  figures['hit'] = await page.evaluate(() => {
    const found: number[] = [];
    const [each, probes] = [20, 200];
    for (let i = -50; i < probes; i++) {
      const [lon, lat] = [45.6 + ((i * 7919) % 200) / 100, 38.9 + ((i * 104_729) % 170) / 100];
      const start = performance.now();
      for (let j = 0; j < each; j++) window.demarc?.under(lon, lat);
      if (i >= 0) found.push((performance.now() - start) / each);
    }
    return found;
  });
  // playback goes from each to the next
  const all = ((await (await fetch(`${rig.origin}/timeline`))
    .json()) as { changes: string[] }).changes;
  const rates: number[] = [];
  for (let i = 0; i < rounds; i++) {
    rates.push(await page.evaluate(async (all) => {
      const begin = performance.now();
      let count = 0;
      while (performance.now() - begin < 2000) {
        window.demarc?.setDate(all[count++ % all.length]!);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return (1000 * count) / (performance.now() - begin);
    }, all));
  }
  figures['states a second'] = rates;
  const clock = await threadClock(page);
  const start = await clock();
  const count = 200;
  await page.evaluate(async ([changes, n]) => {
    for (let i = 0; i < n; i++) {
      window.demarc?.setDate(changes[i % changes.length]!);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, [all, count] as const);
  figures['playback, main thread of a state'] = ((await clock()).task - start.task) / count;
  await page.context().close();
});

it('the phone', async () => {
  const { page } = await open(rig, '?d=2020-11-24', screens.phone);
  figures['first map, phone'] =
    await page.evaluate(() => performance.getEntriesByName('demarc-ready')[0]?.startTime ?? NaN);
  await page.context().close();
});

it('what is loaded', () => {
  const dist = fileURLToPath(new URL('../dist/', import.meta.url));
  const index = readFileSync(`${dist}index.html`, 'utf8');
  const names = [...index.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)]
    .map(([, name]) => name!);
  const size = (ending: string) =>
    names.filter((name) => name.endsWith(ending) && existsSync(dist + name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(dist + name)).length, 0) / 1024;
  figures['first load, js, KB gzip'] = size('.js');
  figures['first load, css, KB gzip'] = size('.css');
});
