import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, startRig, violations, type Rig } from './browser.ts';
import { binary } from './hosts.ts';
import { workbook } from './workbook.ts';

/** A table of the reader's, located by the engine in the browser. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
});
afterAll(() => rig?.stop());

const rows = ['place,lon,lat,date',
  'Kalbajar,46.04,40.10,2020-11-24', 'Kalbajar,46.04,40.10,2020-11-25', 'Shusha,46.75,39.76,2020-11-25',
  'Aghdam,46.93,39.99,1993-07-01', 'elsewhere,10,50,2020-11-25', 'nowhere,x,40,2020-11-25', ''].join('\n');
const table = (name: string, text: string, mimeType = 'text/csv') => ({ name, mimeType, buffer: Buffer.from(text) });
const view = '?d=2020-11-25';

describe.each(Object.entries(screens))('on a %s', (screen, options) => {
  it('locates a table, draws and sums it up, and asks for nothing while it does', async () => {
    const judged = screen === 'phone'; // who judges it is a script that the page's policy lets nobody run
    const { page, requests, complaints } = await open(rig, view, { ...options, bypassCSP: judged });
    await page.locator('#more').click();
    await page.locator('#table').click();
    const card = page.locator('.table-card');
    await card.getByText('Nothing leaves your computer').waitFor();
    await card.locator('input[type=file]').setInputFiles(table('incidents.csv', rows));
    await card.getByText('6 rows, 5 of them located').waitFor();
    expect(requests.filter((address) => /core\.wasm|dataset\.zip/.test(address)).length).toBe(2);

    await page.context().setOffline(true); // and what is asked for would fail and be complained of
    const before = requests.length;
    await card.locator('input[type=file]').setInputFiles(table('second.csv', rows));
    await card.getByText('second.csv').waitFor();
    await card.getByText('6 rows, 5 of them located').waitFor();
    expect(requests.slice(before).filter((address) => !address.includes('/tiles/'))).toEqual([]);
    await page.context().setOffline(false);

    expect(await card.locator('.table-lines').first().innerText()).toMatch(/Azerbaijan/);
    await card.getByText('1 could not be located').click();
    await card.getByText(/longitude "x"/).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), card.getByText('Save with columns added').click()]);
    expect(download.suggestedFilename()).toBe('second-located.csv');
    const served = await fetch(`${rig.origin}/locate?format=csv`, { method: 'POST', body: rows, headers: { 'Content-Type': 'text/csv' } });
    expect(readFileSync(await download.path(), 'utf8')).toBe(await served.text());
    if (judged) expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    await picture(page, `table-${screen}`);
    await page.keyboard.press('Escape');
    await page.context().close();
  });
});

it('takes a table that is dropped, follows the day, and says why it cannot read one', async () => {
  const { page } = await open(rig, view);
  const drop = (name: string, text: string) => page.evaluate(([file = '', content = '']) => {
    const data = new DataTransfer();
    data.items.add(new File([content], file));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [name, text]);
  await drop('incidents.csv', rows);
  const card = page.locator('.table-card');
  await card.getByText('3 of the day shown').waitFor();
  await page.locator('.table-card summary').first().click();
  await card.getByText('1993-07').click();
  await card.getByText('1 of the day shown').waitFor();
  await drop('empty.csv', 'a,b\n1,2\n');
  await card.getByRole('alert').getByText('no column has a usual name').waitFor();
  await drop('points.geojson', JSON.stringify({ type: 'FeatureCollection', features: [
    { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [46.04, 40.1] } }] }));
  await card.getByText('The rows have no days of their own').waitFor();
  await card.getByText('As of the day shown').click();
  await card.getByText('all are told as of 1993-07-01').waitFor();
  await card.getByRole('button', { name: 'Take the table off the map' }).click();
  expect(await card.count()).toBe(0);
  await page.context().close();
});

it('locates a workbook to the bytes of the command, and says which sheet', async () => {
  const { page, requests } = await open(rig, view);
  await page.locator('#more').click();
  await page.locator('#table').click();
  const card = page.locator('.table-card');
  const buffer = workbook('Incidents', rows.trim().split('\n').map((line) =>
    line.split(',').map((text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text))));
  const book = { name: 'incidents.xlsx', mimeType: 'application/octet-stream', buffer };
  await card.locator('input[type=file]').setInputFiles(book);
  await card.getByText('6 rows, 5 of them located').waitFor();
  await card.getByText('Sheet “Incidents”, the first with rows; others: 1.').waitFor();
  expect(requests.filter((address) => address.includes('.wasm')).map((address) => address.replace(/.*\//, ''))).toEqual(['workbook.wasm', 'core.wasm']);
  const [download] = await Promise.all([page.waitForEvent('download'), card.getByText('Save with columns added').click()]);
  expect(download.suggestedFilename()).toBe('incidents-located.csv');
  const folder = mkdtempSync(`${tmpdir()}/demarc-workbook-`);
  writeFileSync(`${folder}/incidents.xlsx`, buffer);
  execFileSync(binary, ['locate', '-o', `${folder}/wanted.csv`, `${folder}/incidents.xlsx`], { stdio: 'pipe' });
  expect(readFileSync(await download.path(), 'utf8')).toBe(readFileSync(`${folder}/wanted.csv`, 'utf8'));
  rmSync(folder, { recursive: true });
  await card.locator('input[type=file]').setInputFiles({ ...book, buffer: buffer.subarray(0, 300) });
  await card.getByRole('alert').getByText('is the file whole').waitFor();
  await page.context().close();
});

it('can be cancelled', async () => {
  const { page } = await open(rig, view, screens.desktop, async (opening) => {
    await opening.route('**/core.wasm', () => undefined); // it never comes
  });
  await page.locator('#more').click();
  await page.locator('#table').click();
  const card = page.locator('.table-card');
  await card.locator('input[type=file]').setInputFiles(table('incidents.csv', rows));
  await card.getByRole('button', { name: 'Cancel' }).click();
  await card.getByText('Cancelled.').waitFor();
  await page.context().close();
});
