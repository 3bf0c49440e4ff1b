import type { Context } from '../context.ts';
import { around, button, byId, el, icon, replaceContent } from '../dom.ts';
import { formatLonLat } from '../format.ts';
import { lazily } from '../lazy.ts';
import { tipLines } from '../pointer.ts';
import type { Stage } from '../stage.ts';
import { viewAddress } from '../url.ts';
import type { Publishers } from './sources.ts';
import type { Beside } from './stated.ts';

/** Distance in which a mark counts as chosen, in CSS pixels. */
const reachPx = 9;

/**
 * What is known of the selected place, in a few lines over a third of the map at most; on request
 * all of it, with the way to the full map. `bare`, the place is only marked.
 */
export function mountCard(
  root: HTMLElement, context: Context, stage: Stage, known: Promise<Publishers>, bare: boolean,
): void {
  const { state, texts } = context;
  const brief = el('div', { class: 'brief' });
  const place = el('div', { class: 'place', id: 'place', hidden: true });
  const full = el('a', { class: 'plain', target: '_blank', rel: 'noopener' }, texts.openFull);
  const more = button({ class: 'icon-button', title: texts.expand, 'aria-label': texts.expand,
    'aria-expanded': 'false' }, () => void whole(!root.classList.contains('whole')), icon('up'));
  const close = button({ class: 'icon-button', title: texts.close, 'aria-label': texts.close },
    () => state.set({ selection: null }), icon('close'));
  root.setAttribute('aria-label', texts.place);
  const report = el('a', { class: 'icon-button', hidden: true, target: '_blank',
    rel: 'noopener noreferrer' }, icon('flag'));
  root.append(el('div', { class: 'card-buttons' }, full, report, more, close), brief, place);
  let told: (() => Promise<void>) | undefined = async () => {
    const { mountPlace } = await import('./whole.ts');
    mountPlace(place, context, stage);
  };
  const whole = async (on: boolean) => {
    if (on) await lazily(context, async () => told?.());
    if (on) told = undefined;
    root.classList.toggle('whole', on);
    brief.hidden = on;
    place.hidden = !on;
    more.setAttribute('aria-expanded', String(on));
    const text = on ? texts.collapse : texts.expand;
    more.title = text;
    more.setAttribute('aria-label', text);
  };
  const fit = () => { // whole lines: half of one is not read
    const room = byId('stage').clientHeight / 3 - 2 * brief.offsetTop;
    const lines = Math.floor(room / parseFloat(getComputedStyle(root).lineHeight));
    brief.style.setProperty('--lines', String(Math.max(1, lines)));
  };
  new ResizeObserver(fit).observe(byId('stage'));
  let publishers: Publishers | undefined;
  void known.then((found) => {
    publishers = found;
    update();
  }, () => undefined); // the card does without
  let beside: ((id: string) => Beside) | undefined;
  let abort = new AbortController();
  /** What a place rests on beyond the timeline: the card stands meanwhile, and does without. */
  const ask = async () => {
    const { selection } = state.get();
    beside = undefined;
    abort.abort();
    const asked = abort = new AbortController();
    if (bare || selection === null) return;
    const { besideAt } = await import('./stated.ts');
    const found = await besideAt(context, selection, asked.signal);
    if (asked.signal.aborted) return;
    beside = found;
    update();
  };
  const update = () => {
    const { selection, day } = state.get();
    const [top] = selection ? stage.pane.under(selection, reachPx) : [];
    stage.select(top?.id);
    root.hidden = bare || selection === null;
    if (root.hidden || !selection) return;
    const whom = top && publishers?.([top.id], 'place');
    const said = top && beside?.(top.id);
    report.hidden = said?.report === undefined;
    if (said?.report !== undefined) {
      report.href = said.report;
      report.title = said.label;
      report.setAttribute('aria-label', said.label);
    }
    replaceContent(brief, ...(top ? [...tipLines(context, top.id, day),
      said?.corrected && el('span', { class: 'corrected' }, said.corrected),
      whom?.some(Boolean) && el('span', {}, ...around(texts.accordingTo, el('span', {}, ...whom)))]
      : [el('strong', {}, texts.unnamed), el('span', {}, formatLonLat(selection))]));
    fit();
    full.setAttribute('href', viewAddress({ ...state.get(), tab: 'place' }));
  };
  state.watch(['selection'], () => {
    void whole(false);
    update();
    if (root.hidden) return;
    byId('live').textContent = brief.textContent;
    stage.reveal();
  });
  state.watch(['selection', 'viewpoint'], () => void ask().catch(() => undefined));
  void ask().catch(() => undefined);
  state.watch(['day', 'viewpoint', 'names', 'center', 'zoom'], update);
  void stage.ready.then(() => {
    update();
    if (!root.hidden) stage.reveal();
  });
}
