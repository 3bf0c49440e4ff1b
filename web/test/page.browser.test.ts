import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  apart, colourAt, drawn, open, screens, shown, startRig, type Opened, type Rig,
} from './browser.ts';

const kalbajar = [46.04, 40.1] as const;
/** A spot of the same district without a name, a line or the mark of the selected place near it. */
const emptySpot = [46.15, 40.2] as const;

let rig: Rig;
const opened: Opened[] = [];

beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

async function openPage(query: string, options?: Parameters<typeof open>[2]): Promise<Opened> {
  const page = await open(rig, query, options);
  opened.push(page);
  return page;
}

function near(got: readonly number[], want: readonly number[], message: string): void {
  expect(apart(got, want), `${message}: got rgb(${got.join()}), want rgb(${want.join()})`)
    .toBeLessThanOrEqual(4);
}

const date = (page: Page) => page.locator('#timebar time').getAttribute('datetime');
const step = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the map', () => {
  it('shows Kalbajar under one controller on 24 November 2020 and under another on the 25th',
      async () => {
    const { page } = await openPage('?d=2020-11-24&c=39.81,46.5,9');
    near(await colourAt(page, ...emptySpot), drawn('#E69F00'), '24 November, Armenian forces');
    await page.evaluate(() => window.demarc?.setDate('2020-11-25'));
    await shown(page, '2020-11-25');
    near(await colourAt(page, ...emptySpot), drawn('#0072B2'), '25 November, Azerbaijan');
  });

  it('asks the server nothing when the date changes', async () => {
    const { page, requests } = await openPage('?d=2020-11-24&sel=46.04,40.1');
    await page.getByRole('heading', { level: 2, name: /Kalbajar/ }).waitFor();
    await page.waitForLoadState('networkidle');
    const before = requests.length;
    for (const day of ['2020-11-25', '1993-04-03', '1988-02-20', '2023-09-20', '2019-06-01',
        '2030-01-01']) {
      await page.evaluate((iso) => window.demarc?.setDate(iso), day);
      await shown(page, day);
    }
    await page.getByRole('slider', { name: 'Date' }).press('ArrowRight');
    await step(page, 'Previous change');
    const last = await date(page);
    // the page writes its address after a pause
    await page.waitForURL((url) => url.searchParams.get('d') === last);
    expect(requests.slice(before)).toEqual([]);
  });

  // Browsers write requests that fail on the console, and the server has no tiles far away.
  it.each(['?d=2020-11-25', '?d=2020-12-01&cmp=2020-09-27&mode=swipe', '?d=2020-11-25&c=-60,-170,1',
      'embed?d=2020-11-25'])('asks for no tile that is not there, from afar and far away: %s',
          async (query) => {
    const { page, requests, complaints } = await openPage(query);
    const answers: string[] = [];
    page.on('response', (response) => response.status() >= 400 &&
      answers.push(`${response.status()} ${response.url()}`));
    const map = (await page.locator('#map').boundingBox())!;
    const [x, y] = [map.x + map.width * 0.3, map.y + map.height * 0.3];
    const drag = async (dx: number, dy: number) => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + dx, y + dy, { steps: 4 });
      await page.mouse.up();
      await page.waitForLoadState('networkidle');
    };
    for (const times of [1, 8]) { // from where the map opens, and from afar
      for (let i = 0; i < times; i++) await page.locator('#map').press('-');
      for (const [dx, dy] of [[-180, 0], [0, 180], [180, 0], [180, 0], [0, -180],
          [0, -180]] as const) {
        for (let i = 0; i < 2; i++) await drag(dx, dy);
      }
    }
    expect(requests.some((url) => url.includes('/tiles/history/'))).toBe(true);
    expect(answers).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('says so, with dots, on a day that the dataset does not cover', async () => {
    const { page } = await openPage('?d=2030-01-01&sel=46.04,40.1');
    await page.getByRole('heading', { level: 2, name: /Kalbajar/ }).waitFor();
    await expect.poll(() => page.locator('#timebar').textContent())
      .toContain('20 February 1988 to 31 December 2024');
    expect(await page.locator('.control-card').textContent()).toContain('Unknown');
    expect(await page.locator('.key').textContent()).toContain('Unknown');
  });
});

describe('the place panel', () => {
  it.each([
    ['2020-11-24', 'Armenian forces', '3 April 1993'],
    ['2020-11-25', 'Azerbaijan', '25 November 2020'],
  ])('tells the answer of the server on %s', async (day, controller, since) => {
    const { page } = await openPage(`?d=${day}&c=39.81,46.5,9`);
    const [lon, lat] = kalbajar;
    const response = await fetch(`${rig.origin}/locate?lon=${lon}&lat=${lat}&datetime=${day}`);
    const answer = (await response.json()) as {
      zone: { names: Record<string, string> };
      control: { event: { title: Record<string, string> }; sources: { title: string }[] };
    };
    const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a, b),
      kalbajar as unknown as [number, number]);
    await page.mouse.click(x, y);
    const place = page.locator('#place');
    await place.getByRole('heading', { level: 2 }).filter({ hasText: answer.zone.names['en']! })
      .waitFor();
    const text = (await place.textContent()) ?? '';
    for (const name of Object.values(answer.zone.names)) expect(text).toContain(name);
    expect(await place.locator('.control-card').textContent()).toContain(controller);
    expect(await place.locator('.control-card').textContent()).toContain(since);
    expect(text).toContain(answer.control.event.title['en']);
    expect(answer.control.sources.length).toBeGreaterThan(0);
    for (const source of answer.control.sources) expect(text).toContain(source.title);
    for (const rel of await place.locator('.sources a')
        .evaluateAll((links) => links.map((a) => a.getAttribute('rel')))) {
      expect(rel).toContain('noopener');
    }
  });

  it('follows the date and moves it', async () => {
    const { page } = await openPage('?d=2020-11-24&sel=46.04,40.1');
    const card = page.locator('.control-card');
    await card.filter({ hasText: 'Armenian forces' }).waitFor();
    await page.locator('.history').getByRole('button', { name: '25 Nov 2020' }).click();
    await card.filter({ hasText: 'Azerbaijan' }).waitFor();
    expect(await date(page)).toBe('2020-11-25');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('25 Nov 2020');
  });

  it('shows what the server says when a lookup fails', async () => {
    const { page } = await openPage('');
    await page.route('**/locate?**', (route) => route.fulfill({
      status: 400, contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Bad request', status: 400, detail: 'lat: want -90 to 90' }),
    }));
    await page.locator('#map').press('Enter');
    await page.getByRole('alert').filter({ hasText: 'lat: want -90 to 90' }).waitFor();
  });
});

describe('the time bar', () => {
  it('steps from change to change', async () => {
    const { page } = await openPage('?d=2020-11-24');
    await step(page, 'Next change');
    expect(await date(page)).toBe('2020-11-25');
    await step(page, 'Next change');
    expect(await date(page)).toBe('2020-12-01');
    await step(page, 'Previous change');
    await step(page, 'Previous change');
    expect(await date(page)).toBe('2020-11-20');
    await step(page, 'First day');
    expect(await date(page)).toBe('1988-02-20');
  });

  it.each([
    ['2020', '2020-01-01', 'The year 2020 is shown from its first day'],
    ['2020-09', '2020-09-01', 'The month 2020-09 is shown from its first day'],
    ['27.09.2020', '2020-09-27', ''],
  ])('takes %s for a date', async (typed, iso, message) => {
    const { page } = await openPage('?d=2020-11-24');
    const field = page.getByRole('textbox', { name: 'Go to date' });
    await field.fill(typed);
    await field.press('Enter');
    await shown(page, iso);
    expect(await date(page)).toBe(iso);
    expect(await page.locator('#timebar .message').textContent()).toContain(message);
  });

  it('keeps the date and says why when it cannot read what was typed', async () => {
    const { page } = await openPage('?d=2020-11-24');
    const field = page.getByRole('textbox', { name: 'Go to date' });
    await field.fill('31.02.2020');
    await field.press('Enter');
    await page.locator('#timebar .message').filter({ hasText: '“31.02.2020” is not a date' }).waitFor();
    expect(await date(page)).toBe('2020-11-24');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  });

  it('speaks the date', async () => {
    const { page } = await openPage('?d=2020-11-24');
    const slider = page.getByRole('slider');
    expect(await slider.getAttribute('aria-valuetext')).toBe('24 November 2020');
    await slider.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe('25 November 2020');
    await page.locator('#live').filter({ hasText: '25 November 2020. 1 zone changed: Kalbajar' })
      .waitFor({ state: 'attached' });
  });
});

describe('the address', () => {
  it('keeps the view and gives it back', async () => {
    const first = await openPage('?d=2020-11-24&c=39.9,46.2,10&sel=46.04,40.1&names=az');
    expect(await date(first.page)).toBe('2020-11-24');
    await first.page.getByRole('heading', { level: 2, name: /Kəlbəcər/ }).waitFor();
    await step(first.page, 'Next change');
    await first.page.waitForURL(/d=2020-11-25/);
    const query = new URL(first.page.url()).search;
    expect(query).toBe('?d=2020-11-25&c=39.9,46.2,10&sel=46.04,40.1&names=az');
    const second = await openPage(query);
    await second.page.getByRole('heading', { level: 2, name: /Kəlbəcər/ }).waitFor();
    expect(await date(second.page)).toBe('2020-11-25');
    expect(new URL(second.page.url()).search).toBe(query);
  });

  it('lets Back undo a selection', async () => {
    const { page } = await openPage('?d=2020-11-24&c=39.9,46.2,10');
    await page.locator('#map').press('Enter');
    await page.locator('#place h2').waitFor();
    await page.waitForURL(/sel=/);
    await page.goBack();
    await page.locator('#section-place').waitFor({ state: 'hidden' });
    expect(await date(page)).toBe('2020-11-24');
  });

  it('offers to swap coordinates that would then be on the map', async () => {
    const { page } = await openPage('?d=2020-11-24&sel=40.1,46.04');
    const swap = page.getByRole('button', { name: 'Swap longitude and latitude' });
    await swap.press('Enter');
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    await page.waitForURL(/sel=46\.04,40\.1/);
    expect(await swap.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('place-name');
  });

  it('says what of it could not be read', async () => {
    const { page } = await openPage('?d=2020-13-45');
    await page.getByRole('alert').filter({ hasText: 'd=2020-13-45 → 2020-12-31' }).waitFor();
  });
});

describe('without a mouse or without seeing', () => {
  it('the keys of the map work', async () => {
    const { page } = await openPage('?d=2020-11-24&c=40.1,46.04,10');
    const map = page.getByRole('region', { name: 'Map of control' });
    await map.press('.');
    expect(await date(page)).toBe('2020-11-25');
    await map.press(',');
    await map.press('Enter');
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    await map.press('Escape');
    await page.locator('#section-place').waitFor({ state: 'hidden' });
  });

  it('the zones in view are a table', async () => {
    const { page } = await openPage('?d=2020-11-24');
    await page.getByRole('tab', { name: 'Zones' }).click();
    const row = page.locator('#zones tr').filter({ hasText: 'Kalbajar' });
    await row.locator('.number').filter({ hasText: /\d/ }).waitFor();
    expect(await row.locator('td').allTextContents())
      .toEqual([expect.stringMatching(/Armenian forces.*Controlled/), '3 Apr 1993',
      expect.stringMatching(/^[1-9]/)]);
    await step(page, 'Next change');
    await row.filter({ hasText: 'Azerbaijan' }).waitFor();
    await row.getByRole('button').click();
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
  });

  it('on a phone the time bar stays in reach and targets are large enough for a finger',
      async () => {
    const { page } = await openPage('?d=2020-11-24&sel=46.04,40.1', screens.phone);
    await page.locator('#place h2').filter({ hasText: 'Kalbajar' }).waitFor();
    expect(await page.locator('html').getAttribute('data-sheet')).toBe('half');
    const small = await page.locator('#timebar button:not(.flag), #timebar input, .sheet-handle, .leaflet-control-zoom a, #search, .actions button, .tabs button, .place-head button, .key-open')
      .evaluateAll((all) =>
        all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML));
    expect(small).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await step(page, 'Next change');
    expect(await date(page)).toBe('2020-11-25');
  });
});

it('asks only its own origin and complains of nothing', () => {
  expect(opened.length).toBeGreaterThan(0);
  const foreign = opened.flatMap(({ requests }) => requests)
    .filter((url) => !url.startsWith(`${rig.origin}/`));
  expect(foreign).toEqual([]);
  // the lookup that a test makes fail, and listening by more pages than one client may have
  const expected = /status of (400|503)/;
  expect(opened.flatMap(({ complaints }) => complaints).filter((text) => !expected.test(text)))
    .toEqual([]);
});
