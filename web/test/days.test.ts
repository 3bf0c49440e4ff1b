import { describe, expect, it } from 'vitest';
import { addToDay, dayOf, formatDay, formatMonth, formatYear, parseISO, toISO, yearOf } from '../src/days.ts';

describe('days', () => {
  it('are numbered from 1970', () => {
    expect(dayOf(1970, 1, 1)).toBe(0);
    expect(dayOf(1969, 12, 31)).toBe(-1);
    expect(parseISO('2020-11-25')! - parseISO('2020-11-24')!).toBe(1);
    expect(parseISO('2020-03-01')! - parseISO('2020-02-28')!).toBe(2);
  });

  it.each(['-0000-01-01', '-44-03-15', '-0001-02-29', '+2020-01-01', '2020-13-01', '2021-02-29', '2020-1-1', '20201125', '',
      '2020-11-25T00:00'])('%j is not a day', (text) => {
    expect(parseISO(text)).toBeUndefined();
  });

  it('survive a round trip', () => {
    for (let day = -4_371_587; day < 2_932_897; day += 997) expect(parseISO(toISO(day))).toBe(day);
  });

  // the same numbers as geo/calendar, whose tests count them one by one
  it.each([
    ['-9999-01-01', -4_371_587], ['-0044-03-15', -735_525], ['-0001-12-31', -719_529],
    ['0000-01-01', -719_528], ['0000-02-29', -719_469], ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s is day %d', (text, day) => {
    expect([parseISO(text), toISO(day)]).toEqual([day, text]);
  });

  it('pass the year 0 by month and year', () => {
    const moved = (text: string, unit: 'day' | 'month' | 'year', by: number) =>
      toISO(addToDay(parseISO(text)!, unit, by));
    expect([moved('-0001-12-31', 'day', 1), moved('-0001-12-31', 'month', 2),
      moved('0000-02-29', 'year', 1), moved('0001-01-31', 'month', -13),
      moved('0004-02-29', 'year', -4)])
      .toEqual(['0000-01-01', '0000-02-29', '0001-02-28', '-0001-12-31', '0000-02-29']);
  });

  it.each([
    ['en-GB', '15 March 45 BC', 'March 45 BC', '45 BC'],
    ['ru', '15 марта 45 г. до н. э.', 'март 45 г. до н. э.', '45 г. до н. э.'],
    ['az', '15 mart e.ə. 45', 'mart e.ə. 45', 'e.ə. 45'],
    ['hy', '15 մարտի, մ.թ.ա. 45 թ.', 'մ.թ.ա. 45 թ. մարտ', 'մ.թ.ա. 45'],
  ])('before Christ read in %s', (locale, day, month, year) => {
    const ides = parseISO('-0044-03-15')!;
    expect([formatDay(ides, locale), formatMonth(ides, locale), formatYear(-44, locale)]
      .map((text) => text.replaceAll('\u00a0', ' '))).toEqual([day, month, year]);
    expect(formatYear(44, locale)).toBe('44');
  });

  it('have years and names', () => {
    expect(yearOf(parseISO('1991-12-31')!)).toBe(1991);
    expect(formatDay(parseISO('2020-11-25')!, 'en-GB')).toBe('25 November 2020');
    expect(formatDay(parseISO('2020-11-25')!, 'en-GB', 'short')).toBe('25 Nov 2020');
  });
});
