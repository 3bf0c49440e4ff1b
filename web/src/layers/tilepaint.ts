import { cellsOf, type Cells } from './cells.ts';
import {
  paintAreas, paintBorders, paintContext, paintOutlines, paintRegions, spokenOf, type Brush,
} from './paint.ts';
import type { Scene } from './scene.ts';
import { zonesOf } from './tilezones.ts';
import type { Day } from '../days.ts';
import type { changedBetween } from '../held.ts';
import { pixelRatio } from '../theme.ts';
import type { Box } from '../tiles/decode.ts';
import type { TilePaths } from '../tiles/paths.ts';
import { tileSizePx, type ShownTile } from '../tiles/shown.ts';
import type { Timeline } from '../timeline.ts';

/** Canvases of more pixels per CSS pixel cost memory that phones lack, and show nothing more. */
const maxRatio = 2;

/** How far the lines along an area reach beyond it, in CSS pixels. */
const linesPx = 4;

const always = { from: -Infinity, to: Infinity };

/** Tells of which zones and overlays two days say different things; undefined if of none. */
type Changed = ReturnType<typeof changedBetween>;

/**
 * Where a tile differs from the day painted last, by the periods of its zones and overlays: cells,
 * or all of it where lines and shapes begin or end, or most of it differs; undefined where nothing
 * does.
 */
export function differing(
  scene: Scene, { paths, z }: ShownTile, changed: Changed, before: Day,
): Cells | 'all' | undefined {
  const { timeline, day, look } = scene;
  const [first, last] = [Math.min(before, day), Math.max(before, day)];
  const within = (d: Day) => d > first && d <= last;
  const dated = ({ from, to }: { from: Day; to: Day }) => within(from) || within(to);
  if (paths?.regions.some(({ id }) => dated(timeline.regions.get(id) ?? always))) return 'all';
  if (paths?.outlines.some(dated) || paths?.context.some((shape) => dated(spokenOf(timeline, shape)))) return 'all';
  if (!paths || !changed) return undefined;
  const cells = cellsOf(changedBoxes(timeline, paths, changed), paths.extent,
    (linesPx * paths.extent) / (tileSizePx * enlarged(scene, z)));
  if (cells === 'all') return 'all';
  return !cells.any ? undefined : look.since !== null ? 'all' : cells;
}

/** The boxes around the areas of a tile that changed, and around the borders along them. */
function* changedBoxes(
  timeline: Timeline, paths: TilePaths, changed: NonNullable<Changed>,
): Iterable<Box> {
  const { zones, overlays, left, right } = zonesOf(timeline, paths);
  yield* boxesOf(paths.zones, (i) => changed(zones[i]));
  yield* boxesOf(paths.overlays, (i) => changed(overlays[i]));
  yield* boxesOf(paths.borders, (i) => changed(left[i]) || changed(right[i]));
}

function* boxesOf(
  shapes: readonly { readonly box: Box }[], wanted: (i: number) => boolean,
): Iterable<Box> {
  let i = 0;
  for (const { box } of shapes) if (wanted(i++)) yield box;
}

/** How much larger than at its own zoom a tile is shown, between whole zooms. */
function enlarged({ map }: Scene, z: number): number {
  return 2 ** ((map?.getZoom() ?? z) - z);
}

/** Paints a tile, or only cells of it. */
export function paintTile(scene: Scene, tile: ShownTile, cells: Cells | 'all' = 'all'): void {
  const { canvas, paths } = tile;
  const { source, theme, timeline, day, look } = scene;
  if (!paths) return;
  // between whole zooms tiles are scaled: they get as many pixels as they cover
  const zoomed = enlarged(scene, tile.z);
  const ratio = scene.ratio === undefined
    ? Math.min(pixelRatio() * zoomed, Math.max(maxRatio, zoomed)) : scene.ratio * zoomed;
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
    ctx, ratio, theme, zoom: tile.z, px: paths.extent / (tileSizePx * zoomed),
    cell: paths.extent / tileSizePx,
    frame: (layer) => frameIn(scene, tile, layer),
    timeline, symbology: source.symbology, day, look,
    meets: parts?.meet ?? (() => true),
  };
  paintContext(brush, paths);
  paintAreas(brush, paths);
  paintRegions(brush, paths, source.plainLayers);
  paintOutlines(brush, paths, source.outlineLayers);
  paintBorders(brush, paths);
  paintOutlines(brush, paths, source.lineLayers, true);
  ctx.restore();
}

/** The box around a layer of context in a tile's units. */
function frameIn(
  { source, map }: Scene, { x, y, z, paths }: ShownTile, layer: string,
): readonly [number, number, number, number] | undefined {
  const box = source.frames[layer];
  if (!box || !map) return undefined;
  const scale = (paths?.extent ?? 0) / tileSizePx;
  const turn = 360 * Math.floor((x * tileSizePx) / (256 * 2 ** z)); // of the tile's world
  const min = map.project([box[3], box[0] + turn], z);
  const max = map.project([box[1], box[2] + turn], z);
  return [(min.x - x * tileSizePx) * scale, (min.y - y * tileSizePx) * scale,
    (max.x - x * tileSizePx) * scale, (max.y - y * tileSizePx) * scale];
}
