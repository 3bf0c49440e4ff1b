import { expect, it } from 'vitest';
import { parseISO } from '../src/days.ts';
import { areaAt, areasOf, groupOf, placeOf, stretches, type DifferingCollection } from '../src/maps/differing.ts';

/** Stretches of ten days each, with so many areas. */
const days = (...areas: readonly number[]) => areas.map((count, i) => ({ from: 10 * i, to: 10 * i + 10, same_km2: 1,
  differs_km2: 1, outside_km2: 0, pairs: [{ what: 'controller' as const, a: { controller: 'red', status: 'controlled' },
    b: { controller: 'blue', status: 'controlled' }, km2: 1, areas: count }] }));

it('finds the stretch of a day, with open ends', () => {
  const none = { same_km2: 0, differs_km2: 0, outside_km2: 0, pairs: [] };
  const list = stretches([{ from: null, to: '1972-11-25', ...none }, { from: '1972-11-25', to: null, ...none }]);
  expect(['1900-01-01', '1972-11-24', '1972-11-25', '2100-01-01'].map((day) => placeOf(list, parseISO(day)!)))
    .toEqual([0, 0, 1, 1]);
  expect(placeOf(stretches([{ from: '1972-11-25', to: '1972-11-26', ...none }]), parseISO('1972-11-26')!)).toBe(-1);
});

it('asks for few areas of many days at once, and always for the same groups', () => {
  expect(groupOf(days(10, 12, 8, 9), 2)).toEqual([0, 4]);
  // 1,000 areas and then 400 that change each time: room for one such step
  const many = days(1000, 1400, 1000, 1400, 1000);
  const groups = many.map((_, at) => groupOf(many, at));
  expect(groups).toEqual([[0, 2], [0, 2], [2, 4], [2, 4], [4, 5]]);
  // thousands that stay are asked for once
  const large = days(...Array.from({ length: 500 }, (_, i) => 8000 + (i % 2)));
  expect(groupOf(large, 250)).toEqual([0, 500]);
});

it('each stretch lies in its own group', () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    const list = days(...Array.from({ length: 1 + Math.floor(40 * random()) }, () => Math.floor(3000 * random())));
    let end = 0;
    for (let at = 0; at < list.length; at = end) {
      const group = groupOf(list, at);
      expect(group[0]).toBe(at);
      end = group[1];
      expect(end).toBeGreaterThan(at);
      expect(groupOf(list, end - 1)).toEqual(group);
    }
    expect(end).toBe(list.length);
  }
});

it('finds the area of a place: in holes and outside there is none, across the date line there is', () => {
  const properties = { what: 'controller', a_controller: 'red', a_status: 'controlled', b_controller: null, b_status: 'unknown',
    area_km2: 1, valid_from: null, valid_to: null } as const;
  const square = (w: number, s: number, e: number, n: number) => [[w, s], [e, s], [e, n], [w, n], [w, s]] as const;
  const areas = areasOf({ features: [
    { properties, geometry: { type: 'Polygon', coordinates: [square(0, 0, 4, 4), [...square(1, 1, 3, 3)].reverse()] } },
    { properties: { ...properties, b_status: null }, geometry: { type: 'MultiPolygon',
      coordinates: [[square(179, 0, 180, 1)], [square(-180, 0, -179, 1)]] } },
  ] } satisfies DifferingCollection);
  expect([[0.5, 2], [2, 2], [5, 2], [179.5, 0.5], [-179.5, 0.5], [180.5, 0.5], [178, 0.5]].map(([lon, lat]) =>
    areas.indexOf(areaAt(areas, [lon!, lat!])!))).toEqual([0, -1, -1, 1, 1, 1, -1]);
  expect(areas[1]).toMatchObject({ a: { controller: 'red', status: 'controlled' }, b: null, from: -Infinity, to: Infinity });
});
