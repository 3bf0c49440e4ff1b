import * as L from 'leaflet';
import type { Look } from './paint.ts';
import { Probe, type Hit } from './probe.ts';
import type { ControlSource, Scene } from './scene.ts';
import { differing, paintTile } from './tilepaint.ts';
import { TileSet, tileZoom } from './tileset.ts';
import type { Day } from '../days.ts';
import { changedBetween } from '../held.ts';
import type { LonLat } from '../model.ts';
import type { Theme } from '../theme.ts';
import type { DecodedTile } from '../tiles/decode.ts';
import { pathsOf } from '../tiles/paths.ts';
import { tileSizePx, tileZooms, type ShownTile, type TilePart } from '../tiles/shown.ts';
import type { TileRequest } from '../tiles/store.ts';
import { historyOf, type Timeline } from '../timeline.ts';

/** A tile on the screen, and the wish it came from. */
interface RequestedTile extends ShownTile {
  request: TileRequest | undefined;
  /** Asks the server for it. */
  readonly ask: () => void;
  /** The day that it shows; undefined when it has to be painted in any case. */
  painted: Day | undefined;
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
  readonly #tiles = new TileSet<RequestedTile>();
  readonly #probe = new Probe(this.#tiles, () => this.#scene());
  readonly #outlinesSeen = new Set<string>();
  #timeline: Timeline;
  #theme: Theme;
  #look: Look = { hidden: [], since: null };
  #day: Day;
  /** Device pixels per CSS pixel; that of the screen when it is not set. */
  ratio: number | undefined;
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
    this.#probe.forget();
    this.#repaint();
  }

  /** Switches layers and actors off, or draws only what changed. */
  setLook(look: Look): void {
    this.#look = look;
    this.#repaint();
  }

  /** Asks again for the tiles that could not be had; those in their place stay until they come. */
  retry(): void {
    for (const tile of this.#tiles) if (tile.failed) tile.ask();
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
    this.#tiles.add(tile);
    const come = (decoded: DecodedTile | null) => {
        if (this.#tiles.at(coords) !== tile) return;
        const seam = [...(column === 0 ? [0] : []), ...(column === worlds - 1 ? [decoded?.extent ?? 0] : [])];
        tile.paths = decoded ? pathsOf(decoded, { x: seam, crossedBy: (id) => this.#crosses(id) })
          : null;
        for (const { layer } of tile.paths?.outlines ?? []) this.#outlinesSeen.add(layer);
        paintTile(this.#scene(), tile);
        tile.painted = this.#day;
        this.#probe.forget();
        done(undefined, canvas);
        this.fire('tilepainted');
    };
    // a failed tile is never done: Leaflet would take those away that are shown in its place
    const fail = (error: unknown) => {
        if (this.#tiles.at(coords) !== tile) return;
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
    const tile = this.#tiles.at(coords);
    if (!tile) return;
    this.#tiles.delete(coords);
    this.#probe.forget();
    tile.request?.release();
    tile.canvas.width = tile.canvas.height = 0; // browsers on phones cap the memory of all canvases
  }

  #zoom(): number {
    return tileZoom(this._map?.getZoom() ?? 0);
  }

  #scene(): Scene {
    return { source: this.#source, map: this._map ?? undefined, timeline: this.#timeline,
      theme: this.#theme, look: this.#look, day: this.#day, ratio: this.ratio };
  }

  /** The loaded tiles of the zoom in view. */
  shown(): readonly ShownTile[] {
    return this.#tiles.shown(this.#zoom());
  }

  /** The same, and what stands in for those that have not come. */
  standing(): readonly TilePart[] {
    return this.#tiles.standing(this.#zoom());
  }

  /** Whether all tiles in view have come, so that what is in none of them is not in view. */
  complete(): boolean {
    return this.#tiles.complete(this.#zoom());
  }

  /** The zone and the overlays at a point, as far as the tiles in view hold it. */
  at(point: LonLat): Hit {
    return this.#probe.at(point);
  }

  /** Whether some of a zone is in view, however little. */
  meetsZone(): boolean {
    return this.#probe.meetsZone();
  }

  /** The zones in view, or the regions of a dataset without control. */
  zonesInView(): ReadonlySet<string> {
    return this.#probe.zonesInView();
  }

  /** The layers of outlines and lines that any tile so far had something of. */
  outlinesSeen(): ReadonlySet<string> {
    return this.#outlinesSeen;
  }

  /** Paints what shows another day in the tiles in view. */
  readonly #freshen = (): void => {
    const map = this._map;
    if (!map) return;
    const scene = this.#scene();
    const bounds = map.getBounds();
    const corners = new Map<number, readonly [L.Point, L.Point]>();
    const changes = new Map<Day, ReturnType<typeof changedBetween>>();
    for (const tile of this.#tiles) {
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
        paintTile(scene, tile);
        continue;
      }
      if (!changes.has(before)) {
        changes.set(before, changedBetween(this.#timeline, before, this.#day));
      }
      const cells = differing(scene, tile, changes.get(before), before);
      if (cells) paintTile(scene, tile, cells);
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
    for (const tile of this.#tiles) tile.painted = undefined;
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
}
