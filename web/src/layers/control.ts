import * as L from 'leaflet';
import { paintAreas, paintBorders, paintContext, paintOutlines, type Brush, type Look } from './paint.ts';
import type { Day } from '../days.ts';
import type { LonLat } from '../model.ts';
import type { Symbology } from '../symbology.ts';
import { pixelRatio, type Theme } from '../theme.ts';
import { controlOn, sameMap, type Timeline } from '../timeline.ts';
import { pathsOf, type AreaPath } from '../tiles/paths.ts';
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
  /** Layers of areas drawn as outlines, in the order of the theme's colours. */
  readonly outlineLayers: readonly string[];
  readonly lineLayers: readonly string[];
}

/** What lies under a point. */
export interface Hit {
  readonly zone: string | undefined;
  /** Overlays that hold on the day shown. */
  readonly overlays: readonly string[];
}

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
  #timeline: Timeline;
  #theme: Theme;
  #look: Look = { hidden: [], since: null };
  #day: Day;
  /** The day that all tiles show; undefined when they have to be painted in any case. */
  #painted: Day | undefined;
  #frame = 0;

  constructor(source: ControlSource, theme: Theme, day: Day, options: L.GridLayerOptions = {}) {
    super({ tileSize: tileSizePx, keepBuffer: 1, updateWhenIdle: false, className: 'control-tiles', ...options });
    this.#source = source;
    this.#timeline = source.timeline;
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
    this.#repaint();
  }

  /** Shows the same days as another viewpoint has them. */
  setTimeline(timeline: Timeline): void {
    this.#timeline = timeline;
    this.#repaint();
  }

  /** Switches layers and actors off, or draws only what changed. */
  setLook(look: Look): void {
    this.#look = look;
    this.#repaint();
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
        for (const { layer } of tile.paths?.outlines ?? []) this.#outlinesSeen.add(layer);
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

  /** The zoom of the tiles in view: the map may stand half a step beside it. */
  #zoom(): number {
    return Math.round(this._map?.getZoom() ?? 0);
  }

  /** The loaded tiles of the zoom in view. */
  shown(): readonly ShownTile[] {
    const zoom = this.#zoom();
    return [...this.#tiles.values()].filter((tile) => tile.z === zoom && tile.paths);
  }

  /** The layers of outlines and lines that any tile so far had something of. */
  outlinesSeen(): ReadonlySet<string> {
    return this.#outlinesSeen;
  }

  /** What lies at a point, as far as the tiles in view know. */
  at([lon, lat]: LonLat): Hit {
    if (!this._map) return { zone: undefined, overlays: [] };
    const z = this.#zoom();
    const p = this._map.project([lat, lon], z).divideBy(tileSizePx);
    const paths = this.#tiles.get(`${Math.floor(p.x)}:${Math.floor(p.y)}:${z}`)?.paths;
    if (!paths) return { zone: undefined, overlays: [] };
    const x = (p.x - Math.floor(p.x)) * paths.extent;
    const y = (p.y - Math.floor(p.y)) * paths.extent;
    const holds = ({ box, path }: AreaPath) =>
      x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.#probe?.isPointInPath(path, x, y, 'evenodd');
    return {
      zone: paths.zones.find(holds)?.id,
      overlays: paths.overlays.filter((area) => controlOn(this.#timeline, area.id, this.#day) && holds(area)).map(({ id }) => id),
    };
  }

  /** The zones whose bounding boxes meet the view. */
  zonesInView(): ReadonlySet<string> {
    const found = new Set<string>();
    const map = this._map;
    if (!map) return found;
    const bounds = map.getBounds();
    const [min, max] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => map.project(corner, this.#zoom()));
    if (!min || !max) return found;
    for (const { x, y, paths } of this.shown()) {
      const scale = (paths?.extent ?? 1) / tileSizePx;
      const [left, top] = [(min.x - x * tileSizePx) * scale, (min.y - y * tileSizePx) * scale];
      const [right, bottom] = [(max.x - x * tileSizePx) * scale, (max.y - y * tileSizePx) * scale];
      for (const { id, box } of paths?.zones ?? []) {
        if (box[0] <= right && box[2] >= left && box[1] <= bottom && box[3] >= top) found.add(id);
      }
    }
    return found;
  }

  #repaint(): void {
    this.#painted = undefined;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#painted === undefined || !this.#looksTheSame(this.#painted, this.#day)) {
        for (const tile of this.#tiles.values()) this.#paint(tile);
      }
      this.#painted = this.#day;
      this.fire('painted', { day: this.#day });
    });
  }

  /** Lines may begin and end on days on which no zone changes. */
  #looksTheSame(a: Day, b: Day): boolean {
    if (!sameMap(this.#timeline, a, b)) return false;
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const within = (day: Day) => day > first && day <= last;
    return ![...this.#tiles.values()].some(({ paths }) => paths?.outlines.some(({ from, to }) => within(from) || within(to)));
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
    const brush: Brush = {
      ctx, ratio, theme: this.#theme, zoom: tile.z, px: paths.extent / tileSizePx,
      timeline: this.#timeline, symbology: this.#source.symbology, day: this.#day, look: this.#look,
    };
    paintContext(brush, paths);
    paintAreas(brush, paths);
    paintOutlines(brush, paths, this.#source.outlineLayers);
    paintBorders(brush, paths);
    paintOutlines(brush, paths, this.#source.lineLayers, true);
  }
}

function keyOf({ x, y, z }: { x: number; y: number; z: number }): string {
  return `${x}:${y}:${z}`;
}
