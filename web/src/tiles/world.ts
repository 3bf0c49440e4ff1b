import type { TileSpec } from './decode.ts';
import type { Decoder } from './decoder.ts';
import { TileStore } from './store.ts';
import { fetchWorldTile } from '../api.ts';

/** The layers of the tiles of the world below all maps, see data/world. */
const spec: TileSpec = {
  control: '', overlays: [], outlines: [], lines: [], plain: [],
  context: [{ id: 'water', kind: 'area' }, { id: 'rivers', kind: 'line' }, { id: 'borders', kind: 'line' }],
};

/** Its tiles, decoded where those of the map are. */
export function worldStore(decode: Decoder): TileStore {
  return new TileStore((buffer) => decode(buffer, spec), [-180, -90, 180, 90], 16 * 1024 * 1024,
    fetchWorldTile);
}

/** By zoom of the map the zoom of the tiles drawn there, so that few of them cover a view. */
const zooms = [0, 0, 0, 0, 0, 2, 2, 4, 5];
const deepest = 6;

/** The tile of the world that a tile of the map lies in, and which part of it. */
export interface WorldPart {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** How many tiles of the map lie along its side. */
  readonly parts: number;
  /** Column and row among these. */
  readonly left: number;
  readonly top: number;
}

/**
 * Where the part of the world lies that is behind tile x, y of a zoom of the map, in tiles of a zoom
 * before another one if that is given.
 */
export function partOf(mapZoom: number, x: number, y: number, before = Infinity): WorldPart {
  const usual = Math.min(zooms[mapZoom] ?? deepest, mapZoom - 1);
  const z = usual < before ? usual : Math.max(0, ...zooms.filter((zoom) => zoom < before));
  const up = mapZoom - 1 - z;
  const [column, row] = [x >> up, y >> up];
  return { z, x: column, y: row, parts: 2 ** up, left: x - (column << up), top: y - (row << up) };
}
