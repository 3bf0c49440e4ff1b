import type { DecodedTile } from './decode.ts';
import type { Decoder } from './decoder.ts';
import { fetchTile } from '../api.ts';
import { meets } from './bounds.ts';
import type { Bounds } from '../model.ts';

/** One user's wish for a tile. */
export interface TileRequest {
  /** Null for an empty tile. */
  readonly tile: Promise<DecodedTile | null>;
  /** Takes the wish back; the fetch is cancelled when nobody else waits for it. */
  readonly release: () => void;
}

interface Entry {
  readonly tile: Promise<DecodedTile | null>;
  readonly abort: AbortController;
  users: number;
  bytes: number;
  done: boolean;
}

/** An empty tile. */
const nothing: TileRequest = { tile: Promise.resolve(null), release: () => undefined };

/**
 * Fetches and decodes each tile once, for any number of maps, and forgets the least recently used.
 * Tiles outside of the bounds are not asked for: the server answers 404.
 */
export class TileStore {
  /** In order of use, oldest first. */
  readonly #entries = new Map<string, Entry>();
  readonly #decode: Decoder;
  readonly #bounds: Bounds;
  readonly #maxBytes: number;
  readonly #ask: typeof fetchTile;
  #bytes = 0;

  constructor(decode: Decoder, bounds: Bounds, maxBytes = 64 * 1024 * 1024, ask = fetchTile) {
    this.#decode = decode;
    this.#bounds = bounds;
    this.#maxBytes = maxBytes;
    this.#ask = ask;
  }

  request(z: number, x: number, y: number): TileRequest {
    if (!meets(this.#bounds, z, x, y)) return nothing;
    const key = `${z}/${x}/${y}`;
    const entry = this.#entries.get(key) ?? this.#load(z, x, y, key);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.users++;
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      entry.users--;
      if (entry.users > 0 || entry.done) return;
      entry.abort.abort();
      this.#drop(key, entry);
    };
    return { tile: entry.tile, release };
  }

  #load(z: number, x: number, y: number, key: string): Entry {
    const abort = new AbortController();
    const tile = this.#ask(z, x, y, abort.signal).then((buffer) =>
      buffer && buffer.byteLength > 0 ? this.#decode(buffer) : null,
    );
    const entry: Entry = { tile, abort, users: 0, bytes: 0, done: false };
    tile.then(
      (decoded) => {
        entry.done = true;
        if (this.#entries.get(key) !== entry) return;
        entry.bytes = decoded?.bytes ?? 64;
        this.#bytes += entry.bytes;
        this.#evict();
      },
      () => this.#drop(key, entry), // the next request tries again
    );
    return entry;
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      if (entry.done && entry.users === 0) this.#drop(key, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
