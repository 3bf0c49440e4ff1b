import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, shown, startRig, type Rig } from './browser.ts';

/** Days as people write them, in the fields of the page. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh', 'olden');
});
afterAll(() => rig?.stop());

const date = (page: Page) => page.locator('#timebar time').getAttribute('datetime');
const message = (page: Page) => page.locator('#timebar .datefield .message');

async function type(page: Page, text: string): Promise<void> {
  await page.locator('#date').fill(text);
  await page.locator('#date').press('Enter');
}

describe('the date field reads', () => {
  it.each(['en', 'az', 'hy', 'ru'])('what the page prints in %s', async (lang) => {
    const { page, complaints } = await open(rig, `d/karabakh/?d=2020-11-25&lang=${lang}`);
    const printed = (await page.locator('#timebar time .long').textContent())!;
    const short = (await page.locator('#timebar time .short').textContent())!;
    for (const text of [printed, short]) {
      await page.evaluate(() => window.demarc!.setDate('1995-05-05'));
      await shown(page, '1995-05-05');
      await type(page, text);
      await shown(page, '2020-11-25');
      expect(await message(page).textContent()).toBe('');
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('other ways of writing a day, a month and a year', async () => {
    const { page } = await open(rig, 'd/karabakh/?d=2000-01-01');
    for (const [text, day, said] of [
      ['Nov 10 2020', '2020-11-10', ''], ['2020/11/12', '2020-11-12', ''],
      ['25-11-2020', '2020-11-25', ''], ['10.11.2020 18:30', '', 'Which one?'],
      ['November 2020', '2020-11-01', 'from its first day'], ['9.2020', '2020-09-01', 'The month'],
      ['1993', '1993-01-01', 'The year'], ['199X', '1990-01-01', 'one of several days'],
      ['25.11.20', '', 'four digits'], ['2020-21', '', 'a season or two years'],
      ['31.04.2020', '', 'is not a date'],
    ] as const) {
      const before = await date(page);
      await type(page, text);
      if (said) await message(page).filter({ hasText: said }).waitFor();
      if (day) await shown(page, day);
      else expect(await date(page), text).toBe(before);
    }
    await page.context().close();
  });

  it('today, where the reader is', async () => {
    const { page } = await open(rig, 'd/karabakh/?lang=ru', { ...screens.desktop, timezoneId: 'Asia/Baku' });
    const today = await page.evaluate(() => {
      const now = new Date();
      return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
        .map((n) => String(n).padStart(2, '0')).join('-');
    });
    for (const text of ['сегодня', 'today']) {
      await type(page, text);
      await page.waitForFunction((day) => document.querySelector('#timebar time')?.getAttribute('datetime') === day, today);
      await page.evaluate(() => window.demarc!.setDate('1995-05-05'));
    }
    await page.context().close();
  });

  it('what is typed to its end, while the days move', async () => {
    const { page } = await open(rig, 'd/karabakh/?d=2020-11-25');
    await page.locator('#date').fill('10 Nov');
    await page.evaluate(() => window.demarc!.setDate('1995-05-05'));
    await shown(page, '1995-05-05');
    expect(await page.locator('#date').inputValue()).toBe('10 Nov');
    await page.locator('#date').press('Escape');
    expect(await page.locator('#date').inputValue()).toBe('1995-05-05');
    await page.context().close();
  });

  it('years before 1, on a dataset that has them', async () => {
    const { page } = await open(rig, 'd/olden/');
    for (const [text, day] of [['15 March 45 BC', '-0044-03-15'], ['-0044-03-16', '-0044-03-16'],
      ['e.ə. 45', '-0044-01-01'], ['17 марта 45 г. до н. э.', '-0044-03-17'], ['18 մարտի, մ.թ.ա. 45 թ.', '-0044-03-18']] as const) {
      await type(page, text);
      await page.waitForFunction((iso) => document.querySelector('#timebar time')?.getAttribute('datetime') === iso, day);
    }
    await page.context().close();
  });
});

describe.each(Object.entries(screens))('11/10/2020 asks which of the two, on a %s', (screen, options) => {
  it.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const { page, complaints } = await open(rig, 'd/karabakh/?d=2020-12-01', { ...options, colorScheme });
    if (screen === 'phone') {
      await page.locator('#sheet').click();
      await page.locator('#date').waitFor();
    }
    await type(page, '11/10/2020');
    await message(page).filter({ hasText: 'Which one?' }).waitFor();
    expect(await page.locator('#date').getAttribute('aria-invalid')).toBe('true');
    expect(await date(page), 'nothing is guessed').toBe('2020-12-01');
    const box = (await message(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(options.viewport.width);
    expect(await message(page).getByRole('button').evaluateAll((buttons) => buttons.map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === button;
    })), 'nothing covers the choices').toEqual([true, true]);
    await picture(page, `dates-either-${screen}-${colorScheme}`);
    await message(page).getByRole('button', { name: '10 November 2020' }).click();
    await shown(page, '2020-11-10');
    expect(await message(page).textContent()).toBe('');
    // by keyboard too
    await type(page, '10-11-2020');
    await message(page).getByRole('button').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('11 October 2020');
    await page.keyboard.press('Enter');
    await shown(page, '2020-10-11');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

it('the reader of written days is fetched at its first use, and plain days need none', async () => {
  const { page, requests } = await open(rig, 'd/karabakh/?d=2020-12-01');
  const readers = () => requests.filter((url) => /\/read-[^/]*\.js$/.test(url)).length;
  await type(page, '2020-11-25');
  await shown(page, '2020-11-25');
  expect(readers()).toBe(0);
  await type(page, '10 Nov 2020');
  await shown(page, '2020-11-10');
  expect(readers()).toBe(1);
  // where it cannot be had this is said, and the day stays
  const away = await open(rig, 'd/karabakh/?d=2020-12-01');
  await away.page.route(/\/read-[^/]*\.js$/, (route) => route.abort());
  await type(away.page, '10 Nov 2020');
  await away.page.locator('.notice').filter({ hasText: 'could not be loaded' }).waitFor();
  expect(await date(away.page)).toBe('2020-12-01');
  await Promise.all([page, away.page].map((p) => p.context().close()));
});
