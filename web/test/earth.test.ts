import { expect, it } from 'vitest';
import { areaOf, lengthOf } from '../src/measure/earth.ts';

it('a degree along the equator is 111.2 km, a quarter of a meridian 10,008 km', () => {
  expect(lengthOf([[0, 0], [1, 0]]) / 1000).toBeCloseTo(111.19, 1);
  expect(lengthOf([[0, 0], [0, 45], [0, 90]]) / 1000).toBeCloseTo(10_007.6, 0);
  expect(lengthOf([[5, 5]])).toBe(0);
});

it('an eighth of the sphere is an eighth of its area, either way round', () => {
  const whole = 4 * Math.PI * 6371.00718 ** 2;
  const eighth = [[0, 0], [90, 0], [90, 90], [0, 90]] as const;
  expect(areaOf(eighth) / whole).toBeCloseTo(1 / 8, 6);
  expect(areaOf([...eighth].reverse()) / whole).toBeCloseTo(1 / 8, 6);
});

it('a degree at 40 north is 9,490 km2 within half a percent', () => {
  expect(areaOf([[46, 39.5], [47, 39.5], [47, 40.5], [46, 40.5]]) / 9490).toBeCloseTo(1, 2);
});
