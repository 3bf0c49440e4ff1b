import type { Section } from './panel.ts';
import { swatch } from '../swatch.ts';
import { actorName, placeName, statusName, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, debounced, el, replaceContent } from '../dom.ts';
import { unknownStatus } from '../model.ts';
import { controlOn, type ZoneHistory } from '../timeline.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

/** The zones in view as a table: what the map shows, for those who do not see it. */
export function mountZones(root: HTMLElement, context: Context, inView: () => ReadonlySet<string>): Section {
  const { state, texts } = context;
  const filter = el('input', { type: 'search', class: 'filter', 'aria-label': texts.filterZones, placeholder: texts.filterZones });
  const table = el('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': texts.zonesInView });
  root.append(el('h2', {}, texts.zonesInView), filter, table);
  const draw = () => {
    if (state.get().tab !== 'zones') return;
    const { day, lang } = state.get();
    const wanted = filter.value.trim().toLocaleLowerCase(lang);
    const name = (zone: ZoneHistory) => placeName(context, zone.names).text;
    const matches = (zone: ZoneHistory) => [name(zone), ...Object.values(zone.names),
      actorName(context, controlOn(context.timeline, zone.id, day)?.controller, lang)]
      .some((text) => text.toLocaleLowerCase(lang).includes(wanted));
    const zones = [...inView()].map((id) => context.timeline.zones.get(id)).filter((zone) => zone !== undefined)
      .filter(matches).sort((a, b) => name(a).localeCompare(name(b), lang));
    const head = [texts.zone, texts.controller, texts.since, texts.status].map((text) => el('th', { scope: 'col' }, text));
    replaceContent(table, zones.length === 0
      ? el('p', { class: 'muted' }, texts.noZones)
      : el('table', {},
          el('caption', { class: 'visually-hidden' }, `${texts.zonesInView}, ${formatDay(day, texts.locale)}`),
          el('thead', {}, el('tr', {}, ...head)),
          el('tbody', {}, ...zones.map((zone) => zoneRow(context, zone, day)))));
  };
  const update = debounced(restMs, draw);
  filter.addEventListener('input', update);
  state.watch(['day', 'names', 'center', 'zoom', 'viewpoint', 'tab'], update);
  update();
  return { update };
}

function zoneRow(context: Context, zone: ZoneHistory, day: Day): HTMLElement {
  const { state, timeline, texts, symbology } = context;
  const { lang } = state.get();
  const period = controlOn(timeline, zone.id, day);
  const shown = placeName(context, zone.names);
  const name = button({ class: 'link', 'data-key': `zone-${zone.id}`, lang: shown.lang },
    () => state.set({ selection: zone.label, tab: 'place' }), shown.text);
  return el('tr', {},
    el('th', { scope: 'row' }, name),
    el('td', {}, el('div', { class: 'held' },
      swatch(symbology.zoneFill(timeline, zone.id, day), 18, 14),
      el('span', {}, period ? actorName(context, period.controller, lang) : '–'))),
    el('td', {}, period && Number.isFinite(period.from) ? formatDay(period.from, texts.locale, 'short') : '–'),
    el('td', {}, statusName(context, period?.status ?? unknownStatus, lang)));
}
