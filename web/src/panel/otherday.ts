import type { Context } from '../context.ts';
import { dateInput, type DateInput } from '../datefield.ts';
import { formatDay, type Day } from '../days.ts';
import { inOrder } from '../difference.ts';
import { previousChange } from '../epochs.ts';

/** The day to compare with by default: the last one with another map. */
function otherDay({ state, timeline }: Context): Day {
  const { compare, day } = state.get();
  return compare ?? (previousChange(timeline.changes, day) ?? timeline.covers.from + 1) - 1;
}

/** The two days of which the panel tells what changed, in their order. */
export function daysTold(context: Context): readonly [first: Day, last: Day] {
  return inOrder(otherDay(context), context.state.get().day);
}

/** Says that the days were put in order, or are one; empty where they stand as they were given. */
export function orderWords(context: Context): string {
  const { texts, state } = context;
  const [first, last] = daysTold(context);
  const { day } = state.get();
  if (first === last) return texts.sameDay;
  return day === last ? ''
    : texts.daysReordered(formatDay(first, texts.locale), formatDay(last, texts.locale));
}

/** The fields of both days; each sets the day that it shows, whichever of the two that is. */
export function dayFields(context: Context): readonly [from: DateInput, to: DateInput] {
  const { state, texts } = context;
  const set = (which: 0 | 1) => (chosen: Day) => {
    const { day } = state.get();
    const shown = otherDay(context) === day ? which === 1 : daysTold(context)[which] === day;
    state.set(shown ? { day: chosen } : { compare: chosen });
  };
  return [dateInput(context, texts.from, () => daysTold(context)[0], set(0)),
    dateInput(context, texts.to, () => daysTold(context)[1], set(1))];
}
