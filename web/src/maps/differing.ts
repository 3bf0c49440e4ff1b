import type { Bounds, LonLat, Names } from '../model.ts';
import { parseISO, type Day } from '../days.ts';
import { around, nearTo } from '../turns.ts';

/** What a map says of a place; null where it draws nothing. */
export type Said = { readonly controller: string | null; readonly status: string } | null;

/** In what two maps differ. */
export type What = 'controller' | 'status' | 'unknown' | 'outside';

/** What both maps say of some land. */
export interface Pair {
  readonly what: What;
  readonly a: Said;
  readonly b: Said;
}

interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

/** GET /compare */
export interface CompareAnswer {
  readonly a: ComparedMap;
  readonly b: ComparedMap;
  /** Why nothing is compared. */
  readonly reason?: string;
  readonly notes: readonly string[];
  readonly series: readonly StretchAnswer[];
  readonly places: readonly {
    readonly id: string; readonly names: Names; readonly point: LonLat; readonly days: readonly (Pair & Days)[];
  }[];
  readonly actors: Readonly<Record<string, { readonly names: Names; readonly short?: Names; readonly color: string }>>;
  readonly statuses: Readonly<Record<string, { readonly names: Names }>>;
}

interface ComparedMap {
  readonly dataset: string;
  readonly title?: Names;
  readonly snapshot: string;
}

interface StretchAnswer extends Days {
  readonly same_km2: number;
  readonly differs_km2: number;
  readonly outside_km2: number;
  readonly pairs: readonly (Pair & { readonly km2: number; readonly areas: number })[];
}

/** GET /compare?f=geojson */
export interface DifferingCollection {
  readonly features: readonly {
    readonly properties: {
      readonly what: What;
      readonly a_controller: string | null; readonly a_status: string | null;
      readonly b_controller: string | null; readonly b_status: string | null;
      readonly area_km2: number;
      readonly valid_from: string | null; readonly valid_to: string | null;
    };
    readonly geometry: { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] } |
      { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };
  }[];
}

export type Ring = readonly LonLat[];

/** The land of some days, `[from, to)`, on which the same areas differ. */
export interface Stretch extends Omit<StretchAnswer, 'from' | 'to'> {
  readonly from: Day;
  readonly to: Day;
}

/** An area that differs on some days, `[from, to)`. */
export interface Area extends Pair {
  readonly km2: number;
  readonly from: Day;
  readonly to: Day;
  /** Outer rings and holes. */
  readonly rings: readonly Ring[];
  readonly box: Bounds;
}

/** Equal for pairs that say the same. */
export function keyOf({ a, b }: Pair): string {
  const side = (said: Said) => (said ? `${said.controller ?? ''},${said.status}` : '-');
  return `${side(a)}/${side(b)}`;
}

/** The first day of an interval as a number, or the day after its last. */
function dayOf(text: string | null, open: number): Day {
  return text === null ? open : (parseISO(text) ?? open);
}

/** The stretches of days of an answer, in order. */
export function stretches(series: readonly StretchAnswer[]): readonly Stretch[] {
  return series.map((s) => ({ ...s, from: dayOf(s.from, -Infinity), to: dayOf(s.to, Infinity) }));
}

/** What holds a day, by its place in a list; -1 for none. */
export function placeOf(list: readonly { readonly from: Day; readonly to: Day }[], day: Day): number {
  return list.findIndex(({ from, to }) => from <= day && day < to);
}

/** So many areas are asked for at once, or a quarter more than one day has, if that is more. */
const mostAreas = 1500;

/**
 * The stretches around a day whose areas are asked for together, as the first and the one after the
 * last: always the same groups, so that the server makes each of them once. An area that differs on
 * many days comes once in a group, so what counts is those of its first day and what changes.
 */
export function groupOf(list: readonly Stretch[], at: number): readonly [first: number, end: number] {
  let [first, start, sum] = [0, 0, 0];
  let before = new Map<string, number>();
  for (const [i, { pairs }] of list.entries()) {
    const now = new Map(pairs.map((pair) => [keyOf(pair), pair.areas]));
    const count = pairs.reduce((n, { areas }) => n + areas, 0);
    let changed = 1;
    for (const [key, areas] of now) changed += Math.abs(areas - (before.get(key) ?? 0));
    before = now;
    if (i > 0 && sum + changed <= Math.max(mostAreas, 1.25 * start)) {
      sum += changed;
      continue;
    }
    if (i > 0 && at < i) return [first, i];
    [first, start, sum] = [i, count, count];
  }
  return [first, list.length];
}

/** The areas of an answer. */
export function areasOf({ features }: DifferingCollection): readonly Area[] {
  return features.map(({ properties: p, geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const rings = polygons.flat();
    const said = (controller: string | null, status: string | null): Said =>
      (status === null ? null : { controller, status });
    return {
      what: p.what, a: said(p.a_controller, p.a_status), b: said(p.b_controller, p.b_status), km2: p.area_km2,
      from: dayOf(p.valid_from, -Infinity), to: dayOf(p.valid_to, Infinity), rings,
      box: around(rings.map(boxOf)) ?? [0, 0, 0, 0],
    };
  });
}

function boxOf(ring: Ring): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of ring) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west, south, east, north];
}

/** The area in which a place lies, by the crossings of a ray: no two of a day overlap. */
export function areaAt(areas: readonly Area[], [lon, lat]: LonLat): Area | undefined {
  return areas.find(({ rings, box: [west, south, east, north] }) => {
    const middle = (west + east) / 2;
    const x = nearTo(lon, middle);
    if (x < west || x > east || lat < south || lat > north) return false;
    let within = false;
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [[aLon, ay], [bLon, by]] = [ring[i - 1]!, ring[i]!];
        const [ax, bx] = [nearTo(aLon, middle), nearTo(bLon, middle)];
        if ((ay > lat) !== (by > lat) && x < ((bx - ax) * (lat - ay)) / (by - ay) + ax) within = !within;
      }
    }
    return within;
  });
}
