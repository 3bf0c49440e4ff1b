import type { Context } from '../context.ts';
import { createPlayer, stepFrom } from '../player.ts';
import { formatDay, type Day } from '../days.ts';
import { button, el, icon } from '../dom.ts';
import { nextChange, previousChange } from '../epochs.ts';
import { endOf } from '../timeline.ts';

/**
 * Steps from change to change, a slider and playback. `locked`, or where nothing changes, there are
 * none. A finger that moves up or down on them scrolls the page around.
 */
export function mountSteps(root: HTMLElement, context: Context, locked: boolean): void {
  const { state, texts, timeline, dataset } = context;
  root.hidden = locked || timeline.changes.length === 0;
  if (root.hidden) return;
  root.setAttribute('aria-label', texts.timeline);
  const player = createPlayer(context, {
    unit: () => 'change', speed: () => 1, rests: () => false, changed: () => update(),
  });
  const go = (day: Day | undefined) => {
    player.stop();
    if (day !== undefined) state.set({ day });
  };
  const by = (count: 1 | -1) => stepFrom(context, state.get().day, 'change', count);
  const labelled = (kind: 'previous' | 'next', count: 1 | -1, text: string) => button(
    { class: `step ${kind}`, 'aria-label': text, title: text }, () => go(by(count)), icon(kind));
  const previous = labelled('previous', -1, texts.previousStep.change);
  const next = labelled('next', 1, texts.nextStep.change);
  const play = button({ class: 'step play', id: 'play' }, () => player.toggle());
  const slider = el('input', { type: 'range', class: 'slider', step: 1,
    min: timeline.covers.from, max: endOf(timeline, dataset.as_of) - 1, 'aria-label': texts.timeline });
  slider.addEventListener('input', () => go(Number(slider.value)));
  slider.addEventListener('keydown', (event) => {
    const target = { PageUp: nextChange, PageDown: previousChange }[event.key];
    if (!target) return;
    event.preventDefault();
    go(target(context.timeline.changes, state.get().day));
  });
  const update = () => {
    const { day } = state.get();
    slider.value = String(day);
    slider.setAttribute('aria-valuetext', formatDay(day, texts.locale));
    // a disabled button would lose the focus of who steps with the keyboard
    previous.setAttribute('aria-disabled', String(by(-1) === undefined));
    next.setAttribute('aria-disabled', String(by(1) === undefined));
    const text = player.playing() ? texts.pause : texts.play;
    play.setAttribute('aria-label', text);
    play.title = text;
    play.replaceChildren(icon(player.playing() ? 'pause' : 'play'));
  };
  root.append(play, previous, slider, next);
  state.watch(['day', 'viewpoint'], update);
  document.addEventListener('visibilitychange', () => document.hidden && player.stop());
  update();
}
