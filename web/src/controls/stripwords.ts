import type { Day, Unit, Words } from '../../strip/types.ts';
import { formatDay, formatMonth, formatYear, yearOf } from '../days.ts';
import { rulesOf } from '../locales.ts';
import type { Context } from '../context.ts';

/** All that is read and heard of the strip, in the language of the page. */
export function stripWords(texts: Context['texts']): Words {
  const { locale } = texts;
  return {
    day: (day) => formatDay(day, locale),
    tick: (day, unit) => tickText(day, unit, locale),
    within: (day, unit) => (unit === 'month' ? formatMonth(day, locale) : formatYear(yearOf(day), locale)),
    slider: texts.timeline, spans: texts.spans, whole: texts.allDays, zoomIn: texts.fewerDays,
    zoomOut: texts.moreDays,
  };
}

function tickText(day: Day, unit: Unit, locale: string): string {
  const date = new Date(day * 86_400_000);
  if (unit === 'year') return formatYear(yearOf(day), locale);
  if (unit === 'day') return String(date.getUTCDate());
  return rulesOf(locale)?.shortMonths[date.getUTCMonth()] ??
    date.toLocaleDateString(locale, { month: 'short', timeZone: 'UTC' });
}
