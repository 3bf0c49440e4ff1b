import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { freePort } from './served.ts';

/** The program. */
export const binary = process.env['DEMARC_BIN'] ??
  fileURLToPath(new URL('../../bin/demarc', import.meta.url));

/** Programs that serve files, as they come. */
export type Program = 'python' | 'nginx' | 'nginx-packed' | 's3';

/** A published map below a path of a host that only serves files. */
export interface Host {
  /** With a slash at its end. */
  readonly address: string;
  /** Publishes again, with these arguments. */
  readonly publish: (...data: readonly string[]) => void;
  /** What nginx-packed has answered: bytes and address of each, the first first. */
  readonly answered: () => readonly string[];
  /** Takes the host away, and brings it back. */
  readonly halt: () => Promise<void>;
  readonly revive: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Publishes a dataset of data/testdata, or one that is bundled, with more flags, and serves it. */
export async function host(program: Program, data: string, ...flags: readonly string[]): Promise<Host> {
  const folder = mkdtempSync(`${tmpdir()}/demarc-host-`);
  const site = `${folder}/root/papers/maps`;
  mkdirSync(`${folder}/root/papers`, { recursive: true });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/papers/maps/`;
  if (program === 's3') build(folder);
  const publish = (name: string) => {
    const from = name.startsWith('bundled:') || name.startsWith('/') ? name
      : fileURLToPath(new URL(`../../data/testdata/${name}`, import.meta.url));
    const to = program === 's3' ? ['-endpoint', `http://127.0.0.1:${port}`, 's3://papers/maps'] : [site];
    execFileSync(binary, ['publish', '-data', from, '-url', address, ...flags, ...to],
      { stdio: 'pipe', env: { ...process.env, AWS_ACCESS_KEY_ID: 'tests', AWS_SECRET_ACCESS_KEY: 'tests-alone' } });
  };
  const start = async () => {
    const started = { python: () => python(`${folder}/root`, port), nginx: () => nginx(folder, port), 'nginx-packed': () => nginx(folder, port, packing, `${folder}/log told`),
      s3: () => store(folder, port) }[program]();
    await answering(started, `http://127.0.0.1:${port}/`);
    return started;
  };
  let running = await start();
  publish(data);
  const halt = () => new Promise<void>((resolve) => {
    running.once('exit', () => resolve());
    running.kill(program === 'python' ? 'SIGKILL' : 'SIGTERM');
  });
  return {
    address, publish, halt,
    answered: () => readFileSync(`${folder}/log`, 'utf8').trim().split('\n').slice(1), // the first asks whether it runs
    revive: async () => {
      running = await start();
    },
    stop: async () => {
      if (running.exitCode === null && running.signalCode === null) await halt();
      rmSync(folder, { recursive: true });
    },
  };
}

function python(root: string, port: number): ChildProcess {
  return spawn('python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', root],
    { stdio: 'ignore' });
}

/** Most hosts compress what becomes smaller by it; Debian has this line as a comment. */
const packing = 'gzip_types text/css text/javascript application/javascript application/json image/svg+xml application/geo+json;';

/** As Debian has it, but for where it writes, and more lines. */
function nginx(folder: string, port: number, lines = '', log = 'off'): ChildProcess {
  writeFileSync(`${folder}/nginx.conf`, `
    daemon off; master_process off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      include /etc/nginx/mime.types; default_type application/octet-stream; log_format told '$bytes_sent $request_uri'; access_log ${log}; gzip on; ${lines}
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      server { listen 127.0.0.1:${port}; root ${folder}/root; }
    }`);
  return spawn('nginx', ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'],
    { stdio: 'ignore', env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
}

/** Compiles the store of conformance/s3, and makes a bucket that everybody reads. */
function build(folder: string): void {
  execFileSync('go', ['build', '-C', fileURLToPath(new URL('../../conformance/s3', import.meta.url)),
    '-o', `${folder}/versitygw`, 'github.com/versity/versitygw/cmd/versitygw'], { stdio: 'pipe' });
  mkdirSync(`${folder}/beside/papers/meta`, { recursive: true });
  writeFileSync(`${folder}/beside/papers/meta/policy`, JSON.stringify({ Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::papers/*' }] }));
}

function store(folder: string, port: number): ChildProcess {
  return spawn(`${folder}/versitygw`, ['--access', 'tests', '--secret', 'tests-alone', '--port', `127.0.0.1:${port}`,
    '--quiet', 'posix', '--sidecar', `${folder}/beside`, `${folder}/root`], { stdio: 'ignore' });
}

/** A copy of a dataset of data/testdata with another title: its folder, below that of temporary files. */
export function renamed(name: string, title: string): string {
  const folder = mkdtempSync(`${tmpdir()}/demarc-renamed-`);
  cpSync(fileURLToPath(new URL(`../../data/testdata/${name}`, import.meta.url)), folder, { recursive: true });
  const file = `${folder}/dataset.json`;
  const dataset = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...dataset, title: { en: title } }));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  return folder;
}

async function answering(started: ChildProcess, address: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (started.exitCode !== null) throw new Error('the host has stopped');
    if (await fetch(address).catch(() => undefined)) return;
    if (Date.now() > deadline) throw new Error(`no answer at ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
