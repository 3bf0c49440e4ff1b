import type { Day } from './days.ts';
import { controlOn, heldIn } from './held.ts';
import { covered, historyOf, sameControl, type Period, type Timeline } from './timeline.ts';

/**
 * What became of a zone between two days: it passed from one controller to another; it was held by
 * the same one, in another way; somebody is known to have held it on the later day alone, or on the
 * earlier one alone; it changed and changed back.
 */
export interface ZoneChange {
  readonly kind: 'passed' | 'altered' | 'appeared' | 'lost' | 'back';
  /** Missing where nobody is known to have held it. */
  readonly before: Period | undefined;
  readonly after: Period | undefined;
}

/** Two days in their order: a history runs forwards, whichever day was given first. */
export function inOrder(a: Day, b: Day): readonly [first: Day, last: Day] {
  return a <= b ? [a, b] : [b, a];
}

/**
 * The change of a zone between two days, whichever is given first; undefined where there is none,
 * or where the dataset does not speak of both days.
 */
export function changeOf(
  timeline: Timeline, zone: string, a: Day, b: Day,
): ZoneChange | undefined {
  const [first, last] = inOrder(a, b);
  if (!covered(timeline, first) || !covered(timeline, last)) return undefined;
  const [before, after] = [controlOn(timeline, zone, first), controlOn(timeline, zone, last)];
  if (sameControl(before, after)) {
    return changedWithin(timeline, zone, first, last) ? { kind: 'back', before, after } : undefined;
  }
  const [lost, gained] = [before?.controller ?? '', after?.controller ?? ''];
  const kind = lost === gained ? 'altered' : gained === '' ? 'lost' : lost === '' ? 'appeared'
    : 'passed';
  return { kind, before, after };
}

/** Whether who holds a zone, or how, changed after one day and up to a later one. */
function changedWithin(timeline: Timeline, zone: string, first: Day, last: Day): boolean {
  const history = historyOf(timeline, zone);
  if (!history) return false;
  const start = heldIn(history, first);
  const other = (day: Day) =>
    day > first && day <= last && !sameControl(heldIn(history, day), start);
  return history.periods.some(({ from, to }) => other(from) || other(to));
}
