import type { Change } from './answers.ts';

/** Zones that one controller took over. */
export interface ChangeGroup {
  readonly controller: string | null;
  readonly km2: number;
  readonly changes: readonly Change[];
}

/** Changes by who holds the zones now, the largest area first. */
export function groupChanges(passed: readonly Change[]): readonly ChangeGroup[] {
  return groupBy(passed, ({ after }) => after.controller);
}

function groupBy(
  all: readonly Change[], by: (change: Change) => string | null,
): readonly ChangeGroup[] {
  const groups = new Map<string | null, Change[]>();
  for (const change of all) {
    const controller = by(change);
    const group = groups.get(controller);
    if (group) group.push(change);
    else groups.set(controller, [change]);
  }
  return [...groups].map(([controller, changes]) => ({
    controller, changes, km2: changes.reduce((sum, { area_km2 }) => sum + area_km2, 0),
  })).sort((a, b) => b.km2 - a.km2);
}

/** Zones of which one is known on one of two days alone to have held them. */
export interface UnknownGroup extends ChangeGroup {
  /** On the later day. */
  readonly gained: boolean;
}

/** Changes from and to nobody known, by who is known and on which day. */
export function unknownGroups(unknown: readonly Change[]): readonly UnknownGroup[] {
  const of = (gained: boolean) => groupBy(
    unknown.filter(({ after }) => (after.controller !== null) === gained),
    ({ before, after }) => (gained ? after : before).controller);
  return [...of(true).map((group) => ({ ...group, gained: true })),
    ...of(false).map((group) => ({ ...group, gained: false }))];
}
