import { sourceItem } from './evidence.ts';
import type { Section } from './section.ts';
import { fetchEvents } from '../api.ts';
import { placeName, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { debounced, el, replaceContent } from '../dom.ts';
import { formatNumber } from '../format.ts';
import type { EventsAnswer, Source } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { safeLink } from './evidence.ts';
import { controlOn } from '../timeline.ts';

/** A source with the names of the zones it speaks for. */
interface Used {
  readonly source: Source;
  readonly zones: string[];
}

/** The sources of the map in view on the day shown, its method, and its terms of use. */
export function mountSources(
  root: HTMLElement, context: Context, inView: () => ReadonlySet<string>,
): Section {
  const { state, texts } = context;
  let events: EventsAnswer | undefined;
  const draw = () => {
    if (state.get().tab !== 'sources') return;
    if (!context.timeline.statesControl) {
      replaceContent(root, el('h2', {}, texts.sources), el('p', { class: 'hint' }, texts.noControl),
        ...about(context));
      return;
    }
    replaceContent(root, el('h2', {}, texts.sourcesOn(formatDay(state.get().day, texts.locale))),
      ...(events ? sourcesOf(context, events, inView())
        : [el('p', { class: 'muted' }, texts.loading)]), ...about(context));
  };
  const update = debounced(150, draw);
  state.watch(['day', 'names', 'center', 'zoom', 'viewpoint', 'tab'], update);
  draw();
  fetchEvents().then((answer) => {
    events = answer;
    draw();
  }, () => {
    events = { events: [] };
    draw();
  });
  return { update };
}

function sourcesOf(context: Context, { events }: EventsAnswer, zones: ReadonlySet<string>): Node[] {
  const { texts, timeline, state } = context;
  const { day } = state.get();
  const byEvent = new Map(events.map((event) => [event.id, event.sources ?? []]));
  const used = new Map<string, Used>();
  for (const id of [...zones, ...timeline.overlays.keys()]) {
    const zone = timeline.zones.get(id) ?? timeline.overlays.get(id);
    const period = controlOn(timeline, id, day);
    if (!zone || !period) continue;
    for (const source of byEvent.get(period.event ?? '') ?? []) {
      const entry = used.get(source.id) ?? { source, zones: [] };
      entry.zones.push(placeName(context, zone.names).text);
      used.set(source.id, entry);
    }
  }
  if (used.size === 0) return [el('p', { class: 'hint' }, texts.noSourcesOn)];
  const sorted = [...used.values()]
    .sort((a, b) => published(b.source) - published(a.source));
  return [
    el('p', { class: 'muted' },
      texts.sourcesCount(formatNumber(used.size, texts.locale), used.size)),
    el('ul', { class: 'sources' }, ...sorted.map(({ source, zones: names }) =>
      sourceItem(context, source,
        el('span', { class: 'muted small' }, `${texts.usedFor}: ${names.join(', ')}`)))),
  ];
}

function about({ state, dataset, texts, timeline }: Context): Node[] {
  const { lang } = state.get();
  const licence = safeLink(dataset.licence_url);
  return [
    ...(timeline.statesControl
      ? [el('section', { class: 'block', 'aria-label': texts.method },
        el('h3', {}, texts.method), el('p', {}, texts.methodText))] : []),
    el('section', { class: 'block', 'aria-label': texts.about }, el('h3', {}, texts.about),
      el('p', { lang: pickedLang(dataset.description, lang) }, pick(dataset.description, lang)),
      el('p', { class: 'muted' }, dataset.attribution),
      el('p', { class: 'muted' }, `${texts.licence}: `,
        licence ? el('a', { href: licence, rel: 'noopener noreferrer license', target: '_blank' },
          dataset.licence) : dataset.licence,
        dataset.version ? ` · ${texts.version} ${dataset.version}` : '',
        dataset.as_of !== undefined &&
          ` · ${texts.asOf(asOfDay(dataset.as_of, texts.locale))}`)),
  ];
}

/** A day of the dataset, as readers write it. */
function asOfDay(text: string, locale: string): string {
  const day = parseISO(text);
  return day === undefined ? text : formatDay(day, locale);
}

/** The day of a source; undated ones come last. */
function published({ date }: Source): Day {
  return (date === null ? undefined : parseISO(date)) ?? -Infinity;
}
