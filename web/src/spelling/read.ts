import type { Day } from '../days.ts';
import { hasShortYear, parseDate } from './shapes.ts';
import { parseUncertain } from './uncertain.ts';

/** How a text was read. */
export type Reading =
  /** The days that it means: one, or those of a month, a year, or an uncertain date. */
  | { readonly first: Day; readonly last: Day; readonly part: 'day' | 'month' | 'year' | 'uncertain' }
  /** Two days, of which the text does not say which one it means. */
  | { readonly either: readonly [dayFirst: Day, monthFirst: Day] }
  | { readonly wrong: 'short year' | 'two years' | 'no date' };

/** The word for the day on which somebody reads, in the languages of the page. */
const todays = ['today', 'bu gün', 'այսօր', 'сегодня'];

/**
 * Reads a day as people write it. In all but two things it reads as data/date/spelling does, with
 * the table of whose cases it is tested: typed into a field for a date, 5.2014 is a month, and
 * there is a today.
 */
export function readDate(text: string, today: Day): Reading {
  const trimmed = text.trim().replace(/^'(?=-)/, '');
  if (todays.includes(trimmed.toLocaleLowerCase())) {
    return { first: today, last: today, part: 'day' };
  }
  const found = parseDate(trimmed, true);
  const [a, b] = found?.meanings ?? [];
  if (found && a && b && a[0] !== b[0]) return { either: [a[0], b[0]] };
  const days = a ?? b;
  if (found && days) return { first: days[0], last: days[1], part: found.fine };
  const twoYears = /^\d\d(\d\d)-(2\d)$/.exec(trimmed);
  if (twoYears && Number(twoYears[2]) === (Number(twoYears[1]) + 1) % 100) {
    return { wrong: 'two years' };
  }
  const uncertain = parseUncertain(trimmed);
  if (uncertain) return { first: uncertain[0], last: uncertain[1], part: 'uncertain' };
  return { wrong: hasShortYear(trimmed) ? 'short year' : 'no date' };
}
