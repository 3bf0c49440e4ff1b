import type { Context } from '../context.ts';
import { byId, debounced, el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import type { Found } from '../search/find.ts';
import { calm } from '../map.ts';
import type { Stage } from '../stage.ts';
import { lazily } from '../lazy.ts';

/** Waits until typing pauses. */
const restMs = 120;

/**
 * One box for places in any script, coordinates in any notation, and links: a
 * combobox (WAI-ARIA, list autocomplete with manual selection). What it knows is
 * fetched when it is first used.
 */
export function mountSearch(context: Context, stage: Stage): void {
  const { texts } = context;
  const [input, list, message] = [byId('search') as HTMLInputElement, byId('search-list'), byId('search-message')];
  input.setAttribute('aria-label', texts.searchLabel);
  input.placeholder = texts.searchLabel;
  input.title = `${texts.searchHint} ( / )`;
  list.setAttribute('aria-label', texts.search);
  let found: readonly Found[] = [];
  let active = -1;
  let asked = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    active = -1;
  };
  const choose = (item: Found | undefined) => {
    if (!item) return;
    input.value = item.title;
    close();
    message.textContent = '';
    go(context, stage, item);
  };
  const mark = (next: number) => {
    active = found.length === 0 ? -1 : (next + found.length) % found.length;
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(i === active));
      if (i === active) option.scrollIntoView({ block: 'nearest' });
    }
    if (active >= 0) input.setAttribute('aria-activedescendant', `found-${active}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = () => {
    list.replaceChildren(...found.map((item, i) => option(item, i, () => choose(item))));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    mark(found.length > 0 ? 0 : -1);
    const text = input.value.trim();
    message.textContent = text === '' ? '' : found.length === 0 ? texts.searchNothing(text)
      : texts.searchCount(formatNumber(found.length, texts.locale), found.length);
    message.classList.toggle('visually-hidden', found.length > 0 || text === '');
  };
  const find = async () => {
    const [text, turn] = [input.value, ++asked];
    await lazily(context, async () => {
      const { loadFinder } = await import('../search/find.ts');
      const finder = await loadFinder(context);
      if (turn !== asked) return;
      found = finder(text, context.state.get().center);
      show();
    });
  };
  const later = debounced(restMs, () => void find());
  input.addEventListener('focus', () => void lazily(context, async () => void (await (await import('../search/find.ts')).loadFinder(context))));
  input.addEventListener('input', later);
  input.addEventListener('blur', () => setTimeout(close, 150)); // a press on an option comes after
  input.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (open) mark(active + (event.key === 'ArrowDown' ? 1 : -1));
      else void find();
    } else if (event.key === 'Escape') {
      if (open) close();
      else {
        input.value = '';
        message.textContent = '';
      }
    } else return;
    event.preventDefault();
  });
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!list.hidden) choose(found[active] ?? found[0]);
    else void find().then(() => choose(found[0]));
  });
}

function option(item: Found, i: number, chosen: () => void): HTMLElement {
  const element = el('li', { id: `found-${i}`, role: 'option', 'aria-selected': 'false' },
    el('span', { class: 'found-title', lang: item.lang }, item.title),
    el('span', { class: 'muted small' }, item.about));
  element.addEventListener('mousedown', (event) => event.preventDefault()); // keeps the focus in the field
  element.addEventListener('click', chosen);
  return element;
}

/** Moves the map to what was found and opens it. */
function go({ state }: Context, { pane: { map } }: Stage, { point, box, link }: Found): void {
  if (link) {
    state.set(link);
    return;
  }
  if (!point) return;
  if (box) map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: !calm(), maxZoom: 11, padding: [40, 40] });
  else map.setView([point[1], point[0]], Math.max(map.getZoom(), 10), { animate: !calm() });
  state.set({ selection: point, tab: 'place' });
}
