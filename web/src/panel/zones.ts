import { mostShown, rowsLeft } from './rows.ts';
import type { Section } from './section.ts';
import { swatch } from '../swatch.ts';
import { fetchSources } from '../api.ts';
import { statusParts } from '../looks.ts';
import { actorName, holderName, placeName, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, debounced, el, replaceContent } from '../dom.ts';
import { beganText } from '../doubt.ts';
import { formatNumber } from '../format.ts';
import { unknownStatus } from '../model.ts';
import { controlOn } from '../held.ts';
import { interval, type Period, type ZoneHistory } from '../timeline.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

/** The columns that the table can be sorted by. */
const columns = ['zone', 'controller', 'since', 'sources'] as const;
type Column = (typeof columns)[number];

/** A zone as the table shows it. */
interface Row {
  readonly zone: ZoneHistory;
  readonly name: string;
  readonly period: Period | undefined;
  readonly controller: string;
  /** Undefined until it is known. */
  readonly sources: number | undefined;
}

/** The zones in view as a table: what the map shows, for those who do not see it. */
export function mountZones(
  root: HTMLElement, context: Context, inView: () => ReadonlySet<string>,
): Section {
  const { state, texts } = context;
  let sorted: { readonly by: Column; readonly down: boolean } = { by: 'zone', down: false };
  let sources: ReadonlyMap<string, number> | undefined;
  let asked: string | undefined;
  const filter = el('input',
    { type: 'search', class: 'filter', 'aria-label': texts.filterZones,
      placeholder: texts.filterZones });
  const table = el('div', {
    class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': texts.zonesInView,
  });
  root.append(el('h2', {}, texts.zonesInView), filter, table);
  const head = (column: Column) => {
    const text = { zone: texts.zone, controller: texts.controller, since: texts.since,
      sources: texts.sources }[column];
    const now = sorted.by === column;
    return el('th', { scope: 'col',
      'aria-sort': now ? (sorted.down ? 'descending' : 'ascending') : undefined },
      button({ class: 'sort', 'data-key': `sort-${column}`, title: texts.sortBy(text) }, () => {
        sorted = { by: column, down: now && !sorted.down };
        draw();
      }, text));
  };
  const draw = () => {
    if (state.get().tab !== 'zones') return;
    const { day, lang, viewpoint } = state.get();
    if (asked !== viewpoint) {
      asked = viewpoint;
      sources = undefined;
      void countSources(viewpoint).catch(() => new Map<string, number>()).then((counted) => {
        if (asked !== viewpoint) return;
        sources = counted;
        draw();
      });
    }
    const wanted = filter.value.trim().toLocaleLowerCase(lang);
    const rows = [...inView()].map((id) => context.timeline.zones.get(id))
      .filter((zone) => zone !== undefined)
      .map((zone) => rowOf(context, zone, sources)).filter((row) => matches(row, wanted, lang))
      .sort((a, b) => compare(a, b, sorted.by, lang) * (sorted.down ? -1 : 1));
    replaceContent(table, rows.length === 0
      ? el('p', { class: 'muted' }, texts.noZones)
      : el('table', {},
          el('caption', { class: 'visually-hidden' },
            `${texts.zonesInView}, ${formatDay(day, texts.locale)}`),
          el('thead', {}, el('tr', {}, ...columns.map(head))),
          el('tbody', {}, ...rows.slice(0, mostShown).map((row) => zoneRow(context, row, day)))),
      rowsLeft(texts, rows.length));
  };
  const update = debounced(restMs, draw);
  filter.addEventListener('input', update);
  state.watch(['day', 'names', 'center', 'zoom', 'viewpoint', 'tab'], update);
  update();
  return { update };
}

/** How many publications each period rests on, itself or by its event. */
async function countSources(viewpoint: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { periods } of (await fetchSources(viewpoint)).sources) {
    for (const { zone, from } of periods) {
      const key = keyOf(zone, interval(from, null).from);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

const keyOf = (zone: string, from: Day | undefined) => `${zone} ${from}`;

function rowOf(
  context: Context, zone: ZoneHistory, sources: ReadonlyMap<string, number> | undefined,
): Row {
  const { day, lang } = context.state.get();
  const period = controlOn(context.timeline, zone.id, day);
  return {
    zone, period, name: placeName(context, zone.names).text,
    controller: actorName(context, period?.controller, lang),
    sources: sources && (sources.get(keyOf(zone.id, period?.from)) ?? 0),
  };
}

function matches({ zone, name, controller }: Row, wanted: string, lang: string): boolean {
  return [name, controller, ...Object.values(zone.names)]
    .some((text) => text.toLocaleLowerCase(lang).includes(wanted));
}

/** The order of two rows by a column, then by name. */
function compare(a: Row, b: Row, by: Column, lang: string): number {
  const first = {
    zone: 0, controller: a.controller.localeCompare(b.controller, lang),
    since: (a.period?.from ?? -Infinity) > (b.period?.from ?? -Infinity) ? 1
      : a.period?.from === b.period?.from ? 0 : -1,
    sources: (a.sources ?? 0) - (b.sources ?? 0),
  }[by];
  return first || a.name.localeCompare(b.name, lang);
}

function zoneRow(
  context: Context, { zone, period, name, sources }: Row, day: Day,
): HTMLElement {
  const { state, timeline, texts, symbology } = context;
  return el('tr', {},
    el('th', { scope: 'row' },
      button({ class: 'link', 'data-key': `zone-${zone.id}`,
        lang: placeName(context, zone.names).lang },
        () => state.set({ selection: zone.label, tab: 'place' }), name)),
    el('td', {}, el('div', { class: 'held' },
      swatch(symbology.zoneFill(timeline, zone.id, day), 18, 14),
      el('div', {}, el('div', {},
          period ? holderName(context, period.controller, period.status) : '–'),
        el('div', { class: 'muted' },
          ...statusParts(context, period ?? { status: unknownStatus }))))),
    el('td', {}, period && Number.isFinite(period.from)
      ? beganText(texts, period) : '–'),
    el('td', { class: 'number' },
      sources === undefined ? '…' : formatNumber(sources, texts.locale)));
}
