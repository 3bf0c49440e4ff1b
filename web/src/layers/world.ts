import * as L from 'leaflet';
import type { Day } from '../days.ts';
import type { Bounds } from '../model.ts';
import { pixelRatio, type Theme } from '../theme.ts';
import { pathsOf, type TilePaths } from '../tiles/paths.ts';
import { tileSizePx, tileZooms, type TilePart } from '../tiles/shown.ts';
import type { TileRequest, TileStore } from '../tiles/store.ts';
import { partOf, type WorldPart } from '../tiles/world.ts';

/** What the world lies below. */
export interface Above {
  readonly store: TileStore;
  /** Boxes within which the map itself says what is there. */
  readonly frames: readonly Bounds[];
  /** A box within which it says who holds what. */
  readonly held: Bounds | undefined;
}

interface Tile {
  readonly coords: L.Coords;
  readonly canvas: HTMLCanvasElement;
  part: WorldPart;
  readonly column: number;
  request: TileRequest | undefined;
  /** Undefined until it has come; null where there is nothing. */
  paths: TilePaths | null | undefined;
}

/** How wide the edge is along which the world fades, as a share of the box, and in how many steps. */
const fade = 0.08;
const fadeSteps = 8;
/** How much of the world's lines is left where the map says who holds what. */
const below = 0.4;

/**
 * Seas, lakes, rivers and lines between countries below everything else. Each line is drawn on the
 * days on which it holds alone, and none where the map has lines of its own.
 */
export class WorldLayer extends L.GridLayer {
  readonly #above: Above;
  readonly #tiles = new Map<string, Tile>();
  #theme: Theme;
  #day: Day;
  #hidden = false;
  /** Nothing is asked for before the map itself has come. */
  #begun = false;
  /** Device pixels per CSS pixel; that of the screen when it is not set. */
  ratio: number | undefined;

  constructor(above: Above, theme: Theme, day: Day) {
    super({ tileSize: tileSizePx, keepBuffer: 1, updateWhenIdle: false, className: 'world-tiles', zIndex: 0,
      minNativeZoom: tileZooms.min, maxNativeZoom: tileZooms.max, noWrap: true });
    this.#above = above;
    this.#theme = theme;
    this.#day = day;
    this.on('tileunload', ({ coords }) => this.#unload(coords));
  }

  /** Asks for the tiles; before, none are shown. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    for (const tile of this.#tiles.values()) this.#ask(tile);
  }

  /** Shows another day; tiles are painted again where something begins or ends between them. */
  setDay(day: Day): void {
    const [first, last] = [Math.min(day, this.#day), Math.max(day, this.#day)];
    this.#day = day;
    const within = (d: Day) => d > first && d <= last;
    for (const tile of this.#tiles.values()) {
      if (tile.paths?.context.some(({ from, to }) => within(from) || within(to))) this.#paint(tile);
    }
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#repaint();
  }

  /** Switches it off and on. */
  hide(hidden: boolean): void {
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    this.#repaint();
  }

  /** The tiles in view, for what is written on them; none when it is switched off. */
  shown(zoom: number): readonly TilePart[] {
    if (this.#hidden) return [];
    const found = new Map<string, TilePart>();
    for (const { coords, part: { x, y, z, parts }, paths, canvas } of this.#tiles.values()) {
      if (coords.z !== zoom || !paths) continue;
      const shift = Math.floor(coords.x / parts) - x; // another copy of the world
      found.set(`${x + shift}:${y}`, { paths, within: [0, 0, paths.extent, paths.extent],
        tile: { x: x + shift, y, z: z + 1, canvas, paths, failed: false } });
    }
    return [...found.values()];
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const worlds = 2 ** (coords.z - 1);
    const column = ((coords.x % worlds) + worlds) % worlds;
    const part = partOf(coords.z, column, coords.y);
    const tile: Tile = { coords, canvas, column, part, request: undefined, paths: undefined };
    this.#tiles.set(keyOf(coords), tile);
    if (this.#begun) this.#ask(tile);
    setTimeout(() => done(undefined, canvas)); // what is below keeps nothing waiting
    return canvas;
  }

  #ask(tile: Tile): void {
    const { z, x, y } = tile.part;
    tile.request = this.#above.store.request(z, x, y);
    tile.request.tile.then((decoded) => {
      if (this.#tiles.get(keyOf(tile.coords)) !== tile) return;
      tile.paths = decoded ? pathsOf(decoded, { x: [], crossedBy: () => false }) : null;
      this.#paint(tile);
      this.fire('worldpainted');
    }, () => {
      // a site has few of the fine tiles; without any the map says all that it has to say
      if (this.#tiles.get(keyOf(tile.coords)) !== tile || z === 0) return;
      tile.part = partOf(tile.coords.z, tile.column, tile.coords.y, z);
      this.#ask(tile);
    });
  }

  #unload(coords: L.Coords): void {
    const tile = this.#tiles.get(keyOf(coords));
    if (!tile) return;
    this.#tiles.delete(keyOf(coords));
    tile.request?.release();
    tile.canvas.width = tile.canvas.height = 0;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    const { viewprereset: _, ...events } = super.getEvents?.() ?? {};
    return events as Record<string, L.LeafletEventHandlerFn>;
  }

  #repaint(): void {
    for (const tile of this.#tiles.values()) if (tile.paths) this.#paint(tile);
  }

  #paint({ canvas, coords, part, paths }: Tile): void {
    if (!paths) return;
    const size = Math.round(tileSizePx * (this.ratio ?? pixelRatio()));
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = 'source-over';
    ctx.clearRect(0, 0, size, size);
    if (this.#hidden) return;
    const scale = (size * part.parts) / paths.extent;
    const place = () => ctx.setTransform(scale, 0, 0, scale, -part.left * size, -part.top * size);
    place();
    this.#lines(ctx, paths, paths.extent / (tileSizePx * part.parts));
    ctx.setTransform(size / tileSizePx, 0, 0, size / tileSizePx, 0, 0);
    for (const frame of this.#above.frames) this.#fade(ctx, coords, frame, 0);
    if (this.#above.frames.length === 0 && this.#above.held) this.#fade(ctx, coords, this.#above.held, below);
    place();
    ctx.globalCompositeOperation = 'destination-over';
    ctx.fillStyle = this.#theme.water;
    for (const { area, from, to, path } of paths.context) {
      if (area && from <= this.#day && this.#day < to) ctx.fill(path, 'evenodd');
    }
  }

  #lines(ctx: CanvasRenderingContext2D, paths: TilePaths, px: number): void {
    ctx.lineJoin = 'round';
    for (const { layer, kind, area, from, to, path } of paths.context) {
      if (area || this.#day < from || this.#day >= to) continue;
      const river = layer === 'rivers';
      ctx.strokeStyle = river ? this.#theme.river : this.#theme.country;
      ctx.lineWidth = (river ? 0.9 : 1.2) * px;
      ctx.setLineDash(kind === 'disputed' ? [4 * px, 3 * px] : []);
      ctx.stroke(path);
    }
    ctx.setLineDash([]);
  }

  /** Takes all but a share of the lines away within a box, more and more from its edge on. */
  #fade(ctx: CanvasRenderingContext2D, { x, y, z }: L.Coords, box: Bounds, rest: number): void {
    const map = this._map;
    if (!map) return;
    const east = box[2] < box[0] ? box[2] + 360 : box[2];
    const turn = 360 * Math.floor((x * tileSizePx) / (256 * 2 ** z)); // of the tile's world
    const from = map.project([box[3], box[0] + turn], z).subtract([x * tileSizePx, y * tileSizePx]);
    const to = map.project([box[1], east + turn], z).subtract([x * tileSizePx, y * tileSizePx]);
    const edge = (fade * Math.min(to.x - from.x, to.y - from.y)) / fadeSteps;
    ctx.globalCompositeOperation = 'destination-out';
    ctx.fillStyle = '#000';
    for (let i = 0; i < fadeSteps; i++) {
      // of what is left each step takes so much that what stays runs evenly to the rest
      const [before, after] = [1 - (i * (1 - rest)) / fadeSteps, 1 - ((i + 1) * (1 - rest)) / fadeSteps];
      ctx.globalAlpha = 1 - after / before;
      ctx.fillRect(from.x + i * edge, from.y + i * edge, to.x - from.x - 2 * i * edge, to.y - from.y - 2 * i * edge);
    }
    ctx.globalAlpha = 1;
  }
}

function keyOf({ x, y, z }: L.Coords): string {
  return `${x}:${y}:${z}`;
}
