import type { Context } from '../context.ts';
import { button, byId, el, icon, replaceContent } from '../dom.ts';
import { formatKm2 } from '../format.ts';
import { errorElement } from '../notice.ts';
import { sentences } from '../sentences.ts';
import type { Stage } from '../stage.ts';
import { mapsTexts } from '../texts/maps.ts';
import { readTheme, watchLooks } from '../theme.ts';
import { askedOf, type Asked } from './asked.ts';
import { DifferingLayer } from './layer.ts';
import { nameOf, othersOf, type Others } from './others.ts';
import { otherName, pairFill, pairWords, saidElement, sumWords, thisName } from './words.ts';

/**
 * Shows where the map differs from the other one in the state from now on, as long as there is one;
 * `open` opens the part of the panel that tells about it.
 */
export function startMaps(context: Context, stage: Stage, open: () => void): void {
  const { state } = context;
  const { map } = stage.pane;
  const asked = askedOf(context);
  const layer = new DifferingLayer(readTheme(), (area) => {
    if (!asked.answer) throw new Error('areas without an answer');
    return pairFill(asked.answer, area);
  });
  watchLooks(() => layer.setTheme(readTheme()));
  const bar = mountBar(context, asked, open);
  const over = {
    said: (point: readonly [number, number]) => {
      const area = asked.at(point);
      return area && asked.answer ? pairWords(context, asked.answer, area) : '';
    },
    sum: () => sentences(...sumWords(context, asked)),
  };
  let heard: unknown;
  const update = () => {
    if (asked.answer && asked.answer !== heard) setTimeout(() => (byId('live').textContent = over.sum()));
    heard = asked.answer;
    const { other, mode } = state.get();
    const on = other !== '' && mode === 'one';
    byId('stage').classList.toggle('differing', on);
    stage.pane.over = on ? over : undefined;
    layer.setAreas(on ? asked.areas() ?? [] : []);
    if (on !== map.hasLayer(layer)) map[on ? 'addLayer' : 'removeLayer'](layer);
    bar();
  };
  asked.onChange(update);
  state.watch(['other', 'selection', 'mode', 'names'], update);
  update();
}

/** Above the map: how much differs, on which days that changes, and what the two say of the selected place. */
function mountBar(context: Context, asked: Asked, open: () => void): () => void {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  const bar = el('div', { class: 'compare-bar maps-bar', role: 'group', 'aria-label': words.title });
  const step = (by: -1 | 1) => {
    const day = asked.step(by);
    if (day !== undefined) state.set({ day });
  };
  const stepper = (by: -1 | 1, text: string) =>
    button({ class: 'icon-button', 'aria-label': text, title: text, 'data-key': `step${by}` }, () => step(by),
      icon(by < 0 ? 'previous' : 'next'));
  const [previous, next] = [stepper(-1, words.previous), stepper(1, words.next)];
  const sum = el('div', { class: 'maps-sum' });
  const close = button({ class: 'icon-button', 'aria-label': words.end, title: words.end },
    () => state.set({ other: '' }), icon('close'));
  const sides = el('p', { class: 'small note-line maps-sides' });
  const here = el('p', { class: 'small note-line' });
  bar.append(previous, sum, next, close, sides, here);
  let others: Others | undefined;
  byId('stage').append(bar);
  const update = () => {
    const { other, selection, mode } = state.get();
    bar.hidden = other === '' || mode !== 'one';
    if (bar.hidden) return;
    previous.disabled = asked.step(-1) === undefined;
    next.disabled = asked.step(1) === undefined;
    const { answer } = asked;
    bar.setAttribute('aria-busy', String(!asked.failure && asked.areas() === undefined));
    const stretch = asked.stretch();
    replaceContent(sum, ...asked.failure ? [errorElement(asked.failure, texts, '. '),
      button({ class: 'plain', 'data-key': 'again' }, () => void asked.load(), texts.tryAgain)]
      : [button({ class: 'link', 'data-key': 'sum' }, open, !answer ? texts.loading
        : stretch && stretch.differs_km2 > 0 ? words.short(formatKm2(stretch.differs_km2, texts.locale))
          : sumWords(context, asked)[0] ?? '')]);
    replaceContent(sides, ...(answer ? [el('span', {}, 'A: ', thisName(context, answer)), ' ',
      el('span', {}, 'B: ', otherName(context, answer, nameOf(others, other)))] : []));
    const area = selection && asked.at(selection);
    replaceContent(here, ...(area && answer ? [`${words.here}: A: `, saidElement(context, answer, area.a),
      ' · B: ', saidElement(context, answer, area.b)] : []));
  };
  void othersOf(context).then((found) => {
    others = found;
    update();
  }, () => undefined); // its title will do
  return update;
}
