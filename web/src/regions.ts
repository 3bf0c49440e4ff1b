import { placeName, type Context } from './context.ts';
import type { Day } from './days.ts';
import { svg } from './dom.ts';
import { formatNumber } from './format.ts';
import { regionColor, regionTint } from './layers/paint.ts';
import type { LocateAnswer } from './answers.ts';
import { tileSpec } from './pane.ts';
import { readTheme } from './theme.ts';
import type { RegionDays } from './timeline.ts';

/** How near a point must be to a region that is a point to be that place, in degrees. */
const nearDegrees = 0.014;

/** Kinds of layers: what is smaller comes first. */
const order = ['point', 'line', 'area'];

/** The name of a region as the user wants names; its id where it has none. */
export function regionName(context: Context, { id, names }: Pick<RegionDays, 'id' | 'names'>) {
  const { text, lang } = placeName(context, names);
  return text ? { text, lang } : { text: id, lang: undefined };
}

/** A sample of how the regions of a layer are drawn. */
export function regionSwatch(context: Context, layer: string, width = 28, height = 18): SVGElement {
  const { plain } = tileSpec(context.dataset, context.timeline);
  const color = regionColor(readTheme(), plain.indexOf(layer));
  const line = context.dataset.layers.find(({ id }) => id === layer)?.kind === 'line';
  const path = svg('path', { d: line ? `M1 ${height / 2}H${width - 1}`
    : `M1 1H${width - 1}V${height - 1}H1z` });
  path.style.cssText =
    `stroke: ${color}; stroke-width: 1.6; fill: ${color}; fill-opacity: ${regionTint}`;
  return svg('svg', { class: 'region-sample', width, height, 'aria-hidden': 'true' }, path);
}

/**
 * The regions that an answer tells of and those met on the map, such as lines: points, lines, then
 * areas, the smallest first; points count from nearby.
 */
export function regionsAt(
  { timeline, dataset }: Context, { lon, lat, regions }: LocateAnswer, day: Day,
  met: ReadonlySet<string>,
): readonly RegionDays[] {
  const inside = new Set(regions.map(({ id }) => id));
  const kinds = new Map(dataset.layers.map(({ id, kind }) => [id, kind]));
  const rank = ({ layer }: RegionDays) => order.indexOf(kinds.get(layer) ?? 'area');
  return [...timeline.regions.values()].filter(({ id, layer, label, from, to }) =>
    from <= day && day < to && (inside.has(id) || met.has(id) ||
      (kinds.get(layer) === 'point' && label !== undefined &&
      Math.abs(label[0] - lon) < nearDegrees && Math.abs(label[1] - lat) < nearDegrees)))
    .sort((a, b) => rank(a) - rank(b) || (a.area_km2 ?? 0) - (b.area_km2 ?? 0));
}

/** How many regions of a layer are in view. */
export function regionCount(
  { timeline, texts }: Context, layer: string, inView: ReadonlySet<string>,
): string {
  const count = [...inView].filter((id) => timeline.regions.get(id)?.layer === layer).length;
  return count === 0 ? '–' : formatNumber(count, texts.locale);
}
