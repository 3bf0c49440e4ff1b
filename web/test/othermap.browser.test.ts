import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, startRig, startWithOther, violations, type Rig } from './browser.ts';
import { make } from './served.ts';

/** Two maps of one land that say different things, and the versions of one. */
let rig: Rig;
beforeAll(async () => {
  rig = await startWithOther('bundled:karabakh');
});
afterAll(() => rig?.stop());

interface Compared {
  readonly series: readonly { readonly from: string; readonly to: string; readonly differs_km2: number }[];
  readonly places: readonly { readonly id: string }[];
}

const day = '1992-03-01';
const aghdam = '46.92736,39.99096';
const view = `?d=${day}&with=karabakh-other&tab=maps`;
const asked = async (query: string) =>
  (await (await fetch(`${rig.origin}/compare?b=karabakh-other${query}`)).json()) as Compared;
const km2 = (value: number) => `${Math.round(value).toLocaleString('en-GB')} km²`;
const bar = (page: Page) => page.locator('.maps-bar');

/** How many pixels of the layer of differences are painted. */
function painted(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-differing-pane canvas');
    if (!canvas || canvas.width === 0) return 0;
    const copy = new OffscreenCanvas(canvas.width, canvas.height); // to read the page's own slows it down
    const ctx = copy.getContext('2d', { willReadFrequently: true })!;
    ctx.drawImage(canvas, 0, 0);
    const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]) count++;
    return count;
  });
}

describe.each(Object.entries(screens))('on a %s', (screen, options) => {
  it.each(['light', 'dark'] as const)('draws and tells where they differ, %s', async (colorScheme) => {
    const { page, complaints } = await open(rig, view, { ...options, colorScheme, bypassCSP: true });
    const { series: [stretch] } = await asked(`&datetime=${day}`);
    await bar(page).getByText(`A and B differ on ${km2(stretch!.differs_km2)}`).waitFor();
    await expect.poll(() => painted(page)).toBeGreaterThan(1000);
    const rows = page.locator('#maps-told .legend-list li');
    await rows.first().waitFor();
    const told = (await rows.allTextContents()).map((text) => Number(/([\d,]+) km²/.exec(text)?.[1]?.replace(',', '')));
    expect(Math.abs(told.reduce((a, b) => a + b, 0) - stretch!.differs_km2)).toBeLessThan(told.length);
    expect(await rows.first().textContent()).toMatch(/A: .*, Controlled B: .*, Controlled/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await picture(page, `othermap-${screen}-${colorScheme}`);
    await page.context().close();
  });
});

it('is chosen, walked through by its days, and left again; Back and the address know it exactly', async () => {
  const { page } = await open(rig, `?d=${day}&tab=maps`, screens.desktop);
  const choice = page.getByLabel('Compared with');
  await choice.waitFor();
  expect(await page.locator('.maps-bar').count(), 'nothing is loaded before it is asked for').toBe(0);
  await choice.selectOption({ label: 'By other sources' });
  await page.waitForURL(/with=karabakh-other/);
  await bar(page).getByText('A and B differ on').waitFor();
  await expect.poll(() => painted(page)).toBeGreaterThan(1000);
  const { series } = await asked('');
  const at = series.findIndex(({ from, to }) => from <= day && day < to);
  await page.getByRole('button', { name: 'Next day on which the difference changes' }).press('Enter');
  await page.waitForURL(new RegExp(`d=${series[at + 1]!.from}`));
  await bar(page).getByText(km2(series[at + 1]!.differs_km2)).waitFor();
  await page.getByRole('button', { name: 'Previous day on which the difference changes' }).press('Enter');
  await page.waitForURL(new RegExp(`d=${series[at]!.from}`));
  // the list leads to each of them too
  const days = page.locator('.maps-days li');
  expect(await days.count()).toBe(series.length);
  await days.nth(3).getByRole('button').click();
  await page.waitForURL(new RegExp(`d=${series[3]!.from}`));
  await page.locator('.maps-days li').nth(3).and(page.locator('[aria-current]')).waitFor();
  const shared = page.url();
  await bar(page).getByRole('button', { name: 'End the comparison' }).click();
  await page.waitForURL((url) => !url.searchParams.has('with'));
  await expect.poll(() => page.locator('.leaflet-differing-pane canvas').count()).toBe(0);
  await page.goBack();
  expect(page.url()).toBe(shared);
  await bar(page).getByText(km2(series[3]!.differs_km2)).waitFor();
  await expect.poll(() => painted(page)).toBeGreaterThan(1000);
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has('with'));
  await expect.poll(() => bar(page).isVisible()).toBe(false);
  await page.context().close();
  const again = await open(rig, shared.slice(rig.origin.length + 1), screens.desktop);
  await bar(again.page).getByText(km2(series[3]!.differs_km2)).waitFor();
  expect(again.page.url()).toBe(shared);
  await again.page.context().close();
});

it('says of the selected place what both say, also to those who hear it', async () => {
  const { page } = await open(rig, `?d=${day}&with=karabakh-other`, screens.desktop);
  await bar(page).getByText('A and B differ on').waitFor();
  const live = page.locator('#live');
  await expect.poll(() => live.textContent()).toMatch(/They differ on .* km², and say the same of .* km²\./);
  await expect.poll(() => painted(page)).toBeGreaterThan(1000);
  const [lon, lat] = aghdam.split(',').map(Number) as [number, number];
  const { x, y } = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon, lat]);
  await page.mouse.move(x, y + 2);
  await page.locator('#tooltip').getByText(/A: .*, Controlled; B: .*, Controlled/).waitFor();
  await page.mouse.click(x, y + 2);
  const here = bar(page).getByText(/^Here: A: Azerbaijan, Controlled · B: .+, Controlled$/);
  await here.waitFor();
  await expect.poll(() => live.textContent()).toMatch(/A: Azerbaijan, Controlled; B: .+, Controlled\./);
  // and of another day how much differs then
  await bar(page).getByRole('button', { name: /^Next day/ }).click();
  await expect.poll(() => live.textContent()).toMatch(/They differ on .* A: |They differ on /);
  await page.context().close();
});

it('leads to the same for programs and to read, and to the other map', async () => {
  const { page } = await open(rig, view, screens.desktop);
  await page.locator('#maps-told a.format').first().waitFor();
  const links = await page.locator('#maps-told a.format').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBe(12);
  for (const link of links) expect((await fetch(link)).status, link).toBe(200);
  const other = await page.locator('#maps-told .facts a').evaluate((a) => (a as HTMLAnchorElement).href);
  expect(other).toContain(`/d/karabakh-other/?d=${day}`);
  expect((await fetch(other)).status).toBe(200);
  const read = await page.context().browser()!.newContext({ javaScriptEnabled: false, bypassCSP: true });
  const plain = await read.newPage();
  await plain.goto(`${rig.origin}/${view}&lang=en`);
  await plain.getByRole('link', { name: 'Where two maps differ' }).click();
  await plain.getByRole('cell', { name: 'Azerbaijan, Controlled' }).first().waitFor();
  await plain.getByRole('link', { name: 'On the map' }).click();
  expect(new URL(plain.url()).search).toContain('with=karabakh-other');
  await read.close();
  await page.context().close();
});

it('two dates take its place on the map, and give it back', async () => {
  const { page } = await open(rig, view, screens.desktop);
  await bar(page).waitFor();
  await page.locator('#compare').click();
  await expect.poll(() => bar(page).isVisible()).toBe(false);
  await page.locator('.map-2').waitFor();
  expect(await page.locator('.leaflet-differing-pane canvas').count()).toBe(0);
  await page.locator('#compare').click();
  await bar(page).getByText('A and B differ on').waitFor();
  await page.context().close();
});

it('says what cannot be compared, and why', async () => {
  const { page } = await open(rig, `?d=${day}&with=nobody&tab=maps`, screens.desktop);
  await page.locator('#maps-told .problem').filter({ hasText: 'no dataset is called "nobody"' }).waitFor();
  await bar(page).getByText('no dataset is called "nobody"').waitFor();
  await page.context().close();
});

it('compares what a map said before with what it says now, both ways', async () => {
  const folder = mkdtempSync(`${tmpdir()}/demarc-releases-`);
  const data = `${folder}/isles`;
  cpSync(fileURLToPath(new URL('../../data/testdata/isles', import.meta.url)), data, { recursive: true });
  const binary = process.env['DEMARC_BIN'] ?? fileURLToPath(new URL('../../bin/demarc', import.meta.url));
  execFileSync(binary, ['release', '-m', 'first', '-date', '2021-03-01', data], { stdio: 'ignore' });
  const control = readFileSync(`${data}/control.json`, 'utf8');
  writeFileSync(`${data}/control.json`, control.replace(
    '"from": "1972-11-25", "to": null, "controller": "league", "status": "controlled"',
    '"from": "1972-11-25", "to": null, "controller": "wardens", "status": "controlled"'));
  const released = await startRig(`made:${data}`);
  try {
    const { page, complaints } = await open(released, '?d=1972-11-26&tab=maps', screens.desktop);
    await page.getByLabel('Compared with').selectOption({ label: 'as known on 1 March 2021 (version 1)' });
    await page.waitForURL(/with=@2021-03-01/);
    await bar(page).getByText('A and B differ on 7,962 km²').waitFor();
    await page.locator('#maps-told .legend-list').getByText('A: Wardens, Controlled').waitFor();
    await page.locator('#maps-told .facts a').click();
    await page.waitForURL(/known=2021-03-01/);
    await page.locator('#tab-maps').click();
    await page.getByLabel('Compared with').selectOption({ label: 'as known now' });
    await page.locator('#maps-told .legend-list').getByText('A: League, Controlled').waitFor();
    await page.locator('#maps-told .facts').getByText(/as known on 1 March 2021/).waitFor();
    expect(complaints).toEqual([]);
    // a day before any release: the page says why it has no map, and leads to the one there is
    await page.goto(`${released.origin}/?known=2020-01-01`);
    await page.getByRole('alert').getByText(/nothing had been released on 2020-01-01/).waitFor();
    await page.getByRole('link', { name: 'Show the current map' }).click();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    expect(page.url()).not.toContain('known');
    await page.context().close();
  } finally {
    await released.stop();
    rmSync(folder, { recursive: true });
  }
});

it('one map alone that was never released has nothing to choose', async () => {
  const alone = await startRig('isles');
  const { page } = await open(alone, '?tab=maps', screens.desktop);
  await page.locator('#tab-legend[aria-selected=true]').waitFor();
  expect(await page.locator('#tab-maps').count()).toBe(0);
  await page.context().close();
  await alone.stop();
});

it('what was corrected of an outline is told where nobody controls anything', async () => {
  const made = make('plain-region');
  const [name = ''] = made.names;
  writeFileSync(`${name.slice('made:'.length)}/corrections.json`, JSON.stringify({ corrections: [{ id: 'outline',
    day: '2021-05-01', kind: 'region', of: 'a', before: 'drawn to the road', after: 'drawn to the river', reason: 'the deed was found' }] }));
  const plain = await startRig(name);
  const { page } = await open(plain, '?sel=0.5,0.5', screens.desktop);
  const note = page.locator('#place .correction');
  await note.waitFor();
  expect(await note.textContent()).toMatch(/Corrected on 1 May 2021.*drawn to the road.*drawn to the river.*the deed was found/);
  const html = await (await fetch(`${plain.origin}/?sel=0.5,0.5&lang=en`)).text();
  expect(html).toContain('Corrected on 1 May 2021');
  await page.context().close();
  await plain.stop();
  made.remove();
});
