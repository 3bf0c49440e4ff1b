import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, shown, startRig, violations, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('isles', 'olden');
});
afterAll(async () => {
  await rig?.stop();
});

const lesser = 'd/isles/?d=1976-01-01&c=-42.05,-127.5,8&sel=-127.5,-41.6';

/** A letter as a mail program opens it. */
function opened(href: string | null): Readonly<Record<string, string>> {
  expect(href).toMatch(/^mailto:survey@example\.org\?/);
  return Object.fromEntries(href!.split('?')[1]!.split('&').map((part) =>
    part.split(/=(.*)/s).slice(0, 2).map(decodeURIComponent)));
}

describe('the panel', () => {
  it('says what was wrong once of what it states, and why', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, lesser, { ...screen, bypassCSP: true });
      const note = page.locator('#place .control-card .correction');
      await note.waitFor();
      expect(await note.locator('strong').textContent()).toBe('Corrected on 20 November 1989');
      expect(await note.locator('dl > div').allTextContents()).toEqual([
        'BeforeHeld by the Crown until 22 June.', 'NowHeld by the League from 15 June on.',
        'WhyThe harbour book was misread.', 'Found byA reader in Fonar']);
      await note.scrollIntoViewIfNeeded();
      await picture(page, `corrected-${name}`);
      expect(await violations(page)).toEqual([]);
      await page.evaluate(() => window.demarc?.setDate('1970-01-01'));
      await shown(page, '1970-01-01');
      await note.waitFor({ state: 'detached' });
      const rows = page.locator('#place .history tbody tr');
      expect(await rows.filter({ hasText: 'Corrected on 20 November 1989' }).count()).toBe(1);
      await rows.last().scrollIntoViewIfNeeded();
      await picture(page, `corrected-history-${name}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it.each([['ru', 'Исправлено 20 ноября 1989'], ['az', '20 noyabr 1989 düzəldilib'],
    ['hy', 'Ուղղվել է 20 նոյեմբերի, 1989']])('says so in %s', async (lang, words) => {
    const { page } = await open(rig, `${lesser}&lang=${lang}`);
    await page.locator('#place .correction strong', { hasText: words }).waitFor();
    expect(await page.locator('#place .correction dd span').first().getAttribute('lang')).toBe('en');
    await page.context().close();
  });

  it('says what was wrong of an event beside it', async () => {
    const { page } = await open(rig, 'd/isles/?d=1968-01-01&zone=cape');
    const note = page.locator('#place .event-card .correction');
    await note.waitFor();
    expect(await note.textContent()).toContain('Now2 or 3 April.');
    expect(await page.locator('#place .control-card .correction').count()).toBe(0);
  });

  it('writes a letter about each statement', async () => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, lesser, screen);
      const link = page.locator('#place .control-card').getByRole('link',
        { name: 'Report a mistake: League, Controlled, Since 15 June 1975' });
      await link.waitFor();
      const { subject, body } = opened(await link.getAttribute('href'));
      expect(subject).toBe('Mistake on the map: Lesser Isles, 1976-01-01');
      const { snapshot } = await (await fetch(`${rig.origin}/d/isles/status`)).json() as { snapshot: string };
      for (const text of ['The map says: League, Controlled, Since 15 June 1975', 'id: lesser',
        'Day: 1976-01-01', `Snapshot of the data: ${snapshot}`, 'Place: Lesser Isles\r', 'Data version: 1.2.0', '\r\n- ']) {
        expect(body).toContain(text);
      }
      const view = /View: (.*)/.exec(body!)![1]!;
      expect(view).toMatch(/^http.*\/d\/isles\/\?d=1976-01-01&.*sel=-127\.5,-41\.6/);
      const there = await page.context().newPage();
      await there.goto(view);
      await there.getByRole('heading', { level: 2, name: 'Lesser Isles' }).waitFor();
      await there.close();
      const first = page.locator('#place .history tbody tr').first().getByRole('link');
      expect(opened(await first.getAttribute('href'))['body']).toContain('Day: 1961-03-01');
      const mark = (await first.boundingBox())!;
      expect(Math.min(mark.width, mark.height)).toBeGreaterThanOrEqual(24);
      expect(await page.locator('#place .event-card').getByRole('link', { name: /^Report a mistake: / }).count()).toBe(1);
      await picture(page, `report-${name}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it('offers no letter where nobody says how to write to them', async () => {
    const { page } = await open(rig, 'd/olden/');
    await page.locator('#map').press('Enter');
    await page.locator('#place-name').waitFor();
    await page.locator('#place .coordinates, #place section').first().waitFor();
    expect(await page.locator('.report').count()).toBe(0);
  });
});

describe('the card of an embedded map', () => {
  const card = lesser.replace('isles/?', 'isles/embed?');
  it('says in a line that a statement was corrected, and writes a letter', async () => {
    for (const [name, viewport] of Object.entries({ wide: { width: 700, height: 480 },
      narrow: { width: 320, height: 400 } })) {
      const { page, complaints } = await open(rig, card, { viewport });
      const line = page.locator('#panel .brief .corrected');
      await line.waitFor();
      expect(await line.textContent()).toBe('Corrected on 20 November 1989');
      const link = page.locator('#panel .card-buttons').getByRole('link', { name: /^Report a mistake: League/ });
      expect(opened(await link.getAttribute('href'))['body']).toContain('id: lesser');
      await picture(page, `embed-corrected-${name}`);
      await page.evaluate(() => window.demarc?.setDate('1970-01-01'));
      await line.waitFor({ state: 'detached' });
      expect(opened(await page.locator('#panel .card-buttons a:visible').last().getAttribute('href'))['body'])
        .toContain('Crown, Controlled');
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it('has neither where the place is only marked, or nobody can be written to', async () => {
    const bare = await open(rig, `${card}&bare=1`);
    expect(bare.requests.filter((url) => url.includes('/locate'))).toEqual([]);
    const { page } = await open(rig, 'd/olden/embed');
    await page.locator('#map').press('Enter');
    await page.locator('#panel .brief strong').waitFor();
    expect(await page.locator('#panel a.icon-button:visible').count()).toBe(0);
  });
});

it('a shared view can be followed, the selected zone alone', async () => {
  for (const [name, screen] of Object.entries(screens)) {
    const { page, complaints } = await open(rig, `${lesser}&vp=league_announced`, screen);
    await page.locator('#share').evaluate((button: HTMLElement) => button.click());
    const section = page.locator('#subscribe');
    await section.waitFor();
    await section.getByText('What happens to Lesser Isles').waitFor();
    const addresses = await section.locator('input').evaluateAll((fields) =>
      fields.map((field) => (field as HTMLInputElement).value));
    expect(addresses).toEqual(['atom', 'json'].map((form) =>
      `${rig.origin}/d/isles/feed.${form}?zone=lesser&viewpoint=league_announced&lang=en`));
    for (const [i, address] of addresses.entries()) {
      const answer = await fetch(address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain(['application/atom+xml', 'application/feed+json'][i]);
      expect(await answer.text()).toContain('Lesser Isles');
    }
    await section.scrollIntoViewIfNeeded();
    await picture(page, `subscribe-${name}`);
    expect(complaints).toEqual([]);
    const whole = await open(rig, 'd/isles/?lang=ru', screen);
    await whole.page.locator('#share').evaluate((button: HTMLElement) => button.click());
    await whole.page.locator('#subscribe', { hasText: 'на всей карте' }).waitFor();
    expect(await whole.page.locator('#subscribe input').first().inputValue())
      .toBe(`${rig.origin}/d/isles/feed.atom?lang=ru`);
    await page.context().close();
  }
}, 60_000);
