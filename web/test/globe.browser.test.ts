import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, startRig, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('globe');
}, 60_000);
afterAll(() => rig.stop());

/** Clicks the middle of the map and returns what the page then says. */
async function clicked(query: string): Promise<{ panel: string; address: string; complaints: readonly string[] }> {
  const { page, complaints } = await open(rig, query);
  const box = (await page.locator('#map').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => location.search.includes('sel='));
  await page.locator('#panel').getByText('quarter').first().waitFor();
  const panel = await page.locator('#panel').innerText();
  const address = page.url();
  await page.context().close();
  return { panel, address, complaints };
}

it('answers a click east of the date line, which was an error', async () => {
  const { panel, address, complaints } = await clicked('?c=-17.5,187.7,7');
  expect(panel).toContain('Pacific quarter');
  expect(address).toMatch(/sel=-172\.\d+,-17\.\d+/);
  expect(complaints).toEqual([]);
});

it('stays in the copy of the world that is seen', async () => {
  const { page } = await open(rig, '?c=0,179.5,7');
  const box = (await page.locator('#map').boundingBox())!;
  const [x, y] = [box.x + box.width / 2 + 200, box.y + box.height / 2];
  await page.mouse.click(x, y); // some degrees east of the date line
  await page.waitForFunction(() => location.search.includes('sel=-17'));
  const [lon, lat] = new URL(page.url()).searchParams.get('sel')!.split(',').map(Number);
  const at = await page.evaluate(([a, b]) => window.demarc!.project(a!, b!), [lon!, lat!]);
  expect(Math.abs(at.x - x)).toBeLessThan(2);
  expect(Math.abs(at.y - y)).toBeLessThan(2);
  await page.context().close();
});
