import { openSource } from './source.ts';
import { loadFinder, type Findings } from './find.ts';
import type { Found } from './found.ts';
import { isAbort } from '../request.ts';
import { told, type Context } from '../context.ts';
import { byId, debounced, el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { lazily } from '../lazy.ts';
import { calm, fitBox, zoomOfAll } from '../map.ts';
import type { Stage } from '../stage.ts';
import { foundTexts } from '../texts/found.ts';
import { nearTo } from '../turns.ts';

/** Waits until typing pauses. */
const restMs = 120;

/** What the box is told while this was on its way. */
export interface Box {
  readonly typed: () => void;
  readonly submit: () => void;
}

/** Fetches what is known to the search, and answers what is typed into its box from now on. */
export function mountBox(context: Context, stage: Stage): Box {
  const input = byId('search') as HTMLInputElement;
  /** The text that the list answers, or that was chosen from it. */
  let answered = '';
  let abort = new AbortController();
  const choose = (item: Found | undefined) => {
    if (!item) return;
    abort.abort(); // an answer that is still to come would open the list again
    input.value = answered = item.title;
    list.clear();
    go(context, stage, item);
  };
  const list = resultList(context, input, choose);
  /** Whether the answer came before the next question. */
  const find = async (): Promise<boolean> => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const text = input.value;
    await lazily(context, async () => {
      const finder = await loadFinder(context);
      if (signal.aborted) return;
      try {
        const findings = await finder(text, context.state.get().center, signal);
        if (signal.aborted) return;
        list.show(findings, text.trim());
        answered = text;
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    });
    return !signal.aborted;
  };
  void lazily(context, async () => void (await loadFinder(context)));
  input.addEventListener('blur', () => setTimeout(list.close, 150)); // after a press on an option
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.isOpen()) list.move(event.key === 'ArrowDown' ? 1 : -1);
      else void find();
    } else if (event.key === 'Escape') {
      abort.abort();
      if (list.isOpen()) list.close();
      else {
        input.value = answered = '';
        list.clear();
      }
    } else return;
    event.preventDefault();
  });
  return {
    typed: debounced(restMs, () => input.value !== answered && void find()),
    submit: () => {
      if (list.isOpen() && answered === input.value) choose(list.active());
      else void find().then((current) => current && choose(list.active()));
    },
  };
}

/** The list under the box, with one option active, and the message that counts them. */
interface ResultList {
  readonly isOpen: () => boolean;
  readonly active: () => Found | undefined;
  readonly move: (by: 1 | -1) => void;
  readonly show: (findings: Findings, text: string) => void;
  readonly close: () => void;
  /** Closes, and forgets the message. */
  readonly clear: () => void;
}

function resultList(
  context: Context, input: HTMLInputElement, choose: (item: Found) => void,
): ResultList {
  const { texts } = context;
  const words = foundTexts(texts.locale);
  const [list, message] = [byId('search-list'), byId('search-message')];
  list.setAttribute('aria-label', texts.search);
  let found: readonly Found[] = [];
  let active = -1;
  const mark = (next: number) => {
    active = found.length === 0 ? -1 : (next + found.length) % found.length;
    for (const [i, option] of [...list.querySelectorAll('[role=option]')].entries()) {
      option.setAttribute('aria-selected', String(i === active));
      if (i === active) option.scrollIntoView({ block: 'nearest' });
    }
    if (active >= 0) input.setAttribute('aria-activedescendant', `found-${active}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const open = (on: boolean) => {
    list.hidden = !on;
    input.setAttribute('aria-expanded', String(on));
  };
  const close = () => {
    open(false);
    input.removeAttribute('aria-activedescendant');
    active = -1;
  };
  const show = (findings: Findings, text: string) => {
    ({ found } = findings);
    list.replaceChildren(...grouped(context, found.map((item, i) => ({ item,
      element: option(context, item, i, () => choose(item)) }))));
    open(found.length > 0);
    mark(0);
    const nothing = () => findings.why ??
      (findings.unread ? words.notationUnread : words.nothing(text));
    message.textContent = text === '' ? '' : found.length === 0 ? nothing()
      : words.count(formatNumber(found.length, texts.locale), found.length);
    message.classList.toggle('visually-hidden', found.length > 0 || text === '');
  };
  return {
    isOpen: () => !list.hidden,
    active: () => found[active] ?? found[0],
    move: (by) => mark(active + by),
    show, close,
    clear: () => {
      close();
      message.textContent = '';
    },
  };
}

/** The options below the names of their groups, where there are several. */
function grouped(
  { texts }: Context, options: readonly { readonly item: Found; readonly element: HTMLElement }[],
): readonly HTMLElement[] {
  const groups = [...new Set(options.map(({ item }) => item.group ?? 'places'))];
  return groups.map((group) => {
    const name = foundTexts(texts.locale).groups[group];
    return el('div', { role: 'group', 'aria-label': name },
      groups.length > 1 && el('div', { class: 'found-group', 'aria-hidden': 'true' }, name),
      ...options.filter(({ item }) => (item.group ?? 'places') === group).map(({ element }) => element));
  });
}

function option(context: Context, item: Found, i: number, chosen: () => void): HTMLElement {
  const { also } = item;
  const element = el('div', { id: `found-${i}`, role: 'option', 'aria-selected': 'false' },
    el('span', { class: 'found-title', lang: item.lang }, item.title,
      also && el('span', { lang: also.lang }, ` (${also.text})`)),
    typeof item.about === 'string' ? el('span', { class: 'muted small' }, item.about)
      : told(context, 'span', item.about, { class: 'muted small' }));
  element.addEventListener('mousedown', (event) => event.preventDefault()); // keeps the focus
  element.addEventListener('click', chosen);
  return element;
}

/** Moves the map to what was found and opens it. */
function go(
  context: Context, { pane: { map } }: Stage, { point, box, link, day, tab, source }: Found,
): void {
  const { state, timeline } = context;
  if (source) {
    openSource(context, source);
    return;
  }
  if (link) {
    state.set(link);
    return;
  }
  if (day !== undefined) state.set({ day });
  if (tab) state.set({ tab });
  if (!point) return;
  const animate = !calm();
  const lon = nearTo(point[0], map.getCenter().lng); // in the world that the map shows
  if (box) fitBox(map, box, { maxZoom: Math.max(11, zoomOfAll(map, timeline)), padding: [40, 40] });
  else map.setView([point[1], lon], Math.max(map.getZoom(), 10), { animate });
  state.set({ selection: point, tab: 'place' });
}
