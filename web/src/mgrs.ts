import type { LonLat } from './model.ts';

/** A position in Universal Transverse Mercator on WGS 84, in metres. */
export interface UTM {
  readonly zone: number;
  readonly easting: number;
  /** From the equator; in the south from 10,000 km south of it. */
  readonly northing: number;
}

const radians = Math.PI / 180;
const a = 6_378_137;
const f = 1 / 298.257223563;
const e = Math.sqrt(f * (2 - f));
const n = f / (2 - f);
/** The rectifying radius times the scale on the central meridian. */
const scaled = (0.9996 * a * (1 + n ** 2 / 4 + n ** 4 / 64)) / (1 + n);
const alpha = [
  n / 2 - (2 * n ** 2) / 3 + (5 * n ** 3) / 16 + (41 * n ** 4) / 180,
  (13 * n ** 2) / 48 - (3 * n ** 3) / 5 + (557 * n ** 4) / 1440,
  (61 * n ** 3) / 240 - (103 * n ** 4) / 140,
  (49561 * n ** 4) / 161280,
];
const falseEasting = 500_000;
const falseNorthing = 10_000_000;

/** The zone of a place, with the exceptions of Norway and Svalbard. */
function zoneOf([lon, lat]: LonLat): number {
  const zone = (Math.floor((lon + 180) / 6) % 60) + 1;
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lat <= 84 && lon >= 0 && lon < 42) {
    return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  }
  return zone;
}

const meridian = (zone: number) => zone * 6 - 183;

/**
 * Projects a place into a zone, its own unless another is given: Krüger's series
 * to the fourth order, exact to well below a millimetre within a zone (Karney
 * 2011, https://arxiv.org/abs/1002.1417).
 */
export function toUTM([lon, lat]: LonLat, zone = zoneOf([lon, lat])): UTM {
  const phi = lat * radians;
  const lambda = ((((lon - meridian(zone)) % 360) + 540) % 360 - 180) * radians;
  const conformal = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
  const xi0 = Math.atan2(conformal, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, Math.cos(lambda)));
  let [xi, eta] = [xi0, eta0];
  alpha.forEach((term, i) => {
    const j = 2 * (i + 1);
    xi += term * Math.sin(j * xi0) * Math.cosh(j * eta0);
    eta += term * Math.cos(j * xi0) * Math.sinh(j * eta0);
  });
  const northing = scaled * xi + (lat < 0 ? falseNorthing : 0);
  return { zone, easting: falseEasting + scaled * eta, northing };
}

const bands = 'CDEFGHJKLMNPQRSTUVWX';
const columns = ['ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ'] as const;
const rows = 'ABCDEFGHJKLMNPQRSTUV';

/**
 * The letter of the band of latitude, eight degrees high, the last one twelve;
 * undefined beyond 80° S and 84° N.
 */
function bandOf(lat: number): string | undefined {
  return lat < -80 || lat > 84 ? undefined : bands[Math.min(19, Math.floor((lat + 80) / 8))];
}

/**
 * A place in the Military Grid Reference System, to the metre:
 * `38T NK 88645 39374`; undefined near the poles.
 */
export function formatMGRS(place: LonLat): string | undefined {
  const band = bandOf(place[1]);
  if (band === undefined) return undefined;
  const { zone, easting, northing } = toUTM(place);
  const column = columns[(zone - 1) % 3]?.[Math.floor(easting / 100_000) - 1] ?? '?';
  const row = rows[(Math.floor(northing / 100_000) + (zone % 2 === 0 ? 5 : 0)) % 20] ?? '?';
  const five = (metres: number) => String(Math.floor(metres % 100_000)).padStart(5, '0');
  const square = `${String(zone).padStart(2, '0')}${band} ${column}${row}`;
  return `${square} ${five(easting)} ${five(northing)}`;
}
