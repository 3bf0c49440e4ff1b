import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const binary = process.env['DEMARC_BIN'] ??
  fileURLToPath(new URL('../../bin/demarc', import.meta.url));
/** The real server, and how to stop it. */
export interface Served {
  readonly origin: string;
  readonly stop: () => void;
  /** Has it load its datasets again. */
  readonly reload: () => void;
  /** Takes it away at once, and brings it back at the same address. */
  readonly halt: () => Promise<void>;
  readonly revive: () => Promise<void>;
}

/**
 * Starts the server, below a path of its address such as `/maps` if one is given, with the datasets
 * that are named, bundled or made up, else with its first bundled one.
 */
export function serve(below: string, ...data: readonly string[]): Promise<Served> {
  return serveWith([], below, ...data);
}

/** The same with more flags. */
export async function serveWith(flags: readonly string[], below: string, ...data: readonly string[]): Promise<Served> {
  if (!existsSync(binary)) {
    throw new Error(`no server at ${binary}: run "make build" first, or set DEMARC_BIN`);
  }
  const port = await freePort();
  const options = data.flatMap((name) => ['-data', name.startsWith('bundled:') ? name
    : name.startsWith('made:') ? name.slice('made:'.length)
    : fileURLToPath(new URL(`../../data/testdata/${name}`, import.meta.url))]);
  options.push(...flags);
  if (below) options.push('-url', `http://127.0.0.1:${port}${below}/`);
  const origin = `http://127.0.0.1:${port}${below}`;
  const start = async () => {
    const started = spawn(binary, ['serve', '-addr', `127.0.0.1:${port}`, ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await answers(started, `${origin}/timeline`);
    return started;
  };
  let server = await start();
  return {
    origin,
    stop: () => void server.kill(),
    reload: () => void server.kill('SIGHUP'),
    halt: () => new Promise((resolve) => {
      server.once('exit', () => resolve());
      server.kill('SIGKILL');
    }),
    revive: async () => {
      if (server.exitCode === null && server.signalCode === null) return; // it was never away
      server = await start();
    },
  };
}

/** Made-up datasets that have no folder of their own, see data/testdata/write. */
export interface Made {
  /** What {@link serve} calls them. */
  readonly names: readonly string[];
  readonly remove: () => void;
}

export function make(...names: readonly string[]): Made {
  const folder = mkdtempSync(`${tmpdir()}/demarc-made-`);
  for (const name of names) {
    execFileSync(process.env['GO'] ?? 'go', ['run', './data/testdata/write', name, `${folder}/${name}`],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) });
  }
  return {
    names: names.map((name) => `made:${folder}/${name}`),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The board of 4,900 zones that change on 8,900 days, see bench/inputs/write. */
export function makeBoard(): Made {
  const folder = mkdtempSync(`${tmpdir()}/demarc-board-`);
  execFileSync(process.env['GO'] ?? 'go', ['run', './inputs/write', folder],
    { cwd: fileURLToPath(new URL('../../bench', import.meta.url)) });
  return { names: [`made:${folder}`], remove: () => rmSync(folder, { recursive: true }) };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Waits for the first answer, or for the server to say why it will not come. */
async function answers(server: ChildProcess, url: string): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server stopped:\n${log}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline) throw new Error(`the server does not answer:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Another map of the land of a bundled dataset, under another id: of every fifth period another
 * actor is the controller.
 */
export function makeOther(of: string): Made {
  const from = fileURLToPath(new URL(`../../data/${of}`, import.meta.url));
  const folder = mkdtempSync(`${tmpdir()}/demarc-made-`);
  const to = `${folder}/${of}-other`;
  cpSync(from, to, { recursive: true,
    filter: (path) => !/\.go$|\.md$|LICENSE$|\/(testdata|build)$/.test(path) });
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(`${to}/${name}`, change(readFileSync(`${to}/${name}`, 'utf8')));
  edit('dataset.json', (text) => text.replace(`"id": "${of}"`, `"id": "${of}-other"`)
    .replace(/"title": \{[^}]*\}/, `"title": ${JSON.stringify(otherTitle)}`));
  edit('control.json', (text) => {
    const ids = [...new Set([...text.matchAll(/"controller": "([^"]+)"/g)].map(([, id]) => id))].sort();
    let n = 0;
    return text.replace(/"controller": "([^"]+)"/g, (whole, id: string) =>
      (n++ % 5 === 2 ? `"controller": "${ids.find((other) => other !== id)}"` : whole));
  });
  return { names: [`made:${to}`], remove: () => rmSync(folder, { recursive: true }) };
}

/** What the other map is called. */
export const otherTitle = { en: 'By other sources', az: 'Başqa mənbələrə görə',
  hy: 'Ըստ այլ աղբյուրների', ru: 'По другим источникам' };
