import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  open, othersAt, picture, screens, startMade, startRig, violations, type Rig,
} from './browser.ts';

/** Clicks beside a place, so many CSS pixels further right. */
async function click(page: Page, lon: number, lat: number, right = 0): Promise<void> {
  const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);
  await page.mouse.click(x + right, y);
}

describe('plain regions', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startMade('plain-dated', 'line-and-point', 'plain-region');
  }, 120_000);
  afterAll(() => rig?.stop());

  it('that begin and end are listed', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, 'd/plain-dated/?d=2005-03-01&tab=changes',
        { ...screen, bypassCSP: true });
      await page.getByRole('heading', { level: 3, name: 'Begin (1)' }).waitFor();
      const lists = page.locator('#changes section');
      expect(await lists.nth(0).textContent()).toContain('Cedar');
      expect(await lists.nth(1).textContent()).toContain('End (1)');
      expect(await lists.nth(1).textContent()).toContain('Birch');
      const [tabs, field] = [await page.locator('#tabs').boundingBox(),
        await page.locator('#changes .datefield').first().boundingBox()];
      expect(field!.y).toBeGreaterThan(tabs!.y + tabs!.height); // it stood over the tabs
      expect(await violations(page)).toEqual([]);
      await picture(page, `told-region-changes-${name}`);
      await page.locator('#changes').getByRole('button', { name: 'Birch' }).click();
      await page.getByRole('heading', { level: 2, name: 'Birch' }).waitFor();
      await page.waitForFunction(() => location.search.includes('d=2005-02-28'));
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it.each([
    ['en', 'No region begins or ends between these days.'],
    ['ru', 'Между этими днями ни один регион не появляется и не исчезает.'],
    ['az', 'Bu günlər arasında heç bir ərazi yaranmır və sona çatmır.'],
    ['hy', 'Այս օրերի միջև ոչ մի տարածք չի սկսվում և չի ավարտվում։'],
  ])('none of which begin or end, in %s', async (lang, words) => {
    const { page } = await open(rig,
      `d/plain-dated/?d=2004-01-01&cmp=2003-01-01&tab=changes&lang=${lang}`);
    await page.locator('#changes').getByText(words).waitFor();
    await page.context().close();
  });

  it('that are lines or points are named by a click, and by its address', async () => {
    for (const [place, name, right] of [[[0.2, 0.5], 'Road', 0], [[0.5, 0.5], 'Well', 3]] as const) {
      const { page } = await open(rig, 'd/line-and-point/?c=0.5,0.5,7');
      await click(page, place[0], place[1], right);
      await page.getByRole('heading', { level: 2, name }).waitFor();
      await page.waitForFunction(() => location.search.includes('sel='));
      const again = await open(rig, page.url().slice(rig.origin.length + 1));
      await again.page.getByRole('heading', { level: 2, name }).waitFor();
      for (const { page: each } of [{ page }, again]) await each.context().close();
    }
  });
});

describe('the isles', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig('isles');
  });
  afterAll(() => rig?.stop());

  it('have sources of periods and of regions', async () => {
    const { page, complaints } = await open(rig, '?d=1973-01-01&tab=sources');
    const item = (name: string) => page.locator('#sources li').filter({ hasText: name });
    await item('Truce line of November 1972').first().waitFor(); // of a region
    expect(await item('The Cape').count()).toBe(2); // the two of its period, not that of its event
    expect(complaints).toEqual([]);
    await picture(page, 'told-sources');
    await page.context().close();
  });

  it('tell what a region replaced, and lead there', async () => {
    for (const lang of ['en', 'ru', 'az', 'hy']) {
      const { page, complaints } = await open(rig, `?d=1985-01-01&sel=-129.5,-42&lang=${lang}`,
        { ...screens.desktop, bypassCSP: true });
      const fold = page.locator('.identity');
      await fold.locator('summary').click();
      const before = fold.locator('[data-key=region-upland_1972]');
      await before.waitFor();
      expect(await fold.getByRole('link').first().getAttribute('href'))
        .toBe('https://www.wikidata.org/wiki/Q999999903');
      expect(await violations(page)).toEqual([]);
      await picture(page, `told-identity-${lang}`);
      await before.click();
      await page.waitForFunction(() => location.search.includes('d=1978-12-31'));
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it('tell the note of a period', async () => {
    const { page } = await open(rig, '?d=1972-08-20&sel=-130.1,-41.97');
    await page.locator('#place').getByText('Two flags were seen.').first().waitFor();
    await page.context().close();
  });

  it('have a far coast on its days alone', async () => {
    const line = async (day: string) => {
      const { page } = await open(rig, `?d=${day}&c=-42.5,-126.05,9`);
      const others = await othersAt(page, -126.057, -42.87);
      await page.context().close();
      return others;
    };
    expect(await line('1984-12-31')).toBeGreaterThan(0.05);
    expect(await line('1985-01-01')).toBe(0);
  });
});
