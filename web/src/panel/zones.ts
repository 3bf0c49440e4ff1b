import { swatch } from '../swatch.ts';
import { actorName, statusName, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, debounced, el, replaceContent } from '../dom.ts';
import { unknownStatus } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { controlOn, type ZoneHistory } from '../timeline.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

/** The zones in view as a table: what the map shows, for those who do not see it. */
export function mountZones(root: HTMLElement, context: Context, inView: () => ReadonlySet<string>): { update: () => void } {
  const { state, timeline, texts } = context;
  const draw = () => {
    const { day, lang } = state.get();
    const zones = [...inView()].map((id) => timeline.zones.get(id)).filter((zone) => zone !== undefined)
      .sort((a, b) => pick(a.names, lang).localeCompare(pick(b.names, lang), lang));
    const head = [texts.zone, texts.controller, texts.since, texts.status].map((text) => el('th', { scope: 'col' }, text));
    replaceContent(root, zones.length === 0
      ? el('p', { class: 'muted' }, texts.noZones)
      : el('table', {},
          el('caption', { class: 'visually-hidden' }, `${texts.zonesInView}, ${formatDay(day, texts.locale)}`),
          el('thead', {}, el('tr', {}, ...head)),
          el('tbody', {}, ...zones.map((zone) => zoneRow(context, zone, day)))));
  };
  const update = debounced(restMs, draw);
  state.watch(['day', 'lang', 'center', 'zoom'], update);
  return { update };
}

function zoneRow(context: Context, zone: ZoneHistory, day: Day): HTMLElement {
  const { state, timeline, texts, symbology } = context;
  const { lang } = state.get();
  const period = controlOn(timeline, zone.id, day);
  const name = button({ class: 'link', 'data-key': `zone-${zone.id}`, lang: pickedLang(zone.names, lang) },
    () => state.set({ selection: zone.label }), pick(zone.names, lang));
  return el('tr', {},
    el('th', { scope: 'row' }, name),
    el('td', {}, el('div', { class: 'held' },
      swatch(symbology.zoneFill(timeline, zone.id, day), 18, 14),
      el('span', {}, period ? actorName(context, period.controller, lang) : '–'))),
    el('td', {}, period ? formatDay(period.from, texts.locale, 'short') : '–'),
    el('td', {}, statusName(context, period?.status ?? unknownStatus, lang)));
}
