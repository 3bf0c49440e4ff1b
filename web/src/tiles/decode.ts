import { VectorTile, type VectorTileFeature, type VectorTileLayer } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/**
 * A decoded tile in plain arrays: nothing of the DOM, so that decoding may
 * move to a worker. Coordinates are tile units, 0 to `extent`, with a margin
 * beyond it.
 */
export interface DecodedTile {
  readonly extent: number;
  readonly zones: readonly ZoneShape[];
  readonly borders: readonly BorderShape[];
  readonly outlines: readonly OutlineShape[];
  readonly places: readonly PlacePoint[];
  /** Rough size in memory. */
  readonly bytes: number;
}

/** Rings or lines: x, y, x, y ... of each. */
export type Lines = readonly Int32Array[];

/** The part of a zone inside a tile. */
export interface ZoneShape {
  readonly id: string;
  readonly rings: Lines;
  readonly box: Box;
}

/** x0, y0, x1, y1 in tile units. */
export type Box = readonly [number, number, number, number];

/** The border between two zones; a missing side is outside of the partition. */
export interface BorderShape {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly lines: Lines;
}

/** All outlines of a layer of regions, each edge once. */
export interface OutlineShape {
  readonly layer: string;
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
  readonly names: Readonly<Record<string, string>>;
}

/** The layers that mean something to the page by their name; others are outlines. */
const special = ['zones', 'borders', 'places'];

/** Decodes a vector tile. `outlineLayers` are the further layers wanted. */
export function decodeTile(buffer: ArrayBuffer, outlineLayers: readonly string[]): DecodedTile {
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(buffer)));
  return {
    extent: layers['zones']?.extent ?? Object.values(layers)[0]?.extent ?? 4096,
    zones: features(layers['zones']).map(zoneShape),
    borders: mergeBorders(features(layers['borders'])),
    outlines: outlineLayers
      .filter((name) => !special.includes(name) && layers[name])
      .map((layer) => ({ layer, lines: distinctEdges(features(layers[layer]).flatMap(linesOf)) })),
    places: features(layers['places']).map(placePoint),
    bytes: buffer.byteLength * 6, // varint deltas become 32-bit numbers, and paths of them
  };
}

function features(layer: VectorTileLayer | undefined): readonly VectorTileFeature[] {
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i)).filter((f) => f !== undefined);
}

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

/** Joins the lines of each pair of neighbours, so that a pair is drawn in one go. */
function mergeBorders(all: readonly VectorTileFeature[]): BorderShape[] {
  const pairs = new Map<string, { left: string | undefined; right: string | undefined; lines: Int32Array[] }>();
  for (const feature of all) {
    const left = text(feature.properties['left']);
    const right = text(feature.properties['right']);
    const key = `${left}\n${right}`;
    const pair = pairs.get(key) ?? { left, right, lines: [] };
    pair.lines.push(...linesOf(feature));
    pairs.set(key, pair);
  }
  return [...pairs.values()];
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
    if (key.startsWith('name_') && typeof value === 'string') names[key.slice('name_'.length)] = value;
  }
  return {
    id: text(feature.properties['id']) ?? '',
    x: point?.x ?? 0,
    y: point?.y ?? 0,
    rank: Number(feature.properties['rank'] ?? 9),
    role: text(feature.properties['role']) ?? '',
    names,
  };
}
