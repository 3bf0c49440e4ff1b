import type { Day } from '../days.ts';

/** Which days of a range have a frame: each, or those on which anything changed, the first and the last. */
export type Which = 'days' | 'changes';

/** So many days have each a frame unless told otherwise. */
const dayFrames = 100;

/** A film holds at most so many frames. */
export const mostFrames = 2000;

/** Which days have a frame when nobody says, by how many there are. */
export function usual(first: Day, last: Day): Which {
  return last - first < dayFrames ? 'days' : 'changes';
}

/** The days that have a frame; undefined where they are too many. */
export function filmDays(
  first: Day, last: Day, which: Which, changes: readonly Day[],
): readonly Day[] | undefined {
  if (which === 'days') {
    if (last - first >= mostFrames) return undefined;
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
  const days = [...new Set([first, ...changes.filter((day) => first < day && day < last), last])];
  return days.length > mostFrames ? undefined : days;
}
