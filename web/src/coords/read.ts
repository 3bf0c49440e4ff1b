import { fromUTM, parseMGRS } from './grid.ts';
import { looksLikePlus, parsePlus } from './plus.ts';
import type { LonLat } from '../model.ts';

/** A place with the notation it was read from. */
export interface CoordinateReading {
  readonly point: LonLat;
  /** `degrees`, `swapped` for degrees with the longitude first, or the notation's name. */
  readonly notation: 'degrees' | 'swapped' | 'DMS' | 'DDM' | 'UTM' | 'MGRS' | 'Plus code' | 'geo: URI';
  /** How far apart two neighbouring values of that length lie, in metres. */
  readonly precisionM: number;
}

const metresPerDegree = 111_195;
/** Longer texts are no coordinates. */
const maxLength = 200;

/**
 * What a text may mean as coordinates, the likeliest first; nothing when it is
 * none. A pair without letters is latitude, longitude, and the other way round
 * when that lies nearer to `near`; short Plus codes are completed from there.
 */
export function readCoordinates(text: string, near: LonLat): readonly CoordinateReading[] {
  if (text.length > maxLength) return [];
  const s = plain(text);
  const geo = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:,-?\d+(?:\.\d+)?)?(;.*)?$/i.exec(s);
  if (geo) {
    const point: LonLat = [Number(geo[2]), Number(geo[1])];
    const given = /;u=(\d+(?:\.\d+)?)/i.exec(geo[3] ?? '');
    const precisionM = given ? Number(given[1]) : decimals(geo[1] ?? '');
    return onEarth(point) ? [{ point, notation: 'geo: URI', precisionM }] : [];
  }
  const [word = ''] = s.split(/[\s,]+/, 1);
  if (looksLikePlus(word)) {
    const plus = parsePlus(word, near);
    return plus ? [{ point: plus.point, notation: 'Plus code', precisionM: plus.degrees * metresPerDegree }] : [];
  }
  const mgrs = parseMGRS(s);
  if (mgrs) return [{ ...mgrs, notation: 'MGRS' }];
  const utm = readUTM(s);
  if (utm) return [utm];
  return readAngles(s, near);
}

/** Replaces what keyboards, word processors and other languages write by the signs that are read. */
function plain(text: string): string {
  return text.trim()
    .replace(/[′’‘´`ʹ]/g, "'").replace(/[″”“ʺ]/g, '"').replace(/''/g, '"').replace(/[º˚]/g, '°').replace(/[−–]/g, '-')
    .replace(/[\u00a0\u202f\u2009\t\r\n]/g, ' ')
    .replace(/с\.? ?ш\.?/gi, 'N').replace(/ю\.? ?ш\.?/gi, 'S').replace(/в\.? ?д\.?/gi, 'E').replace(/з\.? ?д\.?/gi, 'W')
    .trim();
}

/** `38T 588645 4439374` or `38 N 588645 4439374`: a band letter, or N and S for the hemisphere where they cannot be bands. */
function readUTM(s: string): CoordinateReading | undefined {
  const m = /^(\d{1,2}) ?([C-HJ-NP-X]|north|south)[ ,]+(\d{6,7}(?:\.\d+)?) ?m? ?E?[ ,]+(\d{1,8}(?:\.\d+)?) ?m? ?N?$/i.exec(s);
  if (!m) return undefined;
  const letter = (m[2] ?? '').toUpperCase();
  const zone = Number(m[1]);
  const [easting, northing] = [Number(m[3]), Number(m[4])];
  if (zone < 1 || zone > 60 || easting < 100_000 || easting >= 1_000_000 || northing > 10_000_000) return undefined;
  const south = letter === 'SOUTH' || (letter.length === 1 && letter < 'N');
  const point = fromUTM({ zone, south, easting, northing });
  return onEarth(point) ? { point, notation: 'UTM', precisionM: 1 } : undefined;
}

interface Angle {
  readonly degrees: number;
  readonly axis: 'lon' | 'lat' | undefined;
  readonly parts: number;
  readonly precisionM: number;
}

/** One angle: degrees, with minutes and seconds if any, and a letter before or after. */
const angle = /([NSEW])?\s*([+-]?\d+(?:[.,]\d+)?)\s*(?:°|d(?=\W))?(?:\s*(\d+(?:[.,]\d+)?)\s*')?(?:\s*(\d+(?:[.,]\d+)?)\s*")?\s*([NSEW])?/gi;
/** Degrees, minutes and seconds with nothing but spaces between: `40 06 00 N`. */
const spaced = /^([NS])?\s*(\d+)[ :](\d+(?:\.\d+)?)(?:[ :](\d+(?:\.\d+)?))?\s*([NS])?[\s,;]+([EW])?\s*(\d+)[ :](\d+(?:\.\d+)?)(?:[ :](\d+(?:\.\d+)?))?\s*([EW])?$/i;

function readAngles(s: string, near: LonLat): readonly CoordinateReading[] {
  if (!/^[\d\s.,;:°'"+\-/NSEWd()]+$/i.test(s) || !/\d/.test(s)) return [];
  const bare = s.replace(/[()]/g, '').trim();
  const found = spacedAngles(bare) ?? marked(bare);
  const [a, b] = found ?? [];
  if (!a || !b) return [];
  const precisionM = Math.max(a.precisionM, b.precisionM);
  const parts = Math.max(a.parts, b.parts);
  const notation = parts === 3 ? 'DMS' : parts === 2 ? 'DDM' : 'degrees';
  if (a.axis !== undefined || b.axis !== undefined) {
    if (a.axis === b.axis) return [];
    const swapped = a.axis === 'lon' || b.axis === 'lat';
    const point: LonLat = swapped ? [a.degrees, b.degrees] : [b.degrees, a.degrees];
    return onEarth(point) ? [{ point, notation, precisionM }] : [];
  }
  const both: CoordinateReading[] = [
    { point: [b.degrees, a.degrees], notation, precisionM },
    { point: [a.degrees, b.degrees], notation: notation === 'degrees' ? 'swapped' : notation, precisionM },
  ];
  const distance = ({ point }: CoordinateReading) => Math.hypot(point[0] - near[0], point[1] - near[1]);
  return both.filter(({ point }) => onEarth(point)).sort((p, q) => (distance(p) < distance(q) / 2 ? -1 : distance(q) < distance(p) / 2 ? 1 : 0));
}

function spacedAngles(s: string): Angle[] | undefined {
  const m = spaced.exec(s);
  if (!m) return undefined;
  const build = (letter: string | undefined, d: string | undefined, min: string | undefined, sec: string | undefined) =>
    toAngle(letter, d ?? '', min, sec);
  return [build(m[1] ?? m[5], m[2], m[3], m[4]), build(m[6] ?? m[10], m[7], m[8], m[9])].filter((x) => x !== undefined);
}

function marked(s: string): Angle[] | undefined {
  const text = /\d,\d/.test(s) && /\d+\.\d+/.test(s) ? s.replace(/,/g, ' , ') : separate(s);
  const angles: Angle[] = [];
  let rest = text;
  for (const m of text.matchAll(angle)) {
    const one = toAngle(m[1] ?? m[5], m[2] ?? '', m[3], m[4]);
    if (!one) return undefined;
    angles.push(one);
    rest = rest.replace(m[0], ' ');
  }
  return angles.length === 2 && /^[\s,;/]*$/.test(rest) ? angles : undefined;
}

/** `40,1 46,04` has decimal commas; in `40, 46` and `40,46` the comma stands between the two. */
function separate(s: string): string {
  const decimalCommas = /^[^,]*\d,\d+[^,\d]+[^,]*\d,\d+[^,]*$/.test(s) && !/\d\.\d/.test(s);
  return decimalCommas ? s.replace(/(\d),(\d)/g, '$1.$2') : s.replace(/,/g, ' , ');
}

function toAngle(letter: string | undefined, d: string, min: string | undefined, sec: string | undefined): Angle | undefined {
  const number = (text: string | undefined) => Number((text ?? '0').replace(',', '.'));
  const [degrees, minutes, seconds] = [number(d), number(min), number(sec)];
  if (minutes >= 60 || seconds >= 60 || Math.abs(degrees) > 180) return undefined;
  const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
  const upper = letter?.toUpperCase();
  const negative = d.startsWith('-') || upper === 'S' || upper === 'W';
  const axis = upper === undefined ? undefined : upper === 'N' || upper === 'S' ? 'lat' : 'lon';
  const unit = sec !== undefined ? 3600 : min !== undefined ? 60 : 1;
  return {
    degrees: negative ? -size : size, axis,
    parts: sec !== undefined ? 3 : min !== undefined ? 2 : 1,
    precisionM: decimals(sec ?? min ?? d) / unit,
  };
}

/** The length on the ground of one unit of the last digit, in metres. */
function decimals(text: string): number {
  const [, fraction = ''] = text.split(/[.,]/);
  return metresPerDegree / 10 ** fraction.length;
}

function onEarth([lon, lat]: LonLat): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
