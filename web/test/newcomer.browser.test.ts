import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { open, picture, screens, startRig, type Rig } from './browser.ts';

/**
 * Tasks of somebody who has only the page, by mouse and by keyboard on a desktop, by finger on a
 * phone. That 9 October 2020 is reached from 1994 stands in strip.browser.test.ts.
 */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
});
afterAll(async () => {
  await rig?.stop();
});

const day = (page: Page) => page.evaluate(() => document.documentElement.dataset['date']);
const wide = { viewport: { width: 1350, height: 850 } };
const ways = [['mouse', wide], ['keyboard', wide], ['finger', { ...screens.phone, viewport: { width: 412, height: 844 } }]] as const;

describe.each(ways)('by %s', (way, screen) => {
  const [finger, keys] = [way === 'finger', way === 'keyboard'];
  const press = (page: Page, selector: string) => (finger ? page.locator(selector).tap() : page.locator(selector).click());
  /** Goes from tab to tab of the panel by keys, else presses one. */
  const openTab = async (page: Page, tab: string) => {
    if (finger && await page.locator('#sheet').getAttribute('aria-expanded') === 'false') await page.locator('#sheet').tap();
    if (!keys) return press(page, `#tab-${tab}`);
    await page.locator('#tabs [aria-selected=true]').focus();
    for (let n = 0; n < 8 && await page.locator(`#tab-${tab}`).getAttribute('aria-selected') !== 'true'; n++) {
      await page.keyboard.press('ArrowRight');
    }
  };

  it.each(['զինադադար', 'հրադադար 1994'])('the ceasefire of 1994 is found by typing %s', async (typed) => {
    const { page, complaints } = await open(rig, '?lang=hy&d=2020-10-09', screen);
    if (keys) await page.keyboard.press('/');
    else await press(page, '#search');
    await page.locator('#search').pressSequentially(typed);
    const option = page.locator('#search-list').getByRole('option').first();
    await option.filter({ hasText: '1994' }).waitFor();
    await picture(page, `newcomer-ceasefire-${way}`);
    if (keys) await page.keyboard.press('Enter');
    else if (finger) await option.tap();
    else await option.click();
    await expect.poll(() => day(page)).toBe('1994-05-12');
    // whether a text with digits is coordinates the server is asked, and says that it is not
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
    await page.context().close();
  });

  it('what Azerbaijan announced in October 2020 is listed and seen on the map', async () => {
    const { page, complaints } = await open(rig, '?d=2020-09-26', screen);
    await openTab(page, 'events');
    await page.locator('.events-list').waitFor();
    const told = page.locator('#events [role=status]');
    const before = await told.innerText();
    if (keys) {
      await page.locator('#events-actor').focus();
      await page.keyboard.type('Azer'); // as in any list of choices
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('October 2020');
    } else {
      await page.locator('#events-actor').selectOption({ label: 'Azerbaijan' });
      await press(page, '#events-text');
      await page.locator('#events-text').pressSequentially('October 2020');
    }
    await expect.poll(() => told.innerText()).not.toBe(before);
    await expect.poll(() => page.locator('.events-list li').count()).toBe(18);
    await expect.poll(() => told.innerText()).toMatch(/^18 of 117 events, \d+ of them/);
    expect(await page.locator('.events-list').innerText()).toContain('Hadrut announced by Azerbaijan, denied by Armenia');
    expect(await page.locator('.events-list').innerText()).not.toMatch(/1994|November 2020: /);
    const pins = page.getByRole('button', { name: 'Pins on the map' });
    if (keys) {
      await pins.focus();
      await page.keyboard.press('Enter');
    } else if (finger) await pins.tap();
    else await pins.click();
    if (finger) await page.locator('#sheet').tap(); // it covers half of the map
    await expect.poll(() => page.locator('.pin').count()).toBeGreaterThan(5);
    await picture(page, `newcomer-october-${way}`);
    expect(await page.evaluate(() => new URLSearchParams(location.search).get('events')))
      .toBe('pins,actor:azerbaijan,text:October 2020');
    if (keys) { // one stop of the Tab key, and arrows from pin to pin
      expect(await page.locator('.pin[tabindex="0"]').count()).toBe(1);
      await page.locator('.pin[tabindex="0"]').focus();
      for (let n = 0; n < 30 && await page.evaluate(() => /^\d/.test(document.activeElement?.textContent ?? '')); n++) {
        await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('Enter');
    } else {
      const alone = page.locator('.pin').filter({ hasNotText: /\d/ }).first();
      if (finger) await alone.tap();
      else await alone.click();
    }
    await expect.poll(() => day(page)).toMatch(/^2020-1[01]/);
    await page.locator('.events-list [aria-current=date]').first().waitFor();
    await picture(page, `newcomer-announced-${way}`);
    const address = page.url();
    await page.getByRole('button', { name: 'All events', exact: true }).click();
    await expect.poll(() => told.innerText()).toMatch(/^117 of 117/);
    expect(complaints).toEqual([]);
    await page.context().close();
    const shared = await open(rig, new URL(address).search, screen); // as somebody else has it
    await shared.page.locator('.pin').first().waitFor();
    await expect.poll(() => shared.page.locator('.events-list li').count()).toBe(18);
    await shared.page.context().close();
  }, 60_000);

  it('who held how much in July 1993 is read from the chart', async () => {
    const { page, complaints } = await open(rig, '?d=2020-12-01', screen);
    await openTab(page, 'changes');
    const chart = page.locator('.chart-plot');
    await chart.waitFor();
    const reading = page.locator('.chart-reading');
    if (keys) {
      await chart.focus();
      await page.keyboard.press('Home');
      for (let n = 0; n < 5; n++) await page.keyboard.press('PageUp');
      for (let n = 0; n < 6; n++) await page.keyboard.press('ArrowUp');
      expect(await chart.getAttribute('aria-valuetext')).toMatch(/^1 July 1993: .*Azerbaijan 5,694 km², 42\u00a0%; Armenian forces of Karabakh 7,908 km², 58\u00a0%$/);
    } else {
      if (finger) await page.locator('#sheet-size').tap();
      await page.getByRole('combobox', { name: 'Stretches of time' }).selectOption({ label: 'War of 1992 to 1994' });
      await chart.scrollIntoViewIfNeeded();
      const box = (await page.locator('.chart-field').boundingBox())!;
      const [from, to, wanted] = ['1992-01-01', '1994-05-12', '1993-07-10'].map((iso) => Date.parse(iso)) as [number, number, number];
      const [x, y] = [box.x + box.width * (wanted - from) / (to - from), box.y + box.height / 2];
      if (finger) await page.touchscreen.tap(x, y);
      else await page.mouse.move(x, y);
    }
    await expect.poll(() => reading.innerText()).toMatch(/July 1993/);
    await expect.poll(() => reading.innerText()).toMatch(/Azerbaijan\s+5,694 km²\s+42\s%[^]*Armenian forces of Karabakh\s+7,908 km²\s+58\s%/);
    await picture(page, `newcomer-chart-${way}`);
    if (keys) await page.keyboard.press('Enter');
    else if (!finger) await page.mouse.click(...Object.values(await chartPoint(page)) as [number, number]);
    await expect.poll(() => day(page)).toMatch(/^1993-0[67]/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** Where the line of the day that is read stands. */
async function chartPoint(page: Page): Promise<{ x: number; y: number }> {
  const { x, y, height } = (await page.locator('.chart-cursor').boundingBox())!;
  return { x: x + 1, y: y + height / 2 };
}
