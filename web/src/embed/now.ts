import type { Context } from '../context.ts';
import { formatDay, toISO, type Day } from '../days.ts';
import { inOrder } from '../difference.ts';
import { el, replaceContent } from '../dom.ts';
import { pick, pickedLang } from '../names.ts';
import { stanceOf } from '../stance.ts';
import { currentChange, eventsOn } from '../epochs.ts';
import { covered, timeless } from '../timeline.ts';

/**
 * The day, or the two that are compared, whose view it is, and what brought the map about. Another
 * view than the dataset's own has the band over the map.
 */
export function mountNow(root: HTMLElement, context: Context): void {
  const { state, dataset, texts } = context;
  const update = () => {
    const { timeline } = context;
    const { day, compare, mode, lang } = state.get();
    const days = mode === 'one' || compare === null ? [day] : inOrder(compare, day);
    const own = stanceOf(context) ? undefined : dataset.viewpoints?.[0];
    const view = own && el('span', { class: 'view', lang: pickedLang(own.names, lang),
      title: pick(own.definition, lang) }, pick(own.names, lang));
    const change = covered(timeline, day) ? currentChange(timeline.changes, day) : undefined;
    const [event] = change === undefined ? [] : eventsOn(timeline, change);
    const happened = days.length === 1 && event && el('span', { class: 'event',
      lang: pickedLang(event.title, lang), title: pick(event.title, lang) },
    change !== day && `${texts.since} ${formatDay(change ?? day, texts.locale, 'short')}: `,
    pick(event.title, lang));
    replaceContent(root,
      !(days.length === 1 && timeless(timeline, day)) && el('span', { class: 'date' },
        ...days.flatMap((d, i) => [i > 0 && ' – ', time(d, texts.locale)])),
      view, happened);
  };
  state.watch(['day', 'compare', 'mode', 'viewpoint'], update);
  update();
}

function time(day: Day, locale: string): HTMLElement {
  return el('time', { datetime: toISO(day) },
    el('span', { class: 'long' }, formatDay(day, locale)),
    el('span', { class: 'short' }, formatDay(day, locale, 'short')));
}
