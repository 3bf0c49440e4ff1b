import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatDay, formatMonth, formatYear, parseISO, toISO } from '../src/days.ts';
import { readDate } from '../src/spelling/read.ts';
import { az } from '../src/texts/az.ts';
import { en } from '../src/texts/en.ts';
import { hy } from '../src/texts/hy.ts';
import { ru } from '../src/texts/ru.ts';

interface Case {
  readonly text: string;
  readonly first?: string;
  readonly last?: string;
  readonly order?: 'dmy' | 'mdy' | 'ymd';
  readonly part?: boolean;
  readonly uncertain?: boolean;
  readonly refused?: string;
  /** What it means typed into a field, where that is not what it means in a cell. */
  readonly typed?: string;
}

/** The cases of the program's own reader. */
const { texts } = JSON.parse(readFileSync(new URL(
  '../../data/date/spelling/testdata/days.json', import.meta.url), 'utf8')) as { texts: Case[] };
const today = parseISO('2021-03-04')!;
const iso = (day: number) => (Number.isFinite(day) ? toISO(day) : '..');

describe('a typed date is read as the program reads one:', () => {
  it.each(texts.map((c) => [c.text, c.order ?? '', c] as const))('%j %s', (text, order, c) => {
    const read = readDate(text, today);
    const told = 'either' in read ? read.either.map(iso).join(' or ')
      : 'wrong' in read ? read.wrong : `${iso(read.first)} ${iso(read.last)}`;
    if (order) { // the page has no order: it asks, or sees that one alone fits
      if (c.first) expect(told).toContain(c.first);
      return;
    }
    const reasons: Record<string, string> = { 'four digits': 'short year', 'two years': 'two years',
      'a day that exists': 'no date' };
    const typed = c.typed === 'today' ? toISO(today) : c.typed;
    if (typed) expect(told.split(' ')[0]).toBe(typed);
    else if (c.refused) expect(told).toBe(reasons[c.refused] ?? c.refused);
    else {
      expect(told).toBe(`${c.first} ${c.last ?? c.first}`);
      const part = 'part' in read ? read.part : '';
      expect([part === 'month' || part === 'year', part === 'uncertain'])
        .toEqual([c.part ?? false, c.uncertain ?? false]);
    }
  });

  it('there are cases', () => expect(texts.length).toBeGreaterThan(200));
});

describe('what the page prints it reads, in', () => {
  const days = ['2020-11-25', '1991-09-02', '2024-05-01', '0044-03-15', '0000-02-29', '-0043-03-15',
    '-4999-12-31', ...Array.from({ length: 12 }, (_, i) => `1999-${String(i + 1).padStart(2, '0')}-13`)];
  it.each([en, az, hy, ru])('$locale', ({ locale, today: word }) => {
    for (const text of days) {
      const day = parseISO(text)!;
      for (const [written, part] of [
        [toISO(day), 'day'], [formatDay(day, locale), 'day'], [formatDay(day, locale, 'short'), 'day'],
        [formatMonth(day, locale), 'month'],
        [formatYear(new Date(day * 86_400_000).getUTCFullYear(), locale), 'year'],
      ] as const) {
        if (part === 'year' && /^\d{1,3}$/.test(written)) continue; // 44 alone is no year
        if (/^0044/.test(text) && part !== 'day') continue;
        if (/^0044/.test(text) && written !== text) continue; // as is 15 March 44
        const read = readDate(written, today);
        expect([written, read]).toEqual([written, expect.objectContaining({ part })]);
        if ('first' in read) expect([written, read.first <= day && day <= read.last]).toEqual([written, true]);
        if ('first' in read && part === 'day') expect(toISO(read.first)).toBe(text);
      }
    }
    expect(readDate(word, today)).toEqual({ first: today, last: today, part: 'day' });
  });
});
