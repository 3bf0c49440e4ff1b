import type { SourcesAnswer } from '../answers.ts';
import { placeName, told, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { openDialog } from '../dialog.ts';
import { button, el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { sourceItem } from '../panel/evidence.ts';
import { foundTexts } from '../texts/found.ts';
import { historyOf } from '../timeline.ts';

/** So much of what rests on a source is listed. */
const most = 30;

/** Tells of a publication, and leads to what on the map rests on it. */
export function openSource(context: Context, source: SourcesAnswer['sources'][number]): void {
  const { state, texts, timeline } = context;
  const words = foundTexts(texts.locale);
  const item = (day: Day, what: HTMLElement | null, go: () => void) => ({ day, element: el('li', {},
    button({ class: 'link' }, () => {
      dialog.close();
      state.set({ day });
      go();
    }, formatDay(day, texts.locale, 'short')), ' ', what) });
  const events = source.events.flatMap((id) => {
    const event = timeline.events.get(id);
    const day = parseISO(event?.day ?? '');
    return event && day !== undefined
      ? [item(day, told(context, 'span', event.title), () => event.point && state.set({ center: event.point }))] : [];
  });
  const periods = source.periods.flatMap(({ zone, from }) => {
    const history = historyOf(timeline, zone);
    if (!history) return [];
    const name = placeName(context, history.names);
    return [item((from === null ? undefined : parseISO(from)) ?? timeline.covers.from, el('span', { lang: name.lang }, name.text),
      () => state.set({ selection: history.label, tab: 'place' }))];
  });
  const all = [...events, ...periods].sort((a, b) => a.day - b.day);
  const dialog = openDialog(context, words.source,
    el('ul', { class: 'sources' }, sourceItem(context, source)),
    el('h3', {}, words.rests),
    all.length === 0 ? el('p', { class: 'muted' }, words.nothingRests)
      : el('ul', { class: 'rests' }, ...all.slice(0, most).map(({ element }) => element)),
    all.length > most && el('p', { class: 'muted small' }, words.more(formatNumber(all.length - most, texts.locale))));
}
