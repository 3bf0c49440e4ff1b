import type { Section } from './section.ts';
import { placeName, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, debounced, el, replaceContent, svg } from '../dom.ts';
import { formatKm2, formatNumber } from '../format.ts';
import { regionColor, regionTint } from '../layers/paint.ts';
import type { LocateAnswer } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { tileSpec } from '../pane.ts';
import { readTheme } from '../theme.ts';
import type { RegionDays } from '../timeline.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

/** How near a point must be to a region that is a point to be that place, in degrees. */
const nearDegrees = 0.014;

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

/** The regions that an answer tells of, the smallest first; points count from nearby. */
export function regionsAt(
  { timeline, dataset }: Context, { lon, lat, regions }: LocateAnswer, day: Day,
): readonly RegionDays[] {
  const inside = new Set(regions.map(({ id }) => id));
  const points = new Set(dataset.layers.filter(({ kind }) => kind === 'point').map(({ id }) => id));
  return [...timeline.regions.values()].filter(({ id, layer, label, from, to }) =>
    from <= day && day < to && (inside.has(id) || (points.has(layer) && label !== undefined &&
      Math.abs(label[0] - lon) < nearDegrees && Math.abs(label[1] - lat) < nearDegrees)))
    .sort((a, b) => (a.area_km2 ?? 0) - (b.area_km2 ?? 0));
}

/** The regions in view as a table, and those that are not drawn: what the map shows. */
export function mountRegions(
  root: HTMLElement, context: Context, inView: () => ReadonlySet<string>,
): Section {
  const { state, texts, dataset, timeline } = context;
  const filter = el('input', { type: 'search', class: 'filter', 'aria-label': texts.filterRegions,
    placeholder: texts.filterRegions });
  const table = el('div', { class: 'table-scroll', tabindex: 0, role: 'group',
    'aria-label': texts.regionsInView });
  root.append(el('h2', {}, texts.regionsInView), filter, table);
  const draw = () => {
    if (state.get().tab !== 'zones') return;
    const { day, lang } = state.get();
    const wanted = filter.value.trim().toLocaleLowerCase(lang);
    const seen = inView();
    const title = (layer: string) => dataset.layers.find(({ id }) => id === layer)?.title;
    const rows = [...timeline.regions.values()]
      .filter(({ id, bbox, from, to }) => from <= day && day < to && (!bbox || seen.has(id)))
      .map((region) => ({ region, name: regionName(context, region),
        layer: pick(title(region.layer), lang) }))
      .filter(({ region, name, layer }) =>
        [name.text, layer, region.id, ...Object.values(region.names)]
          .some((text) => text.toLocaleLowerCase(lang).includes(wanted)))
      .sort((a, b) => a.name.text.localeCompare(b.name.text, lang));
    replaceContent(table, rows.length === 0 ? el('p', { class: 'muted' }, texts.noRegions)
      : el('table', {},
        el('caption', { class: 'visually-hidden' },
          `${texts.regionsInView}, ${formatDay(day, texts.locale)}`),
        el('thead', {}, el('tr', {}, ...[texts.regions, texts.layer, texts.areaColumn]
          .map((text) => el('th', { scope: 'col' }, text)))),
        el('tbody', {}, ...rows.map(({ region, name, layer }) => el('tr', {},
          el('th', { scope: 'row' }, region.label
            ? button({ class: 'link', 'data-key': `region-${region.id}`, lang: name.lang },
              () => state.set({ selection: region.label ?? null, tab: 'place' }), name.text)
            : el('span', { lang: name.lang }, name.text)),
          el('td', {}, el('div', { class: 'held' }, regionSwatch(context, region.layer, 18, 14),
            el('span', { lang: pickedLang(title(region.layer), lang) }, layer))),
          el('td', { class: 'number' }, region.bbox === undefined ? texts.notDrawn
            : region.area_km2 ? formatKm2(region.area_km2, texts.locale) : '–'))))));
  };
  const update = debounced(restMs, draw);
  filter.addEventListener('input', update);
  state.watch(['day', 'names', 'center', 'zoom', 'tab'], update);
  update();
  return { update };
}

/** How many regions of a layer are in view. */
export function regionCount(
  { timeline, texts }: Context, layer: string, inView: ReadonlySet<string>,
): string {
  const count = [...inView].filter((id) => timeline.regions.get(id)?.layer === layer).length;
  return count === 0 ? '–' : formatNumber(count, texts.locale);
}
