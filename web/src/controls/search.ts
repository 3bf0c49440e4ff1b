import { isAbort } from '../api.ts';
import type { Context } from '../context.ts';
import { byId, debounced, el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import type { Findings, Found } from '../search/find.ts';
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
  const [input, list, message] =
    [byId('search') as HTMLInputElement, byId('search-list'), byId('search-message')];
  input.setAttribute('aria-label', texts.searchLabel);
  input.placeholder = texts.searchLabel;
  input.title = `${texts.searchHint} ( / )`;
  list.setAttribute('aria-label', texts.search);
  let { found, unread }: Findings = { found: [], unread: false };
  let active = -1;
  /** The text that the list answers. */
  let answered = '';
  let abort = new AbortController();
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    active = -1;
  };
  const choose = (item: Found | undefined) => {
    if (!item) return;
    abort.abort(); // an answer that is still to come would open the list again
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
    const nothing = () => (unread ? texts.notationUnread : texts.searchNothing(text));
    message.textContent = text === '' ? '' : found.length === 0 ? nothing()
      : texts.searchCount(formatNumber(found.length, texts.locale), found.length);
    message.classList.toggle('visually-hidden', found.length > 0 || text === '');
  };
  /** Whether the answer came before the next question. */
  const find = async (): Promise<boolean> => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const text = input.value;
    await lazily(context, async () => {
      const { loadFinder } = await import('../search/find.ts');
      const finder = await loadFinder(context);
      if (signal.aborted) return;
      try {
        ({ found, unread } = await finder(text, context.state.get().center, signal));
        answered = text;
        show();
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    });
    return !signal.aborted;
  };
  const later = debounced(restMs, () => void find());
  input.addEventListener('focus',
    () => void lazily(context,
    async () => void (await (await import('../search/find.ts')).loadFinder(context))));
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
        abort.abort();
        input.value = '';
        message.textContent = '';
      }
    } else return;
    event.preventDefault();
  });
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!list.hidden && answered === input.value) choose(found[active] ?? found[0]);
    else void find().then((current) => current && choose(found[0]));
  });
}

function option(item: Found, i: number, chosen: () => void): HTMLElement {
  const element = el('li', { id: `found-${i}`, role: 'option', 'aria-selected': 'false' },
    el('span', { class: 'found-title', lang: item.lang }, item.title),
    el('span', { class: 'muted small' }, item.about));
  // keeps the focus in the field
  element.addEventListener('mousedown', (event) => event.preventDefault());
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
  if (box) map.fitBounds([[box[1], box[0]], [box[3], box[2]]], {
    animate: !calm(), maxZoom: 11, padding: [40, 40],
  });
  else map.setView([point[1], point[0]], Math.max(map.getZoom(), 10), { animate: !calm() });
  state.set({ selection: point, tab: 'place' });
}
