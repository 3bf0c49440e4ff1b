import { expect, it } from 'vitest';
import { parseISO, toISO } from '../src/days.ts';
import { areaTicks } from '../src/panel/chartseries.ts';
import { readDated } from '../src/search/dated.ts';

const today = parseISO('2026-11-30')!;

it.each<readonly [text: string, name: string | undefined, first?: string, last?: string]>([
  ['Шуша 1992', 'Шуша', '1992-01-01', '1992-12-31'],
  ['Շուշի 1992', 'Շուշի', '1992-01-01', '1992-12-31'],
  ['Şuşa may 1992', 'Şuşa', '1992-05-01', '1992-05-31'],
  ['Шуша 8 мая 1992', 'Шуша', '1992-05-08', '1992-05-08'],
  ['1992 Shusha', 'Shusha', '1992-01-01', '1992-12-31'],
  ['2020-11-10', '', '2020-11-10', '2020-11-10'],
  ['October 2020', '', '2020-10-01', '2020-10-31'],
  ['Upper Town, 2020', 'Upper Town', '2020-01-01', '2020-12-31'],
  ['Shusha', undefined],
  ['39.76 46.75', undefined],
  ['', undefined],
])('reads a name and a date out of %s', (text, name, first, last) => {
  const read = readDated(text ?? '', today);
  expect(read?.name).toBe(name);
  if (read) expect([toISO(read.first), toISO(read.last)]).toEqual([first, last]);
});

it('has round areas on its axis, few enough to be read', () => {
  for (const most of [0.0003, 0.9, 7, 4400, 12_345, 5e8]) {
    const ticks = areaTicks(most);
    expect(ticks.length, String(most)).toBeGreaterThanOrEqual(3);
    expect(ticks.length, String(most)).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeLessThanOrEqual(most * (1 + 1e-9));
  }
  expect(areaTicks(0)).toEqual([]);
});
