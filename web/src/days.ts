import { rulesOf } from './locales.ts';

/**
 * Calendar days without time zone, as whole numbers: day 0 is 1970-01-01 in
 * the proleptic Gregorian calendar. Numbers compare and add without surprises.
 */
export type Day = number;

const msPerDay = 86_400_000;

/**
 * The day of a year (from 1), month (1 to 12) and day of the month; undefined for days such as 31
 * February.
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === dayOfMonth;
  return exists && year >= 1 ? Math.round(date.getTime() / msPerDay) : undefined;
}

/** Reads `YYYY-MM-DD` and nothing else. */
export function parseISO(text: string): Day | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return m ? dayOf(Number(m[1]), Number(m[2]), Number(m[3])) : undefined;
}

/** Writes `YYYY-MM-DD`. */
export function toISO(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** The calendar year of a day. */
export function yearOf(day: Day): number {
  return new Date(day * msPerDay).getUTCFullYear();
}

/** A typed date, month or year: its first day and its precision. */
export interface TypedDate {
  readonly day: Day;
  readonly precision: 'day' | 'month' | 'year';
}

/**
 * Reads a typed date: `2020`, `2020-09`, `09.2020`, `2020-09-27`, `27.09.2020`
 * or `27/9/2020`. A year or a month means its first day.
 */
export function parseTyped(text: string): TypedDate | undefined {
  const s = text.trim();
  const forms: readonly [RegExp, TypedDate['precision'], readonly [number, number, number]][] = [
    [/^(\d{4})$/, 'year', [1, 0, 0]],
    [/^(\d{4})-(\d{1,2})$/, 'month', [1, 2, 0]],
    [/^(\d{1,2})[./](\d{4})$/, 'month', [2, 1, 0]],
    [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, 'day', [1, 2, 3]],
    [/^(\d{1,2})[./]\s?(\d{1,2})[./]\s?(\d{4})$/, 'day', [3, 2, 1]],
  ];
  for (const [pattern, precision, [y, m, d]] of forms) {
    const match = pattern.exec(s);
    if (!match) continue;
    const part = (i: number) => (i === 0 ? 1 : Number(match[i]));
    const day = dayOf(part(y), part(m), part(d));
    return day === undefined ? undefined : { day, precision };
  }
  return undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function inWords(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${options.day ?? ''} ${options.month}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, year: 'numeric', timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format.format(new Date(day * msPerDay));
}

/** A day in words of the locale: `24 November 2020`, or with `short`, `24 Nov 2020`. */
export function formatDay(day: Day, locale: string, month: 'long' | 'short' = 'long'): string {
  const rules = rulesOf(locale);
  if (rules) {
    const date = new Date(day * msPerDay);
    const names = month === 'long' ? rules.months : rules.shortMonths;
    return rules.day(date.getUTCDate(), names[date.getUTCMonth()] ?? '', date.getUTCFullYear());
  }
  return inWords(day, locale, { day: 'numeric', month });
}

/** The month of a day in words: `November 2020`. */
export function formatMonth(day: Day, locale: string): string {
  const rules = rulesOf(locale);
  if (rules) {
    const date = new Date(day * msPerDay);
    return rules.month(rules.aloneMonths[date.getUTCMonth()] ?? '', date.getUTCFullYear());
  }
  return inWords(day, locale, { month: 'long' });
}

/** Units that the time bar steps by, besides changes. */
export type CalendarUnit = 'day' | 'month' | 'year';

/**
 * A number of days, months or years later, or earlier when it is negative. A
 * day that the month does not have becomes its last: 31 January plus a month is
 * 28 or 29 February.
 */
export function addToDay(day: Day, unit: CalendarUnit, count: number): Day {
  if (unit === 'day') return day + count;
  const date = new Date(day * msPerDay);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() +
    count * (unit === 'year' ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  for (let d = date.getUTCDate(); ; d--) {
    const found = dayOf(year, month, d);
    if (found !== undefined) return found;
  }
}
