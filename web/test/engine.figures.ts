import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, startRig, type Rig } from './browser.ts';

/** What bench/engine tells, by name. */
const figures: Record<string, number | readonly number[] | string> = {};
const rounds = Number(process.env['ROUNDS'] ?? 3);
const rows = Number(process.env['ROWS'] ?? 1_000_000);
const folder = mkdtempSync(`${tmpdir()}/demarc-engine-`);
const table = `${folder}/million.csv`;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
  figures['browser'] = rig.browser.version();
  figures['rows'] = rows;
  writeFileSync(table, incidents());
});
afterAll(async () => {
  await rig?.stop();
  rmSync(folder, { recursive: true });
  const file = process.env['FIGURES'];
  if (file) writeFileSync(file, JSON.stringify(figures));
  else console.log(figures);
});

/** Rows anywhere around the map on days of 1988 to 2024, always the same. */
function incidents(): string {
  let seed = 19;
  const share = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const lines = ['id,lon,lat,date'];
  for (let i = 0; i < rows; i++) {
    const day = new Date(Date.UTC(1988, 1, 20) + Math.floor(share() * 13_400) * 86_400_000).toISOString().slice(0, 10);
    lines.push(`${i},${(45.3 + 2.4 * share()).toFixed(5)},${(38.8 + 1.7 * share()).toFixed(5)},${day}`);
  }
  return `${lines.join('\n')}\n`;
}

it('under Node', async () => {
  const files = await Promise.all(['engine/wasm_exec.js', 'engine/core.wasm', 'dataset.zip'].map(async (path) => {
    const name = `${folder}/${path.replace('engine/', '')}`;
    writeFileSync(name, Buffer.from(await (await fetch(`${rig.origin}/${path}`)).arrayBuffer()));
    return name;
  }));
  const [opened, located]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    const told = JSON.parse(execFileSync(process.execPath, [fileURLToPath(new URL('../engine/testdata/million.mjs', import.meta.url)), ...files, table], { encoding: 'utf8' })) as
      { opened: number; located: number; rows: number; status: number };
    expect(told.status).toBe(200);
    opened.push(told.opened);
    located.push(told.located);
  }
  figures['program started and dataset opened'] = opened;
  figures['rows located'] = located;
}, 600_000);

it('in the browser', async () => {
  const { page } = await open(rig, '?d=2020-11-25');
  await page.waitForLoadState('networkidle');
  await page.locator('#more').click();
  await page.locator('#table').click();
  const card = page.locator('.table-card');
  await rig.browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await card.locator('input[type=file]').setInputFiles(table);
  let seen = '';
  await page.exposeFunction('tellProgress', (text: string) => { seen = text; figures['progress'] = Number(figures['progress'] ?? 0) + 1; });
  await page.evaluate(() => {
    const tell = (window as unknown as { tellProgress: (text: string) => void }).tellProgress;
    new MutationObserver(() => tell(document.querySelector('.table-card [role=status]')?.textContent ?? ''))
      .observe(document.querySelector('.table-card')!, { subtree: true, childList: true, characterData: true });
  });
  await card.getByText('Save with columns added').waitFor({ timeout: 300_000 });
  expect(seen).not.toBe('');
  const { traceEvents } = JSON.parse((await rig.browser.stopTracing()).toString()) as { traceEvents: readonly TraceEvent[] };
  const main = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => /RunTask$/.test(name) && tdur !== undefined && main.has(`${pid} ${tid}`)).map(({ tdur }) => tdur! / 1000).sort((a, b) => b - a);
  expect(tasks.length).toBeGreaterThan(10);
  figures['longest tasks of the page'] = tasks.filter((_, i) => i % 2 === 0).slice(0, 5); // each is told by two layers of the scheduler
  await page.evaluate(() => new MutationObserver((_, observer) => { // as soon as the first rows are there
    const told = document.querySelector('.table-card [role=status]')?.textContent ?? '';
    if (!/^[1-9]\S* rows located$/.test(told)) return;
    observer.disconnect();
    document.querySelector<HTMLElement>('.table-card [data-key=cancel]')?.click();
  }).observe(document.querySelector('.table-card')!, { subtree: true, childList: true, characterData: true }));
  await card.locator('input[type=file]').setInputFiles(table);
  await card.getByText('Cancelled.').waitFor();
  await page.context().close();
}, 600_000);

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}
