import { describe, expect, it } from 'vitest';
import { formatLonLat, formatMetres, formatNumber } from '../src/format.ts';
import { others, pick, pickedLang } from '../src/names.ts';
import { axisYears, density } from '../src/strip.ts';
import { safeLink } from '../src/panel/evidence.ts';
import { parseISO } from '../src/days.ts';
import { buildTimeline } from '../src/timeline.ts';
import { sampleAnswer } from './fixture.ts';

it.each([[3, '3 m'], [842, '840 m'], [3000, '3 km'], [12_345, '12.3 km'],
    [123_456, '123 km']])('%d m is %s', (m, words) => {
  expect(formatMetres(m, 'en-GB')).toBe(words);
});

it('writes numbers and coordinates', () => {
  expect(formatNumber(7634.4, 'en-GB')).toBe('7,634');
  expect(formatLonLat([46.04, 40.1])).toBe('40.1000° N, 46.0400° E');
  expect(formatLonLat([-46.04, -40.1])).toBe('40.1000° S, 46.0400° W');
});

describe('names', () => {
  const names = { en: 'Shusha', az: 'Şuşa', hy: 'Շուշի', ru: 'Шуша', la: 'Shusha' };

  it('are picked in the language, else in English, else in any', () => {
    expect(pick(names, 'az')).toBe('Şuşa');
    expect([pick(names, 'ka'), pickedLang(names, 'ka')]).toEqual(['Shusha', 'en']);
    expect([pick({ hy: 'Շուշի' }, 'en'), pickedLang({ hy: 'Շուշի' }, 'en')])
      .toEqual(['Շուշի', 'hy']);
  });

  it('are not repeated', () => {
    expect(others(names, 'en').map(([lang]) => lang)).toEqual(['az', 'hy', 'ru']);
  });
});

it('the strip counts the changes, but not the beginning of the data', () => {
  const timeline = buildTimeline(sampleAnswer());
  const sums = density(timeline, parseISO('1990-01-01')!, parseISO('2009-12-31')!, 20);
  expect(sums.reduce((a, b) => a + b)).toBe(4);
  expect([sums[0], sums[9]! + sums[10]!, sums[14]! + sums[15]!]).toEqual([0, 3, 1]);
});

it('the axis has round years', () => {
  expect(axisYears(parseISO('1988-02-20')!, parseISO('2024-12-31')!))
    .toEqual([1990, 1995, 2000, 2005, 2010, 2015, 2020]);
  expect(axisYears(parseISO('-0500-01-01')!, parseISO('0300-12-31')!))
    .toEqual([-399, -199, 1, 200]); // 400 BC, 200 BC, 1, 200
  expect(axisYears(parseISO('-0002-01-01')!, parseISO('0002-12-31')!)).toEqual([-2, -1, 0, 1, 2]);
});

it.each([
  ['https://example.org/a', 'https://example.org/a'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  [null, undefined],
])('the address %s may be linked as %s', (url, want) => {
  expect(safeLink(url)).toBe(want);
});
