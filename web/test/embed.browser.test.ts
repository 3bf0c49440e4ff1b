import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { open, picture, screens, startRig, startRigBelow, violations, type Rig } from './browser.ts';

/** Maps in articles of another origin, as newsrooms have them. */
let rig: Rig;
let news: Server;
let newsroom: string;
const articles = new Map<string, { readonly body: string; readonly policy?: string }>();
beforeAll(async () => {
  rig = await startRig();
  news = createServer((request, response) => {
    const { body, policy } = articles.get(request.url ?? '') ?? { body: '' };
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy) response.setHeader('content-security-policy', policy);
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>The lines of autumn</title><body><p>${
      'Made up. '.repeat(60)}</p>${body}<p>${'More of it. '.repeat(900)}</p>`);
  });
  await new Promise<void>((resolve) => news.listen(0, 'localhost', resolve));
  newsroom = `http://localhost:${(news.address() as AddressInfo).port}`;
});
afterAll(async () => {
  news?.close();
  await rig?.stop();
});

const day = 'd=2020-11-25';
const box = 'bounds=45.4,38.8,47.5,40.5';
const place = 'sel=46.04,40.1';

interface Article {
  readonly page: Page;
  readonly frames: readonly Frame[];
  readonly complaints: readonly string[];
}

/** Opens an article, and waits until its maps are drawn. */
async function article(
  body: string, options: BrowserContextOptions = {}, policy?: string,
): Promise<Article> {
  const path = `/${articles.size}`;
  articles.set(path, policy === undefined ? { body } : { body, policy });
  const context = await rig.browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce',
    locale: 'en-GB', viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) &&
    complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(newsroom + path);
  const embeds = () => page.frames().filter((frame) => frame.url().includes('/embed?'));
  const wanted = await page.locator('iframe[src*="/embed?"]').count();
  await expect.poll(() => embeds().length).toBe(wanted); // a sandbox has a process, and comes later
  const frames = embeds();
  for (const frame of frames) {
    await frame.waitForFunction(() => window.demarc !== undefined);
    await frame.evaluate(() => window.demarc?.ready);
    await frame.locator('.cited:not(:empty)').waitFor();
    await frame.evaluate(async () => { // what came last may have left the map another room to fit into
      const at = () => JSON.stringify(window.demarc!.project(46.5, 39.8));
      for (let last = ''; last !== at();) {
        last = at();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
  }
  return { page, frames, complaints };
}

const iframe = (query: string, width: string | number, height: number, more = '') =>
  `<iframe src="${rig.origin}/embed?${query}" width="${width}" height="${height}" title="t" ` +
  `style="border: 0" ${more}></iframe>`;

const boxOf = (frame: Frame, selector: string) => frame.locator(selector).evaluate((element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom, width: right - left, height: bottom - top };
});

/** Parts of a frame that cover each other, or stick out of it. */
function overlaps(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => {
    const parts = ['#title', '#open-full', '#now', '#stage', '#timebar', '#key-strip', '.neutral',
      '.credits'].flatMap((name) => {
      const element = document.querySelector<HTMLElement>(name);
      return element && element.offsetParent ? [{ name, at: element.getBoundingClientRect() }] : [];
    });
    const found = parts.filter(({ at }) => at.right > innerWidth + 0.5 || at.bottom > innerHeight + 0.5)
      .map(({ name }) => `${name} sticks out`);
    for (const [i, a] of parts.entries()) {
      for (const b of parts.slice(i + 1)) {
        const x = Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left);
        const y = Math.min(a.at.bottom, b.at.bottom) - Math.max(a.at.top, b.at.top);
        if (x > 0.5 && y > 0.5) found.push(`${a.name} and ${b.name}`);
      }
    }
    return found;
  });
}

describe('an embedded map says', () => {
  it.each([[300, 250], [320, 320], [412, 500], [480, 320], [640, 427], [720, 480], [960, 640],
    [1200, 675]])('what, on which day, whose view, by whom, and covers none of it: %i x %i', async (w, h) => {
    for (const query of [`${day}&${box}`, `${day}&${box}&bare=1&lock=1`,
      `${day}&${box}&bare=1&vp=azerbaijan_announced&lang=ru`, `${day}&${box}&lang=hy`,
      `d=2020-11-25&cmp=2020-09-27&mode=difference&${box}`]) {
      const { page, frames: [frame], complaints } = await article(iframe(query, w, h));
      await picture(page, `embed-${w}x${h}-${query.replace(/.*40.5/, '')}`);
      expect(await overlaps(frame!), query).toEqual([]);
      const text = await frame!.locator('.embed').innerText();
      expect(text, query).toMatch(/25 (нояб|Nov|նոյ)/);
      expect(text, query).toMatch(/demarc (takes no side|нейтрален)|demarc-ը չեզոք/);
      expect(text, query).toMatch(/Sources: |Источники: |Աղբյուրներ: /);
      expect(text, query).toContain('OpenStreetMap');
      expect(text, query).toMatch(query.includes('vp=') ? /По заявлениям Азербайджана/
        : /As confirmed|Հաստատված/);
      expect(await frame!.locator('#key-strip .key-item:visible').count(), query).toBeGreaterThan(0);
      const map = await boxOf(frame!, '#map');
      expect(map.height, `${query}: of ${h} px the map has`).toBeGreaterThan(h * 0.25);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it('what of the legend has no room, and unfolds it', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, 300, 250));
    const more = frame!.locator('#key-strip .more');
    expect(await more.textContent()).toMatch(/^\+\d$/);
    await more.click();
    await frame!.locator('#key-strip.open').waitFor();
    expect(await more.isVisible()).toBe(false);
    await page.context().close();
  });

  it('nothing that a checker of accessibility or of targets would mend', async () => {
    for (const [w, h, query] of [[300, 250, `${day}&${place}`], [720, 480, `${day}&${place}&theme=dark`]] as const) {
      const { page } = await open(rig, `embed?${query}&${box}`,
        { viewport: { width: w, height: h }, bypassCSP: true });
      await page.locator('#panel .brief strong').waitFor();
      expect(await violations(page)).toEqual([]);
      const small = await page.locator('button:visible, a:visible, input:visible').evaluateAll((all) =>
        all.filter((e) => !e.closest('.leaflet-control-container'))
          .map((e) => [e.className, e.getBoundingClientRect().width, e.getBoundingClientRect().height] as const)
          .filter(([, width, height]) => Math.min(width, height) < 24));
      expect(small).toEqual([]);
      await page.context().close();
    }
  });

  it('nothing late: what is there does not move', async () => {
    for (const width of [412, 720, 1350]) {
      const { page } = await open(rig, `embed?${day}&${box}`, { viewport: { width, height: 600 } },
        async (p) => void await p.addInitScript(() => {
          const shifts = { sum: 0 };
          Object.assign(window, { shifts });
          new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
            (shifts.sum += (entry as unknown as { value: number }).value)))
            .observe({ type: 'layout-shift', buffered: true });
        }));
      await page.locator('.cited:not(:empty)').waitFor();
      const sum = await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
      expect(sum, `${width} px`).toBeLessThanOrEqual(0.05);
      await page.context().close();
    }
  });
});

describe('an embedded map shows', () => {
  it('the bounds of the author in any size, and after the frame has changed', async () => {
    for (const [w, h] of [[300, 250], [400, 800], [1100, 500]] as const) {
      const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, w, h));
      const seen = () => frame!.evaluate(() => {
        const { left, top, right, bottom } = document.getElementById('map')!.getBoundingClientRect();
        const corners = [window.demarc!.project(45.4, 40.5), window.demarc!.project(47.5, 38.8)];
        const [a, b] = corners as [{ x: number; y: number }, { x: number; y: number }];
        return { inside: a.x >= left - 1 && a.y >= top - 1 && b.x <= right + 1 && b.y <= bottom + 1,
          filled: Math.max((b.x - a.x) / (right - left), (b.y - a.y) / (bottom - top)) };
      });
      expect((await seen()).inside, `${w} x ${h}`).toBe(true);
      expect((await seen()).filled, `${w} x ${h}`).toBeGreaterThan(0.8); // zooms are quarters
      await page.locator('iframe').evaluate((f) => ((f as HTMLIFrameElement).width = '640'));
      await frame!.waitForFunction(() => innerWidth === 640);
      await expect.poll(async () => (await seen()).inside).toBe(true);
      await page.context().close();
    }
  });

  it('what an old link with a centre and a zoom shows', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&c=39.81,46.75,9`, 640, 480));
    const at = await frame!.evaluate(() => window.demarc!.project(46.75, 39.81));
    const map = await boxOf(frame!, '#map');
    expect(Math.abs(at.x - (map.left + map.width / 2))).toBeLessThan(2);
    expect(Math.abs(at.y - (map.top + map.height / 2))).toBeLessThan(2);
    await page.context().close();
  });

  it.each([[300, 250], [640, 480], [1100, 700]])('a place on at most a third of the map, then all of it: %i x %i', async (w, h) => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}&${place}`, w, h));
    await frame!.locator('#panel .brief', { hasText: 'Kalbajar' }).waitFor();
    const [card, map] = [await boxOf(frame!, '#panel'), await boxOf(frame!, '#map')];
    expect(card.width * card.height).toBeLessThanOrEqual(map.width * map.height / 3 + 1);
    await picture(page, `embed-card-${w}x${h}`);
    await frame!.locator('#panel [aria-expanded]').click();
    await frame!.locator('#place .control-card', { hasText: 'Azerbaijan' }).waitFor();
    await picture(page, `embed-card-whole-${w}x${h}`);
    const full = frame!.locator('#panel').getByRole('link', { name: 'Open the full map' });
    expect(await full.getAttribute('href')).toContain('sel=46.04,40.1');
    await frame!.locator('#panel').getByRole('button', { name: 'Close' }).first().click();
    await frame!.locator('#panel').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('no card when it is bare', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}&${place}&bare=1`, 640, 480));
    expect(await frame!.locator('#panel').isVisible()).toBe(false);
    await page.context().close();
  });
});

describe('an embedded map leaves the article alone', () => {
  const middle = async (page: Page) => {
    await page.locator('iframe').scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await page.locator('iframe').boundingBox())!;
    return { x: x + width * 0.6, y: y + height * 0.45 };
  };
  const scale = (frame: Frame) => frame.evaluate(() =>
    window.demarc!.project(47, 40).x - window.demarc!.project(46, 40).x);
  const scrolled = (page: Page) => page.evaluate(() => scrollY);

  it('the wheel scrolls it, until the map has the focus or Ctrl is held', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, 640, 480));
    const { x, y } = await middle(page);
    const [before, top] = [await scale(frame!), await scrolled(page)];
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, 120);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(top);
    await frame!.locator('.gesture-hint', { hasText: 'Ctrl' }).waitFor();
    expect(await scale(frame!)).toBeCloseTo(before, 3);
    const again = await middle(page);
    await page.mouse.move(again.x, again.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -240);
    await page.keyboard.up('Control');
    await expect.poll(() => scale(frame!)).toBeGreaterThan(before * 1.1);
    const [larger, held] = [await scale(frame!), await scrolled(page)];
    await frame!.locator('#map').focus();
    await page.mouse.wheel(0, -240);
    await expect.poll(() => scale(frame!)).toBeGreaterThan(larger * 1.1);
    expect(await scrolled(page)).toBe(held);
    await page.context().close();
  });

  it('names the largest areas in the smallest frame that the builder makes', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, '100%', 320), screens.phone);
    const named = await frame!.locator('.key-strip .key').evaluate((key) => {
      const edge = key.getBoundingClientRect().bottom + 1;
      return [...key.querySelectorAll('.key-item:not(.absent)')].filter((item) => item.getBoundingClientRect().bottom <= edge)
        .map((item) => item.textContent);
    });
    expect(named.slice(0, 3)).toEqual(['Azerbaijan', 'Peacekeepers present', 'Armenian forces of Karabakh']);
    await page.context().close();
  });

  it('one finger scrolls it, two move the map', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, '100%', 420), screens.phone);
    const { x, y } = await middle(page);
    const session = await page.context().newCDPSession(page);
    const at = () => frame!.evaluate(() => window.demarc!.project(46.5, 39.8));
    const [before, top] = [await at(), await scrolled(page)];
    const one = (type: 'touchStart' | 'touchMove' | 'touchEnd', dy: number) => session.send('Input.dispatchTouchEvent',
      { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: y - dy, id: 0 }] });
    await one('touchStart', 0);
    for (const dy of [5, 20, 40, 60, 80, 100]) await one('touchMove', dy);
    for (let i = 0; i < 10; i++) { // a finger that rests before it leaves throws nothing on
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await one('touchMove', 100);
    }
    await one('touchEnd', 100);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(top + 40);
    await frame!.locator('.gesture-hint', { hasText: 'two fingers' }).waitFor();
    expect(await at()).toEqual(before);
    let held = -1; // when the fling has ended
    await expect.poll(async () => {
      const last = held;
      held = await scrolled(page);
      return held === last;
    }, { interval: 300, timeout: 8000 }).toBe(true);
    const now = await middle(page);
    held = await scrolled(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', dx: number) => session.send('Input.dispatchTouchEvent',
      { type, touchPoints: type === 'touchEnd' ? [] : [{ x: now.x - 40 + dx, y: now.y, id: 0 }, { x: now.x + 40 + dx, y: now.y, id: 1 }] });
    await touch('touchStart', 0);
    for (const dx of [10, 25, 40, 60]) await touch('touchMove', dx);
    await touch('touchEnd', 60);
    await expect.poll(async () => (await at()).x).toBeGreaterThan(before.x + 20);
    expect(Math.abs(await scrolled(page) - held)).toBeLessThan(2);
    await page.context().close();
  });

  it('keys go to the map only when it has the focus, and Back to the page before', async () => {
    const { page, frames: [frame] } = await article(iframe(`${day}&${box}`, 640, 480));
    const length = await page.evaluate(() => history.length);
    const shownDay = () => frame!.locator('#now time').getAttribute('datetime');
    await page.keyboard.press('.');
    await page.keyboard.press(' ');
    expect(await shownDay()).toBe('2020-11-25');
    await frame!.locator('#map').focus();
    await page.keyboard.press('.');
    await expect.poll(shownDay).not.toBe('2020-11-25');
    await page.keyboard.press('Enter');
    await frame!.locator('#panel .brief strong').waitFor();
    await page.keyboard.press('Escape');
    await frame!.locator('#panel').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => history.length)).toBe(length);
    await page.context().close();
  });

  it('steps and playback work by touch and by keyboard, and a locked map has none', async () => {
    const { page, frames: [frame] } = await article(iframe(`d=2020-09-26&${box}`, '100%', 420), screens.phone);
    const shownDay = () => frame!.locator('#now time').getAttribute('datetime');
    await frame!.getByRole('button', { name: 'Next change' }).tap();
    await expect.poll(shownDay).not.toBe('2020-09-26');
    const next = await shownDay();
    await frame!.getByRole('button', { name: 'Play' }).press('Enter');
    await expect.poll(shownDay, { timeout: 5000 }).not.toBe(next);
    await frame!.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.context().close();
    const locked = await article(iframe(`${day}&${box}&lock=1`, 640, 480));
    expect(await locked.frames[0]!.locator('.step').count()).toBe(0);
    expect(await locked.frames[0]!.locator('#now').innerText()).toContain('25 November 2020');
    await locked.page.context().close();
  });
});

describe('the code of the builder', () => {
  /** What the builder gives for a view, with boxes ticked first. */
  async function built(query: string, ...ticked: readonly string[]): Promise<{ code: string; image: string }> {
    const { page, complaints } = await open(rig, query);
    await page.locator('#share').click();
    const code = page.locator('#embed-code');
    await code.waitFor();
    for (const id of ticked) await page.locator(`#${id}`).check();
    const texts = { code: await code.inputValue(),
      image: await page.locator('#embed-picture-code').inputValue() };
    expect(complaints).toEqual([]);
    await page.context().close();
    return texts;
  }

  it('is a frame that fits its column, in a page with and without styles and scripts', async () => {
    const { code } = await built(`?${day}&vp=azerbaijan_announced&${box}`, 'embed-script');
    expect(code).toContain('loading="lazy"');
    expect(code).toContain('allow="fullscreen"');
    expect(code).toContain('title="Nagorno-Karabakh and the districts around it, 1988-2024 · 25 November 2020 · As announced by Azerbaijan"');
    expect(code).toMatch(/bounds=[\d.,]+/);
    expect(code).not.toContain('&amp;c=');
    for (const width of [320, 640, 1100]) {
      const { page, frames, complaints } = await article(`<div style="width: ${width}px">${code}</div>`);
      const frame = (await page.locator('iframe').boundingBox())!;
      expect(frame.width).toBe(width);
      await expect.poll(async () => { // the script gives the map its ratio, whatever stands around it
        const map = await boxOf(frames[0]!, '#stage');
        return Math.abs(map.width / map.height - 1.5);
      }).toBeLessThan(0.05);
      expect(complaints).toEqual([]);
      await picture(page, `embed-article-${width}`);
      await page.context().close();
    }
    // only frames are allowed: neither the style attribute nor the script is
    const { page, complaints } = await article(code, {},
      `default-src 'none'; frame-src ${rig.origin}`);
    const frame = (await page.locator('iframe').boundingBox())!;
    expect(frame.width).toBeGreaterThan(1000);
    expect(frame.height).toBeGreaterThan(470);
    expect(complaints.every((text) => /Content.Security.Policy/i.test(text)), complaints.join()).toBe(true);
    await page.context().close();
  }, 60_000);

  it.each(['allow-scripts', 'allow-scripts allow-same-origin'])('works in a sandbox: %s', async (box_) => {
    const { code } = await built(`?${day}&${box}`, 'embed-script');
    const { page, frames: [frame], complaints } = await article(
      `<div style="width: 400px">${code.replace('<iframe', `<iframe sandbox="${box_}"`)}</div>`);
    await expect.poll(async () => {
      const map = await boxOf(frame!, '#stage');
      return Math.abs(map.width / map.height - 1.5);
    }).toBeLessThan(0.05);
    await frame!.getByRole('button', { name: 'Previous change' }).click();
    await expect.poll(() => frame!.locator('#now time').getAttribute('datetime')).not.toBe('2020-11-25');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has a script below 1 KB that sizes each frame by itself, and none by what others say', async () => {
    const script = readFileSync(new URL('../public/embed/v1.js', import.meta.url));
    expect(gzipSync(script).length).toBeLessThan(1024);
    const { code } = await built(`?${day}&${box}`, 'embed-script');
    const [frameCode = '', scriptCode = ''] = code.split('\n');
    const { page, frames } = await article(
      `<div style="width: 320px">${frameCode}</div><div style="width: 640px">${frameCode}</div>${scriptCode}` +
      `<iframe id="other" srcdoc="<p>another"></iframe>`);
    expect(frames.length).toBe(2);
    const heights = () => page.locator('iframe').evaluateAll((all) => all.map((f) => f.style.height));
    await expect.poll(async () => (await heights()).slice(0, 2).every((h) => /px$/.test(h))).toBe(true);
    const [a, b] = await heights();
    expect(a).not.toBe(b);
    await page.evaluate(() => {
      window.postMessage({ demarc: 'height', height: 999 }, '*');
      const other = document.querySelector<HTMLIFrameElement>('#other')!;
      const script_ = other.contentDocument!.createElement('script');
      script_.textContent = "parent.postMessage({ demarc: 'height', height: 999 }, '*')";
      other.contentDocument!.body.append(script_);
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await heights()).toEqual([a, b, '']);
    await frames[0]!.evaluate(() => parent.postMessage({ demarc: 'height', height: '12px; color: red' }, '*'));
    await frames[0]!.evaluate(() => parent.postMessage({ demarc: 'height', height: 1e9 }, '*'));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await heights()).toEqual([a, b, '']);
    await page.context().close();
  });

  it('is a picture too, light and dark, with words and the way to the map', async () => {
    const { image } = await built(`?${day}&${box}`);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await article(image, { colorScheme },
        `default-src 'none'; img-src ${rig.origin}`);
      const img = page.locator('picture img');
      await img.scrollIntoViewIfNeeded();
      await expect.poll(() => img.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth)).toBe(1200);
      expect(await img.evaluate((i: HTMLImageElement) => i.currentSrc.includes('theme=dark')))
        .toBe(colorScheme === 'dark');
      const alt = await img.getAttribute('alt');
      expect(alt).toContain('25 November 2020');
      expect(alt).toContain('Azerbaijan');
      expect(alt).toContain('According to: As confirmed.');
      expect(await page.locator('a:has(picture)').getAttribute('href')).toMatch(/\/\?d=2020-11-25&bounds=/);
      await picture(page, `embed-picture-${colorScheme}`);
      expect(complaints.every((text) => /Content.Security.Policy/i.test(text))).toBe(true);
      await page.context().close();
    }
  });

  it('is shown in columns of 320, 640 and all pixels', async () => {
    const { page, complaints } = await open(rig, `?${day}`);
    await page.locator('#share').click();
    await page.locator('.embed-preview summary').click();
    for (const [width, at] of [['320', 320], ['640', 640], ['', 1000]] as const) {
      await page.locator(`[data-width="${width}"]`).click();
      const frame = page.frameLocator('.embed-room iframe');
      await frame.locator('#now time').waitFor();
      const { width: got } = (await page.locator('.embed-room iframe').boundingBox())!;
      if (width) expect(got).toBe(at);
      else expect(got).toBeGreaterThan(at);
      await picture(page, `embed-builder-${width || 'full'}`);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('and the link go to other programs by the device, where it has a way', async () => {
    const { page } = await open(rig, `?${day}`, screens.phone, async (p) => void await p.addInitScript(() => {
      Object.assign(navigator, { share: async (data: ShareData) => void Object.assign(window, { sent: data }),
        canShare: () => true });
    }));
    await page.locator('#share').click();
    await page.locator('#send').click();
    const sent = await page.evaluate(() => (window as unknown as { sent: ShareData }).sent);
    expect(sent.url).toContain(day);
    await page.context().close();
  });
});

it('below a path, of each of several datasets, code, script and description lead to its own map', async () => {
  const below = await startRigBelow('/maps', 'isles', 'bundled:karabakh');
  try {
    const { page } = await open(below, `d/karabakh/?${day}`);
    await page.locator('#share').click();
    await page.locator('#embed-script').check();
    const code = await page.locator('#embed-code').inputValue();
    expect(code).toContain(`src="${below.origin}/d/karabakh/embed?`);
    const script = /src="([^"]*v1\.js)"/.exec(code)?.[1] ?? '';
    expect((await page.request.get(script)).headers()['content-type']).toContain('javascript');
    const described = await page.locator('link[type="application/json+oembed"]').getAttribute('href');
    const answer = await (await page.request.get(described ?? '')).json() as { html: string };
    expect(answer.html).toContain(`src="${below.origin}/d/karabakh/embed?d=2020-11-25"`);
    await page.context().close();
  } finally {
    await below.stop();
  }
});
