import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, it } from 'vitest';
import { open, screens, startRig, threadClock, type Rig } from './browser.ts';

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
  const change = (day: string) => page.evaluate(async (iso) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    window.demarc?.setDate(iso);
    let frames = 0;
    while (document.documentElement.dataset['date'] !== iso) {
      await frame();
      frames++;
    }
    await frame();
    await new Promise((resolve) => setTimeout(resolve)); // what follows the repaint
    return frames;
  }, day);
  const [script, task, frames]: [number[], number[], number[]] = [[], [], []];
  for (let i = -10; i < 100; i++) {
    const start = await clock();
    const took = await change(days[(i + 16) % days.length]!);
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
