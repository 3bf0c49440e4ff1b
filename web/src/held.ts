import type { Day } from './days.ts';
import { sameMap } from './epochs.ts';
import { unknownStatus } from './model.ts';
import {
  covered, historiesOf, historyOf, once, periodOn, type Passing, type Period, type Timeline,
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
  return (zone) => {
    if (!zone) return undefined;
    let period = found[zone.number];
    if (period === undefined) found[zone.number] = period = heldIn(zone, day) ?? null;
    return period ?? undefined;
  };
}

/** Who holds a zone on one of many days, of which no other zone is asked. */
export function heldIn(zone: ZoneHistory, day: Day): Period | undefined {
  const period = periodOn(zone.periods, day);
  return period?.status === unknownStatus ? undefined : period;
}

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
  const changed = historiesOf(timeline).map((zone) => {
    const period = before(zone);
    return period !== after(zone) || (!period && held(zone)) ||
      passingIn(timeline, zone, a) !== passingIn(timeline, zone, b);
  });
  return (zone) => zone !== undefined && changed[zone.number] === true;
}
