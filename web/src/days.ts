import { rulesOf } from './locales.ts';

/**
 * Calendar days without time zone, as whole numbers: day 0 is 1970-01-01 in
 * the proleptic Gregorian calendar. Numbers compare and add without surprises.
 * Years are astronomical: 0 is 1 BC, a leap year, and -44 is 45 BC.
 */
export type Day = number;

const msPerDay = 86_400_000;

/** No year of a day has more than four digits. */
const lastYear = 9999;

/**
 * The day of a year, month (1 to 12) and day of the month; undefined for days such as 31 February.
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === dayOfMonth;
  return exists && Math.abs(year) <= lastYear ? Math.round(date.getTime() / msPerDay) : undefined;
}

/** Reads `YYYY-MM-DD`, before the year 0 `-YYYY-MM-DD`, and nothing else. */
export function parseISO(text: string): Day | undefined {
  const m = /^(?!-0000)(-?\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return m ? dayOf(Number(m[1]), Number(m[2]), Number(m[3])) : undefined;
}

/** Writes what `parseISO` reads. */
export function toISO(day: Day): string {
  const date = new Date(day * msPerDay);
  const digits = (n: number, length: number) => String(n).padStart(length, '0');
  const year = date.getUTCFullYear();
  return `${year < 0 ? '-' : ''}${digits(Math.abs(year), 4)}-` +
    `${digits(date.getUTCMonth() + 1, 2)}-${digits(date.getUTCDate(), 2)}`;
}

/** The calendar year of a day. */
export function yearOf(day: Day): number {
  return new Date(day * msPerDay).getUTCFullYear();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function inWords(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  const before = yearOf(day) < 1;
  const key = `${locale} ${options.day ?? ''} ${options.month ?? ''} ${before}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, ...(before && { era: 'short' }),
      year: 'numeric', timeZone: 'UTC', calendar: 'gregory' });
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
    return rules.day(date.getUTCDate(), names[date.getUTCMonth()] ?? '',
      formatYear(date.getUTCFullYear(), locale));
  }
  return inWords(day, locale, { day: 'numeric', month });
}

/** The month of a day in words: `November 2020`. */
export function formatMonth(day: Day, locale: string): string {
  const rules = rulesOf(locale);
  if (rules) {
    const date = new Date(day * msPerDay);
    return rules.month(rules.aloneMonths[date.getUTCMonth()] ?? '',
      formatYear(date.getUTCFullYear(), locale));
  }
  return inWords(day, locale, { month: 'long' });
}

/** A year in words of the locale: `2020`, `45 BC` for the year -44. */
export function formatYear(year: number, locale: string): string {
  if (year > 0) return String(year);
  const rules = rulesOf(locale);
  return rules ? rules.before(1 - year) : inWords(dayOf(year, 7, 1) ?? 0, locale, {});
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
