import { fetchNotation } from '../api.ts';
import { ApiError } from '../request.ts';
import type { LocateAnswer } from '../answers.ts';
import type { LonLat } from '../model.ts';
import { homeOf, maxLongitude } from '../turns.ts';

/** A place with the notation it was read from. */
export interface CoordinateReading {
  readonly point: LonLat;
  /** As the server names it. */
  readonly notation: string;
  /** Whether the longitude was taken first in a pair that has no letters. */
  readonly lonFirst: boolean;
  /** How far apart two neighbouring values of that length lie, in metres. */
  readonly precisionM: number;
}

/** The server's name of plain degrees. */
export const decimalDegrees = 'decimal degrees';

const metresPerDegree = 111_195;
/** Longer texts are no coordinates for the server. */
const maxLength = 200;
const maxLinkLength = 4096;
/** A grid reference of 100 km, such as 1CCM, is the shortest notation of all. */
const minLength = 4;

/**
 * The places that a text may mean as coordinates, the likeliest first. Plain degrees are read at
 * once, all other notations by the server.
 */
export async function readCoordinates(
  text: string, near: LonLat, signal?: AbortSignal,
): Promise<readonly CoordinateReading[]> {
  const pair = readDegrees(text);
  if (pair) return bothOrders(pair, near);
  const link = isLink(text);
  if (!link && !maybeNotation(text)) return [];
  try {
    return readingsOf(await fetchNotation(text, near, signal), near);
  } catch (error) {
    if (!link && error instanceof ApiError && error.status === 400) return []; // no coordinates
    throw error;
  }
}

/** The server's name of links to maps. */
export const mapLink = 'map link';

/** Whether a text holds a link: the server alone knows those of other maps. */
function isLink(text: string): boolean {
  return text.length <= maxLinkLength &&
    /https?:\/\/\S|^(?:[a-z0-9-]+\.)+[a-z]{2,}\/?[/?#]\S*$/i.test(text);
}

/** Whether it is worth to ask the server: every notation but a few Plus codes has digits. */
function maybeNotation(text: string): boolean {
  return text.length >= minLength && text.length <= maxLength && /[\d+]/.test(text);
}

/** Two plain numbers: `40.1, 46.04`, `40.1 46.04`, and with decimal commas `40,1 46,04`. */
function readDegrees(text: string): CoordinateReading | undefined {
  const [, a, b] = /^(-?\d+(?:\.\d+)?)(?:\s*,\s*|\s+)(-?\d+(?:\.\d+)?)$/.exec(text)
    ?? /^(-?\d+,\d+)\s+(-?\d+,\d+)$/.exec(text) ?? [];
  if (a === undefined || b === undefined) return undefined;
  const digits = Math.min(...[a, b].map((number) => number.split(/[.,]/)[1]?.length ?? 0));
  const degrees = (number: string) => Number(number.replace(',', '.'));
  return {
    point: [degrees(b), degrees(a)], notation: decimalDegrees, lonFirst: false,
    precisionM: metresPerDegree / 10 ** digits,
  };
}

function readingsOf({ lon, lat, read }: LocateAnswer, near: LonLat): readonly CoordinateReading[] {
  if (!read) return [];
  const { notation, precision_m: precisionM, order } = read;
  const reading = { point: [lon, lat] as const, notation, precisionM,
    lonFirst: order === 'lon,lat' };
  const ambiguous = order !== undefined && notation !== 'WKT point';
  return ambiguous ? bothOrders(reading, near) : [reading];
}

/**
 * A pair that says not which number is the latitude, read both ways: latitude
 * first, unless the other place is less than half as far from `near`.
 */
function bothOrders(reading: CoordinateReading, near: LonLat): readonly CoordinateReading[] {
  const [x, y] = reading.point;
  const other: CoordinateReading = { ...reading, point: [y, x], lonFirst: !reading.lonFirst };
  const [latFirst, lonFirst] = reading.lonFirst ? [other, reading] : [reading, other];
  const distance = ({ point }: CoordinateReading) =>
    Math.hypot(point[0] - near[0], point[1] - near[1]);
  const ordered = distance(lonFirst) < distance(latFirst) / 2 ? [lonFirst, latFirst]
    : [latFirst, lonFirst];
  return ordered.filter(({ point: [lon, lat] }) =>
    Math.abs(lon) <= maxLongitude && Math.abs(lat) <= 90)
    .map((one) => ({ ...one, point: homeOf(one.point) }));
}
