import { formatDay, formatMonth, formatYear, yearOf, type CalendarUnit, type Day } from '../days.ts';
import { rulesOf } from '../locales.ts';
import type { Context } from '../context.ts';

/** All that is read and heard of the strip (`Words` of web/strip), in the language of the page. */
export function stripWords(texts: Context['texts']) {
  const { locale } = texts;
  return {
    day: (day: Day) => formatDay(day, locale),
    tick: (day: Day, unit: CalendarUnit) => tickText(day, unit, locale),
    within: (day: Day, unit: CalendarUnit) => (unit === 'month' ? formatMonth(day, locale) : formatYear(yearOf(day), locale)),
    slider: texts.timeline, spans: texts.spans, whole: texts.allDays, zoomIn: texts.fewerDays,
    zoomOut: texts.moreDays,
  };
}

function tickText(day: Day, unit: CalendarUnit, locale: string): string {
  const date = new Date(day * 86_400_000);
  if (unit === 'year') return formatYear(yearOf(day), locale);
  if (unit === 'day') return String(date.getUTCDate());
  return rulesOf(locale)?.shortMonths[date.getUTCMonth()] ??
    date.toLocaleDateString(locale, { month: 'short', timeZone: 'UTC' });
}
