import type { Day } from './days.ts';
import { sameMap } from './epochs.ts';
import { unknownStatus } from './model.ts';
import {
  covered, endOfUpTo, historiesOf, historyOf, once, periodOn, type Passing, type Period, type Timeline,
  type ZoneHistory,
} from './timeline.ts';

/** Who holds a zone or an overlay on a day; undefined when the status is unknown. */
export function controlOn(timeline: Timeline, id: string, day: Day): Period | undefined {
  return holdingOn(timeline, day)(id);
}

/** {@link controlOn} for all that is asked about one day. */
export function holdingOn(timeline: Timeline, day: Day): (id: string) => Period | undefined {
  const held = heldOn(timeline, day);
  return (id) => held(historyOf(timeline, id));
}

/** The same for who has the zones of this timeline at hand. */
export function heldOn(
  timeline: Timeline, day: Day,
): (zone: ZoneHistory | undefined) => Period | undefined {
  if (!covered(timeline, day)) return () => undefined;
  const found = holdersOn(timeline, day);
  const { first, from } = startsOf(timeline);
  return (zone) => {
    if (!zone) return undefined;
    let period = found[zone.number];
    if (period === undefined) {
      const { number, periods } = zone;
      const start = first[number] ?? 0;
      const next = endOfUpTo(from, day, start, start + periods.length) - start;
      found[number] = period = known(periods[next - 1], day) ?? null;
    }
    return period ?? undefined;
  };
}

/** Who holds a zone on one of many days, of which no other zone is asked. */
export function heldIn(zone: ZoneHistory, day: Day): Period | undefined {
  return known(periodOn(zone.periods, day), day);
}

function known(period: Period | undefined, day: Day): Period | undefined {
  return period && day < period.to && period.status !== unknownStatus ? period : undefined;
}

/**
 * The first days of all periods in one row, one zone after the other, and where each zone begins in
 * it: a far day asks for thousands of zones, whose periods lie all over the memory.
 */
const startsOf = once((timeline) => {
  const zones = historiesOf(timeline);
  const from = Float64Array.from(zones.flatMap(({ periods }) => periods.map((period) => period.from)));
  const first: number[] = [];
  let next = 0;
  for (const { number, periods } of zones) {
    first[number] = next;
    next += periods.length;
  }
  return { first, from };
});

/** Who was found to hold the zones on a day, by their numbers; null for nobody. */
interface Holders {
  readonly day: Day;
  readonly found: (Period | null | undefined)[];
}

/**
 * A map asks many times who holds a zone on the day shown, and on the other one it is compared to.
 */
const holders = once((): [Holders | undefined, Holders | undefined] => [undefined, undefined]);

function holdersOn(timeline: Timeline, day: Day): Holders['found'] {
  const kept = holders(timeline);
  const [latest, other] = kept;
  if (latest?.day === day) return latest.found;
  kept[1] = latest;
  kept[0] = other?.day === day ? other
    : { day, found: new Array<undefined>(historiesOf(timeline).length) };
  return kept[0].found;
}

/**
 * The change that may lie before a day and after it too, of several that of the period shown;
 * undefined where all is certain.
 */
export function passingOn(timeline: Timeline, id: string, day: Day): Passing<Period> | undefined {
  return passingIn(timeline, historyOf(timeline, id), day);
}

/** The same for who has the zone at hand. */
export function passingIn(
  timeline: Timeline, zone: ZoneHistory | undefined, day: Day,
): Passing<Period> | undefined {
  if (!zone || zone.passings.length === 0 || !covered(timeline, day)) return undefined;
  const found = zone.passings.filter(({ from, to }) => from <= day && day < to);
  const shown = periodOn(zone.periods, day);
  return found.find(({ before, after }) => shown === after || shown === before) ?? found[0];
}

/** Tells of which zones and overlays two days say different things; undefined if of none. */
export function changedBetween(
  timeline: Timeline, a: Day, b: Day,
): ((zone: ZoneHistory | undefined) => boolean) | undefined {
  if (sameMap(timeline, a, b)) return undefined;
  const [before, after] = [heldOn(timeline, a), heldOn(timeline, b)];
  const [first, last] = [Math.min(a, b), Math.max(a, b)];
  // a zone of which both days say nothing may have been held between, which a difference draws
  const held = (zone: ZoneHistory) => zone.periods
    .some(({ from, status }) => status !== unknownStatus && first < from && from <= last);
  const changed: boolean[] = [];
  for (const zone of historiesOf(timeline)) {
    const period = before(zone);
    changed[zone.number] = period !== after(zone) || (!period && held(zone)) ||
      passingIn(timeline, zone, a) !== passingIn(timeline, zone, b);
  }
  return (zone) => zone !== undefined && changed[zone.number] === true;
}
