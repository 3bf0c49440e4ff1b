import type { Bounds } from '../model.ts';

/**
 * Whether a tile meets a box of longitudes and latitudes; the server has no
 * others. Tiles of the world's copies lie in none.
 */
export function meets(
  [west, south, east, north]: Bounds, z: number, x: number, y: number,
): boolean {
  const size = 2 ** z;
  const tile = (part: number) => Math.max(0, Math.min(size - 1, Math.floor(part * size)));
  return tile(column(west)) <= x && x <= tile(column(east)) && tile(row(north)) <= y &&
    y <= tile(row(south));
}

/** Where a longitude lies in the square of all tiles, 0 in the west. */
function column(lon: number): number {
  return lon / 360 + 0.5;
}

/** Where a latitude lies in the square of all tiles (Web Mercator), 0 in the north. */
function row(lat: number): number {
  return 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
}
