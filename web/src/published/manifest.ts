/**
 * The manifest of a published map, see server/publish: which version is shown, and where its answers
 * are. All keys are relative to the page.
 */
export interface Manifest {
  readonly format: number;
  readonly version: string;
  readonly snapshot: string;
  readonly since: string;
  /** Keys of answers by the address that the server has them at. */
  readonly files: Readonly<Record<string, string>>;
  /** Keys of files with many answers, by the beginning of their addresses. */
  readonly packs: Readonly<Record<string, string>>;
  readonly tiles: Readonly<Record<string, TileIndex>>;
  /** Tilesets in one file each. */
  readonly archives?: Readonly<Record<string, Pack>>;
  /** Days on which something changes, which have pages of their own; undefined: there are no previews of links. */
  readonly days?: readonly string[];
  /** Key of the list of what is needed without a network. */
  readonly offline: string;
  /** Where the engine is. */
  readonly engine?: string;
  /** The extensions of the files that it makes. */
  readonly exports?: readonly string[];
}

/**
 * Where the tiles of a tileset are: the limits of each zoom, west, north, east, south, and by zoom,
 * row and column pairs of the number of a set, 0 for empty ones, and how many tiles are of it.
 */
export interface TileIndex {
  readonly sets: readonly string[];
  readonly zooms: readonly (readonly [number, number, number, number])[];
  readonly runs: readonly number[];
  /** By zoom all tiles in one file. */
  readonly packs: readonly Pack[];
}

export interface Pack {
  readonly key: string;
  readonly bytes: number;
}

/** The newest form of the manifest that this page reads: 2 has archives of tiles. */
export const format = 2;
