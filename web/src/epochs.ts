import type { Day } from './days.ts';
import type { EventLine } from './model.ts';
import {
  covered, endOfUpTo, once, type Period, type Timeline, type ZoneHistory,
} from './timeline.ts';

/** The number of changes on or before a day; the same number means the same map. */
export function epochOf(changes: readonly Day[], day: Day): number {
  return endOfUpTo(changes, day, 0, changes.length);
}

/** Whether two days have the same map: no look ends between, and both are covered or both not. */
export function sameMap(timeline: Timeline, a: Day, b: Day): boolean {
  if (covered(timeline, a) !== covered(timeline, b)) return false;
  return !covered(timeline, a) || epochOf(timeline.looks, a) === epochOf(timeline.looks, b);
}

/** The last change on or before a day. */
export function currentChange(changes: readonly Day[], day: Day): Day | undefined {
  return changes[epochOf(changes, day) - 1];
}

/** The last change before a day. */
export function previousChange(changes: readonly Day[], day: Day): Day | undefined {
  return currentChange(changes, day - 1);
}

/** The first change after a day. */
export function nextChange(changes: readonly Day[], day: Day): Day | undefined {
  return changes[epochOf(changes, day)];
}

/** A zone or an overlay with the period that begins in it on a day. */
interface Beginning {
  readonly zone: ZoneHistory;
  readonly period: Period;
}

/** The periods by the day on which they begin. */
const beginnings = once((timeline): ReadonlyMap<Day, readonly Beginning[]> => {
  const byDay = new Map<Day, Beginning[]>();
  for (const zone of [...timeline.zones.values(), ...timeline.overlays.values()]) {
    for (const period of zone.periods) {
      const others = byDay.get(period.from);
      if (others) others.push({ zone, period });
      else byDay.set(period.from, [{ zone, period }]);
    }
  }
  return byDay;
});

/** The zones and overlays that a new period begins in on a day. */
export function startingOn(timeline: Timeline, day: Day): readonly ZoneHistory[] {
  return (beginnings(timeline).get(day) ?? []).map(({ zone }) => zone);
}

/** The events that begin a period on a day, those that concern most zones first. */
export function eventsOn(timeline: Timeline, day: Day): readonly EventLine[] {
  const weight = new Map<EventLine, number>();
  for (const { period } of beginnings(timeline).get(day) ?? []) {
    const event = timeline.events.get(period.event ?? '');
    if (event) weight.set(event, (weight.get(event) ?? 0) + 1);
  }
  return [...weight.keys()].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0));
}
