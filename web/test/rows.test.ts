import { expect, it } from 'vitest';
import { dayOf, toISO } from '../src/days.ts';
import { noDay, type Points } from '../src/engine/protocol.ts';
import { firstOf, Rows } from '../src/table/rows.ts';

const day = (y: number, m: number, d: number) => dayOf(y, m, d)!;
const piece = (rows: readonly (readonly [number, number, number, number])[], found: Points['found'] = []): Points => ({
  lonlat: new Float64Array(rows.flatMap(([lon, lat]) => [lon, lat])), days: new Int32Array(rows.map(([, , d]) => d)),
  kinds: new Uint16Array(rows.map(([, , , kind]) => kind)), found,
});

it('adds up rows by what they lie in and by month, over pieces', () => {
  const rows = new Rows();
  rows.add(piece([[46, 40, day(2020, 11, 24), 0], [NaN, NaN, noDay, 1], [10, 50, day(2020, 11, 25), 2]], [
    { controller: 'az', status: 'controlled', error: '' }, { controller: '', status: '', error: 'no longitude' },
    { controller: '', status: 'outside', error: '' }]));
  rows.add(piece([[47, 39, day(1993, 7, 1), 0], [47, 39, day(-44, 3, 15), 0]]));
  expect(rows.held().map(({ kind, rows: n }) => [kind.status, n])).toEqual([['controlled', 3], ['outside', 1]]);
  expect(rows.wrong().map(({ kind, rows: n }) => [kind.error, n])).toEqual([['no longitude', 1]]);
  expect([...rows.months].map(([month, n]) => [toISO(firstOf(month)), n])).toEqual([
    ['2020-11-01', 2], ['1993-07-01', 1], ['-0044-03-01', 1]]);
  expect(rows.box).toEqual([46, 39, 47, 40]); // of those on the map
  expect(rows.dated).toBe(true);
  expect([...rows.pieces[1]!.xy].every((v) => v > 0 && v < 1)).toBe(true);
});

it('knows a table whose rows have no days of their own', () => {
  const rows = new Rows();
  rows.add(piece([[46, 40, 5, 0], [NaN, NaN, noDay, 0], [46, 40, 5, 0]], [{ controller: 'az', status: 'controlled', error: '' }]));
  expect(rows.dated).toBe(false);
});
