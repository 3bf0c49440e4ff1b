import type { TilePaths } from '../tiles/paths.ts';
import { historyOf, once, type Timeline, type ZoneHistory } from '../timeline.ts';

type Found = readonly (ZoneHistory | undefined)[];

/**
 * The zones and overlays of a timeline that a tile has, in the order of its areas and borders: a
 * small map of thousands of them is painted in one frame, and has no time to look for their ids.
 */
export interface TileZones {
  readonly zones: Found;
  readonly overlays: Found;
  /** On the two sides of each border. */
  readonly left: Found;
  readonly right: Found;
}

const known = once(() => new WeakMap<TilePaths, TileZones>());

/** Those of a tile, looked for once. */
export function zonesOf(timeline: Timeline, paths: TilePaths): TileZones {
  const tiles = known(timeline);
  let zones = tiles.get(paths);
  if (!zones) {
    const of = (id: string | undefined) =>
      (id === undefined ? undefined : historyOf(timeline, id));
    zones = {
      zones: paths.zones.map(({ id }) => of(id)),
      overlays: paths.overlays.map(({ id }) => of(id)),
      left: paths.borders.map(({ left }) => of(left)),
      right: paths.borders.map(({ right }) => of(right)),
    };
    tiles.set(paths, zones);
  }
  return zones;
}
