import type { Section } from './section.ts';
import type { Context } from '../context.ts';
import { formatDay } from '../days.ts';
import { button, debounced, el, replaceContent } from '../dom.ts';
import { formatKm2 } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { regionName, regionSwatch } from '../regions.ts';
import { timeless } from '../timeline.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

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
          timeless(context.timeline, day) ? texts.regionsInView
            : `${texts.regionsInView}, ${formatDay(day, texts.locale)}`),
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
