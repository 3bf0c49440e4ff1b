import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apart, colourAt, open, picture, screens, startMade, violations, type Rig } from './browser.ts';

const land = [0xf1, 0xee, 0xe7];

describe('datasets that lack something', () => {
  const names = ['nothing', 'plain-region', 'plain-nested', 'plain-dated', 'line-and-point',
    'undrawn-region', 'undrawn-zone', 'places-alone', 'no-zones', 'no-actors', 'no-events',
    'no-statuses', 'no-languages', 'one-zone', 'post-alone'];
  let rig: Rig;
  beforeAll(async () => {
    rig = await startMade(...names);
  }, 120_000);
  afterAll(async () => {
    await rig?.stop();
  });

  it('are embedded, compared and searched without complaints', async () => {
    for (const name of names) {
      const embedded = await open(rig, `d/${name}/embed?sel=0.5,0.5`);
      const link = embedded.page.locator('.open-full');
      expect(await link.getAttribute('href'), name).toMatch(/^\.\/\?d=2000-01-01&/);
      expect(embedded.complaints, name).toEqual([]);
      await picture(embedded.page, `minimal-embed-${name}`);
      await embedded.page.context().close();
      const all = ['nothing', 'plain-dated', 'one-zone'].includes(name);
      for (const mode of all ? ['swipe', 'side', 'difference'] : ['swipe']) {
        const { page, complaints } = await open(rig, `d/${name}/?mode=${mode}&d=2006-01-01&cmp=2001-01-01`);
        await page.locator('#map').waitFor();
        expect(await page.locator('#map-2').count(), `${name}, ${mode}`).toBe(mode === 'difference' ? 0 : 1);
        expect(complaints, `${name}, ${mode}`).toEqual([]);
        await page.context().close();
      }
    }
  }, 240_000);

  it('are searched: what is drawn is found and told, the rest is said not to be', async () => {
    for (const [name, text] of [['plain-region', 'Alder'], ['plain-nested', 'Birch'],
      ['line-and-point', 'Well'], ['places-alone', 'Ford'], ['one-zone', 'Alder'],
      ['post-alone', 'Post'], ['no-languages', 'Alder'], ['nothing', ''], ['undrawn-region', '']] as const) {
      const { page, complaints } = await open(rig, `d/${name}/`);
      await page.locator('#search').fill(text || 'Alder');
      if (text) {
        await page.locator('#search-list').getByText(text, { exact: true }).click();
        await page.locator('#place h2').waitFor();
        if (text !== 'Ford') {
          await page.getByRole('heading', { level: 2, name: text }).waitFor();
        }
      } else await page.locator('#search-message').getByText('Nothing found').waitFor();
      expect(complaints, name).toEqual([]);
      await page.context().close();
    }
  }, 120_000);

  it('open without complaints, in every tab', async () => {
    for (const name of names) {
      const { page, complaints } = await open(rig, `d/${name}/?sel=0.5,0.5`);
      for (const tab of ['changes', 'legend', 'zones', 'sources', 'place']) {
        await page.locator(`#tab-${tab}`).click();
        await page.locator(`#section-${tab} :is(h2, p)`).first().waitFor();
      }
      await page.locator('#search').fill('Alder');
      await page.waitForTimeout(0);
      expect(complaints, name).toEqual([]);
      await picture(page, `minimal-${name}`);
      await page.context().close();
    }
  }, 180_000);

  it.each([
    ['en', 'This dataset states no control.'], ['ru', 'Этот набор данных ничего не говорит о контроле.'],
    ['az', 'Bu məlumat toplusu nəzarət haqqında heç nə bildirmir.'],
    ['hy', 'Այս տվյալների հավաքածուն վերահսկողության մասին ոչինչ չի նշում։'],
  ])('say in %s that they state no control, and what lies at a place', async (lang, words) => {
    for (const screen of Object.values(screens)) {
      const { page, complaints } = await open(rig, `d/plain-nested/?sel=0.5,0.5&lang=${lang}`,
        { ...screen, bypassCSP: true });
      await page.getByRole('heading', { level: 2, name: /Alder|Cedar/ }).waitFor();
      expect(await page.locator('#place').textContent()).toContain(words);
      expect(await page.locator('#place dl').first().textContent()).toContain('Cedar');
      expect(await page.locator('.key').textContent()).toContain(words);
      expect(await page.locator('#empty').isHidden()).toBe(true);
      expect(await page.locator('#timebar .track').isHidden()).toBe(true);
      expect(await page.locator('#timebar .date').count()).toBe(0); // no day means more than another
      expect(await page.locator('#compare').isHidden()).toBe(true);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 120_000);

  it('draw their regions, and name those that are hovered, clicked and listed', async () => {
    const { page } = await open(rig, 'd/plain-region/');
    expect(apart(await colourAt(page, 0.3, 0.3), land)).toBeGreaterThan(10);
    const { x, y } = await page.evaluate(() => window.demarc!.project(0.3, 0.3));
    await page.mouse.move(x, y);
    await page.locator('#tooltip').getByText('Alder').waitFor();
    await page.mouse.click(x, y);
    await page.getByRole('heading', { level: 2, name: 'Alder' }).waitFor();
    expect(await page.locator('#place').textContent()).not.toContain('Unknown');
    await page.locator('#tab-zones').click();
    await page.locator('#zones').getByRole('button', { name: 'Alder' }).waitFor();
    await page.context().close();
  });

  it('count the sources of periods that have no event, and tell no precision that nobody states', async () => {
    const { page } = await open(rig, 'd/no-events/?sel=0.5,0.5');
    await page.getByRole('heading', { level: 2, name: 'Alder' }).waitFor();
    await page.locator('#place').getByText('Area of the zone').waitFor();
    expect(await page.locator('#place').textContent()).not.toContain('Precision of the line');
    await page.locator('#tab-zones').click();
    const count = page.locator('#zones tbody tr').filter({ hasText: 'Alder' }).locator('.number');
    await count.getByText('1', { exact: true }).waitFor();
    await page.context().close();
  });

  it('show the regions of the day', async () => {
    for (const [day, there] of [['2001-01-01', 'Birch'], ['2006-01-01', 'Cedar']] as const) {
      const { page } = await open(rig, `d/plain-dated/?d=${day}&sel=1.5,0.5`);
      await page.getByRole('heading', { level: 2, name: there }).waitFor();
      expect(await page.locator('#timebar .track').isVisible()).toBe(true);
      await page.context().close();
    }
  });
});

describe('many controllers and changes', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startMade('many');
  }, 120_000);
  afterAll(async () => {
    await rig?.stop();
  });

  it('the legend on the map scrolls, and lists those in view first', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, '?d=1990-01-01&c=1,1,9&tab=legend',
        { ...screen, bypassCSP: true });
      await page.waitForFunction(() => document.querySelector('.key-item.absent') !== null);
      const key = page.locator('.key');
      const items = await key.locator('.key-item').evaluateAll((all) =>
        all.map((item) => item.classList.contains('absent')));
      expect(items.length).toBeGreaterThan(100);
      expect(items.indexOf(true)).toBe(items.lastIndexOf(false) + 1);
      const [seen, whole] = await key.evaluate((e) => [e.clientHeight, e.scrollHeight]);
      expect(whole!).toBeGreaterThan(2 * seen!);
      expect(seen!).toBeLessThan(screen.viewport.height * 0.42);
      const before = new URL(page.url()).searchParams.get('c');
      const button = key.locator('.key-open');
      await button.focus();
      await expect.poll(async () => { // listed anew as the map comes to rest, it begins at its top
        await page.keyboard.press('ArrowDown');
        return key.evaluate((e) => e.scrollTop);
      }).toBeGreaterThan(0);
      expect(new URL(page.url()).searchParams.get('c')).toBe(before);
      expect((await button.textContent())!.length).toBeLessThan(300);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'tab-legend');
      expect(complaints).toEqual([]);
      await picture(page, `many-legend-${name}`);
      await page.context().close();
    }
  }, 120_000);

  it('the list of changes is folded into groups, and the chart adds small ones up', async () => {
    const { page } = await open(rig, '?d=2005-01-01&cmp=1975-01-01&tab=changes');
    const groups = page.locator('#changes details.change-group');
    await groups.first().waitFor();
    expect(await groups.count()).toBeGreaterThan(50);
    expect(await page.locator('#changes tr').count()).toBeLessThan(2000);
    await expect.poll(() => page.locator('#changes .chart-key li:not(.total)').count()).toBe(13);
    await groups.first().locator('summary').click();
    await groups.first().locator('tbody tr').first().waitFor();
    expect(await groups.first().getByText('Area changes hands').count()).toBe(1);
    await picture(page, 'many-changes');
  }, 60_000);
});
