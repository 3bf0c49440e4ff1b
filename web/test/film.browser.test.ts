import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, screens, startRig, type Rig } from './browser.ts';

/** Films of days, saved by the page: what is in the files is what others than the page decode of them. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

const kept = process.env['SCREENSHOTS'];

/** Keeps what the page looks like, where SCREENSHOTS names a folder. */
async function look(page: Page, name: string): Promise<void> {
  if (!kept) return;
  mkdirSync(kept, { recursive: true });
  await page.screenshot({ path: `${kept}/film-${name}.png` });
}

/** Keeps a frame likewise. */
function keep(frame: PNG, name: string): void {
  if (kept) writeFileSync(`${kept}/film-${name}.png`, PNG.sync.write(frame));
}

const war = 'War of 2020';

/** The rows of the date in pictures of 1920 and 1080 pixels. */
const date = [50, 80] as const;

/** The dialog, by mouse or finger. */
async function openDialog(page: Page): Promise<void> {
  await page.locator('#share').click();
  await page.locator('dialog #film').click();
  await page.locator('dialog.film').waitFor();
  await expect.poll(() => page.locator('dialog.film select').last().locator('option').count()).toBeGreaterThan(0);
}

const field = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

/** Presses the button and returns the bytes of the file that is saved. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ bytes: Buffer; name: string }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 50_000 }), press()]);
  return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() };
}

/**
 * A GIF as the browser decodes it: how many frames it has, the one with the lowest row on which
 * anything is written, its number, and the one ten later.
 */
async function framesOf(page: Page, bytes: Buffer) {
  const { count, fullest, frames } = await page.evaluate(async (text) => {
    const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await Promise.all([decoder.completed, decoder.tracks.ready]);
    const canvas = document.createElement('canvas');
    const ctx = canvas.getContext('2d', { willReadFrequently: true });
    const decode = async (frameIndex: number) => {
      const { image } = await decoder.decode({ frameIndex });
      [canvas.width, canvas.height] = [image.displayWidth, image.displayHeight];
      ctx?.drawImage(image, 0, 0);
      image.close();
    };
    const lowest = () => {
      for (let y = canvas.height - 1; y > 0; y--) {
        const row = new Uint32Array(ctx?.getImageData(0, y, canvas.width, 1).data.buffer ?? []);
        if (row.some((pixel) => pixel !== row[0])) return y;
      }
      return 0;
    };
    const frameCount = decoder.tracks.selectedTrack?.frameCount ?? 0;
    let [best, low] = [0, 0];
    for (let i = 0; i < frameCount; i++) {
      await decode(i);
      const y = lowest();
      if (y > low) [best, low] = [i, y];
    }
    const found: string[] = [];
    for (const i of [best, (best + 10) % frameCount]) {
      await decode(i);
      found.push(canvas.toDataURL('image/png'));
    }
    return { count: frameCount, fullest: best, frames: found };
  }, bytes.toString('base64'));
  return { count, fullest, frames: frames.map(png) };
}

/** The picture of some moments of a video, as the browser shows it, and how long it is. */
async function momentsOf(of: Page, bytes: Buffer, type: string, wanted: readonly number[]) {
  const page = await of.context().newPage(); // our own allows no media
  const { seconds, frames } = await page.evaluate(async ([text, media, times]) => {
    const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([data], { type: media }));
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'no video'));
    });
    const found: string[] = [];
    for (const time of times) {
      const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      video.currentTime = time;
      await sought;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      found.push(canvas.toDataURL('image/png'));
    }
    return { seconds: video.duration, frames: found };
  }, [bytes.toString('base64'), type, wanted] as const);
  await page.close();
  return { seconds, frames: frames.map(png) };
}

function png(address: string): PNG {
  return PNG.sync.read(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
}

/** The share of pixels of two pictures, within some rows, that anybody would tell apart. */
function apart(a: PNG, b: PNG, [top, bottom]: readonly [number, number] = [0, a.height]): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let n = 0;
  for (let i = top * a.width * 4; i < bottom * a.width * 4; i += 4) {
    if ([0, 1, 2].some((c) => Math.abs((a.data[i + c] ?? 0) - (b.data[i + c] ?? 0)) > 48)) n++;
  }
  return n / ((bottom - top) * a.width);
}

/** The picture of the day in view that the page saves in the size of a film. */
async function pictureOf(page: Page, day: string, size: string): Promise<PNG> {
  await page.evaluate((iso) => window.demarc?.setDate(iso), day);
  await page.locator('#share').click();
  await page.locator('dialog select').first().selectOption({ label: size });
  const { bytes } = await saved(page, () => page.getByRole('button', { name: 'Save as PNG' }).click());
  await page.keyboard.press('Escape');
  return PNG.sync.read(bytes);
}

/** Whole days of the war, as the dataset names it: 27 September to 9 November. */
const [pictures, middleDay, middle] = [44, '2020-10-17', 20];

describe('the war of 2020 as a film', () => {
  it('is saved as a video by mouse, and shows the picture of each day', async () => {
    const { page, complaints } = await open(rig, '', { ...screens.desktop, acceptDownloads: true });
    await openDialog(page);
    await look(page, 'desktop');
    await field(page, 'Days').selectOption({ label: war });
    await expect.poll(() => page.locator('dialog.film').textContent()).toContain(`${pictures} pictures, 14 s`);
    const { bytes, name } = await saved(page, () => page.locator('#film-save').click());
    await look(page, 'desktop-saved');
    expect(name).toBe('karabakh-2020-09-27_2020-11-09.webm');
    const { seconds, frames } = await momentsOf(page, bytes, 'video/webm', [0.1, middle / 4 + 0.1, 13]);
    frames.forEach((frame, i) => keep(frame, `video-${i}`));
    const [first, half, last] = frames as [PNG, PNG, PNG];
    expect(Math.round(seconds)).toBe(14);
    await page.keyboard.press('Escape');
    const picture = await pictureOf(page, middleDay, '1920 × 1080');
    expect(apart(half, picture), 'the frame of a day is its picture').toBeLessThan(0.004);
    for (const other of [first, last]) {
      expect(apart(other, picture, date), 'another day has another date').toBeGreaterThan(0.005);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is saved as a GIF by keyboard, in the dark', async () => {
    const { page } = await open(rig, `?d=${middleDay}`, { ...screens.desktop, acceptDownloads: true, colorScheme: 'dark' });
    await page.locator('#share').press('Enter');
    await page.locator('dialog #film').press('Enter');
    await page.locator('dialog.film').waitFor();
    expect(await field(page, 'Days').locator('option:checked').textContent(), 'the stretch around the day in view').toBe(war);
    await expect.poll(() => field(page, 'Kind of file').locator('option').count()).toBeGreaterThan(0);
    for (const [label, text] of [['Size', '1080 ×'], ['Kind of file', 'G']] as const) {
      await field(page, label).focus();
      await page.keyboard.type(text);
    }
    expect(await field(page, 'Size').inputValue()).toBe('square');
    const { bytes, name } = await saved(page, () => page.locator('#film-save').press('Enter'));
    expect(name).toBe('karabakh-2020-09-27_2020-11-09.gif');
    // the map leaves the room that the fullest day needs below it, so that of this day is as the picture has it
    const { count, fullest, frames } = await framesOf(page, bytes);
    expect(count).toBe(pictures);
    const [frame, another] = frames as [PNG, PNG];
    keep(frame, 'gif');
    await page.keyboard.press('Escape');
    const day = new Date(Date.UTC(2020, 8, 27 + fullest)).toISOString().slice(0, 10);
    const picture = await pictureOf(page, day, '1080 × 1080');
    keep(picture, 'picture');
    expect(apart(frame, picture), 'the frame of a day is its picture').toBeLessThan(0.002);
    expect(apart(another, picture, date), 'another day has another date').toBeGreaterThan(0.002);
    await page.context().close();
  });

  it('is saved on a phone', async () => {
    const { page } = await open(rig, '?lang=hy', { ...screens.phone, acceptDownloads: true });
    await openDialog(page);
    const days = page.locator('dialog.film select').first();
    await days.selectOption({ index: 3 });
    await page.locator('dialog.film select').nth(3).selectOption('small');
    await look(page, 'phone');
    const { bytes, name } = await saved(page, () => page.locator('#film-save').tap());
    await look(page, 'phone-saved');
    expect(name).toBe('karabakh-2020-09-27_2020-11-09.webm');
    expect(Math.round((await momentsOf(page, bytes, 'video/webm', [])).seconds)).toBe(14);
    const wide = await page.evaluate(() => document.querySelector('dialog')?.scrollWidth! - document.querySelector('dialog')?.clientWidth!);
    expect(wide, 'nothing sticks out of the dialog').toBeLessThanOrEqual(0);
    await page.context().close();
  });
});

it('a browser without an encoder makes a GIF and says so; a film that is called off leaves nothing', async () => {
  const { page } = await open(rig, '', { ...screens.desktop, acceptDownloads: true },
    async (before) => void await before.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder')));
  await openDialog(page);
  expect(await field(page, 'Kind of file').locator('option').allTextContents()).toEqual(['GIF']);
  expect(await page.locator('dialog.film').textContent()).toContain('encodes no video');
  let downloads = 0;
  page.on('download', () => downloads++);
  await page.locator('#film-save').click();
  await page.locator('dialog.film canvas').waitFor();
  await look(page, 'underway');
  await page.locator('#film-stop').click();
  await expect.poll(() => page.locator('dialog.film').textContent()).toContain('Cancelled, nothing is saved.');
  expect(await page.locator('.picture-maps').count()).toBe(0);
  expect(downloads).toBe(0);
  expect(await page.locator('#film-save').isEnabled()).toBe(true);
  await page.context().close();
});

it('a range that ends before it begins, or has too many days, is refused in words', async () => {
  const { page } = await open(rig, '', screens.desktop);
  await openDialog(page);
  const said = () => page.locator('dialog.film').textContent();
  await field(page, 'Pictures').selectOption('days');
  await expect.poll(said).toContain('at most 2,000 pictures');
  expect(await page.locator('#film-save').isDisabled()).toBe(true);
  const from = page.getByRole('textbox', { name: 'From' });
  await from.fill('2021-01-01');
  await from.press('Enter');
  const to = page.getByRole('textbox', { name: 'To', exact: true });
  await to.fill('2020-01-01');
  await to.press('Enter');
  await expect.poll(said).toContain('ends before it begins');
  expect(await page.locator('#film-save').isDisabled()).toBe(true);
  await page.context().close();
});
