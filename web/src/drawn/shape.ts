import type { LonLat } from '../model.ts';

/** What is drawn on the map: an area or a line, as the lines that are seen of it. */
export interface Shape {
  readonly kind: 'area' | 'line';
  /** Of an area all rings, without their last point, which is the first. */
  readonly parts: readonly (readonly LonLat[])[];
  /** As GeoJSON, to the digit as it came. */
  readonly document: string;
}

/** The shape of points that were chosen; undefined while they are too few. */
export function shapeOf(kind: Shape['kind'], points: readonly LonLat[]): Shape | undefined {
  const [first] = points;
  if (!first || points.length < (kind === 'area' ? 3 : 2)) return undefined;
  const geometry = kind === 'area' ? { type: 'Polygon', coordinates: [[...points, first]] }
    : { type: 'LineString', coordinates: points };
  return { kind, parts: [points], document: JSON.stringify({ type: 'Feature', properties: {}, geometry }) };
}

/** Files that are larger are no drawing. */
const mostBytes = 4 << 20;

/** The one area or line that a GeoJSON file holds; undefined for any other file, such as a table. */
export async function readShape(file: File): Promise<Shape | undefined> {
  if (file.size > mostBytes || !/\.(?:geo)?json$/i.test(file.name)) return undefined;
  const document = await file.text();
  try {
    return shapeIn(document.replace(/^\ufeff/, ''));
  } catch {
    return undefined; // a table says better what is wrong with it
  }
}

interface Read {
  readonly type?: string;
  readonly features?: readonly Read[];
  readonly geometry?: Read | null;
  readonly coordinates?: unknown;
}

function shapeIn(document: string): Shape | undefined {
  let read = JSON.parse(document) as Read;
  if (read.type === 'FeatureCollection') {
    if (read.features?.length !== 1) return undefined;
    read = read.features[0]!;
  }
  if (read.type === 'Feature') read = read.geometry ?? {};
  const { type, coordinates } = read;
  const lines = type === 'LineString' ? [coordinates] : type === 'MultiLineString' || type === 'Polygon' ? coordinates
    : type === 'MultiPolygon' ? (coordinates as unknown[][]).flat() : undefined;
  if (lines === undefined) return undefined;
  const kind = type?.endsWith('Polygon') ? 'area' : 'line';
  const parts = (lines as LonLat[][]).map((line) => kind === 'area' ? line.slice(0, -1) : line);
  const known = parts.every((part) => part.every(([lon, lat]) => Number.isFinite(lon) && Number.isFinite(lat)));
  return known ? { kind, parts, document } : undefined;
}
