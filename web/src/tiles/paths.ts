import type { Box, DecodedTile, Lines, PlacePoint } from './decode.ts';

/** A decoded tile made ready to draw; the paths are in tile units. */
export interface TilePaths {
  readonly extent: number;
  readonly zones: readonly { readonly id: string; readonly path: Path2D; readonly box: Box }[];
  readonly borders: readonly {
    readonly left: string | undefined;
    readonly right: string | undefined;
    readonly path: Path2D;
  }[];
  readonly outlines: ReadonlyMap<string, Path2D>;
  readonly places: readonly PlacePoint[];
}

const cache = new WeakMap<DecodedTile, TilePaths>();

/** The paths of a tile, made once and shared by all maps that show it. */
export function pathsOf(tile: DecodedTile): TilePaths {
  let paths = cache.get(tile);
  if (!paths) {
    paths = {
      extent: tile.extent,
      zones: tile.zones.map(({ id, rings, box }) => ({ id, box, path: toPath(rings, true) })),
      borders: tile.borders.map(({ left, right, lines }) => ({ left, right, path: toPath(lines, false) })),
      outlines: new Map(tile.outlines.map(({ layer, lines }) => [layer, toPath(lines, false)])),
      places: tile.places,
    };
    cache.set(tile, paths);
  }
  return paths;
}

function toPath(lines: Lines, closed: boolean): Path2D {
  const path = new Path2D();
  for (const line of lines) {
    path.moveTo(line[0] ?? 0, line[1] ?? 0);
    for (let i = 2; i + 1 < line.length; i += 2) path.lineTo(line[i] ?? 0, line[i + 1] ?? 0);
    if (closed) path.closePath();
  }
  return path;
}
