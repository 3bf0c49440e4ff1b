import { addToDay, dayOf, formatDay, formatMonth, formatYear } from './days.ts';
import type { Texts } from './texts/texts.ts';

/** The words that an uncertain date needs. */
export type DateWords = Pick<Texts,
  'locale' | 'dateBetween' | 'dateSpan' | 'dateNotAfter' | 'dateNotBefore' | 'dateUncertain'
    | 'dateApproximate'>;

/**
 * An uncertain date in words. Reads the subset of EDTF (ISO 8601-2) that
 * datasets use: a year, month or day with an optional `?` (uncertain), `~`
 * (approximate) or `%` (both), digits left open with `X` and the seasons 21 to
 * 24; an interval `a/b` with `..` for an open end; one of a range, `[a..b]`.
 * Anything else is shown as it stands.
 */
export function formatEDTF(text: string, words: DateWords): string {
  const range = /^\[(.*)\.\.(.*)\]$/.exec(text);
  if (range) return join(range[1] ?? '', range[2] ?? '', words, words.dateBetween);
  const [from, to] = text.split('/');
  if (from !== undefined && to !== undefined) return join(from, to, words, words.dateSpan);
  return formatOne(text, words);
}

function join(
  from: string, to: string, words: DateWords, both: (from: string, to: string) => string,
): string {
  const open = (end: string) => end === '' || end === '..';
  if (open(from)) return words.dateNotAfter(formatOne(to, words));
  if (open(to)) return words.dateNotBefore(formatOne(from, words));
  return both(formatOne(from, words), formatOne(to, words));
}

function formatOne(text: string, { locale, dateUncertain, dateApproximate }: DateWords): string {
  const m = /^(?!-0000)(-?\d\d[\dX][\dX])(?:-(\d\d))?(?:-(\d\d))?((?:-XX)*)([?~%]?)$/.exec(text);
  const date = m ? oneInWords(m, locale) : undefined;
  if (!m || date === undefined) return text;
  const qualifiers: Readonly<Record<string, string>> = {
    '?': dateUncertain, '~': dateApproximate, '%': `${dateUncertain}, ${dateApproximate}`,
  };
  const qualifier = qualifiers[m[5] ?? ''];
  return qualifier === undefined ? date : `${date} (${qualifier})`;
}

/**
 * A year, decade, century, season, month or day, by its parts; undefined where there is none such.
 */
function oneInWords(
  [, year = '', month, dayOfMonth]: RegExpExecArray, locale: string,
): string | undefined {
  if (year.includes('X')) {
    const ends = ['0', '9'].map((digit) => Number(year.replaceAll('X', digit)));
    if (month || /X\d/.test(year)) return undefined;
    const from = Math.min(...ends);
    const to = Math.min(Math.max(...ends), year.startsWith('-') ? -1 : Infinity);
    return `${formatYear(from, locale)} – ${formatYear(to, locale)}`;
  }
  const season = dayOfMonth === undefined ? Number(month) - 20 : 0;
  if (season >= 1 && season <= 4) {
    const first = dayOf(Number(year), 3 * season, 1);
    return first === undefined ? undefined
      : `${formatMonth(first, locale)} – ${formatMonth(addToDay(first, 'month', 2), locale)}`;
  }
  const day = dayOf(Number(year), Number(month ?? 1), Number(dayOfMonth ?? 1));
  if (day === undefined) return undefined;
  if (dayOfMonth) return formatDay(day, locale);
  if (month) return formatMonth(day, locale);
  return Number(year) < 1 ? formatYear(Number(year), locale) : year;
}
