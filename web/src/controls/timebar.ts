import { densityStrip } from '../strip.ts';
import { dateField } from '../datefield.ts';
import { flagRow } from './flags.ts';
import { spanRow, spansOn } from './spans.ts';
import { createPlayer, speeds, stepFrom, stepUnits, type StepUnit } from '../player.ts';
import { besideHandle, rangeControl } from './range.ts';
import type { Shown, Track } from './track.ts';
import type { Context } from '../context.ts';
import { formatDay, toISO, type Day } from '../days.ts';
import { button, el, icon, replaceContent } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { currentChange, epochOf, eventsOn, nextChange, previousChange } from '../epochs.ts';
import { Store } from '../state.ts';
import { covered, endOf, timeless } from '../timeline.ts';

/**
 * The time bar: the date in large letters with the change that brought about
 * what the map shows, steps to the changes, days, months or years before and
 * after, a field to type a date into, and a slider over a strip that shows when
 * much changed, with flags for the events that mattered most.
 */
export function mountTimebar(root: HTMLElement, context: Context): Track {
  const { state, texts } = context;
  const { first, last } = limits(context);
  const units = select(texts.stepBy, stepUnits.map((unit) => [unit, texts.steps[unit]]), 'change');
  const unit = () => units.value as StepUnit;
  const pace = select(texts.speed,
    speeds.map((speed) => [String(speed), `${formatNumber(speed, texts.locale)}×`]), '1');
  const pause = el('input', { type: 'checkbox', id: 'pause-at-flags' });
  const flags = flagRow(context, first, last);
  const player = createPlayer(context, {
    unit, speed: () => Number(pace.value), changed: () => update(),
    rests: (from, to) => pause.checked && flags.days().some((flag) => from < flag && flag <= to),
  });
  const go = (day: Day | undefined) => {
    player.stop();
    if (day !== undefined) state.set({ day });
  };
  const now = el('div', { class: 'now' });
  const steps = stepButtons(context, unit, go);
  const slider = dateSlider(context, go);
  const shown = new Store<Shown>({ first, last });
  const range = rangeControl(context, shown);
  const play = button({ class: 'step play', id: 'play' }, () => player.toggle(), icon('play'));
  root.setAttribute('aria-label', texts.timeline);
  const density = densityStrip(context.timeline, first, last, texts.locale);
  const spans = spanRow(context, first, last);
  const options = el('div', { class: 'options' }, range.box,
    el('label', { class: 'option', for: 'pause-at-flags' }, pause, texts.pauseAtFlags));
  const track = el('div', { class: spans.hidden ? 'track' : 'track spanned' }, density, spans,
    flags.element, range.band, slider.element, range.slider);
  root.append(now,
    el('div', { class: 'steps' }, steps.first, steps.previous, dateField(context), steps.next,
      steps.last, play,
      el('div', { class: 'pace' }, units, pace)),
    options, track);
  // a map that never changes has no days to choose
  const still = context.timeline.changes.length === 0;
  for (const part of root.querySelectorAll<HTMLElement>('.steps, .options, .track')) {
    part.hidden = still;
  }
  const update = () => {
    slider.update();
    steps.update();
    name(play, player.playing() ? texts.pause : texts.play);
    play.replaceChildren(icon(player.playing() ? 'pause' : 'play'));
    replaceContent(now, ...nowLines(context));
  };
  units.addEventListener('change', update);
  state.watch(['day', 'viewpoint'], update);
  update();
  const bare = () => {
    flags.drop();
    spans.remove();
    density.replaceChildren(...density.querySelectorAll('.bars'));
    density.firstElementChild?.replaceChildren();
  };
  return { element: track, slider: slider.element, from: range.slider, options, shown, go, bare };
}

/** The steps to the ends of the data, and by the unit; each calls back with the day it leads to. */
function stepButtons(context: Context, unit: () => StepUnit, go: (day: Day | undefined) => void) {
  const { state, texts } = context;
  const { first, last } = limits(context);
  const by = (count: 1 | -1) => stepFrom(context, state.get().day, unit(), count);
  const step = (kind: 'first' | 'previous' | 'next' | 'last', target: () => Day | undefined) =>
    button({ class: `step ${kind}` }, () => go(target()), icon(kind));
  const steps = { first: step('first', () => first), previous: step('previous', () => by(-1)),
    next: step('next', () => by(1)), last: step('last', () => last) };
  const update = () => {
    name(steps.first, texts.firstDay);
    name(steps.previous, texts.previousStep[unit()]);
    name(steps.next, texts.nextStep[unit()]);
    name(steps.last, texts.lastDay);
    setDisabled(steps.previous, by(-1) === undefined);
    setDisabled(steps.next, by(1) === undefined);
  };
  return { ...steps, update };
}

/** The slider of days; page up and down go from change to change. */
function dateSlider(
  context: Context, go: (day: Day | undefined) => void,
): { readonly element: HTMLInputElement; readonly update: () => void } {
  const { state, texts } = context;
  const { first, last } = limits(context);
  const element = el('input', {
    type: 'range', class: 'slider', min: first, max: last, step: 1, 'aria-label': texts.timeline,
  });
  let aside = 0;
  element.addEventListener('pointerdown', (event) => {
    aside = besideHandle(element, event.clientX);
  });
  element.addEventListener('input', () =>
    go(Math.min(Math.max(Math.round(Number(element.value) + aside), first), last)));
  element.addEventListener('keydown', (event) => {
    aside = 0;
    const target = { PageUp: nextChange, PageDown: previousChange }[event.key];
    if (!target) return;
    event.preventDefault();
    go(target(context.timeline.changes, state.get().day));
  });
  const update = () => {
    const { day } = state.get();
    element.value = String(day);
    element.setAttribute('aria-valuetext', formatDay(day, texts.locale));
  };
  return { element, update };
}

function select(
  label: string, options: readonly (readonly [string, string])[], value: string,
): HTMLSelectElement {
  const element = el('select', { 'aria-label': label, title: label },
    ...options.map(([v, text]) => el('option', { value: v }, text)));
  element.value = value;
  return element;
}

function name(element: HTMLElement, text: string): void {
  element.setAttribute('aria-label', text);
  element.title = text;
}

/** A disabled button would lose the focus of who steps with the keyboard, so it stays in reach. */
function setDisabled(element: HTMLButtonElement, disabled: boolean): void {
  element.setAttribute('aria-disabled', String(disabled));
}

/** First and last day of the slider. */
function limits({ timeline, dataset }: Context): { first: Day; last: Day } {
  return { first: timeline.covers.from, last: endOf(timeline, dataset.as_of) - 1 };
}

function nowLines(context: Context): Node[] {
  const { state, timeline, texts } = context;
  const { day, lang } = state.get();
  const date = el('p', { class: 'date' }, el('time', { datetime: toISO(day) },
    el('span', { class: 'long' }, formatDay(day, texts.locale)),
    el('span', { class: 'short' }, formatDay(day, texts.locale, 'short'))));
  const epoch = epochOf(timeline.changes, day);
  if (!covered(timeline, day)) {
    const { from, to } = timeline.covers;
    const limit = (d: Day) => (Number.isFinite(d) ? formatDay(d, texts.locale) : texts.today);
    return [date, el('p', { class: 'event' }, texts.outsideCovers(limit(from), limit(to - 1)))];
  }
  if (timeline.changes.length === 0) {
    return [...(timeless(timeline, day) ? [] : [date]),
      el('p', { class: 'event' }, texts.nothingChanges)];
  }
  const change = currentChange(timeline.changes, day) ?? timeline.covers.from;
  const events = eventsOn(timeline, change);
  const [event] = events;
  const title = pick(event?.title, lang);
  const alike = events.filter((other) => pick(other.title, lang) === title);
  const more = events.length - alike.length;
  const number = (n: number) => formatNumber(n, texts.locale);
  const count = epoch === 0 ? texts.noChangeYet
    : texts.changesSoFar(number(epoch), number(timeline.changes.length));
  date.append(' ', el('span', { class: 'count' }, count));
  const line = el('p', { class: 'event' });
  if (change !== day) {
    line.append(el('span', { class: 'since' },
      `${texts.since} ${formatDay(change, texts.locale, 'short')}`), ' ');
  }
  if (event) {
    line.append(el('span', { lang: pickedLang(event.title, lang) },
      alike.length > 1 ? texts.ofTitle(title, number(alike.length)) : title));
  }
  if (more > 0) line.append(texts.andMore(number(more)));
  for (const { title } of spansOn(context, day)) {
    line.append(el('span', { class: 'since span-name', lang: pickedLang(title, lang) },
      ` · ${pick(title, lang)}`));
  }
  line.title = line.textContent;
  return [date, line];
}
