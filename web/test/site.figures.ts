import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from 'vitest';
import { startRig, type Rig } from './browser.ts';
import { host, type Host } from './hosts.ts';

/** What a first visit to a published map takes; run by bench/site, which says in FIGURES where to write. */
const figures: Record<string, number | readonly number[] | readonly string[] | string> = {};
const rounds = Number(process.env['ROUNDS'] ?? 5);

let rig: Rig;
let site: Host;
beforeAll(async () => {
  rig = await startRig();
  site = await host('nginx-packed', 'bundled:karabakh');
  figures['browser'] = rig.browser.version();
}, 300_000); // all of the map is written first
afterAll(async () => {
  await site?.stop();
  await rig?.stop();
  const file = process.env['FIGURES'];
  if (file) writeFileSync(file, JSON.stringify(figures));
  else console.log(figures);
});

/** A slow connection: bytes a second each way, and milliseconds from question to answer. */
const slow = { downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8, latency: 150 };

it('a first visit over a slow connection, until the first map', async () => {
  const [ready, bytes, requests]: [number[], number[], number[]] = [[], [], []];
  let asked: readonly string[] = [];
  for (let i = 0; i < rounds; i++) {
    const context = await rig.browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'en-GB' });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, ...slow });
    const before = site.answered().length;
    await page.goto(site.address, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('demarc-ready').length > 0, undefined, { timeout: 60_000 });
    const { at, had } = await page.evaluate(() => {
      const start = performance.getEntriesByName('demarc-ready')[0]?.startTime ?? NaN;
      const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      return { at: start, had: files.filter(({ responseEnd }) => responseEnd <= start).map(({ name }) => name) };
    });
    // what the host says, since of workers the page says nothing
    asked = site.answered().slice(before).filter((line) => {
      const [, path = ''] = line.split(' ');
      return path.endsWith('/') || path.includes('/worker-') || had.some((address) => address.endsWith(path));
    });
    ready.push(at);
    bytes.push(asked.reduce((sum, one) => sum + parseInt(one, 10), 0));
    requests.push(asked.length);
    await context.close();
  }
  figures['first map ms'] = ready;
  figures['first visit bytes'] = bytes;
  figures['first visit requests'] = requests;
  figures['first visit files'] = asked;
});
