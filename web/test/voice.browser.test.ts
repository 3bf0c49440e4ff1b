import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTexts } from '../src/strings.ts';
import { open, startRig, type Rig } from './browser.ts';

// What somebody hears who does not see the map.

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

/** Keeps all that the live region has said, one text for each change of it. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver(() => {
      const text = document.getElementById('live')?.textContent;
      if (text) heard.push(text);
    }).observe(document.getElementById('live')!, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
}

/** Waits until so much was said. */
async function hear(page: Page, count: number): Promise<readonly string[]> {
  await page.waitForFunction((n) => (window as unknown as { heard: string[] }).heard.length >= n, count);
  return page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
}

/** More frames than the voice waits before it speaks: what is not said until then is not said. */
const silence = (page: Page) => page.evaluate(async () => {
  for (let i = 0; i < 120; i++) await new Promise(requestAnimationFrame);
});

const kalbajar = '?d=2020-11-26&c=40.1,46.04,9';

describe.each([
  ['en', 'Kalbajar', 'Azerbaijan, Controlled, Since 25 Nov 2020', /zones? in view/],
  ['az', 'Kəlbəcər', 'Azərbaycan, Nəzarətdə, ', /zona görünür/],
  ['hy', 'Քարվաճառ', 'Ադրբեջան, ', /Երևում է \d+ գոտի/],
  ['ru', 'Кельбаджар', 'Азербайджан, ', /зон[аы]? на экране/],
] as const)('in %s one hears', (lang, place, held, inView) => {
  it('the place in the middle, who holds it, how and since when, by Enter, each time', async () => {
    const { page } = await open(rig, `${kalbajar}&lang=${lang}`);
    await page.waitForLoadState('networkidle');
    await listen(page);
    const texts = await loadTexts(lang);
    for (let i = 0; i < 2; i++) {
      await page.locator('#map').press('Enter');
      const [said = '', ...more] = await hear(page, 1);
      for (const part of [place, held, texts.since]) expect(said).toContain(part);
      expect(said).not.toMatch(/\.\.|undefined/);
      expect(more, 'the map did not move').toEqual([]);
    }
    await page.context().close();
  });

  it('the next zone by a bracket, and the days of change by comma and full stop', async () => {
    const { page } = await open(rig, `${kalbajar}&lang=${lang}`);
    await page.waitForLoadState('networkidle');
    await listen(page);
    const texts = await loadTexts(lang);
    const said: string[] = [];
    for (const key of [']', ']', '[']) {
      await page.locator('#map').press(key);
      const heard = await hear(page, 1);
      expect(heard, key).toHaveLength(1);
      said.push(heard[0]!);
    }
    for (const text of said) expect(text).toContain(texts.since);
    expect(said[0], 'back at the first').toBe(said[2]);
    expect(said[0]).not.toBe(said[1]);
    await page.locator('#map').press('.');
    const [day = ''] = await hear(page, 1);
    const changed = texts.changedZones('1', 1);
    expect(day).toContain(changed);
    expect(day.startsWith('1 '), day).toBe(true); // 1 December 2020, in all four languages
    expect(day, 'and how it is now at the selected place').toContain(said[2]!.slice(0, -1));
    expect(day).not.toContain('..');
    await page.context().close();
  });

  it('how many zones are in view when the map moves, once it rests, and not the same again', async () => {
    const { page } = await open(rig, `?d=2020-11-26&c=39.75,46.75,7.5&lang=${lang}`);
    await page.waitForLoadState('networkidle');
    const heard = await listen(page);
    await page.locator('#map').press('ArrowRight');
    const said = await hear(page, 1);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(inView);
    await page.locator('#map').press('ArrowLeft'); // to where all of them are seen too
    await silence(page);
    expect(await heard()).toEqual([]);
    await page.context().close();
  });
});

it('nothing is said before somebody does something', async () => {
  const { page } = await open(rig, kalbajar);
  await page.waitForLoadState('networkidle');
  await silence(page);
  expect(await page.locator('#live').textContent()).toBe('');
  expect(await page.locator('[aria-live], [role=status]:not(:empty), [role=alert]').count(),
    'the one live region that may speak').toBe(1);
  await page.context().close();
});

it('a view of nothing is said to be one, and where nothing was drawn yet nothing is claimed', async () => {
  const { page } = await open(rig, '?c=10,10,8');
  await page.locator('#live').filter({ hasText: 'No zone is in view' }).waitFor();
  await page.context().close();
});
