import type { LonLat } from '../model.ts';

/** Radius in metres of the sphere with the area of the WGS 84 ellipsoid. */
const radius = 6_371_007.18;
const rad = Math.PI / 180;

/** The length in metres of a way along great circles; within 0.5 % of that on the ellipsoid. */
export function lengthOf(points: readonly LonLat[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + distance(points[i] ?? point, point), 0);
}

function distance([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const a = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(a)));
}

/**
 * The area in square kilometres within a ring that closes itself, either way round; edges as on a
 * map of equal areas.
 */
export function areaOf(ring: readonly LonLat[]): number {
  let sum = 0;
  for (const [i, [lon, lat]] of ring.entries()) {
    const [nextLon, nextLat] = ring[(i + 1) % ring.length] ?? [lon, lat];
    sum += (nextLon - lon) * rad * (2 + Math.sin(lat * rad) + Math.sin(nextLat * rad));
  }
  return Math.abs((sum * radius * radius) / 2) / 1e6;
}
