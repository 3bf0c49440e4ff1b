import type { StatsAnswer } from '../answers.ts';
import type { Context } from '../context.ts';
import { parseISO, type Day } from '../days.ts';
import { unknownStatus } from '../model.ts';
import type { Fill } from '../symbology.ts';
import { endOf, rivalOf } from '../timeline.ts';

/** A controller in one status; null for whom nobody is known. */
export interface Holding {
  readonly key: string;
  readonly controller: string | null;
  readonly status: string;
  /** So many others that it stands for. */
  readonly others?: number;
}

/** The areas of all holdings in a stretch of days, by their keys. */
export interface Step {
  readonly from: Day;
  readonly to: Day;
  readonly km2: ReadonlyMap<string, number>;
}

/** What a chart of areas shows. */
export interface Series {
  /** From the bottom up. */
  readonly who: readonly Holding[];
  readonly steps: readonly Step[];
}

/**
 * So many holdings have a band and a column of their own, the largest ever; the rest share one.
 */
const mostBands = 12;
/** Stands for all others among the keys of holdings. */
const rest = '\u0000others';

const keyOf = (controller: string | null, status: string) => `${controller ?? ''} ${status}`;

/** The server's series in days, from the first to the last that is drawn over time, or of some days alone. */
export function seriesOf(
  { timeline, dataset }: Context, stats: StatsAnswer, days: { readonly from: Day; readonly to: Day },
): Series {
  const first = Math.max(days.from, timeline.covers.from);
  const end = Math.min(days.to, endOf(timeline, dataset.as_of));
  const kept = (text: string | null, usual: Day) => Math.min(Math.max((text === null ? undefined : parseISO(text)) ?? usual, first), end);
  const met = new Map<string, Holding>();
  const all = stats.series.map(({ from, to, areas }): Step => {
    return { from: kept(from, first), to: kept(to, end),
      km2: new Map(areas.map(({ controller, status, km2 }) => {
        const key = keyOf(controller, status);
        met.set(key, { key, controller, status });
        return [key, km2];
      })) };
  }).filter(({ from, to }) => from < to);
  const who = new Map([...met].filter(([key]) => all.some(({ km2 }) => km2.has(key))));
  return fewer(inOrder([...who.values()], dataset.statuses.map(({ id }) => id)), all);
}

/** All holdings of a controller beside each other, in the order of the statuses; what is not known comes last. */
function inOrder(who: readonly Holding[], statuses: readonly string[]): readonly Holding[] {
  const met = [...new Set(who.map(({ controller }) => controller))];
  const place = ({ controller, status }: Holding) =>
    (controller === null || status === unknownStatus ? 1e6 : 1e3 * met.indexOf(controller)) + statuses.indexOf(status);
  return [...who].sort((a, b) => place(a) - place(b));
}

/** The holdings that were never large added up. */
function fewer(who: readonly Holding[], steps: readonly Step[]): Series {
  const peak = (key: string) => steps.reduce((most, { km2 }) => Math.max(most, km2.get(key) ?? 0), 0);
  const small = new Set(who.map(({ key }) => ({ key, most: peak(key) })).sort((a, b) => b.most - a.most)
    .slice(mostBands).map(({ key }) => key));
  if (small.size < 2) return { who, steps };
  return {
    who: [...who.filter(({ key }) => !small.has(key)),
      { key: rest, controller: null, status: '', others: small.size }],
    steps: steps.map((step) => {
      const sum = [...step.km2].reduce((n, [key, area]) => n + (small.has(key) ? area : 0), 0);
      return { ...step, km2: new Map([...[...step.km2].filter(([key]) => !small.has(key)),
        ...(sum > 0 ? [[rest, sum] as const] : [])]) };
    }),
  };
}

/**
 * The look of each holding on the map; where the second colour of its pattern is not everywhere the
 * same, the look of most area over time.
 */
export function looksOf({ timeline, symbology }: Context): (holding: Holding) => Fill {
  const weights = new Map<string, Map<Fill, number>>();
  const { from: first } = timeline.covers;
  const last = timeline.changes.at(-1) ?? first;
  for (const { periods, area_km2 } of timeline.zones.values()) {
    for (const period of periods) {
      const days = Math.min(period.to, last + 1) - Math.max(period.from, first);
      const key = keyOf(period.controller || null, period.status);
      const fills = weights.get(key) ?? new Map<Fill, number>();
      const fill = symbology.fill(period, () => rivalOf(periods, period));
      weights.set(key, fills.set(fill, (fills.get(fill) ?? 0) + Math.max(0, days) * area_km2));
    }
  }
  const most = new Map([...weights].map(([key, fills]) =>
    [key, [...fills].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]));
  return ({ key, controller, status, others }) => others !== undefined ? { base: '#999999', pattern: 'solid', ink: null, key: '' }
    : most.get(key) ?? symbology.fill({ controller, status });
}

/** Round areas for the ticks of an axis up to the largest, about four of them. */
export function areaTicks(most: number): readonly number[] {
  if (!(most > 0)) return [];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Where in the steps a day lies; the nearest one for days beside them. */
export function stepAt(steps: readonly Step[], day: Day): Step | undefined {
  return steps.find(({ to }) => day < to) ?? steps.at(-1);
}
