import { dayOf, type Day } from '../days.ts';
import type { Days } from './shapes.ts';

/**
 * The days that an uncertain date of EDTF may mean, an infinite one for an open end; undefined
 * where a text is none. The subset is that of data/date.
 */
export function parseUncertain(text: string): Days | undefined {
  const range = /^\[(.*?)\.\.(.*)\]$/.exec(text) ?? /^([^/]*?)(?:\.\.)?\/(.*?)(?:\.\.)?$/.exec(text);
  if (!range) return one(text);
  const [from = '', to = ''] = range.slice(1);
  const first = from === '' ? -Infinity : one(from)?.[0];
  const last = to === '' ? Infinity : one(to)?.[1];
  if (first === undefined || last === undefined || (from === '' && to === '')) return undefined;
  return first <= last ? [first, last] : undefined;
}

function one(text: string): Days | undefined {
  const m = /^(?!-0000)(-?)(\d\d)(\d\d|\dX|XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?[?~%]?$/.exec(text);
  if (!m) return undefined;
  const [, minus, century = '', years = '', month, day] = m;
  const open = years.includes('X');
  const ends = ['0', '9'].map((digit) =>
    Number(minus + century + years.replaceAll('X', digit))).sort((a, b) => a - b);
  const early = ends[0] ?? 0;
  const late = minus ? Math.min(ends[1] ?? 0, -1) : (ends[1] ?? 0); // -0000 is no year
  if (open) return month === undefined ? days(dayOf(early, 1, 1), dayOf(late, 12, 31)) : undefined;
  const part = Number(month);
  if (month === undefined || month === 'XX') {
    return day === undefined || day === 'XX' ? days(dayOf(early, 1, 1), dayOf(early, 12, 31))
      : undefined;
  }
  if (part > 20 && day === undefined) return season(early, part);
  const first = dayOf(early, part, 1);
  if (first === undefined || part > 12) return undefined;
  if (day !== undefined && day !== 'XX') {
    const exact = dayOf(early, part, Number(day));
    return days(exact, exact);
  }
  return days(first, lastOf(early, part));
}

/** Of the north, in whole months: 21 is spring, March to May, 24 winter, December to February. */
function season(year: number, number: number): Days | undefined {
  if (number > 24) return undefined;
  return number === 24 ? days(dayOf(year, 12, 1), lastOf(year + 1, 2))
    : days(dayOf(year, 3 * (number - 20), 1), lastOf(year, 3 * (number - 20) + 2));
}

function lastOf(year: number, month: number): Day | undefined {
  return [31, 30, 29, 28].map((day) => dayOf(year, month, day)).find((day) => day !== undefined);
}

function days(first: Day | undefined, last: Day | undefined): Days | undefined {
  return first === undefined || last === undefined ? undefined : [first, last];
}
