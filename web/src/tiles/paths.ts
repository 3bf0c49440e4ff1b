import type { Box, DecodedTile, Lines, PlacePoint, ZoneShape } from './decode.ts';
import { interval } from '../timeline.ts';
import type { Day } from '../days.ts';

/** A decoded tile made ready to draw; the paths are in tile units. */
export interface TilePaths {
  readonly extent: number;
  readonly zones: readonly AreaPath[];
  readonly overlays: readonly AreaPath[];
  readonly regions: readonly RegionPath[];
  readonly borders: readonly {
    readonly left: string | undefined;
    readonly right: string | undefined;
    readonly lines: Lines;
    readonly box: Box;
    /** Adds it to a path. */
    readonly trace: (into: Path2D) => void;
  }[];
  readonly outlines: readonly OutlinePath[];
  readonly context: readonly {
    readonly layer: string;
    readonly kind: string;
    readonly area: boolean;
    readonly from: Day;
    readonly to: Day;
    readonly path: Path2D;
  }[];
  readonly places: readonly PlacePoint[];
}

/** An area with its id. */
export interface AreaPath {
  readonly id: string;
  readonly path: Path2D;
  /** Adds the path to another one. */
  readonly trace: (into: Path2D) => void;
  /** Its border, without the date line where it goes on behind it. */
  readonly edge: Path2D;
  readonly box: Box;
}

/** A region without control. */
export interface RegionPath extends AreaPath {
  readonly layer: string;
  readonly line: boolean;
  /** What surrounds it, or the line that it is. */
  readonly lines: Lines;
}

/** Outlines or lines of a layer that are valid on the same days. */
interface OutlinePath {
  readonly layer: string;
  readonly from: Day;
  readonly to: Day;
  readonly path: Path2D;
}

/**
 * The date line in a tile: where it lies, of none, one or both sides; and what goes on behind it.
 */
export interface Seam {
  readonly x: readonly number[];
  readonly crossedBy: (id: string) => boolean;
}

const cache = new WeakMap<DecodedTile, TilePaths>();

/** The paths of a tile, made once and shared by all maps that show it. */
export function pathsOf(tile: DecodedTile, seam: Seam): TilePaths {
  const seamOf = (id: string | undefined) =>
    seam.x.length > 0 && id !== undefined && seam.crossedBy(id) ? seam.x : [];
  const area = ({ id, rings, box }: ZoneShape): AreaPath =>
    Object.assign(pathAndEdge(rings, seamOf(id)), { id, box });
  let paths = cache.get(tile);
  if (!paths) {
    paths = {
      extent: tile.extent,
      zones: tile.zones.map(area),
      overlays: tile.overlays.map(area),
      regions: tile.regions.map(({ id, box, layer, line, rings }) => Object.assign(
        line ? openPath(rings) : pathAndEdge(rings, seamOf(id)),
        { id, box, layer, line, lines: rings })),
      borders: tile.borders.map(({ left, right, lines, box }) =>
        ({ left, right, lines, box, trace: tracer(lines, left && right ? [] : seamOf(left ?? right)) })),
      outlines: tile.outlines.map(({ layer, from, to, lines }) => ({
        layer, ...interval(from ?? null, to ?? null), path: toPath(lines, false),
      })),
      context: tile.context.map(({ lines, from, to, ...what }) =>
        ({ ...what, ...interval(from ?? null, to ?? null), path: toPath(lines, what.area) })),
      places: tile.places,
    };
    cache.set(tile, paths);
  }
  return paths;
}

function openPath(lines: Lines): Pick<AreaPath, 'path' | 'trace' | 'edge'> {
  const path = toPath(lines, false);
  return { path, edge: path, trace: (into) => into.addPath(path) };
}

function pathAndEdge(
  rings: Lines, seam: readonly number[],
): Pick<AreaPath, 'path' | 'trace' | 'edge'> {
  let made: Path2D | undefined; // of thousands of zones few are asked whether they hold a point
  const trace = tracer(rings, []); // a fill closes its rings
  const shape = {
    trace,
    get path() {
      return made ??= toPath(rings, true);
    },
    get edge() {
      return this.path;
    },
  };
  if (seam.length === 0) return shape;
  const closed = rings.map((ring) => Int32Array.of(...ring, ring[0] ?? 0, ring[1] ?? 0));
  const edge = toPath(closed, false, seam);
  return { trace, path: toPath(rings, true), edge };
}

/** Up to so many points a line is sooner drawn anew than added to a path as one. */
const fewPoints = 16;

/** What adds lines to a path: a small map has thousands of borders of a few points. */
function tracer(lines: Lines, seam: readonly number[]): (into: Path2D) => void {
  if (lines.every((line) => line.length <= 2 * fewPoints)) {
    return (into) => draw(into, lines, false, seam);
  }
  const path = toPath(lines, false, seam);
  return (into) => into.addPath(path);
}

function toPath(lines: Lines, closed: boolean, seam: readonly number[] = []): Path2D {
  const path = new Path2D();
  draw(path, lines, closed, seam);
  return path;
}

/** Draws a path along lines, but for the stretches that run along a seam. */
function draw(path: Path2D, lines: Lines, closed: boolean, seam: readonly number[]): void {
  const seamless = seam.length === 0;
  for (const line of lines) {
    path.moveTo(line[0] ?? 0, line[1] ?? 0);
    for (let i = 2; i + 1 < line.length; i += 2) {
      const x = line[i] ?? 0;
      const y = line[i + 1] ?? 0;
      if (seamless || x !== line[i - 2] || !seam.includes(x)) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    if (closed) path.closePath();
  }
}
