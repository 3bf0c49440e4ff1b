import { parseISO, type Day } from './days.ts';
import {
  type Bounded, type ControlPeriod, type EventLine, type PlainRegion,
  type TimelineAnswer, type Zone,
} from './model.ts';

/** A ControlPeriod in day numbers: `[from, to)`; an open period ends at Infinity. */
export interface Period extends Omit<ControlPeriod, 'from' | 'to' | 'controller'> {
  readonly from: Day;
  readonly to: Day;
  /** First and last day on which it may have begun; the same day where that is known. */
  readonly earliest: Day;
  readonly latest: Day;
  /** Empty where the status is unknown. */
  readonly controller: string;
}

/**
 * The change from one period to the next of which nobody knows the day: it may lie before each day
 * of `[from, to)`, and after it.
 */
export interface Passing<T> {
  readonly from: Day;
  readonly to: Day;
  /** Missing where there is no period just before. */
  readonly before: T | undefined;
  readonly after: T;
}

/** A zone with its periods in order. */
export interface ZoneHistory extends Omit<Zone, 'periods'> {
  /** Its place among all zones, then overlays, of its timeline. */
  readonly number: number;
  readonly periods: readonly Period[];
  readonly passings: readonly Passing<Period>[];
}

/** A region without control, and the days on which it is valid. */
export interface RegionDays extends PlainRegion {
  readonly from: Day;
  readonly to: Day;
}

/** The control of every zone on every day, without asking the server. */
export interface Timeline {
  /** Whether anything is said of control; where not, the regions are what there is. */
  readonly statesControl: boolean;
  readonly regions: ReadonlyMap<string, RegionDays>;
  readonly zones: ReadonlyMap<string, ZoneHistory>;
  /** Overlays, with periods of their own. */
  readonly overlays: ReadonlyMap<string, ZoneHistory>;
  /** The sorted days on which anything changes. */
  readonly changes: readonly Day[];
  /** The sorted days on which the map changes its look: changes, and ends of what is uncertain. */
  readonly looks: readonly Day[];
  readonly events: ReadonlyMap<string, EventLine>;
  /** First day that the dataset speaks of, and the day after its last. */
  readonly covers: { readonly from: Day; readonly to: Day };
}

/** Remembers what follows from a timeline alone. */
export function once<T extends boolean | object>(
  of: (timeline: Timeline) => T,
): (timeline: Timeline) => T {
  const found = new WeakMap<Timeline, T>();
  return (timeline) => {
    let value = found.get(timeline);
    if (value === undefined) found.set(timeline, value = of(timeline));
    return value;
  };
}

/** Whether no day means more than another: regions of which no control is told, always the same. */
export function timeless(
  { statesControl, changes, covers }: Pick<Timeline, 'statesControl' | 'changes' | 'covers'>,
  day: Day,
): boolean {
  return !statesControl && changes.length === 0 && covers.from <= day && day < covers.to;
}

/**
 * The day after the last that is drawn over time: of data without an end, of the day until which it
 * was kept, or else of a year after the last change.
 */
export function endOf(
  { covers, changes }: Pick<Timeline, 'covers' | 'changes'>, asOf: string | undefined,
): Day {
  if (Number.isFinite(covers.to)) return covers.to;
  const change = changes.at(-1) ?? covers.from;
  const kept = asOf === undefined ? undefined : parseISO(asOf);
  return kept === undefined ? change + 366 : Math.max(kept, change, covers.from + 1) + 1;
}

/** Builds the timeline from the server's answer. */
export function buildTimeline(answer: TimelineAnswer): Timeline {
  const zones = histories(answer.zones, 0);
  const overlays = histories(answer.overlays ?? [], answer.zones.length);
  const changes = answer.changes.map(required).sort((a, b) => a - b);
  const uncertain = [...zones.values(), ...overlays.values()].flatMap(({ passings }) => passings);
  const looks = new Set([...changes, ...uncertain.flatMap(({ from, to }) => [from, to])]);
  return {
    statesControl: answer.states_control,
    regions: new Map(answer.regions.map((region) =>
      [region.id, { ...region, ...interval(region.valid_from, region.valid_to) }])),
    zones,
    overlays,
    changes,
    looks: [...looks].sort((a, b) => a - b),
    events: new Map(answer.events.map((event) => [event.id, event])),
    covers: interval(answer.dataset.covers.from, answer.dataset.covers.to),
  };
}

function histories(zones: readonly Zone[], first: number): ReadonlyMap<string, ZoneHistory> {
  return new Map(zones.map((zone, i) => {
    const periods = (zone.periods ?? []).map(toPeriod).sort((a, b) => a.from - b.from);
    return [zone.id,
      { ...zone, number: first + i, periods, passings: passingsOf(periods, sameControl) }];
  }));
}

function toPeriod(period: ControlPeriod): Period {
  return { ...period, controller: period.controller ?? '', ...daysOf(period) };
}

/** The days of a period, and those on which it may have begun. */
export function daysOf(
  { from, to, from_earliest, from_latest }: Pick<ControlPeriod, 'from' | 'to' | keyof Bounded>,
): Pick<Period, 'from' | 'to' | 'earliest' | 'latest'> {
  const days = interval(from, to);
  return { ...days, earliest: from_earliest ? required(from_earliest) : days.from,
    latest: from_latest ? required(from_latest) : days.from };
}

/** The changes between periods in order of which nobody knows the day, where anything changed. */
export function passingsOf<T extends Pick<Period, 'from' | 'to' | 'earliest' | 'latest'>>(
  periods: readonly T[], same: (a: T, b: T) => boolean,
): readonly Passing<T>[] {
  return periods.flatMap((after, i) => {
    const last = periods[i - 1];
    const before = last?.to === after.from ? last : undefined;
    return after.earliest < after.latest && !(before && same(before, after))
      ? [{ from: after.earliest, to: after.latest, before, after }] : [];
  });
}

/** A zone or an overlay by its id. */
export function historyOf(timeline: Timeline, id: string): ZoneHistory | undefined {
  return timeline.zones.get(id) ?? timeline.overlays.get(id);
}

/** The day numbers of a half-open interval; null ends are infinite. */
export function interval(from: string | null, to: string | null): { from: Day; to: Day } {
  return { from: from === null ? -Infinity : required(from),
    to: to === null ? Infinity : required(to) };
}

function required(text: string): Day {
  const day = parseISO(text);
  if (day === undefined) throw new Error(`date "${text}": want YYYY-MM-DD`);
  return day;
}

/** The period, of a few, that holds on a day, if any. */
export function periodOn<T extends { readonly from: Day; readonly to: Day }>(
  periods: readonly T[],
  day: Day,
): T | undefined {
  return periods.find(({ from, to }) => from <= day && day < to);
}

/** Where, in a stretch of sorted days, those end that are not after a day. */
export function endOfUpTo(days: ArrayLike<Day>, day: Day, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? Infinity) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the dataset speaks of a day at all. */
export function covered(timeline: Timeline, day: Day): boolean {
  return timeline.covers.from <= day && day < timeline.covers.to;
}

/**
 * The other side of a contested period: who held the zone before, else who
 * holds it after. It is the second colour of the hatching.
 */
export function rivalOf<T extends { readonly controller: string | null }>(
  periods: readonly T[],
  period: T,
): string | undefined {
  const at = periods.indexOf(period);
  const other = (i: number) => {
    const held = periods[i]?.controller;
    return held && held !== period.controller ? held : undefined;
  };
  for (let i = at - 1; i >= 0; i--) if (other(i)) return other(i);
  for (let i = at + 1; i < periods.length; i++) if (other(i)) return other(i);
  return undefined;
}

/** Whether two periods say the same of who holds a zone and how. */
export function sameControl(a: Held | undefined, b: Held | undefined): boolean {
  return a?.controller === b?.controller && a?.status === b?.status &&
    a?.patrolled_by === b?.patrolled_by;
}

interface Held {
  readonly controller: string | null;
  readonly status: string;
  readonly patrolled_by?: string;
}

/** Who ever controls a zone. */
export const everInControl = once((timeline): ReadonlySet<string> =>
  new Set([...timeline.zones.values()]
    .flatMap((zone) => zone.periods.map((p) => p.controller))));

/** The zones and overlays in the order of their numbers. */
export const historiesOf = once(({ zones, overlays }): readonly ZoneHistory[] =>
  [...zones.values(), ...overlays.values()]);

/** The zones, the largest first. */
export const zonesBySize = once((timeline): readonly ZoneHistory[] =>
  [...timeline.zones.values()].sort((a, b) => b.area_km2 - a.area_km2));

/** Of them those with a change of which nobody knows the day. */
export const uncertainZones = once((timeline): readonly ZoneHistory[] =>
  zonesBySize(timeline).filter(({ passings }) => passings.length > 0));

/** How much is held in one way on a day. */
export interface Tally {
  readonly zones: number;
  readonly km2: number;
}
