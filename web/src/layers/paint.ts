import { paintFill } from './patterns.ts';
import type { Day } from '../days.ts';
import {
  borderLook, confidences, type BorderClass, type BorderLook, type Confidence, type Fill,
  type Symbology,
} from '../symbology.ts';
import type { Theme } from '../theme.ts';
import { holdingOn, type Timeline } from '../timeline.ts';
import type { Box } from '../tiles/decode.ts';
import type { AreaPath, TilePaths } from '../tiles/paths.ts';

/** Which parts of the map are drawn. */
export interface Look {
  /** Ids of hidden layers, and of hidden actors after `actor:`. */
  readonly hidden: readonly string[];
  /** A day draws only the differences from it; null draws everything. */
  readonly since: Day | null;
}

/** The canvas of a tile, in tile units, and all that its look follows from. */
export interface Brush {
  readonly ctx: CanvasRenderingContext2D;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** A CSS pixel in tile units. */
  readonly px: number;
  /** The same at the whole zoom of the tile, where patterns meet those of the next tile. */
  readonly cell: number;
  /** The box around a layer of context: left, top, right, bottom in tile units. */
  readonly frame: (layer: string) => readonly [number, number, number, number] | undefined;
  readonly zoom: number;
  readonly theme: Theme;
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  readonly day: Day;
  readonly look: Look;
  /** Where only parts of the tile are painted, whether a box lies in them. */
  readonly meets: (box: Box) => boolean;
}

/** Dashes of the outlines, by turns. */
const dashes: readonly (readonly number[])[] = [[4, 3], [9, 3, 2, 3], [2, 3]];

/** Kinds of context drawn as water; all others are land. */
const water = /water|lake|sea|ocean|reservoir|river|stream|canal/;

/** Countries and water that hold on the day, quiet, below everything. */
export function paintContext({ ctx, theme, px, day, look, frame }: Brush, paths: TilePaths): void {
  ctx.lineJoin = 'round';
  for (const { layer, kind, area, from, to, path } of paths.context) {
    if (look.hidden.includes(layer) || day < from || day >= to) continue;
    const wet = water.test(kind) || water.test(layer);
    if (area && wet) {
      ctx.fillStyle = theme.water;
      ctx.fill(path, 'evenodd');
    } else {
      const box = area ? frame(layer) : undefined;
      ctx.save();
      if (box) { // where areas were cut off at the end of the data there is no border
        ctx.beginPath();
        ctx.rect(box[0] + px, box[1] + px, box[2] - box[0] - 2 * px, box[3] - box[1] - 2 * px);
        ctx.clip();
      }
      ctx.strokeStyle = wet ? theme.river : theme.country;
      ctx.lineWidth = (wet ? 1 : 1.2) * px;
      ctx.stroke(path);
      ctx.restore();
    }
  }
}

/**
 * Zones in the colour of their controller, or of their change; over them the overlays, each with an
 * outline.
 */
export function paintAreas(brush: Brush, paths: TilePaths): void {
  const { ctx, ratio, theme, px, cell, timeline, symbology, day, look, meets } = brush;
  const hidden = new Set(look.hidden.flatMap((id) => id.startsWith('actor:') ? [id.slice(6)] : []));
  const held = holdingOn(timeline, day);
  const shown = ({ id, box }: AreaPath) =>
    meets(box) && (hidden.size === 0 || !hidden.has(held(id)?.controller ?? ''));
  const zoneFill = ({ id }: AreaPath) =>
    look.since === null ? symbology.heldFill(timeline, id, day, held(id))
      : symbology.changeFill(timeline, id, look.since, day);
  for (const [fill, areas] of byLook(paths.zones.filter(shown), zoneFill)) {
    paintFill(ctx, onePath(areas), fill, theme, ratio, cell);
  }
  if (look.since !== null) return;
  const overlays = paths.overlays.filter(({ id, box }) => meets(box) &&
    !look.hidden.includes(timeline.overlays.get(id)?.layer ?? ''));
  for (const [fill, areas] of byLook(overlays,
      ({ id }) => symbology.overlayFill(timeline, id, day))) {
    const edge = new Path2D();
    for (const area of areas) edge.addPath(area.edge);
    paintFill(ctx, onePath(areas), fill, theme, ratio, cell);
    ctx.lineJoin = 'bevel';
    ctx.strokeStyle = theme.frontHalo;
    ctx.lineWidth = 3 * px;
    ctx.stroke(edge);
    ctx.strokeStyle = fill.ink ?? fill.base ?? theme.outer;
    ctx.lineWidth = 1.6 * px;
    ctx.stroke(edge);
  }
}

/** Areas by their looks; equal ones are painted as one path, so that no seam shows between them. */
function byLook(
  areas: readonly AreaPath[], look: (area: AreaPath) => Fill | undefined,
): Iterable<readonly [Fill, readonly AreaPath[]]> {
  const groups = new Map<Fill, AreaPath[]>();
  for (const area of areas) {
    const fill = look(area);
    if (!fill) continue;
    const group = groups.get(fill);
    if (group) group.push(area);
    else groups.set(fill, [area]);
  }
  return groups;
}

function onePath(areas: readonly AreaPath[]): Path2D {
  const one = new Path2D();
  for (const { trace } of areas) trace(one);
  return one;
}

/**
 * Outlines of regions as thin dashes; `strong` lines, such as lines of contact, as heavy ones. Only
 * those valid on the day.
 */
export function paintOutlines(
  { ctx, theme, px, day, look }: Brush, paths: TilePaths, layers: readonly string[], strong = false,
): void {
  for (const { layer, from, to, path } of paths.outlines) {
    const i = layers.indexOf(layer);
    if (i < 0 || look.hidden.includes(layer) || day < from || day >= to) continue;
    if (strong) {
      ctx.setLineDash([]);
      ctx.strokeStyle = theme.frontHalo;
      ctx.lineWidth = 4.5 * px;
      ctx.stroke(path);
    }
    const dash = strong ? [7, 4] : (dashes[i % dashes.length] ?? []);
    ctx.lineWidth = (strong ? 2.4 : i === 0 ? 0.9 : 1.6) * px;
    ctx.setLineDash(dash.map((d) => d * px));
    ctx.strokeStyle = strong ? theme.contact
      : (theme.outlines[i % theme.outlines.length] ?? theme.line);
    ctx.stroke(path);
  }
  ctx.setLineDash([]);
}

/** The colours of layers of regions without control, by turns. */
export function regionColor(theme: Theme, layer: number): string {
  return [theme.accent, ...theme.outlines.slice(1)][layer % theme.outlines.length] ?? theme.outer;
}

/** How strongly the areas of regions without control are tinted. */
export const regionTint = 0.16;

/** Regions of a dataset that states no control: tinted, with outlines, the later layers above. */
export function paintRegions(
  { ctx, theme, px, timeline, day, look }: Brush, paths: TilePaths, layers: readonly string[],
): void {
  ctx.lineJoin = 'round';
  for (const { id, layer, line, path, edge } of paths.regions) {
    const region = timeline.regions.get(id);
    if (look.hidden.includes(layer) || (region && (day < region.from || day >= region.to))) continue;
    const color = regionColor(theme, layers.indexOf(layer));
    if (!line) {
      ctx.globalAlpha = regionTint;
      ctx.fillStyle = color;
      ctx.fill(path, 'evenodd');
      ctx.globalAlpha = 1;
    }
    ctx.strokeStyle = color;
    ctx.lineWidth = (line ? 2.2 : 1.6) * px;
    ctx.stroke(edge);
  }
}

/** How each class of border is drawn: the front line thickest and last. */
const borderStyles: readonly (readonly [kind: BorderClass, color: 'line' | 'outer' | 'front',
    width: number])[] = [
  ['inner', 'line', 0.8], ['status', 'outer', 1], ['outer', 'outer', 1.5], ['front', 'front', 2.6],
];
/**
 * Solid where it is sure who holds both sides, broken and dotted where it is less so; in CSS
 * pixels.
 */
const confidenceDashes: Readonly<Record<Confidence, readonly number[]>> =
  { high: [], medium: [7, 3], low: [2, 3] };

/** The borders between zones by their class and by how sure they are, the front line on top. */
export function paintBorders(
  { ctx, theme, px, zoom, timeline, day, look, meets }: Brush, paths: TilePaths,
): void {
  const held = holdingOn(timeline, day);
  const groups = new Map<BorderLook, Path2D>();
  for (const { left, right, trace, box } of paths.borders) {
    if (!meets(box)) continue;
    const look = borderLook(held, left, right);
    let group = groups.get(look);
    if (!group) groups.set(look, group = new Path2D());
    trace(group);
  }
  const wide = zoom >= 9 ? 1 : 0.75; // lines are thinner on small maps
  const stroke = (path: Path2D, color: string, width: number, dash: readonly number[]) => {
    ctx.strokeStyle = color;
    ctx.lineWidth = width * wide * px;
    ctx.setLineDash(dash.map((d) => d * px));
    ctx.stroke(path);
  };
  ctx.lineJoin = 'bevel';
  const drawn = [...groups].sort(([a], [b]) =>
    confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence));
  for (const [kind, color, width] of borderStyles) {
    if (look.since !== null && (kind === 'status' || kind === 'front')) continue;
    for (const [{ kind: other, confidence }, path] of drawn) {
      if (other !== kind) continue;
      if (kind === 'front') stroke(path, theme.frontHalo, 5, []);
      stroke(path, theme[color], width, confidenceDashes[confidence]);
    }
  }
  ctx.setLineDash([]);
}
