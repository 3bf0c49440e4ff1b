import * as L from 'leaflet';
import { isValid, type Scene } from './scene.ts';
import { tileZoom, type TileSet } from './tileset.ts';
import { controlOn } from '../held.ts';
import type { Bounds, LonLat } from '../model.ts';
import type { AreaPath, RegionPath, TilePaths } from '../tiles/paths.ts';
import { tileSizePx } from '../tiles/shown.ts';
import { boxNearTo, nearTo } from '../turns.ts';

/** How far apart the points are at which zones are looked for, in CSS pixels. */
const netPx = 48;

/** How far from a line a pointer still meets it, in CSS pixels. */
const linePx = 6;

/** How far apart the points are at which is looked closely whether a zone is in view, in CSS pixels. */
const finePx = 6;

/** The zone and the overlays under a point. */
export interface Hit {
  readonly zone: string | undefined;
  /** Overlays that hold on the day shown. */
  readonly overlays: readonly string[];
  /** Regions of a dataset without control that are valid then, the smallest first. */
  readonly regions: readonly string[];
}

/** Whether an area of a tile contains the point that is asked about. */
type Holds = (area: AreaPath & { readonly line?: boolean }) => boolean;

/** Asks the tiles in view what lies where. */
export class Probe {
  readonly #tiles: TileSet;
  readonly #scene: () => Scene;
  readonly #ctx = document.createElement('canvas').getContext('2d');
  /** The zones in view, until the view changes or other tiles come. */
  #inView: { readonly key: string; readonly ids: ReadonlySet<string> } | undefined;

  constructor(tiles: TileSet, scene: () => Scene) {
    this.#tiles = tiles;
    this.#scene = scene;
  }

  /** Other tiles are in view, or another timeline is shown. */
  forget(): void {
    this.#inView = undefined;
  }

  /** The zone and the overlays at a point, as far as the tiles in view hold it. */
  at(point: LonLat): Hit {
    const scene = this.#scene();
    const hit = this.#find(point, ({ zones, overlays, regions }, holds): Hit => ({
      zone: zones.find(holds)?.id,
      overlays: overlays.filter((area) => controlOn(scene.timeline, area.id, scene.day) &&
        holds(area)).map(({ id }) => id),
      regions: smallestFirst(scene, regions.filter((region) => isValid(scene, region.id) &&
        holds(region))),
    }));
    return hit ?? { zone: undefined, overlays: [], regions: [] };
  }

  /** Asks the tile at a point. */
  #find<T>([lon, lat]: LonLat, ask: (paths: TilePaths, holds: Holds) => T): T | undefined {
    const { map } = this.#scene();
    if (!map) return undefined;
    const z = tileZoom(map.getZoom());
    const p = map.project([lat, nearTo(lon, map.getCenter().lng)], z).divideBy(tileSizePx);
    const part = this.#tiles.above({ x: Math.floor(p.x), y: Math.floor(p.y), z });
    if (!part) return undefined;
    const { paths, within: [left, top, right] } = part;
    const x = left + (p.x - Math.floor(p.x)) * (right - left);
    const y = top + (p.y - Math.floor(p.y)) * (right - left);
    const reach = (linePx * paths.extent) / tileSizePx;
    if (this.#ctx) this.#ctx.lineWidth = 2 * reach;
    return ask(paths, ({ box, path, line }) => line
      ? (this.#ctx?.isPointInStroke(path, x, y) ?? false)
      : x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] &&
        (this.#ctx?.isPointInPath(path, x, y, 'evenodd') ?? false));
  }

  /** Whether some of a zone is in view, however little: looked for closely where one may be. */
  meetsZone(): boolean {
    const { map } = this.#scene();
    if (!map) return false;
    const { x: width, y: height } = map.getSize();
    const zoom = tileZoom(map.getZoom());
    const scale = map.getZoomScale(map.getZoom(), zoom);
    const origin = map.project(map.containerPointToLatLng([0, 0]), zoom);
    for (const { x, y, paths } of this.#tiles.shown(zoom)) {
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

  /**
   * The zones in view, or the regions of a dataset without control. Of zones those that lie in it as
   * a whole, and those that are met at a net of points over it.
   */
  zonesInView(): ReadonlySet<string> {
    const scene = this.#scene();
    const { map, timeline, day } = scene;
    if (!map) return new Set();
    const view = map.getBounds();
    const dated = timeline.regions.size > 0 ? day : 0;
    const key = `${view.toBBoxString()} ${map.getSize()} ${dated}`;
    if (this.#inView?.key !== key) this.#inView = { key, ids: this.#findInView(scene, map, view) };
    return this.#inView.ids;
  }

  #findInView(scene: Scene, map: L.Map, view: L.LatLngBounds): ReadonlySet<string> {
    const { timeline } = scene;
    const found = new Set<string>();
    const middle = map.getCenter().lng;
    const turned = (bbox: Bounds): L.LatLngBoundsLiteral => {
      const [west, south, east, north] = boxNearTo(bbox, middle);
      return [[south, west], [north, east]];
    };
    for (const { id, bbox } of timeline.regions.values()) {
      if (bbox && isValid(scene, id) && view.intersects(turned(bbox))) found.add(id);
    }
    if (timeline.zones.size === 0) return found;
    for (const { id, bbox } of timeline.zones.values()) {
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
}

/** Of equally large ones, such as lines and points, that drawn last. */
function smallestFirst(
  { timeline }: Scene, found: readonly RegionPath[],
): readonly string[] {
  const km2 = (id: string) => timeline.regions.get(id)?.area_km2 ?? 0;
  return [...new Set(found.map(({ id }) => id).reverse())].sort((a, b) => km2(a) - km2(b));
}
