import { tileZooms, type ShownTile, type TilePart } from '../tiles/shown.ts';

/** How many zooms above a tile that has not come one is looked for that covers it: as Leaflet keeps them. */
const parents = 5;

/** Where a tile stands. */
type Place = Pick<ShownTile, 'x' | 'y' | 'z'>;

/** The zoom of the tiles in view: the map may stand half a step beside it. */
export function tileZoom(mapZoom: number): number {
  return Math.max(tileZooms.min, Math.min(tileZooms.max, Math.round(mapZoom)));
}

/** The tiles that a map keeps, of the zoom in view and of those that stand in for them. */
export class TileSet<Tile extends ShownTile = ShownTile> {
  readonly #tiles = new Map<string, Tile>();

  at(place: Place): Tile | undefined {
    return this.#tiles.get(keyOf(place));
  }

  add(tile: Tile): void {
    this.#tiles.set(keyOf(tile), tile);
  }

  delete(place: Place): void {
    this.#tiles.delete(keyOf(place));
  }

  [Symbol.iterator](): Iterator<Tile> {
    return this.#tiles.values();
  }

  /** The loaded tiles of a zoom. */
  shown(zoom: number): readonly Tile[] {
    return [...this].filter(({ z, paths }) => z === zoom && paths);
  }

  /** Whether all tiles in view have come, so that what is in none of them is not in view. */
  complete(zoom: number): boolean {
    const wanted = [...this].filter(({ z }) => z === zoom);
    return wanted.length > 0 && wanted.every(({ paths }) => paths !== undefined);
  }

  /**
   * The loaded tiles of a zoom, and what stands in for those that have not come, as Leaflet keeps
   * it: a part of a tile above them, or else the tiles below.
   */
  standing(zoom: number): readonly TilePart[] {
    return [...this].filter(({ z, paths }) => z === zoom && paths !== null)
      .flatMap((tile): readonly TilePart[] => {
        const over = this.above(tile);
        return over ? [over] : this.#below(tile);
      });
  }

  /**
   * What is shown where a tile stands: itself, or until it comes the part of one above it; nothing
   * where that is empty.
   */
  above({ x, y, z }: Place): TilePart | undefined {
    for (let up = 0; up <= parents; up++) {
      const over = this.at({ x: x >> up, y: y >> up, z: z - up });
      if (over?.paths === undefined) continue;
      if (!over.paths) return undefined;
      const side = over.paths.extent / 2 ** up;
      const [left, top] = [(x - ((x >> up) << up)) * side, (y - ((y >> up) << up)) * side];
      return { tile: over, paths: over.paths, within: [left, top, left + side, top + side] };
    }
    return undefined;
  }

  #below({ x, y, z }: Place): readonly TilePart[] {
    return [...this].flatMap((below) =>
      below.paths && below.z === z + 1 && below.x >> 1 === x && below.y >> 1 === y
        ? [{ tile: below, paths: below.paths,
          within: [0, 0, below.paths.extent, below.paths.extent] as const }] : []);
  }
}

function keyOf({ x, y, z }: Place): string {
  return `${x}:${y}:${z}`;
}
