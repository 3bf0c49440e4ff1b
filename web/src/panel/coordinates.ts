import type { Context } from '../context.ts';
import { copy } from '../copy.ts';
import { button, el } from '../dom.ts';
import { formatDMS } from '../format.ts';
import type { LonLat } from '../model.ts';

/** A place in three notations, each to be copied, and a link to it. */
export function coordinateSection(context: Context, place: LonLat): HTMLElement {
  const { texts } = context;
  const degrees = `${place[1].toFixed(5)}, ${place[0].toFixed(5)}`;
  const list = el('ul', { class: 'notations' }, line(context, 'dd', degrees),
    line(context, 'dms', formatDMS(place)));
  void import('../mgrs.ts').then(({ formatMGRS }) => {
    const grid = formatMGRS(place);
    if (grid !== undefined) list.append(line(context, 'mgrs', grid));
  }, () => undefined); // the other two will do
  return el('section', { class: 'block', 'aria-label': texts.coordinates },
    el('h3', {}, texts.coordinates), list,
    button({ class: 'plain small', 'data-key': 'copy-link' },
      () => void copy(context, location.href), texts.linkToPlace));
}

function line(context: Context, key: string, text: string): HTMLElement {
  const { texts } = context;
  return el('li', {}, el('span', {}, text), button(
    { class: 'link small', 'data-key': `copy-${key}`, 'aria-label': `${texts.copy}: ${text}` },
    () => void copy(context, text), texts.copy));
}
