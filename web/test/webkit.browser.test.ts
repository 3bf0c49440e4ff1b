import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Builder, By, Capabilities, Key, until, type WebDriver } from 'selenium-webdriver';
import type {} from '../src/main.ts'; // for window.demarc
import { freePort, serve, type Served } from './served.ts';

/** The first things that readers do, in WebKitGTK as Debian ships it: the engine of Safari. */
const driverPath = process.env['WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver';
const browserPath = process.env['WEBKIT'] ?? ['x86_64', 'aarch64']
  .map((arch) => `/usr/lib/${arch}-linux-gnu/webkit2gtk-4.1/MiniBrowser`).find(existsSync) ?? '';
const screenPath = '/usr/bin/Xvfb';

let server: Served;
let display: string;
let driver: ChildProcess | undefined;
let browser: WebDriver | undefined;
const started: ChildProcess[] = [];

beforeAll(async () => {
  for (const [path, name] of [[driverPath, 'webkit2gtk-driver'], [browserPath, 'webkit2gtk-driver'],
      [screenPath, 'xvfb']]) {
    if (!path || !existsSync(path)) throw new Error(`WebKitGTK is not here: install ${name}`);
  }
  server = await serve('');
  display = await screen();
});
afterAll(() => {
  for (const child of started) child.kill();
  server?.stop();
});
afterEach(async () => {
  await browser?.quit();
  browser = undefined;
  driver?.kill();
});

/** A screen that nobody sees; the first number that is free is its own choice. */
async function screen(): Promise<string> {
  const child = spawn(screenPath, ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten',
    'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  started.push(child);
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error(`${screenPath} does not start`)));
  });
  return `:${number}`;
}

async function waitFor(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done()); tries++) {
    if (tries === 200) throw new Error('the driver does not answer');
    await sleep(50);
  }
}

/** A browser with a driver of its own; undefined where the driver started one and never heard of
 *  it, as happens now and then on a busy machine. */
async function start(): Promise<WebDriver | undefined> {
  driver?.kill();
  const port = await freePort();
  driver = spawn(driverPath, [`--port=${port}`], {
    stdio: 'ignore', env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11' },
  });
  const address = `http://127.0.0.1:${port}`;
  await waitFor(() => fetch(`${address}/status`).then(({ ok }) => ok, () => false));
  const session = new Builder().usingServer(address).withCapabilities(new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: browserPath, args: ['--automation'] },
  })).build();
  const answered = Promise.resolve(session.getSession()).then(() => session, () => undefined);
  return Promise.race([answered, sleep(20_000, undefined)]);
}

async function open(query: string): Promise<WebDriver> {
  browser = await start() ?? await start();
  if (!browser) throw new Error('the driver starts no browser');
  await browser.manage().setTimeouts({ pageLoad: 20_000, script: 20_000 });
  await browser.get(`${server.origin}/${query}`);
  await browser.wait(() => browser!.executeScript('return window.demarc !== undefined'), 15_000);
  await browser.executeAsyncScript('window.demarc.ready.then(arguments[0])');
  return browser;
}

const day = (page: WebDriver) =>
  page.findElement(By.css('#timebar time')).getAttribute('datetime');

describe('in WebKit', () => {
  it('the page loads, and a click says who held the place', async () => {
    const page = await open('?d=2020-11-25&c=39.81,46.5,9&lang=en');
    const { x, y } = await page.executeScript<{ x: number; y: number }>(
      'return window.demarc.project(46.04, 40.1)');
    await page.actions().move({ x: Math.round(x), y: Math.round(y) }).click().perform();
    // what is told comes in parts, each in place of the one before
    const told = (selector: string) => page.executeScript<string>(
      'return document.querySelector(arguments[0])?.textContent ?? ""', selector);
    await expect.poll(() => told('#place h2')).toContain('Kalbajar');
    await expect.poll(() => told('#place .control-card')).toContain('Azerbaijan');
  });

  it('the slider changes the day', async () => {
    const page = await open('?d=2020-11-24&lang=en');
    await page.findElement(By.css('#timebar [role="slider"], #timebar input[type="range"]'))
      .sendKeys(Key.ARROW_RIGHT);
    await page.wait(async () => (await day(page)) !== '2020-11-24', 5_000);
  });

  it('an embedded map is drawn and tells its day', async () => {
    const page = await open('embed?d=2020-11-25&lang=en');
    await page.wait(() => page.executeScript(
      'return window.demarc.under(46.15, 40.04).length > 0'), 10_000);
    expect(await page.findElement(By.css('body')).getText()).toContain('25 November 2020');
  });

  it('an embedded map opens a place on a card, and steps', async () => {
    const page = await open('embed?d=2020-09-26&sel=46.04,40.1&bounds=45.5,38.8,47.9,40.6&lang=en');
    const card = await page.wait(until.elementLocated(By.css('#panel .brief strong')), 10_000);
    expect(await card.getText()).toContain('Kalbajar');
    const now = () => page.findElement(By.css('#now time')).getAttribute('datetime');
    await page.findElement(By.css('[aria-label="Next change"]')).click();
    await page.wait(async () => (await now()) !== '2020-09-26', 5_000);
  });

  it('the menu opens and closes', async () => {
    const page = await open('?d=2020-11-25&lang=en');
    const [more, menu] = [page.findElement(By.css('#more')), page.findElement(By.css('#settings'))];
    await more.click();
    await page.wait(until.elementIsVisible(menu), 5_000);
    await page.actions().sendKeys(Key.ESCAPE).perform();
    await page.wait(until.elementIsNotVisible(menu), 5_000);
  });
});
