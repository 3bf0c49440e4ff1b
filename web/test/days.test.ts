import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseISO, parseTyped, toISO, yearOf } from '../src/days.ts';

describe('days', () => {
  it('are numbered from 1970', () => {
    expect(dayOf(1970, 1, 1)).toBe(0);
    expect(dayOf(1969, 12, 31)).toBe(-1);
    expect(parseISO('2020-11-25')! - parseISO('2020-11-24')!).toBe(1);
    expect(parseISO('2020-03-01')! - parseISO('2020-02-28')!).toBe(2);
  });

  it.each(['0000-01-01', '2020-13-01', '2021-02-29', '2020-1-1', '20201125', '',
      '2020-11-25T00:00'])('%j is not a day', (text) => {
    expect(parseISO(text)).toBeUndefined();
  });

  it('survive a round trip', () => {
    for (let day = -200_000; day < 100_000; day += 997) expect(parseISO(toISO(day))).toBe(day);
  });

  it('have years and names', () => {
    expect(yearOf(parseISO('1991-12-31')!)).toBe(1991);
    expect(formatDay(parseISO('2020-11-25')!, 'en-GB')).toBe('25 November 2020');
    expect(formatDay(parseISO('2020-11-25')!, 'en-GB', 'short')).toBe('25 Nov 2020');
  });
});

describe('a typed date', () => {
  it.each(['0', '0000', '0000-05', '1.1.0000'])('%j is none: there is no year 0', (text) => {
    expect(parseTyped(text)).toBeUndefined();
  });

  it.each([
    ['2020', '2020-01-01', 'year'],
    ['2020-09', '2020-09-01', 'month'],
    ['9.2020', '2020-09-01', 'month'],
    ['2020-09-27', '2020-09-27', 'day'],
    ['2020-9-7', '2020-09-07', 'day'],
    [' 27.09.2020 ', '2020-09-27', 'day'],
    ['27. 9. 2020', '2020-09-27', 'day'],
    ['27/9/2020', '2020-09-27', 'day'],
  ])('%j is %s', (text, iso, precision) => {
    const typed = parseTyped(text);
    expect(typed && [toISO(typed.day), typed.precision]).toEqual([iso, precision]);
  });

  it.each(['', '31.02.2020', '2020-00', 'yesterday', '20', '2020-09-27x'])('%j is none', (text) => {
    expect(parseTyped(text)).toBeUndefined();
  });
});
