import { formatDay, type Day } from './days.ts';
import type { Texts } from './texts/texts.ts';
import type { Passing, Period } from './timeline.ts';

/** Says between which days a change lies of which nobody knows the day. */
export function doubtText<T>(
  texts: Texts, { from, to, before, after }: Passing<T>, controller: (period: T) => string | null,
): string {
  const kind = before === undefined ? 'began'
    : controller(before) === controller(after) ? 'changed' : 'passed';
  const day = (d: Day) => formatDay(d, texts.locale);
  return texts.notCertain[kind](day(from), day(to));
}

/** The day on which a period began, or that it began then or earlier. */
export function beganText(
  texts: Texts, { from, since_or_earlier }: Pick<Period, 'from' | 'since_or_earlier'>,
): string {
  const day = formatDay(from, texts.locale, 'short');
  return since_or_earlier ? texts.orEarlier(day) : day;
}
