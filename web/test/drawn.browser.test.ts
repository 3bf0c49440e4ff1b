import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, startRig, violations, type Rig } from './browser.ts';

/** Areas and lines that the reader draws, answered by the engine in the browser. */
let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh');
});
afterAll(() => rig?.stop());

const view = '?d=2020-11-25';
const file = (geometry: object) => ({ name: 'drawing.geojson', mimeType: 'application/geo+json',
  buffer: Buffer.from(JSON.stringify({ type: 'Feature', properties: {}, geometry })) });
const area = file({ type: 'Polygon', coordinates: [[[46.5, 39.7], [47, 39.7], [47, 40], [46.5, 40], [46.5, 39.7]]] });
const line = file({ type: 'LineString', coordinates: [[46.4, 39.64], [46.75, 39.76], [46.75, 39.83], [47.5, 39.9]] });

describe.each(Object.entries(screens))('on a %s', (screen, options) => {
  it('tells who held how much of an area when, and through whose land a line passes', async () => {
    const judged = screen === 'phone';
    const { page, requests, complaints } = await open(rig, view, { ...options, bypassCSP: judged });
    await page.locator('#more').click();
    await page.locator('#draw').click();
    const card = page.locator('.drawn-card');
    await card.getByText('Nothing leaves your computer').waitFor();
    await card.locator('input[type=file]').setInputFiles(area);
    await card.getByText('The area drawn: 1,4').waitFor();
    await card.getByText('On 25 November 2020').first().waitFor();
    expect(await card.locator('.table-lines').first().innerText()).toMatch(/Azerbaijan/);
    expect(await card.locator('.chart-field canvas').count()).toBe(1);
    if (judged) expect(await violations(page)).toEqual([]);
    await picture(page, `drawn-area-${screen}`);
    const [saved] = await Promise.all([page.waitForEvent('download'), card.getByText('Save as a table (CSV)').click()]);
    const rows = readFileSync(await saved.path(), 'utf8').trim().split('\r\n');
    expect(rows[0]).toBe('from,to,controller,status,km2,zones,drawn_km2');
    expect(rows.length).toBeGreaterThan(5);

    const before = requests.length;
    await page.getByRole('button', { name: 'Take the drawing off the map' }).click();
    await page.locator('#more').click();
    await page.locator('#draw').click();
    await card.locator('input[type=file]').setInputFiles(line);
    await card.getByText('The line drawn:').waitFor();
    expect(await card.locator('ol li').count()).toBeGreaterThan(2);
    expect(requests.slice(before).filter((address) => !address.includes('/tiles/'))).toEqual([]);
    await picture(page, `drawn-line-${screen}`);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    await page.keyboard.press('Escape');
    await page.context().close();
  });

  it('is drawn by pointer', async () => {
    const { page } = await open(rig, view, options);
    await page.locator('#more').click();
    await page.locator('#draw').click();
    const card = page.locator('.drawn-card');
    await card.getByText('Draw an area', { exact: true }).click();
    const { width, height } = options.viewport;
    const low = 0.5;
    for (const [x, y] of screen === 'phone' ? [[0.3, low], [0.7, low], [0.7, low + 0.06]] as const : [[0.4, 0.4], [0.5, 0.4], [0.5, 0.5]] as const) await page.mouse.click(width * x, height * y, { delay: 20 });
    await card.getByText('The area drawn:').waitFor();
    await card.getByText('Done').click();
    await picture(page, `drawn-pointer-${screen}`);
    await page.context().close();
  });
});

it('is drawn by keys, follows the day, gives way to the ruler, and takes what is dropped', async () => {
  const { page } = await open(rig, view);
  await page.locator('#more').click();
  await page.locator('#draw').click();
  const card = page.locator('.drawn-card');
  await card.getByText('Draw a line').click();
  await page.keyboard.press('Enter');
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => !document.querySelector('.leaflet-pan-anim'));
  }
  await page.keyboard.press('Enter');
  await card.getByText('The line drawn:').waitFor();
  await page.keyboard.press('Backspace');
  await expect.poll(() => card.getByText('The line drawn:').count()).toBe(0);
  await page.locator('#measure').click();
  await expect.poll(() => card.getByText('Done').count()).toBe(0);
  await page.locator('.measure-box').waitFor();
  await page.locator('#measure').click();
  await page.evaluate(([content = '']) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'drawing.geojson'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [line.buffer.toString()]);
  await card.getByText('On 25 November 2020').first().waitFor();
  await page.evaluate(() => window.demarc?.setDate('1991-11-27'));
  await card.getByText('On 27 November 1991').waitFor();
  await page.locator('#more').click();
  await page.locator('#table').click(); // one card has room
  await expect.poll(() => card.count()).toBe(0);
  await page.context().close();
});
