import type { LonLat } from './model.ts';

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

/** The name of a longitude that lies nearest to another one: in the copy of the world seen there. */
export function nearTo(lon: number, center: number): number {
  return lon + 360 * Math.round((center - lon) / 360);
}
