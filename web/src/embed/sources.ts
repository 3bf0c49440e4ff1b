import { fetchEvents } from '../api.ts';
import { firstLanguage, type Context } from '../context.ts';
import { parseISO } from '../days.ts';
import { afterPaint, el, replaceContent, type Child } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { controlOn } from '../held.ts';

/** So many publishers are named, of the whole map and of a place. */
const mostNamed = { map: 4, place: 2 } as const;

/** Says in one line on whose statements zones rest on the day shown, each name in its language. */
export type Publishers = (zones: Iterable<string>, most: keyof typeof mostNamed) => Child[];

/** Learns who published what, and returns what names those of some zones, the newest first. */
export async function publishersOf(context: Context): Promise<Publishers> {
  const { state, texts } = context;
  const { events } = await fetchEvents();
  const newest = [...events].sort((a, b) => (parseISO(b.day) ?? 0) - (parseISO(a.day) ?? 0));
  return (zones, most) => {
    const { timeline } = context;
    const { day } = state.get();
    const used = new Set([...zones].map((id) => controlOn(timeline, id, day)?.event));
    const names = [...new Map(newest.filter(({ id }) => used.has(id))
      .flatMap(({ sources = [] }) => sources.map(({ publisher, title, language }) =>
        [publisher || title, language ?? firstLanguage(context.dataset)] as const)))];
    const more = names.length - mostNamed[most];
    return [...names.slice(0, mostNamed[most]).flatMap(([name, lang], i): Child[] =>
      [i > 0 && ', ', el('span', { lang }, name)]),
    more > 0 && texts.andMore(formatNumber(more, texts.locale))];
  };
}

/** Names who published what the map of the day rests on. */
export function nameSources(root: HTMLElement, context: Context, publishers: Publishers): void {
  const { state, texts } = context;
  const update = () => {
    const names = publishers(context.timeline.zones.keys(), 'map');
    replaceContent(root, ...(names.some(Boolean) ? [`${texts.sources}: `, ...names, '. '] : []));
  };
  state.watch(['day', 'viewpoint'], afterPaint(update));
  update();
}
