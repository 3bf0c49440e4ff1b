import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PNG } from 'pngjs';
import { apart, drawn, majority, open, shown, startRig, type Rig } from './browser.ts';

/**
 * What the map shows is what the dataset says and the API answers: twenty places away from borders,
 * on five days.
 */
const days = ['1991-01-01', '1993-05-01', '2020-10-20', '2020-11-24', '2023-12-01'];

/**
 * Letters of the controller on each of the days as the dataset has them; `?` contested, `+`
 * patrolled by somebody else.
 */
const places: readonly (readonly [name: string, lon: number, lat: number, controllers: string])[] =
    [
  ['Kalbajar district', 46.13, 40.04, 'SU NK NK NK AZ'],
  ['Lachin district outside the corridor', 46.37, 39.77, 'SU NK NK NK AZ'],
  ['Askeran district, north and centre', 46.65, 39.89, 'SU NK NK NK+ AZ'],
  ['Mardakert district, upper Tartar valley', 46.55, 40.06, 'SU NK NK NK+ AZ'],
  ['Aghdam district, west', 46.91, 40.07, 'SU AZ NK AZ AZ'],
  ['Mardakert / Aghdara, town and centre of the district', 46.64, 40.24, 'SU AZ NK NK+ AZ'],
  ['Qubadli district outside the city', 46.7, 39.23, 'SU AZ NK AZ AZ'],
  ['Hadrut district outside the town', 46.93, 39.57, 'SU NK NK? AZ AZ'],
  ['Fuzuli district, east', 47.45, 39.63, 'SU AZ AZ AZ AZ'],
  ['Martuni / Khojavend district, north and centre', 47.03, 39.79, 'SU NK NK NK+ AZ'],
  ['Shahumyan, the south of Goranboy district', 46.5, 40.42, 'SU AZ AZ AZ AZ'],
  ['Zangilan district, west and north-west', 46.56, 39.13, 'SU AZ NK AZ AZ'],
  ['Jabrayil district, northern hills', 46.82, 39.35, 'SU AZ NK AZ AZ'],
  ['Jabrayil town and the plain around it', 47.04, 39.34, 'SU AZ AZ? AZ AZ'],
  ['Aghdam district, east', 47.08, 40.11, 'SU AZ AZ AZ AZ'],
  ['Zangilan city and the lower Hakari', 46.76, 39.14, 'SU AZ AZ? AZ AZ'],
  ['Fuzuli district, villages on the line of contact', 47.25, 39.57, 'SU AZ AZ? AZ AZ'],
  ['Fuzuli city and the villages around it', 47.14, 39.49, 'SU AZ AZ? AZ AZ'],
  ['Shusha district, west', 46.64, 39.73, 'SU NK NK NK+ AZ'],
  ['Horadiz area', 47.36, 39.51, 'SU AZ AZ AZ AZ'],
];

const { actors } = JSON.parse(readFileSync(new URL('../../data/karabakh/actors.json',
  import.meta.url), 'utf8')) as
  { readonly actors: readonly { id: string; code: string; color: string }[] };

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

interface Answer {
  zone: { names: Record<string, string> };
  control: { controller: string | null; status: string; patrolled_by?: string };
}

describe.each(days.map((day, i) => [day, i] as const))('on %s', (day, i) => {
  it('twenty places have the colour of who held them, and the API says the same', async () => {
    const { page } = await open(rig, `?d=${day}&c=39.75,46.8,9`, {
      viewport: { width: 1500, height: 1000 },
    });
    await shown(page, day);
    await page.evaluate(() => { // names, letters and marks lie over the areas
      for (const canvas of document.querySelectorAll<HTMLElement>('.viewport-canvas')) {
        canvas.style.display = 'none';
      }
    });
    const png = PNG.sync.read(await page.screenshot());
    const at = await page.evaluate((all) =>
      all.map(([, lon, lat]) => window.demarc!.project(lon, lat)), places);
    for (const [n, [name, lon, lat, controllers]] of places.entries()) {
      const want = controllers.split(' ')[i]!;
      const actor = actors.find(({ code }) => code === want.slice(0, 2))!;
      const [x, y] = [Math.round(at[n]!.x), Math.round(at[n]!.y)];
      const { colour } = majority(png, x, y);
      expect(apart(colour, drawn(actor.color)),
        `${name}: rgb(${colour.join()}), want that of ${actor.id}, rgb(${drawn(actor.color).join()})`).toBeLessThanOrEqual(4);
      const patterned = majority(png, x, y, 12).others > 0.08;
      expect(patterned, `${name}: a pattern over the colour`).toBe(want.length > 2);
      const answer = (await (await fetch(`${rig.origin}/locate?lon=${lon}&lat=${lat}&datetime=${day}`)).json()) as Answer;
      const { controller, status, patrolled_by: patrol } = answer.control;
      expect([answer.zone.names['en'], controller, status === 'contested',
        patrol !== undefined && patrol !== controller], name)
        .toEqual([name, actor.id, want.endsWith('?'), want.endsWith('+')]);
    }
    await page.context().close();
  });
});
