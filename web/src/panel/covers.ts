import type { Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';

/** Which days the dataset speaks of, in words. */
export function coversText({ timeline, texts }: Context): string {
  const { from, to } = timeline.covers;
  const limit = (day: Day) => (Number.isFinite(day) ? formatDay(day, texts.locale) : texts.today);
  return texts.outsideCovers(limit(from), limit(to - 1));
}
