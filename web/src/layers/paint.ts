import { paintFill } from './patterns.ts';
import type { Day } from '../days.ts';
import {
  borderLook, confidences, type BorderClass, type BorderLook, type Confidence, type Fill,
  type Symbology,
} from '../symbology.ts';
import type { Theme } from '../theme.ts';
import { heldOn } from '../held.ts';
import type { Timeline, ZoneHistory } from '../timeline.ts';
import type { Box } from '../tiles/decode.ts';
import type { TilePaths } from '../tiles/paths.ts';
import { zonesOf } from './tilezones.ts';

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

/**
 * The days of a shape of context: of a country of which none are given, those that the dataset speaks
 * of, since borders are not for ever.
 */
export function spokenOf(
  { covers }: Timeline, { from, to }: { readonly from: Day; readonly to: Day },
): { readonly from: Day; readonly to: Day } {
  return from === -Infinity && to === Infinity ? covers : { from, to };
}

/** Countries and water that hold on the day, quiet, below everything. */
export function paintContext({ ctx, theme, px, day, look, frame, timeline }: Brush, paths: TilePaths): void {
  ctx.lineJoin = 'round';
  for (const shape of paths.context) {
    const { layer, kind, area, path } = shape;
    const wet = water.test(kind) || water.test(layer);
    const { from, to } = wet ? shape : spokenOf(timeline, shape);
    if (look.hidden.includes(layer) || day < from || day >= to) continue;
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
  const held = heldOn(timeline, day);
  const { zones, overlays } = zonesOf(timeline, paths);
  const zoneFill = (id: string, zone: ZoneHistory | undefined) => {
    const period = held(zone);
    if (hidden.size > 0 && hidden.has(period?.controller ?? '')) return undefined;
    return look.since === null ? symbology.heldFill(timeline, zone, day, period)
      : symbology.changeFill(timeline, id, look.since, day);
  };
  const filled = new Grouped<Fill>();
  paths.zones.forEach(({ id, box, trace }, i) => {
    const fill = meets(box) ? zoneFill(id, zones[i]) : undefined;
    if (fill) trace(filled.of(fill));
  });
  for (const [fill, path] of filled) paintFill(ctx, path, fill, theme, ratio, cell);
  if (look.since !== null) return;
  const [insides, edges] = [new Grouped<Fill>(), new Grouped<Fill>()];
  paths.overlays.forEach(({ id, box, trace, edge }, i) => {
    if (!meets(box) || look.hidden.includes(overlays[i]?.layer ?? '')) return;
    const fill = symbology.overlayFill(timeline, id, day);
    if (!fill) return;
    trace(insides.of(fill));
    edges.of(fill).addPath(edge);
  });
  for (const [fill, path] of insides) {
    const edge = edges.of(fill);
    paintFill(ctx, path, fill, theme, ratio, cell);
    ctx.lineJoin = 'bevel';
    ctx.strokeStyle = theme.frontHalo;
    ctx.lineWidth = 3 * px;
    ctx.stroke(edge);
    ctx.strokeStyle = fill.ink ?? fill.base ?? theme.outer;
    ctx.lineWidth = 1.6 * px;
    ctx.stroke(edge);
  }
}

/** One path for all that has one look, so that no seam shows within it. */
class Grouped<Look extends object> extends Map<Look, Path2D> {
  of(look: Look): Path2D {
    let path = this.get(look);
    if (!path) this.set(look, path = new Path2D());
    return path;
  }
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
  const held = heldOn(timeline, day);
  const { left, right } = zonesOf(timeline, paths);
  const groups = new Grouped<BorderLook>();
  paths.borders.forEach(({ trace, box }, i) => {
    if (meets(box)) trace(groups.of(borderLook(held, left[i], right[i])));
  });
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
