import { dayOf, formatDay, formatMonth } from './days.ts';
import type { Texts } from './texts/texts.ts';

/** The words that an uncertain date needs. */
export type DateWords = Pick<Texts,
  'locale' | 'dateBetween' | 'dateSpan' | 'dateNotAfter' | 'dateNotBefore' | 'dateUncertain'
    | 'dateApproximate'>;

/**
 * An uncertain date in words. Reads the subset of EDTF (ISO 8601-2) that
 * datasets use: a year, month or day with an optional `?` (uncertain), `~`
 * (approximate) or `%` (both); an interval `a/b` with `..` for an open end;
 * one of a range, `[a..b]`. Anything else is shown as it stands.
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
  const m = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)$/.exec(text);
  if (!m) return text;
  const day = dayOf(Number(m[1]), Number(m[2] ?? 1), Number(m[3] ?? 1));
  if (day === undefined) return text;
  const date = m[3] ? formatDay(day, locale) : m[2] ? formatMonth(day, locale) : (m[1] ?? text);
  const qualifiers: Readonly<Record<string, string>> = {
    '?': dateUncertain, '~': dateApproximate, '%': `${dateUncertain}, ${dateApproximate}`,
  };
  const qualifier = qualifiers[m[4] ?? ''];
  return qualifier === undefined ? date : `${date} (${qualifier})`;
}
