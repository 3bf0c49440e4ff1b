import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, startRig, violations, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
});
afterAll(async () => {
  await rig?.stop();
});

describe('the box finds', () => {
  it('events, stretches of time, actors and days, in any of the languages, and goes to their days', async () => {
    const { page } = await open(rig, '?d=2016-01-01&tab=zones', { ...screens.desktop, bypassCSP: true });
    const box = page.locator('#search');
    const group = (name: string) => page.locator('#search-list').getByRole('group', { name, exact: true });
    const cases: readonly (readonly [typed: string, group: string, first: string, day: string])[] = [
      ['ceasefire 1994', 'Events', 'Ceasefire of 12 May 1994', '1994-05-12'],
      ['զինադադար 1994', 'Events', 'Ceasefire of 12 May 1994', '1994-05-12'], // a newcomer's, in Armenian
      ['Шуша 1992', 'Events', 'Shusha / Shushi changes hands', '1992-05-09'],
      ['2020-11-10', 'Days', '10 November 2020', '2020-11-10'],
      ['war of 2020', 'Stretches of time', 'War of 2020', '2020-09-27'],
    ];
    for (const [typed, name, first, day] of cases) {
      await box.fill(typed);
      const option = group(name).getByRole('option').first();
      await option.filter({ hasText: first }).waitFor();
      await option.click();
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset['date']), { message: typed }).toBe(day);
    }
    await box.fill('Арцах');
    await group('Actors').getByRole('option').first().filter({ hasText: 'Artsakh' }).click();
    await page.locator('#section-legend h2').waitFor();
    await page.context().close();
  });

  it('places first, and says which group is which, by keys too', async () => {
    const { page } = await open(rig, '?d=2016-01-01', { ...screens.desktop, bypassCSP: true });
    await page.locator('#search').fill('Shusha');
    await page.locator('.found-group', { hasText: 'Events' }).waitFor();
    expect(await page.locator('.found-group').allTextContents()).toEqual(['Places', 'Events']);
    expect(await page.locator('#search-list').getByRole('option').first().innerText()).toMatch(/^Shusha \/ Shushi\s+Place$/);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'find-groups');
    await page.keyboard.press('ArrowUp'); // from the first to the last
    const last = page.locator('#search-list').getByRole('option').last();
    expect(await last.getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('#search').getAttribute('aria-activedescendant')).toBe(await last.getAttribute('id'));
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['date'])).not.toBe('2016-01-01');
    await page.context().close();
  });
});
