import * as L from 'leaflet';
import { paintFill } from './patterns.ts';
import type { Day } from '../days.ts';
import type { LonLat } from '../model.ts';
import { borderClass, type BorderClass, type Fill, type Symbology } from '../symbology.ts';
import { pixelRatio, type Theme } from '../theme.ts';
import { sameMap, type Timeline } from '../timeline.ts';
import { pathsOf, type TilePaths } from '../tiles/paths.ts';
import { tileSizePx, type ShownTile } from '../tiles/shown.ts';
import type { TileRequest, TileStore } from '../tiles/store.ts';

/** A tile on the screen, and the wish it came from. */
interface RequestedTile extends ShownTile {
  readonly request: TileRequest;
}

/** What the layer draws from. */
export interface ControlSource {
  readonly store: TileStore;
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  /** Layers of regions drawn as outlines, in the order of the theme's colours. */
  readonly outlineLayers: readonly string[];
}

const dashes: readonly (readonly number[])[] = [[4, 3], [9, 3, 2, 3], [2, 3]];

/**
 * Draws who controlled what on a day. Geometry comes once, with the tiles; a
 * change of the day only paints the canvases again and asks the server nothing.
 *
 * Fires `tilepainted` when a tile was painted for the first time, `painted`
 * when all tiles show a new day, `tilefailed` when one could not be had.
 */
export class ControlLayer extends L.GridLayer {
  readonly #source: ControlSource;
  readonly #tiles = new Map<string, RequestedTile>();
  readonly #outlinesSeen = new Set<string>();
  readonly #probe = document.createElement('canvas').getContext('2d');
  #theme: Theme;
  #day: Day;
  /** The day that all tiles show; undefined when they have to be painted in any case. */
  #painted: Day | undefined;
  #frame = 0;

  constructor(source: ControlSource, theme: Theme, day: Day, options: L.GridLayerOptions = {}) {
    super({ tileSize: tileSizePx, keepBuffer: 1, updateWhenIdle: false, className: 'control-tiles', ...options });
    this.#source = source;
    this.#theme = theme;
    this.#day = day;
    this.on('tileunload', (event) => this.#unload(event.coords));
  }

  /** Shows another day from the next frame on; the last call before it wins. */
  setDay(day: Day): void {
    this.#day = day;
    this.#schedule();
  }

  /** The day that is shown, or will be in the next frame. */
  day(): Day {
    return this.#day;
  }

  /** Paints again with other colours. */
  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#painted = undefined;
    this.#schedule();
  }

  /** Asks again for the tiles that could not be had. */
  retry(): void {
    if ([...this.#tiles.values()].some((tile) => tile.failed)) this.redraw();
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const request = this.#source.store.request(coords.z - 1, coords.x, coords.y);
    const { x, y, z } = coords;
    const tile: RequestedTile = { x, y, z, canvas, request, paths: undefined, failed: false };
    this.#tiles.set(keyOf(coords), tile);
    request.tile.then(
      (decoded) => {
        if (this.#tiles.get(keyOf(coords)) !== tile) return;
        tile.paths = decoded ? pathsOf(decoded) : null;
        for (const layer of tile.paths?.outlines.keys() ?? []) this.#outlinesSeen.add(layer);
        this.#paint(tile);
        done(undefined, canvas);
        this.fire('tilepainted');
      },
      (error: unknown) => {
        if (this.#tiles.get(keyOf(coords)) !== tile) return;
        tile.failed = true;
        const cause = error instanceof Error ? error : new Error(String(error));
        done(cause, canvas);
        this.fire('tilefailed', { error: cause });
      },
    );
    return canvas;
  }

  #unload(coords: L.Coords): void {
    const tile = this.#tiles.get(keyOf(coords));
    if (!tile) return;
    this.#tiles.delete(keyOf(coords));
    tile.request.release();
    tile.canvas.width = tile.canvas.height = 0; // browsers on phones cap the memory of all canvases
  }

  /** The loaded tiles of the zoom in view. */
  shown(): readonly ShownTile[] {
    const zoom = this._map?.getZoom();
    return [...this.#tiles.values()].filter((tile) => tile.z === zoom && tile.paths);
  }

  /** The layers of outlines that any tile so far had something of. */
  outlinesSeen(): ReadonlySet<string> {
    return this.#outlinesSeen;
  }

  /** The zone at a point, as far as the tiles in view know. */
  zoneAt([lon, lat]: LonLat): string | undefined {
    if (!this._map) return undefined;
    const z = this._map.getZoom();
    const p = this._map.project([lat, lon], z).divideBy(tileSizePx);
    const paths = this.#tiles.get(`${Math.floor(p.x)}:${Math.floor(p.y)}:${z}`)?.paths;
    if (!paths) return undefined;
    const x = (p.x - Math.floor(p.x)) * paths.extent;
    const y = (p.y - Math.floor(p.y)) * paths.extent;
    const inBox = ([x0, y0, x1, y1]: readonly [number, number, number, number]) =>
      x >= x0 && x <= x1 && y >= y0 && y <= y1;
    return paths.zones.find(({ box, path }) => inBox(box) && this.#probe?.isPointInPath(path, x, y))?.id;
  }

  /** The zones whose bounding boxes meet the view. */
  zonesInView(): ReadonlySet<string> {
    const found = new Set<string>();
    const view = this._map?.getPixelBounds();
    if (!view?.min || !view.max) return found;
    for (const { x, y, paths } of this.shown()) {
      const scale = (paths?.extent ?? 1) / tileSizePx;
      const left = (view.min.x - x * tileSizePx) * scale;
      const top = (view.min.y - y * tileSizePx) * scale;
      const right = (view.max.x - x * tileSizePx) * scale;
      const bottom = (view.max.y - y * tileSizePx) * scale;
      for (const { id, box } of paths?.zones ?? []) {
        if (box[0] <= right && box[2] >= left && box[1] <= bottom && box[3] >= top) found.add(id);
      }
    }
    return found;
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const { timeline } = this.#source;
      if (this.#painted === undefined || !sameMap(timeline, this.#painted, this.#day)) {
        for (const tile of this.#tiles.values()) this.#paint(tile);
      }
      this.#painted = this.#day;
      this.fire('painted', { day: this.#day });
    });
  }

  #paint(tile: ShownTile): void {
    const { canvas, paths } = tile;
    if (!paths) return;
    const ratio = pixelRatio();
    const size = Math.round(tileSizePx * ratio);
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    const scale = size / paths.extent;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, size, size);
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    const px = paths.extent / tileSizePx; // a CSS pixel in tile units
    for (const [fill, path] of this.#fills(paths)) paintFill(ctx, path, fill, this.#theme, ratio, px);
    this.#paintOutlines(ctx, paths, px);
    this.#paintBorders(ctx, paths, px, tile.z);
  }

  /** Areas of equal looks as one path, so that no seam shows between them. */
  #fills(paths: TilePaths): Iterable<readonly [Fill, Path2D]> {
    const { symbology, timeline } = this.#source;
    const byLook = new Map<string, readonly [Fill, Path2D]>();
    for (const { id, path } of paths.zones) {
      const fill = symbology.zoneFill(timeline, id, this.#day);
      const group = byLook.get(fill.key) ?? ([fill, new Path2D()] as const);
      group[1].addPath(path);
      byLook.set(fill.key, group);
    }
    return byLook.values();
  }

  #paintOutlines(ctx: CanvasRenderingContext2D, paths: TilePaths, px: number): void {
    this.#source.outlineLayers.forEach((layer, i) => {
      const path = paths.outlines.get(layer);
      if (!path) return;
      ctx.lineWidth = (i === 0 ? 0.9 : 1.6) * px;
      ctx.setLineDash((dashes[i % dashes.length] ?? []).map((d) => d * px));
      ctx.strokeStyle = this.#theme.outlines[i % this.#theme.outlines.length] ?? this.#theme.line;
      ctx.stroke(path);
    });
    ctx.setLineDash([]);
  }

  #paintBorders(ctx: CanvasRenderingContext2D, paths: TilePaths, px: number, zoom: number): void {
    const byClass: Record<BorderClass, Path2D | undefined> = {
      inner: undefined, outer: undefined, status: undefined, front: undefined,
    };
    for (const { left, right, path } of paths.borders) {
      const kind = borderClass(this.#source.timeline, left, right, this.#day);
      (byClass[kind] ??= new Path2D()).addPath(path);
    }
    const wide = zoom >= 9 ? 1 : 0.75; // lines are thinner on small maps
    const stroke = (path: Path2D | undefined, color: string, width: number, dash: readonly number[] = []) => {
      if (!path) return;
      ctx.strokeStyle = color;
      ctx.lineWidth = width * wide * px;
      ctx.setLineDash(dash.map((d) => d * px));
      ctx.stroke(path);
    };
    ctx.lineJoin = 'bevel';
    stroke(byClass.inner, this.#theme.line, 0.8);
    stroke(byClass.status, this.#theme.outer, 1.4, [5, 3]);
    stroke(byClass.outer, this.#theme.outer, 1.4);
    stroke(byClass.front, this.#theme.frontHalo, 5);
    stroke(byClass.front, this.#theme.front, 2.6);
    ctx.setLineDash([]);
  }
}

function keyOf({ x, y, z }: { x: number; y: number; z: number }): string {
  return `${x}:${y}:${z}`;
}
