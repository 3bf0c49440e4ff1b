import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { open, picture, screens, startRig, violations, type Rig } from './browser.ts';
import { clashes, smallTargets } from './room.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
});
afterAll(async () => {
  await rig?.stop();
});

const from1994 = '?d=1994-05-20';
const slider = '.slider:not(.from)';
const shown = (page: Page) => page.evaluate(() => document.documentElement.dataset['date']);

/** Opens the page and waits for the strip that zooms. */
async function opened(query: string, options: BrowserContextOptions = screens.desktop) {
  const all = await open(rig, query, options);
  await all.page.locator('.zooms .strip-chip').first().waitFor();
  return all;
}

/** The first and the last day that the strip shows. */
const ends = (page: Page) => page.locator(slider).evaluate((input) => {
  const { min, max } = input as HTMLInputElement;
  return [Number(min), Number(max)] as const;
});

/** Waits until so many days are seen at most, or at least. */
async function seen(page: Page, test: (days: number) => boolean) {
  await expect.poll(async () => {
    const [from, to] = await ends(page);
    return test(to - from);
  }).toBe(true);
}

/** Where a day is on the screen, in the middle of its bar. */
const placeOf = (page: Page, iso: string) => page.evaluate(([slider, iso]) => {
  const input = document.querySelector<HTMLInputElement>(slider!)!;
  const { left, top } = document.querySelector('.strip-canvas')!.getBoundingClientRect();
  const { width } = document.querySelector('.strip-canvas')!.getBoundingClientRect();
  const [min, max] = [Number(input.min), Number(input.max)];
  const box = input.getBoundingClientRect();
  return { x: left + ((Date.parse(iso!) / 864e5 - min) / (max - min)) * width, y: box.top + box.height * 0.6, top };
}, [slider, iso]);

describe('9 October 2020 is reached from 1994', () => {
  it.each(['light', 'dark'] as const)('by the mouse: the name of the war, then its day, %s', async (colorScheme) => {
    const { page, complaints } = await opened(from1994, { viewport: { width: 1350, height: 850 }, colorScheme });
    await picture(page, `strip-desktop-all-${colorScheme}`);
    await page.getByRole('button', { name: 'War of 2020' }).click();
    await seen(page, (days) => days < 55);
    expect(await shown(page), 'its first day is shown').toBe('2020-09-27');
    const { x, y } = await placeOf(page, '2020-10-09');
    await page.mouse.move(x, y);
    const tip = page.locator('.strip-tip');
    expect(await tip.innerText()).toMatch(/^9 October 2020\s+3 zones changed\s+Hadrut/);
    await picture(page, `strip-desktop-war-${colorScheme}`);
    await page.mouse.click(x, y);
    await expect.poll(() => shown(page)).toBe('2020-10-09');
    await page.getByRole('button', { name: 'All days' }).click();
    await seen(page, (days) => days > 13_000);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('by the wheel alone, which keeps the day under it', async () => {
    const { page } = await opened(from1994);
    for (let i = 0; i < 12; i++) { // nearer, and again to where the day is now
      const { x, y } = await placeOf(page, '2020-10-09');
      const before = await ends(page);
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, -240);
      await seen(page, (days) => days < before[1] - before[0] || days <= 6);
    }
    await seen(page, (days) => days < 8);
    const { x, y } = await placeOf(page, '2020-10-09');
    await page.mouse.click(x, y);
    await expect.poll(() => shown(page)).toBe('2020-10-09');
    await page.mouse.wheel(300, 0); // sideways
    await expect.poll(async () => (await ends(page))[0]).toBeGreaterThan(18_540);
    await page.context().close();
  });

  it('by a brush over the axis', async () => {
    const { page } = await opened(from1994);
    const [a, b] = [await placeOf(page, '2020-06-01'), await placeOf(page, '2021-01-01')];
    const y = a.top + (await page.locator('.strip-canvas').boundingBox())!.height - 6;
    await page.mouse.move(a.x, y);
    await page.mouse.down();
    await page.mouse.move(b.x + 4, y, { steps: 3 });
    await page.locator('.strip-brush').waitFor();
    await page.mouse.up();
    await seen(page, (days) => days > 150 && days < 500);
    expect(await shown(page), 'the day stays').toBe('1994-05-20');
    const { x, y: bars } = await placeOf(page, '2020-10-09');
    await page.mouse.click(x, bars);
    await expect.poll(async () => (await shown(page))?.slice(0, 7)).toMatch(/^2020-10/);
    await page.context().close();
  });

  it('by keys', async () => {
    const { page } = await opened(from1994);
    await page.getByRole('button', { name: 'War of 2020' }).press('Enter');
    await seen(page, (days) => days < 55);
    await page.locator(slider).focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => shown(page)).toBe('2020-10-09');
    expect(await page.locator(slider).getAttribute('aria-valuetext')).toBe('9 October 2020');
    await page.keyboard.press('+');
    await seen(page, (days) => days < 30);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await seen(page, (days) => days > 80);
    await page.keyboard.press('PageUp');
    await expect.poll(() => shown(page), { message: 'the next change' }).toBe('2020-10-15');
    await page.keyboard.press('Home');
    await expect.poll(() => shown(page)).toBe('1988-02-20');
    const [from] = await ends(page);
    expect(from, 'what is seen follows').toBe(Date.parse('1988-02-20') / 864e5);
    await page.keyboard.press('0');
    await seen(page, (days) => days > 13_000);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('on a phone in two gestures, %s', async (colorScheme) => {
    const phone = { viewport: { width: 412, height: 915 }, isMobile: true, hasTouch: true, colorScheme };
    const { page } = await opened(from1994, phone);
    await picture(page, `strip-phone-all-${colorScheme}`);
    const chips = page.locator('.strip-chip');
    expect(await chips.count(), 'all spans').toBe(4);
    for (const chip of await chips.all()) {
      await chip.scrollIntoViewIfNeeded();
      await expect.poll(() => chip.evaluate((chip) => {
        const { left, right, top, height } = chip.getBoundingClientRect();
        const hits = Array.from({ length: 44 }, (_, i) =>
          document.elementFromPoint((left + right) / 2, top + height / 2 - 22 + i + 0.5));
        return hits.filter((hit) => hit === chip).length;
      }), { message: 'pixels of height for a finger' }).toBe(44);
    }
    const axis = await page.locator('.strip-canvas').evaluate((canvas) => canvas.getBoundingClientRect().bottom);
    const pill = await chips.first().evaluate((chip) => chip.getBoundingClientRect().top + 15);
    expect(pill, 'what is seen of a name leaves the axis free').toBeGreaterThanOrEqual(axis - 2);
    await page.getByRole('button', { name: 'War of 2020' }).tap();
    await seen(page, (days) => days < 55);
    for (const iso of ['2020-10-09', '2020-09-28', '2020-11-09', '2020-10-10']) { // each of them its second one
      const { x, y } = await placeOf(page, iso);
      await page.touchscreen.tap(x, y);
      await expect.poll(() => shown(page)).toBe(iso);
    }
    await picture(page, `strip-phone-war-${colorScheme}`);
    await page.context().close();
  });

  it('on a phone by a pinch, which moves no handle', async () => {
    const { page } = await opened(from1994, screens.phone);
    const cdp = await page.context().newCDPSession(page);
    const { x, y } = await placeOf(page, '2020-10-09');
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: readonly number[]) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((x, id) => ({ x, y, id })) });
    await touch('touchStart', x - 15);
    await touch('touchStart', x - 15, x + 15);
    for (let apart = 20; apart <= 60; apart += 10) await touch('touchMove', x - apart, x + apart / 2);
    await touch('touchEnd');
    await seen(page, (days) => days < 6000);
    await expect.poll(() => shown(page)).toBe('1994-05-20');
    await page.context().close();
  });
});

it('holds no part over another, has targets of 24 px and no fault that axe sees, zoomed and not', async () => {
  for (const options of [screens.desktop, screens.phone]) {
    const { page } = await opened('?d=2020-10-10', { ...options, bypassCSP: true });
    for (const state of ['all', 'zoomed']) {
      if (state === 'zoomed') {
        await page.getByRole('button', { name: 'War of 2020' }).click();
        await page.locator('.strip-chip.back').waitFor();
      }
      expect(await clashes(page), state).toEqual([]);
      expect(await smallTargets(page), state).toEqual([]);
      expect(await violations(page), state).toEqual([]);
    }
    await page.context().close();
  }
});

it('a range keeps both handles at their days while the strip zooms', async () => {
  const { page } = await opened('?d=2020-11-10&cmp=2020-09-27&mode=difference');
  await page.getByRole('button', { name: 'War of 2020' }).click();
  await seen(page, (days) => days < 55);
  const band = (await page.locator('.range-band').boundingBox())!;
  const [a, b] = [await placeOf(page, '2020-09-27'), await placeOf(page, '2020-11-10')];
  expect(Math.abs(band.x - a.x)).toBeLessThan(2);
  expect(Math.abs(band.x + band.width - b.x)).toBeLessThan(2);
  await page.locator('.slider.from').press('ArrowRight');
  await page.waitForURL(/cmp=2020-09-28/);
  await page.locator('.slider.from').press('ArrowLeft');
  await page.waitForURL(/cmp=2020-09-27/);
  await page.context().close();
});

it('follows playback, and is drawn in forced colours', async () => {
  const { page, complaints } = await opened('?d=2020-11-05', { ...screens.desktop, forcedColors: 'active' });
  await page.getByRole('button', { name: 'War of 2020' }).click();
  await seen(page, (days) => days < 55);
  await page.getByLabel('Speed').selectOption('8');
  await page.locator('#play').click();
  await expect.poll(async () => (await shown(page))! > '2020-12-01', { timeout: 15_000 }).toBe(true);
  await page.locator('#play').click();
  const day = Date.parse((await shown(page))!) / 864e5;
  await expect.poll(async () => {
    const [from, to] = await ends(page);
    return from <= day && day <= to;
  }).toBe(true);
  await picture(page, 'strip-forced');
  expect(complaints).toEqual([]);
  await page.context().close();
});
