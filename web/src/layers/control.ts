import * as L from 'leaflet';
import {
  paintAreas, paintBorders, paintContext, paintOutlines, paintRegions, type Brush, type Look,
} from './paint.ts';
import { cellsOf, type Cells } from './cells.ts';
import type { Day } from '../days.ts';
import type { Bounds, LonLat } from '../model.ts';
import type { Symbology } from '../symbology.ts';
import { pixelRatio, type Theme } from '../theme.ts';
import { changedIds, controlOn, historyOf, type Timeline } from '../timeline.ts';
import { pathsOf, type AreaPath, type RegionPath, type TilePaths } from '../tiles/paths.ts';
import type { DecodedTile } from '../tiles/decode.ts';
import { tileSizePx, tileZooms, type ShownTile, type TilePart } from '../tiles/shown.ts';
import { boxNearTo, nearTo } from '../turns.ts';
import type { TileRequest, TileStore } from '../tiles/store.ts';

/** How far apart the points are at which zones are looked for, in CSS pixels. */
const netPx = 48;

/** How far from a line a pointer still meets it, in CSS pixels. */
const linePx = 6;

/** Canvases of more pixels per CSS pixel cost memory that phones lack, and show nothing more. */
const maxRatio = 2;

/** How many zooms above a tile that has not come one is looked for that covers it: as Leaflet keeps them. */
const parents = 5;

/** How far apart the points are at which is looked closely whether a zone is in view, in CSS pixels. */
const finePx = 6;

/** How far the lines along an area reach beyond it, in CSS pixels. */
const linesPx = 4;

/** Where more than this share of a tile differs it is painted as a whole. */
const mostShare = 0.5;

/** A tile on the screen, and the wish it came from. */
interface RequestedTile extends ShownTile {
  request: TileRequest | undefined;
  /** Asks the server for it. */
  readonly ask: () => void;
  /** The day that it shows; undefined when it has to be painted in any case. */
  painted: Day | undefined;
}

const always = { from: -Infinity, to: Infinity };

/** The data that the layer draws. */
export interface ControlSource {
  readonly store: TileStore;
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  /** Layers of areas drawn as outlines, in the order of the theme's colours. */
  readonly outlineLayers: readonly string[];
  readonly lineLayers: readonly string[];
  /** Layers of regions of a dataset without control. */
  readonly plainLayers: readonly string[];
  /** The box around each layer of context. */
  readonly frames: Readonly<Record<string, Bounds>>;
}

/** The zone and the overlays under a point. */
export interface Hit {
  readonly zone: string | undefined;
  /** Overlays that hold on the day shown. */
  readonly overlays: readonly string[];
  /** Regions of a dataset without control that are valid then, the smallest first. */
  readonly regions: readonly string[];
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
  /** Device pixels per CSS pixel; that of the screen when it is not set. */
  ratio: number | undefined;
  /** The zones in view, until the view changes or other tiles come. */
  #inView: { readonly key: string; readonly ids: ReadonlySet<string> } | undefined;
  #frame = 0;

  constructor(source: ControlSource, theme: Theme, day: Day, options: L.GridLayerOptions = {}) {
    super({ tileSize: tileSizePx, keepBuffer: 1, updateWhenIdle: false, className: 'control-tiles',
      minNativeZoom: tileZooms.min, maxNativeZoom: tileZooms.max,
      noWrap: true, // tiles keep the column at which they stand, in whatever copy of the world
      ...options });
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
    this.#inView = undefined;
    this.#repaint();
  }

  /** Switches layers and actors off, or draws only what changed. */
  setLook(look: Look): void {
    this.#look = look;
    this.#repaint();
  }

  /** Asks again for the tiles that could not be had; those in their place stay until they come. */
  retry(): void {
    for (const tile of this.#tiles.values()) if (tile.failed) tile.ask();
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const worlds = 2 ** (coords.z - 1); // tiles around the globe: those of its copies are the same
    const column = ((coords.x % worlds) + worlds) % worlds;
    const { x, y, z } = coords;
    const ask = () => {
      tile.failed = false;
      tile.request = this.#source.store.request(z - 1, column, y);
      tile.request.tile.then(come, fail);
    };
    const tile: RequestedTile =
      { x, y, z, canvas, request: undefined, ask, paths: undefined, failed: false, painted: undefined };
    this.#tiles.set(keyOf(coords), tile);
    const come = (decoded: DecodedTile | null) => {
        if (this.#tiles.get(keyOf(coords)) !== tile) return;
        const seam = [...(column === 0 ? [0] : []), ...(column === worlds - 1 ? [decoded?.extent ?? 0] : [])];
        tile.paths = decoded ? pathsOf(decoded, { x: seam, crossedBy: (id) => this.#crosses(id) })
          : null;
        for (const { layer } of tile.paths?.outlines ?? []) this.#outlinesSeen.add(layer);
        this.#paint(tile);
        tile.painted = this.#day;
        this.#inView = undefined;
        done(undefined, canvas);
        this.fire('tilepainted');
    };
    // a failed tile is never done: Leaflet would take those away that are shown in its place
    const fail = (error: unknown) => {
        if (this.#tiles.get(keyOf(coords)) !== tile) return;
        tile.failed = true;
        this.fire('tilefailed', { error: error instanceof Error ? error : new Error(String(error)) });
    };
    ask();
    return canvas;
  }

  /** Whether an area goes on behind the date line. */
  #crosses(id: string): boolean {
    const box = historyOf(this.#timeline, id)?.bbox ?? this.#timeline.regions.get(id)?.bbox;
    return box !== undefined && (box[0] > box[2] || (box[0] === -180 && box[2] === 180));
  }

  #unload(coords: L.Coords): void {
    const tile = this.#tiles.get(keyOf(coords));
    if (!tile) return;
    this.#tiles.delete(keyOf(coords));
    this.#inView = undefined;
    tile.request?.release();
    tile.canvas.width = tile.canvas.height = 0; // browsers on phones cap the memory of all canvases
  }

  /** The zoom of the tiles in view: the map may stand half a step beside it. */
  #zoom(): number {
    const { min, max } = tileZooms;
    return Math.max(min, Math.min(max, Math.round(this._map?.getZoom() ?? 0)));
  }

  /** The loaded tiles of the zoom in view. */
  shown(): readonly ShownTile[] {
    const zoom = this.#zoom();
    return [...this.#tiles.values()].filter((tile) => tile.z === zoom && tile.paths);
  }

  /**
   * The loaded tiles of the zoom in view, and what stands in for those that have not come, as
   * Leaflet keeps it: a part of a tile above them, or else the tiles below.
   */
  standing(): readonly TilePart[] {
    const zoom = this.#zoom();
    return [...this.#tiles.values()].filter(({ z, paths }) => z === zoom && paths !== null)
      .flatMap((tile) => {
        const { x, y, z } = tile;
        for (let up = 0; up <= parents; up++) {
          const over = this.#tiles.get(keyOf({ x: x >> up, y: y >> up, z: z - up }));
          if (!over?.paths) continue;
          const side = over.paths.extent / 2 ** up;
          const [left, top] = [(x - ((x >> up) << up)) * side, (y - ((y >> up) << up)) * side];
          return [{ tile: over, paths: over.paths,
            within: [left, top, left + side, top + side] as const }];
        }
        return [...this.#tiles.values()].flatMap((below) =>
          below.paths && below.z === z + 1 && below.x >> 1 === x && below.y >> 1 === y
            ? [{ tile: below, paths: below.paths,
              within: [0, 0, below.paths.extent, below.paths.extent] as const }] : []);
      });
  }

  /** Whether all tiles in view have come, so that what is in none of them is not in view. */
  complete(): boolean {
    const zoom = this.#zoom();
    const wanted = [...this.#tiles.values()].filter(({ z }) => z === zoom);
    return wanted.length > 0 && wanted.every(({ paths }) => paths !== undefined);
  }

  /** Whether some of a zone is in view, however little: looked for closely where one may be. */
  meetsZone(): boolean {
    const map = this._map;
    if (!map) return false;
    const { x: width, y: height } = map.getSize();
    const zoom = this.#zoom();
    const scale = map.getZoomScale(map.getZoom(), zoom);
    const origin = map.project(map.containerPointToLatLng([0, 0]), zoom);
    for (const { x, y, paths } of this.shown()) {
      for (const { box } of paths?.zones ?? []) {
        const at = (n: number, tile: number, from: number) =>
          ((tile + n / (paths?.extent ?? 1)) * tileSizePx - from) * scale;
        const [left, right] = [at(box[0], x, origin.x), at(box[2], x, origin.x)];
        const [top, bottom] = [at(box[1], y, origin.y), at(box[3], y, origin.y)];
        for (let px = Math.max(0, left) + finePx / 2; px < Math.min(width, right); px += finePx) {
          for (let py = Math.max(0, top) + finePx / 2; py < Math.min(height, bottom); py += finePx) {
            const { lng, lat } = map.containerPointToLatLng([px, py]);
            if (this.#find([lng, lat], ({ zones }, holds) => zones.some(holds))) return true;
          }
        }
      }
    }
    return false;
  }

  /** The layers of outlines and lines that any tile so far had something of. */
  outlinesSeen(): ReadonlySet<string> {
    return this.#outlinesSeen;
  }

  /** The zone and the overlays at a point, as far as the tiles in view hold it. */
  at(point: LonLat): Hit {
    const hit = this.#find(point, ({ zones, overlays, regions }, holds): Hit => ({
      zone: zones.find(holds)?.id,
      overlays: overlays.filter((area) => controlOn(this.#timeline, area.id, this.#day) &&
        holds(area)).map(({ id }) => id),
      regions: this.#smallestFirst(regions.filter((region) => this.#valid(region.id) &&
        holds(region))),
    }));
    return hit ?? { zone: undefined, overlays: [], regions: [] };
  }

  /** Of equally large ones, such as lines and points, that drawn last. */
  #smallestFirst(found: readonly RegionPath[]): readonly string[] {
    const km2 = (id: string) => this.#timeline.regions.get(id)?.area_km2 ?? 0;
    return [...new Set(found.map(({ id }) => id).reverse())].sort((a, b) => km2(a) - km2(b));
  }

  /** Whether a region without control is there on the day shown. */
  #valid(id: string): boolean {
    const region = this.#timeline.regions.get(id);
    return region !== undefined && region.from <= this.#day && this.#day < region.to;
  }

  /** Asks the tile at a point; `holds` tells whether an area of the tile contains the point. */
  #find<T>(
    [lon, lat]: LonLat,
    ask: (paths: TilePaths, holds: (area: AreaPath & { readonly line?: boolean }) => boolean) => T,
  ): T | undefined {
    if (!this._map) return undefined;
    const zoom = this.#zoom();
    const middle = this._map.getCenter().lng;
    let [z, p, paths]: [number, L.Point, TilePaths | null | undefined] = [zoom, L.point(0, 0), undefined];
    for (; z >= zoom - parents && paths === undefined; z--) { // what is shown until the tile comes
      p = this._map.project([lat, nearTo(lon, middle)], z).divideBy(tileSizePx);
      paths = this.#tiles.get(`${Math.floor(p.x)}:${Math.floor(p.y)}:${z}`)?.paths;
    }
    if (!paths) return undefined;
    const x = (p.x - Math.floor(p.x)) * paths.extent;
    const y = (p.y - Math.floor(p.y)) * paths.extent;
    const reach = (linePx * paths.extent) / tileSizePx;
    if (this.#probe) this.#probe.lineWidth = 2 * reach;
    return ask(paths, ({ box, path, line }) => line
      ? (this.#probe?.isPointInStroke(path, x, y) ?? false)
      : x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] &&
        (this.#probe?.isPointInPath(path, x, y, 'evenodd') ?? false));
  }

  /**
   * The zones in view, or the regions of a dataset without control. Of zones those that lie in it as
   * a whole, and those that are met at a net of points over it.
   */
  zonesInView(): ReadonlySet<string> {
    const map = this._map;
    if (!map) return new Set();
    const view = map.getBounds();
    const dated = this.#timeline.regions.size > 0 ? this.#day : 0;
    const key = `${view.toBBoxString()} ${map.getSize()} ${dated}`;
    if (this.#inView?.key !== key) this.#inView = { key, ids: this.#findInView(map, view) };
    return this.#inView.ids;
  }

  #findInView(map: L.Map, view: L.LatLngBounds): ReadonlySet<string> {
    const found = new Set<string>();
    const middle = map.getCenter().lng;
    const turned = (bbox: Bounds): L.LatLngBoundsLiteral => {
      const [west, south, east, north] = boxNearTo(bbox, middle);
      return [[south, west], [north, east]];
    };
    for (const { id, bbox } of this.#timeline.regions.values()) {
      if (bbox && this.#valid(id) && view.intersects(turned(bbox))) found.add(id);
    }
    if (this.#timeline.zones.size === 0) return found;
    for (const { id, bbox } of this.#timeline.zones.values()) {
      if (view.contains(turned(bbox))) found.add(id);
    }
    const { x: width, y: height } = map.getSize();
    for (let x = netPx / 2; x < width; x += netPx) {
      for (let y = netPx / 2; y < height; y += netPx) {
        const { lng, lat } = map.containerPointToLatLng([x, y]);
        const zone = this.#find([lng, lat], ({ zones }, holds) => zones.find(holds)?.id);
        if (zone !== undefined) found.add(zone);
      }
    }
    return found;
  }

  /** The box around a layer of context in a tile's units. */
  #frameIn(
    { x, y, z, paths }: ShownTile, layer: string,
  ): readonly [number, number, number, number] | undefined {
    const box = this.#source.frames[layer];
    if (!box || !this._map) return undefined;
    const scale = (paths?.extent ?? 0) / tileSizePx;
    const turn = 360 * Math.floor((x * tileSizePx) / (256 * 2 ** z)); // of the tile's world
    const min = this._map.project([box[3], box[0] + turn], z);
    const max = this._map.project([box[1], box[2] + turn], z);
    return [(min.x - x * tileSizePx) * scale, (min.y - y * tileSizePx) * scale,
      (max.x - x * tileSizePx) * scale, (max.y - y * tileSizePx) * scale];
  }

  /** Paints what shows another day in the tiles in view. */
  readonly #freshen = (): void => {
    const map = this._map;
    if (!map) return;
    const bounds = map.getBounds();
    const corners = new Map<number, readonly [L.Point, L.Point]>();
    const changes = new Map<Day, ReadonlySet<string>>();
    for (const tile of this.#tiles.values()) {
      const before = tile.painted;
      if (before === this.#day) continue;
      const [min, max] = corners.get(tile.z) ??
        [map.project(bounds.getNorthWest(), tile.z), map.project(bounds.getSouthEast(), tile.z)];
      corners.set(tile.z, [min, max]);
      const [left, top] = [tile.x * tileSizePx, tile.y * tileSizePx];
      if (left > max.x || top > max.y || left + tileSizePx < min.x || top + tileSizePx < min.y) {
        continue;
      }
      tile.painted = this.#day;
      if (before === undefined) {
        this.#paint(tile);
        continue;
      }
      const changed = changes.get(before) ?? changedIds(this.#timeline, before, this.#day);
      changes.set(before, changed);
      const cells = this.#differing(tile, changed, before);
      if (cells) this.#paint(tile, cells);
    }
  };

  /** Without an animation Leaflet takes all tiles away at once; they stay until others have come. */
  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    const { viewprereset: _, ...events } = super.getEvents?.() ?? {};
    return events as Record<string, L.LeafletEventHandlerFn>;
  }

  override onAdd(map: L.Map): this {
    map.on('zoomend', this.#zoomed);
    map.on('move', this.#freshen);
    return super.onAdd(map);
  }

  override onRemove(map: L.Map): this {
    map.off('zoomend', this.#zoomed);
    map.off('move', this.#freshen);
    return super.onRemove(map);
  }

  /** Between whole zooms the tiles stay, and are painted as finely as they are seen. */
  readonly #zoomed = () => this.#repaint();

  #repaint(): void {
    for (const tile of this.#tiles.values()) tile.painted = undefined;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#freshen();
      this.fire('painted', { day: this.#day });
    });
  }

  /**
   * Where a tile differs from the day painted last, by the periods of its zones and overlays: cells,
   * or all of it where lines and shapes begin or end, or most of it differs; undefined where nothing
   * does.
   */
  #differing(
    { paths, z }: ShownTile, changed: ReadonlySet<string>, before: Day,
  ): Cells | 'all' | undefined {
    const [first, last] = [Math.min(before, this.#day), Math.max(before, this.#day)];
    const within = (day: Day) => day > first && day <= last;
    const dated = ({ from, to }: { from: Day; to: Day }) => within(from) || within(to);
    const regions = this.#timeline.regions;
    if (paths?.regions.some(({ id }) => dated(regions.get(id) ?? always))) return 'all';
    if (paths?.outlines.some(dated) || paths?.context.some(dated)) return 'all';
    if (!paths || changed.size === 0) return undefined;
    const has = (id: string | undefined) => id !== undefined && changed.has(id);
    const boxes = [...paths.zones.filter(({ id }) => has(id)),
      ...paths.overlays.filter(({ id }) => has(id)),
      ...paths.borders.filter(({ left, right }) => has(left) || has(right))].map(({ box }) => box);
    if (boxes.length === 0) return undefined;
    const cells = cellsOf(boxes, paths.extent, (linesPx * paths.extent) / (tileSizePx * this.#enlarged(z)));
    return this.#look.since !== null || cells.share > mostShare ? 'all' : cells;
  }

  /** How much larger than at its own zoom a tile is shown, between whole zooms. */
  #enlarged(z: number): number {
    return 2 ** ((this._map?.getZoom() ?? z) - z);
  }

  /** Paints a tile, or only cells of it. */
  #paint(tile: ShownTile, cells: Cells | 'all' = 'all'): void {
    const { canvas, paths } = tile;
    if (!paths) return;
    // between whole zooms tiles are scaled: they get as many pixels as they cover
    const zoomed = this.#enlarged(tile.z);
    const ratio = this.ratio === undefined
      ? Math.min(pixelRatio() * zoomed, Math.max(maxRatio, zoomed)) : this.ratio * zoomed;
    const size = Math.round(tileSizePx * ratio);
    const parts = cells === 'all' || canvas.width !== size ? undefined : cells;
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    const scale = size / paths.extent;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (parts) {
      ctx.beginPath();
      for (const row of parts.rows(size)) ctx.rect(...row);
      ctx.clip();
    }
    ctx.clearRect(0, 0, size, size);
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    const brush: Brush = {
      ctx, ratio, theme: this.#theme, zoom: tile.z, px: paths.extent / (tileSizePx * zoomed),
      cell: paths.extent / tileSizePx,
      frame: (layer) => this.#frameIn(tile, layer),
      timeline: this.#timeline, symbology: this.#source.symbology, day: this.#day, look: this.#look,
      meets: parts?.meet ?? (() => true),
    };
    paintContext(brush, paths);
    paintAreas(brush, paths);
    paintRegions(brush, paths, this.#source.plainLayers);
    paintOutlines(brush, paths, this.#source.outlineLayers);
    paintBorders(brush, paths);
    paintOutlines(brush, paths, this.#source.lineLayers, true);
    ctx.restore();
  }
}

function keyOf({ x, y, z }: { x: number; y: number; z: number }): string {
  return `${x}:${y}:${z}`;
}
