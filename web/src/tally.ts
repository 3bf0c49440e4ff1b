import type { Day } from './days.ts';
import { unknownStatus } from './model.ts';
import { heldOn } from './held.ts';
import type { Period, Tally, Timeline } from './timeline.ts';

/**
 * Counts zones and adds up their areas on a day by a property of the period;
 * the key of zones without a period, and of all zones outside of what the
 * dataset covers, is `unknown`.
 */
export function tally(
  timeline: Timeline, day: Day, by: (period: Period) => string,
): ReadonlyMap<string, Tally> {
  const sums = new Map<string, { zones: number; km2: number }>();
  const held = heldOn(timeline, day);
  for (const zone of timeline.zones.values()) {
    const period = held(zone);
    const key = period ? by(period) : unknownStatus;
    let sum = sums.get(key);
    if (!sum) sums.set(key, sum = { zones: 0, km2: 0 });
    sum.zones++;
    sum.km2 += zone.area_km2;
  }
  return sums;
}
