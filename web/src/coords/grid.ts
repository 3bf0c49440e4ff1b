import type { LonLat } from '../model.ts';

/**
 * Universal Transverse Mercator and the Military Grid Reference System on WGS 84.
 * The projection is Krüger's series to the fourth order, exact to well below a
 * millimetre within a zone (Karney 2011, https://arxiv.org/abs/1002.1417).
 */
export interface UTM {
  readonly zone: number;
  readonly south: boolean;
  /** Metres. */
  readonly easting: number;
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
const beta = [
  n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96 - n ** 4 / 360,
  n ** 2 / 48 + n ** 3 / 15 - (437 * n ** 4) / 1440,
  (17 * n ** 3) / 480 - (37 * n ** 4) / 840,
  (4397 * n ** 4) / 161280,
];
const falseEasting = 500_000;
const falseNorthing = 10_000_000;

/** The zone of a place, with the exceptions of Norway and Svalbard. */
export function zoneOf([lon, lat]: LonLat): number {
  const zone = (Math.floor((lon + 180) / 6) % 60) + 1;
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lat <= 84 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return zone;
}

const meridian = (zone: number) => zone * 6 - 183;

/** Projects a place into a zone, its own unless another is given. */
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
  const south = lat < 0;
  return { zone, south, easting: falseEasting + scaled * eta, northing: scaled * xi + (south ? falseNorthing : 0) };
}

/** The place at a grid position. */
export function fromUTM({ zone, south, easting, northing }: UTM): LonLat {
  const xi0 = (northing - (south ? falseNorthing : 0)) / scaled;
  const eta0 = (easting - falseEasting) / scaled;
  let [xi, eta] = [xi0, eta0];
  beta.forEach((term, i) => {
    const j = 2 * (i + 1);
    xi -= term * Math.sin(j * xi0) * Math.cosh(j * eta0);
    eta -= term * Math.cos(j * xi0) * Math.sinh(j * eta0);
  });
  const conformal = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi));
  let t = conformal;
  for (let i = 0; i < 5; i++) { // Newton: three steps are enough, five cost nothing
    const sigma = Math.sinh(e * Math.atanh((e * t) / Math.hypot(1, t)));
    const got = t * Math.hypot(1, sigma) - sigma * Math.hypot(1, t);
    t += ((conformal - got) / Math.hypot(1, got)) * ((1 + (1 - e ** 2) * t ** 2) / ((1 - e ** 2) * Math.hypot(1, t)));
  }
  const lon = meridian(zone) + Math.atan2(Math.sinh(eta), Math.cos(xi)) / radians;
  return [((((lon + 180) % 360) + 360) % 360) - 180, Math.atan(t) / radians];
}

const bands = 'CDEFGHJKLMNPQRSTUVWX';
const columns = ['ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ'] as const;
const rows = 'ABCDEFGHJKLMNPQRSTUV';

/** The letter of the band of eight degrees, the last one of twelve; undefined beyond 80° S and 84° N. */
export function bandOf(lat: number): string | undefined {
  return lat < -80 || lat > 84 ? undefined : bands[Math.min(19, Math.floor((lat + 80) / 8))];
}

/** A place as a grid reference to the metre, `38T NK 88645 39374`; undefined near the poles. */
export function formatMGRS(place: LonLat): string | undefined {
  const band = bandOf(place[1]);
  if (band === undefined) return undefined;
  const { zone, easting, northing } = toUTM(place);
  const column = columns[(zone - 1) % 3]?.[Math.floor(easting / 100_000) - 1] ?? '?';
  const row = rows[(Math.floor(northing / 100_000) + (zone % 2 === 0 ? 5 : 0)) % 20] ?? '?';
  const five = (metres: number) => String(Math.floor(metres % 100_000)).padStart(5, '0');
  return `${String(zone).padStart(2, '0')}${band} ${column}${row} ${five(easting)} ${five(northing)}`;
}

/** The middle of the square that a grid reference names, and the side of the square in metres. */
export function parseMGRS(text: string): { point: LonLat; precisionM: number } | undefined {
  const m = /^(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d*)$/.exec(text.toUpperCase().replace(/\s+/g, ''));
  const [, z, band = '', column = '', row = '', digits = ''] = m ?? [];
  const zone = Number(z);
  if (!m || zone < 1 || zone > 60 || digits.length % 2 === 1 || digits.length > 10) return undefined;
  const half = digits.length / 2;
  const precisionM = 10 ** (5 - half);
  const metres = (part: string) => (part === '' ? 0 : Number(part)) * precisionM + precisionM / 2;
  const at = columns[(zone - 1) % 3]?.indexOf(column) ?? -1;
  if (at < 0) return undefined;
  const easting = (at + 1) * 100_000 + metres(digits.slice(0, half));
  const inCycle = ((rows.indexOf(row) - (zone % 2 === 0 ? 5 : 0) + 20) % 20) * 100_000 + metres(digits.slice(half));
  const south = band < 'N';
  const bottom = -80 + 8 * bands.indexOf(band);
  const top = band === 'X' ? 84 : bottom + 8;
  for (let northing = inCycle; northing < falseNorthing; northing += 2_000_000) {
    const point = fromUTM({ zone, south, easting, northing });
    const slack = 1 + (half === 0 ? 1 : 0); // a square of 100 km may reach beyond its band
    if (point[1] >= bottom - slack && point[1] < top + slack) return { point, precisionM };
  }
  return undefined;
}
