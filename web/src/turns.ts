import type { Bounds, LonLat } from './model.ts';

/** As far as longitudes may be written: ten turns of the globe, as the server has it. */
export const maxLongitude = 3600;

/** The usual name of a longitude, from -180 to 180, of whatever turn of the globe it is. */
export function home(lon: number): number {
  if (Math.abs(lon) <= 180) return lon;
  const turned = lon - 360 * Math.round(lon / 360);
  return Math.round(turned * 1e10) / 1e10 + 0; // as the server rounds; no -0
}

/** The usual name of a place. */
export function homeOf([lon, lat]: LonLat): LonLat {
  return [home(lon), lat];
}

/**
 * The name of a longitude that lies nearest to another one: in the copy of the world seen there.
 */
export function nearTo(lon: number, center: number): number {
  return lon + 360 * Math.round((center - lon) / 360);
}

/** A box whose east is never less than its west: across the date line it ends beyond 180. */
export function inOnePiece([west, south, east, north]: Bounds): Bounds {
  return [west, south, west > east ? east + 360 : east, north];
}

/** A box in the copy of the world that is seen around a longitude. */
export function boxNearTo(box: Bounds, center: number): Bounds {
  const [west, south, east, north] = inOnePiece(box);
  const turn = nearTo((west + east) / 2, center) - (west + east) / 2;
  return [west + turn, south, east + turn, north];
}

/**
 * How many degrees narrower a box across the date line must be to be worth it: as the server has
 * it.
 */
const spared = 90;

/** The narrowest box around boxes, in one piece; undefined without any. */
export function around(boxes: readonly Bounds[]): Bounds | undefined {
  if (boxes.length === 0) return undefined;
  const spans = boxes.flatMap(([west, , east]): (readonly [number, number])[] =>
    west > east ? [[west, 180], [-180, east]] : [[west, east]]).sort((a, b) => a[0] - b[0]);
  let [west, east] = [Infinity, -Infinity];
  for (const [from, to] of spans) [west, east] = [Math.min(west, from), Math.max(east, to)];
  let gap = 360 - (east - west) + spared; // across the date line
  let [first, last, reached] = [west, east, west];
  for (const [from, to] of spans) {
    if (from - reached >= gap) [gap, first, last] = [from - reached, from, reached + 360];
    reached = Math.max(reached, to);
  }
  let [south, north] = [90, -90];
  for (const box of boxes) [south, north] = [Math.min(south, box[1]), Math.max(north, box[3])];
  return [first, south, last, north];
}
