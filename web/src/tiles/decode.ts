import { VectorTile, type VectorTileFeature, type VectorTileLayer } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** The roles of the tiles' layers; layers without one are skipped. */
export interface TileSpec {
  /** Its areas are coloured by who holds them. */
  readonly control: string;
  /** Layers of areas drawn over those. */
  readonly overlays: readonly string[];
  /** Layers of areas of which only the edges are drawn. */
  readonly outlines: readonly string[];
  readonly lines: readonly string[];
  /** Layers of a dataset without control, whose regions are drawn and found by themselves. */
  readonly plain: readonly string[];
  readonly context: readonly { readonly id: string; readonly kind: 'area' | 'line' }[];
}

/**
 * A decoded tile in plain arrays: nothing of the DOM, so that a worker can
 * make it. Coordinates are tile units, 0 to `extent`, with a margin beyond it.
 */
export interface DecodedTile {
  readonly extent: number;
  readonly zones: readonly ZoneShape[];
  readonly overlays: readonly ZoneShape[];
  readonly regions: readonly RegionShape[];
  readonly borders: readonly BorderShape[];
  /** Outlines and lines. */
  readonly outlines: readonly OutlineShape[];
  readonly context: readonly ContextShape[];
  readonly places: readonly PlacePoint[];
  /** Rough size in memory. */
  readonly bytes: number;
}

/** Rings or lines: x, y, x, y ... of each. */
export type Lines = readonly Int32Array[];

/** The part of a zone or an overlay inside a tile. */
export interface ZoneShape {
  readonly id: string;
  readonly rings: Lines;
  readonly box: Box;
}

/** The part of a region without control inside a tile; a point is a small area around it. */
export interface RegionShape extends ZoneShape {
  readonly layer: string;
  readonly line: boolean;
}

/** x0, y0, x1, y1 in tile units. */
export type Box = readonly [number, number, number, number];

/** The border between two zones; a missing side is outside of the partition. */
export interface BorderShape {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly lines: Lines;
  readonly box: Box;
}

/** The outlines of a layer of regions that are valid on the same days, each edge once. */
export interface OutlineShape {
  readonly layer: string;
  /** `YYYY-MM-DD`, half-open; missing where open. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly lines: Lines;
}

/** Shapes of one kind of a context layer that hold on the same days. */
export interface ContextShape {
  readonly layer: string;
  readonly kind: string;
  readonly area: boolean;
  /** `YYYY-MM-DD`, half-open; missing where open. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly lines: Lines;
}

/** A named point. */
export interface PlacePoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** 1 is the most important. */
  readonly rank: number;
  readonly role: string;
  /** `YYYY-MM-DD`, half-open, of the world's; missing where open. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly names: Readonly<Record<string, string>>;
}

/** Decodes a vector tile. */
export function decodeTile(buffer: ArrayBuffer, spec: TileSpec): DecodedTile {
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(buffer)));
  return {
    extent: layers[spec.control]?.extent ?? Object.values(layers)[0]?.extent ?? 4096,
    zones: features(layers[spec.control]).map(zoneShape),
    overlays: spec.overlays.flatMap((name) => features(layers[name]).filter(isArea).map(zoneShape)),
    regions: spec.plain.flatMap((name) => features(layers[name]).map((f) => regionShape(name, f))),
    borders: mergeBorders(features(layers['borders'])),
    outlines: [
      ...spec.outlines.flatMap((name) => byValidity(name, features(layers[name])).map(
        (shape) => ({ ...shape, lines: distinctEdges(shape.lines) }))),
      ...spec.lines.flatMap((name) => byValidity(name, features(layers[name]))),
    ],
    context: spec.context.flatMap(({ id, kind }) =>
      byKind(id, kind === 'area', features(layers[id]))),
    places: features(layers['places']).map(placePoint),
    bytes: buffer.byteLength * 6, // varint deltas become 32-bit numbers, and paths of them
  };
}

/** The buffers of a decoded tile, to hand over from a worker without a copy. */
export function buffersOf(tile: DecodedTile): ArrayBuffer[] {
  const lines = [
    ...[...tile.zones, ...tile.overlays, ...tile.regions].flatMap(({ rings }) => rings),
    ...[...tile.borders, ...tile.outlines, ...tile.context].flatMap((shape) => shape.lines),
  ];
  return lines.map(({ buffer }) => buffer as ArrayBuffer);
}

function features(layer: VectorTileLayer | undefined): readonly VectorTileFeature[] {
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i))
    .filter((f) => f !== undefined);
}

const isArea = ({ type }: VectorTileFeature) => type === 3;

function linesOf(feature: VectorTileFeature): Int32Array[] {
  return feature.loadGeometry().map((line) => Int32Array.from(line.flatMap((p) => [p.x, p.y])));
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function zoneShape(feature: VectorTileFeature): ZoneShape {
  const rings = linesOf(feature);
  return { id: text(feature.properties['id']) ?? '', rings, box: boxOf(rings) };
}

/** How far a mark of a point reaches, as a share of the tile: about 5 CSS pixels. */
const markReach = 1 / 100;

function regionShape(layer: string, feature: VectorTileFeature): RegionShape {
  const { id, rings, box } = zoneShape(feature);
  if (feature.type !== 1) return { id, rings, box, layer, line: feature.type === 2 };
  const reach = feature.extent * markReach;
  const marks = rings.flatMap((points) => [...points.keys()].filter((i) => i % 2 === 0)
    .map((i) => octagon(points[i] ?? 0, points[i + 1] ?? 0, reach)));
  return { id, rings: marks, box: boxOf(marks), layer, line: false };
}

/** About a circle. */
function octagon(x: number, y: number, reach: number): Int32Array {
  const corners = Array.from({ length: 9 }, (_, i) => (i * Math.PI) / 4);
  return Int32Array.from(corners.flatMap((a) => [x + reach * Math.cos(a), y + reach * Math.sin(a)]));
}

function boxOf(lines: Lines): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      const [x, y] = [line[i] ?? 0, line[i + 1] ?? 0];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

/** Features that agree in something as one shape. */
function gathered<T extends object>(
  all: readonly VectorTileFeature[], by: (feature: VectorTileFeature) => T,
): (T & { lines: Int32Array[] })[] {
  const groups = new Map<string, T & { lines: Int32Array[] }>();
  for (const feature of all) {
    const what = by(feature);
    const key = Object.values(what).map(String).join('\n');
    const group = groups.get(key) ?? { ...what, lines: [] };
    group.lines.push(...linesOf(feature));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Joins the lines of each pair of neighbours, so that a pair is drawn in one go. */
function mergeBorders(all: readonly VectorTileFeature[]): BorderShape[] {
  return gathered(all,
    ({ properties }) => ({ left: text(properties['left']), right: text(properties['right']) }))
    .map((border) => ({ ...border, box: boxOf(border.lines) }));
}

function byValidity(layer: string, all: readonly VectorTileFeature[]): OutlineShape[] {
  return gathered(all.filter(({ type }) => type !== 1), ({ properties }) => ({
    layer, from: text(properties['valid_from']), to: text(properties['valid_to']),
  }));
}

function byKind(layer: string, area: boolean, all: readonly VectorTileFeature[]): ContextShape[] {
  return gathered(all, ({ properties }) => ({
    layer, area, kind: text(properties['kind']) ?? '', from: text(properties['valid_from']),
    to: text(properties['valid_to']),
  }));
}

/**
 * The edges of the rings, each once: neighbours share them, and a dashed line
 * drawn twice is a solid one.
 */
export function distinctEdges(rings: Lines): Int32Array[] {
  const seen = new Set<string>();
  const out: Int32Array[] = [];
  for (const ring of rings) {
    let run: number[] = [];
    const flush = () => {
      if (run.length >= 4) out.push(Int32Array.from(run));
      run = [];
    };
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [x0, y0, x1, y1] = [ring[i] ?? 0, ring[i + 1] ?? 0, ring[i + 2] ?? 0, ring[i + 3] ?? 0];
      const forward = x0 < x1 || (x0 === x1 && y0 < y1);
      const key = forward ? `${x0},${y0},${x1},${y1}` : `${x1},${y1},${x0},${y0}`;
      if (seen.has(key)) {
        flush();
        continue;
      }
      seen.add(key);
      if (run.length === 0) run.push(x0, y0);
      run.push(x1, y1);
    }
    flush();
  }
  return out;
}

function placePoint(feature: VectorTileFeature): PlacePoint {
  const point = feature.loadGeometry()[0]?.[0];
  const names: Record<string, string> = {};
  for (const [key, value] of Object.entries(feature.properties)) {
    if (key.startsWith('name_') && typeof value === 'string') {
      names[key.slice('name_'.length)] = value;
    }
  }
  return {
    id: text(feature.properties['id']) ?? '',
    x: point?.x ?? 0,
    y: point?.y ?? 0,
    rank: Number(feature.properties['rank'] ?? 9),
    role: text(feature.properties['role']) ?? '',
    from: text(feature.properties['valid_from']),
    to: text(feature.properties['valid_to']),
    names,
  };
}
