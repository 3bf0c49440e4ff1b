import type { Box } from './decode.ts';
import type { TilePaths } from './paths.ts';

/** Side of a tile in CSS pixels at its own zoom; tiles of map zoom z are served as z - 1. */
export const tileSizePx = 512;

/** The zooms of the map that tiles are served for; beyond them the last ones are scaled. */
export const tileZooms = { min: 1, max: 15 };

/** A tile on the screen. */
export interface ShownTile {
  readonly x: number;
  readonly y: number;
  /** Map zoom, a whole number; the map may show it half a step larger or smaller. */
  readonly z: number;
  readonly canvas: HTMLCanvasElement;
  /** Undefined until loaded; null for an empty tile. */
  paths: TilePaths | null | undefined;
  failed: boolean;
}

/**
 * The part of a loaded tile that is seen, in its units: all of it, or what covers one under way.
 */
export interface TilePart {
  readonly tile: ShownTile;
  readonly paths: TilePaths;
  readonly within: Box;
}
