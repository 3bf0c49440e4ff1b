import type { Context } from '../context.ts';
import type { Day } from '../days.ts';
import { previousChange } from '../timeline.ts';

/** The day to compare with by default: the last one with another map. */
export function otherDay({ state, timeline }: Context): Day {
  const { compare, day } = state.get();
  return compare ?? (previousChange(timeline.changes, day) ?? timeline.covers.from + 1) - 1;
}
