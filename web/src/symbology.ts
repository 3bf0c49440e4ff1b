import { unknownStatus, type Actor, type Pattern, type Status } from './model.ts';
import { changeOf } from './difference.ts';
import { controlOn, passingIn, passingOn } from './held.ts';
import {
  historyOf, rivalOf, type Passing, type Period, type Timeline, type ZoneHistory,
} from './timeline.ts';
import type { Day } from './days.ts';

/** How an area is drawn: a colour, and a pattern in a second colour over it. */
export interface Fill {
  /** `#rrggbb`; null where nothing is known. */
  readonly base: string | null;
  /**
   * `bands` where it is not certain which of two holds it, `mesh` where it is contested then;
   * `upright` for what one side claims, `grid` where that is not certain; `dashes` for what passed,
   * in the colour of who lost it.
   */
  readonly pattern: Pattern | 'bands' | 'mesh' | 'upright' | 'grid' | 'dashes';
  /** Colour of the pattern; null is a neutral one from the theme. */
  readonly ink: string | null;
  /** Equal keys mean equal looks. */
  readonly key: string;
}

/** Finds actors and statuses by id, and from them the look of a period. */
export interface Symbology {
  readonly actor: (id: string | null | undefined) => Actor | undefined;
  readonly status: (id: string) => Status | undefined;
  /** The look of a period, with the other side if it is contested. */
  readonly fill: (period: PeriodLook | undefined, rival?: () => string | undefined) => Fill;
  /**
   * The look of a change of which nobody knows the day: what is shown, and the other side; a
   * hatched usual look stays under it, and that of a claim.
   */
  readonly passingFill: (passing: Passing<Side>, day: Day, usual?: Fill) => Fill;
  /** The look of a zone on a day; equal looks are one object. */
  readonly zoneFill: (timeline: Timeline, zone: string, day: Day) => Fill;
  /** The same for who knows who holds it. */
  readonly heldFill: (
    timeline: Timeline, zone: ZoneHistory | undefined, day: Day, period: Period | undefined,
  ) => Fill;
  /**
   * The look of an overlay on a day, stripes through which the zones show; undefined without a
   * period.
   */
  readonly overlayFill: (timeline: Timeline, overlay: string, day: Day) => Fill | undefined;
  /**
   * The look of a zone's change between two days, in either order: in the colour of who holds it
   * after, dashed in that of who held it before; stripes without a ground where the controller is
   * the same; dots where none is known before or after; neutral where it changed and changed back.
   * Undefined without a change.
   */
  readonly changeFill: (timeline: Timeline, zone: string, a: Day, b: Day) => Fill | undefined;
}

/** The part of a period that decides its look. */
type PeriodLook = Pick<Period, 'status' | 'patrolled_by' | 'claimants' | 'claim'> &
  { readonly controller: string | null };

/** The part of a period that its side of a change takes its look from. */
export type Side = Pick<Period, 'from'> & { readonly controller: string | null };

/** The symbology of a dataset's tables. */
export function buildSymbology(actors: readonly Actor[], statuses: readonly Status[]): Symbology {
  const actorById = new Map(actors.map((a) => [a.id, a]));
  const statusById = new Map(statuses.map((s) => [s.id, s]));
  const actor = (id: string | null | undefined) => actorById.get(id ?? '');
  // a map of thousands of zones is painted in one frame: it has no time to write keys
  const made = new Map<string | null, Fill[]>();
  const make = (base: string | null, pattern: Fill['pattern'], ink: string | null): Fill => {
    let fills = made.get(base);
    if (!fills) made.set(base, fills = []);
    let fill = fills.find((other) => other.pattern === pattern && other.ink === ink);
    if (!fill) fills.push(fill = { base, pattern, ink, key: `${base} ${pattern} ${ink}` });
    return fill;
  };
  const fill = (period: PeriodLook | undefined, rival?: () => string | undefined): Fill => {
    const pattern = statusById.get(period?.status ?? unknownStatus)?.pattern ?? 'dots';
    const base = actor(period?.controller)?.color ?? null;
    if (!period || pattern === 'dots' || base === null) return make(base, 'dots', null);
    const patrol = actor(period.patrolled_by)?.color;
    if (period.claim) return make(base, 'upright', patrol ?? null);
    if (pattern === 'hatch') {
      const claimant = period.claimants?.find((id) => id !== period.controller);
      return make(base, 'hatch', actor(claimant ?? rival?.())?.color ?? null);
    }
    if (patrol !== undefined && patrol !== base) return make(base, 'stripes', patrol);
    return make(base, pattern, null);
  };
  const passingFill = ({ before, after }: Passing<Side>, day: Day, usual?: Fill): Fill => {
    const crossed = usual && ({ hatch: 'mesh', upright: 'grid' } as const)[usual.pattern as string];
    if (crossed) return make(usual.base, crossed, usual.ink);
    const [shown, other] = (day < after.from ? [before, after] : [after, before])
      .map((period) => actor(period?.controller)?.color ?? null);
    return make(shown ?? null, 'bands', other === shown ? null : (other ?? null));
  };
  const zoneFill = (timeline: Timeline, zone: string, day: Day): Fill =>
    heldFill(timeline, historyOf(timeline, zone), day, controlOn(timeline, zone, day));
  const heldFill = (
    timeline: Timeline, zone: ZoneHistory | undefined, day: Day, period: Period | undefined,
  ): Fill => {
    const look = fill(period, () => period && rivalOf(zone?.periods ?? [], period));
    const passing = passingIn(timeline, zone, day);
    return passing ? passingFill(passing, day, look) : look;
  };
  const overlayFill = (timeline: Timeline, overlay: string, day: Day): Fill | undefined => {
    const period = controlOn(timeline, overlay, day);
    if (!period) return undefined;
    const patrol = actor(period.patrolled_by)?.color;
    if (passingOn(timeline, overlay, day)) {
      return make(null, 'bands', patrol ?? actor(period.controller)?.color ?? null);
    }
    return patrol === undefined ? fill(period) : make(null, 'stripes', patrol);
  };
  const changeFill = (timeline: Timeline, zone: string, a: Day, b: Day): Fill | undefined => {
    const change = changeOf(timeline, zone, a, b);
    if (!change) return undefined;
    const [lost, gained] = [change.before, change.after]
      .map((period) => actor(period?.controller)?.color ?? null) as [string | null, string | null];
    return {
      passed: () => make(gained, 'dashes', lost === gained ? null : lost),
      altered: () => make(null, 'stripes', gained),
      appeared: () => make(gained, 'dots', null),
      lost: () => make(null, 'dots', lost),
      back: () => make(null, 'hatch', changedBackInk),
    }[change.kind]();
  };
  return { actor, status: (id) => statusById.get(id), fill, passingFill, zoneFill, heldFill, overlayFill,
    changeFill };
}

/** Hatches zones that changed and changed back. */
const changedBackInk = '#767c84';

/** How a stretch of border is drawn, from the front line down. */
export type BorderClass = 'front' | 'status' | 'inner' | 'outer';

/**
 * How a stretch of border is drawn on a day: by its class, and by how sure it is who holds both
 * sides.
 */
export interface BorderLook {
  readonly kind: BorderClass;
  readonly confidence: Confidence;
}

/** Grades of confidence in who holds a zone, the highest first. */
export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

const borderLooks: Readonly<Record<BorderClass, readonly BorderLook[]>> = {
  front: looksOf('front'), status: looksOf('status'), inner: looksOf('inner'),
  outer: looksOf('outer'),
};

function looksOf(kind: BorderClass): readonly BorderLook[] {
  return confidences.map((confidence) => ({ kind, confidence }));
}

/**
 * The look of a border between two zones by who holds them on a day, one object for equal ones. Its
 * class is the front line where two known controllers differ, then where only the status or the
 * patrol differs, then where nothing does; `outer` where one side is outside of the partition. It
 * is as sure as the less sure side.
 */
export function borderLook<Z>(
  held: (zone: Z) => Period | undefined, left: Z | undefined, right: Z | undefined,
): BorderLook {
  const a = left === undefined ? undefined : held(left);
  const b = right === undefined ? undefined : held(right);
  const kind = left === undefined || right === undefined ? 'outer'
    : a && b && a.controller !== b.controller ? 'front'
    : a?.status !== b?.status || a?.patrolled_by !== b?.patrolled_by ? 'status' : 'inner';
  const look = borderLooks[kind][Math.max(doubtOf(a), doubtOf(b))];
  if (!look) throw new Error('no such grade of confidence');
  return look;
}

/** The place of a period's grade among the grades; without one it is sure. */
function doubtOf(period: Period | undefined): number {
  const grade = period?.confidence;
  return grade === undefined ? 0 : Math.max(0, confidences.findIndex((c) => c === grade));
}
