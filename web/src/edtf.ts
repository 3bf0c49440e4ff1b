import { dayOf, formatDay } from './days.ts';

/**
 * An uncertain date in words. Reads the subset of EDTF (ISO 8601-2) that
 * datasets use: a year, month or day with an optional `?` (uncertain), `~`
 * (approximate) or `%` (both); an interval `a/b` with `..` for an open end;
 * one of a range, `[a..b]`. Anything else is shown as it stands.
 */
export function formatEDTF(text: string, locale: string): string {
  const range = /^\[(.*)\.\.(.*)\]$/.exec(text);
  if (range) return join(range[1] ?? '', range[2] ?? '', locale, 'some time between', 'and');
  const [from, to] = text.split('/');
  if (from !== undefined && to !== undefined) return join(from, to, locale, '', 'to');
  return formatOne(text, locale);
}

function join(from: string, to: string, locale: string, before: string, between: string): string {
  const open = (end: string) => end === '' || end === '..';
  if (open(from)) return `not after ${formatOne(to, locale)}`;
  if (open(to)) return `not before ${formatOne(from, locale)}`;
  return `${before} ${formatOne(from, locale)} ${between} ${formatOne(to, locale)}`.trim();
}

function formatOne(text: string, locale: string): string {
  const m = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)$/.exec(text);
  if (!m) return text;
  const day = dayOf(Number(m[1]), Number(m[2] ?? 1), Number(m[3] ?? 1));
  if (day === undefined) return text;
  let words = formatDay(day, locale);
  if (m[3] === undefined) words = words.replace(/^\d+ /, '');
  if (m[2] === undefined) words = m[1] ?? text;
  const qualifier: Readonly<Record<string, string>> = {
    '?': ' (uncertain)',
    '~': ' (approximately)',
    '%': ' (uncertain, approximately)',
  };
  return words + (qualifier[m[4] ?? ''] ?? '');
}
