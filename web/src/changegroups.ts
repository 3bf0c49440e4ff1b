import type { Change } from './model.ts';

/** Zones that one controller took over. */
export interface ChangeGroup {
  readonly controller: string | null;
  readonly km2: number;
  readonly changes: readonly Change[];
}

/** Changes by who holds the zones now, the largest area first. */
export function groupChanges(passed: readonly Change[]): readonly ChangeGroup[] {
  const groups = new Map<string | null, Change[]>();
  for (const change of passed) {
    const { controller } = change.after;
    groups.set(controller, [...(groups.get(controller) ?? []), change]);
  }
  return [...groups].map(([controller, changes]) => ({
    controller, changes, km2: changes.reduce((sum, { area_km2 }) => sum + area_km2, 0),
  })).sort((a, b) => b.km2 - a.km2);
}
