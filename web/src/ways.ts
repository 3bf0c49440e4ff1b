import type { Day } from './days.ts';
import { heldOn, passingIn } from './held.ts';
import {
  sameControl, type Period, type Tally, type Timeline, type ZoneHistory,
} from './timeline.ts';

/**
 * The zones that are held in one way on a day: by one controller in one status, patrolled by one
 * actor, on the word of one side or not. Of thousands of zones there are a few ways, so legends are
 * made of these.
 */
export interface Way {
  /** That of the first of the zones; undefined where nobody is known to hold them. */
  readonly period: Period | undefined;
  readonly zone: ZoneHistory;
  /** Whether the day of a change is not known and it may be this one. */
  readonly passing: boolean;
  readonly all: Tally;
  /** Of them those in view. */
  readonly seen: Tally;
}

type Counted = { -readonly [K in keyof Tally]: Tally[K] };

interface Counting extends Way {
  readonly all: Counted;
  readonly seen: Counted;
}

interface Ways {
  readonly day: Day;
  readonly view: ReadonlySet<string>;
  readonly ways: readonly Way[];
}

const latest = new WeakMap<Timeline, Ways>();

/** The ways on a day, in the order of the first zone of each; the legends of one map ask for the same. */
export function waysOn(timeline: Timeline, day: Day, view: ReadonlySet<string>): readonly Way[] {
  const known = latest.get(timeline);
  if (known?.day === day && known.view === view) return known.ways;
  const held = heldOn(timeline, day);
  const ways: Counting[] = [];
  const byController = new Map<string | undefined, Counting[]>();
  for (const zone of timeline.zones.values()) {
    const period = held(zone);
    const passing = passingIn(timeline, zone, day) !== undefined;
    let alike = byController.get(period?.controller);
    if (!alike) byController.set(period?.controller, alike = []);
    let way = alike.find((other) => other.passing === passing && sameWay(other.period, period));
    if (!way) {
      way = { period, zone, passing, all: { zones: 0, km2: 0 }, seen: { zones: 0, km2: 0 } };
      alike.push(way);
      ways.push(way);
    }
    count(way.all, zone);
    if (view.has(zone.id)) count(way.seen, zone);
  }
  latest.set(timeline, { day, view, ways });
  return ways;
}

function count(sum: Counted, { area_km2 }: ZoneHistory): void {
  sum.zones++;
  sum.km2 += area_km2;
}

/** Whether two periods say the same, but for when and why. */
function sameWay(a: Period | undefined, b: Period | undefined): boolean {
  return sameControl(a, b) && a?.claim === b?.claim;
}
