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

  it('what a person expects first, in four languages and scripts, whatever the accents and the case', async () => {
    const { page } = await open(rig, '?d=2016-01-01&tab=zones');
    const cases: readonly (readonly [typed: string, group: string, first: RegExp])[] = [
      ['ceasefire', 'Events', /^Ceasefire/], ['Atəşkəs', 'Events', /^Ceasefire/], ['ATESKES', 'Events', /^Ceasefire/],
      ['զինադադար', 'Events', /^Ceasefire/], ['перемирие', 'Events', /truce/],
      ['հրադադար 1994', 'Events', /^Ceasefire of 12 May 1994/], ['прекращение огня 1994', 'Events', /^Ceasefire of 12 May 1994/],
      ['Арцах', 'Actors', /Artsakh/], ['Արցախ', 'Actors', /Artsakh/], ['миротворцы', 'Actors', /peacekeeping/], ['Rusiya sülhməramlı', 'Actors', /peacekeeping/],
      ['2020-11-10', 'Days', /^10 November 2020/], ['10 ноября 2020', 'Days', /^10 November 2020/], ['10 նոյեմբերի 2020', 'Days', /^10 November 2020/],
      ['noyabr 2020', 'Days', /^November 2020/], ['1994', 'Days', /^1994/],
      ['Шуша 1992', 'Places', /^Shusha \/ Shushi, 9 May 1992/], ['Շուշի 1992', 'Places', /^Shusha \/ Shushi, 9 May 1992/],
      ['susa 1992', 'Places', /^Shusha \/ Shushi, 9 May 1992/], ['1992 shusha', 'Places', /^Shusha \/ Shushi, 9 May 1992/],
      ['Kəlbəcər 2020', 'Places', /^Kalbajar \/ Karvachar, 25 November 2020/], ['Քարվաճառ 2020', 'Places', /^Kalbajar \/ Karvachar, 25 November 2020/],
      ['Shusha 2003', 'Places', /^Shusha \/ Shushi, 2003/], ['Shusha March 2003', 'Places', /^Shusha \/ Shushi, March 2003/],
      ['война 2020', 'Stretches of time', /^War of 2020/], ['2020 թ. պատերազմ', 'Stretches of time', /^War of 2020/],
      ['tass', 'Sources', /TASS/], ['Institute for War and Peace Reporting', 'Sources', /Peace Reporting/],
    ];
    for (const [typed, group, first] of cases) {
      await page.locator('#search').fill(typed);
      const top = page.locator('#search-list [role=group]').first();
      await expect.poll(() => top.getAttribute('aria-label'), { message: typed }).toBe(group);
      await expect.poll(() => top.getByRole('option').first().innerText(), { message: typed }).toMatch(first);
    }
    await page.context().close();
  }, 60_000);

  it('a place in a year, and goes to it on the day of its change', async () => {
    const { page } = await open(rig, '?d=2016-01-01&tab=zones');
    await page.locator('#search').fill('Шуша 1992');
    await page.locator('#search-list').getByRole('option', { name: /9 May 1992/ }).first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['date'])).toBe('1992-05-09');
    await page.locator('#place h2').filter({ hasText: 'Shusha' }).waitFor();
    await page.context().close();
  });

  it('a source, and tells what rests on it and leads there, by keys alone', async () => {
    const { page } = await open(rig, '?d=2016-01-01&tab=zones', { ...screens.desktop, bypassCSP: true });
    await page.locator('#search').focus();
    await page.locator('#search').fill('65,036 arrived');
    await page.locator('#search-list').getByRole('group', { name: 'Sources' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Source' });
    await dialog.getByText('Decree on dissolving').waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'find-source');
    await dialog.getByRole('button', { name: '28 Sept 2023' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['date'])).toBe('2023-09-28');
    expect(await page.locator('dialog').count()).toBe(0);
    await page.context().close();
  });

  it('places first, and says which group is which, by keys too', async () => {
    const { page } = await open(rig, '?d=2016-01-01', { ...screens.desktop, bypassCSP: true });
    await page.locator('#search').fill('Shusha');
    await page.locator('.found-group', { hasText: 'Events' }).waitFor();
    expect(await page.locator('.found-group').allTextContents()).toEqual(['Places', 'Events', 'Sources']);
    expect(await page.locator('#search-list').getByRole('option').first().innerText()).toMatch(/^Shusha \/ Shushi\s+Place$/);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'find-groups');
    await page.keyboard.press('ArrowUp'); // from the first to the last
    const last = page.locator('#search-list').getByRole('option').last();
    expect(await last.getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('#search').getAttribute('aria-activedescendant')).toBe(await last.getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Source' }).waitFor();
    await page.context().close();
  });
});
