import { formatDay, type Day } from './days.ts';
import type { Texts } from './texts/texts.ts';
import type { Passing } from './timeline.ts';

/** Says between which days a change lies of which nobody knows the day. */
export function doubtText<T>(
  texts: Texts, { from, to, before, after }: Passing<T>, controller: (period: T) => string | null,
): string {
  const kind = before === undefined ? 'began'
    : controller(before) === controller(after) ? 'changed' : 'passed';
  const day = (d: Day) => formatDay(d, texts.locale);
  return texts.notCertain[kind](day(from), day(to));
}
