import { densityStrip } from './strip.ts';
import { dateField } from './datefield.ts';
import { flagRow, flagsOf } from './flags.ts';
import { createPlayer, speeds, stepFrom, stepUnits, type StepUnit } from './player.ts';
import { rangeControl } from './range.ts';
import type { Context } from '../context.ts';
import { formatDay, toISO, type Day } from '../days.ts';
import { button, el, icon, replaceContent } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { covered, currentChange, epochOf, eventsOn, nextChange, previousChange } from '../timeline.ts';

/**
 * The time bar: the date in large letters with the change that brought about
 * what the map shows, steps to the changes, days, months or years before and
 * after, a field to type a date into, and a slider over a strip that shows when
 * much changed, with flags for the events that mattered most.
 */
export function mountTimebar(root: HTMLElement, context: Context): void {
  const { state, texts } = context;
  const { first, last } = limits(context);
  const now = el('div', { class: 'now' });
  const track = el('div', { class: 'track' }, densityStrip(context.timeline, first, last), flagRow(context, first, last));
  const slider = el('input', {
    type: 'range', class: 'slider', min: first, max: last, step: 1, 'aria-label': texts.timeline,
  });
  const range = rangeControl(context, first, last);
  track.append(range.band, slider, range.slider);
  const go = (day: Day | undefined) => day !== undefined && state.set({ day });
  const units = select(texts.stepBy, stepUnits.map((unit) => [unit, texts.steps[unit]]), 'change');
  const unit = () => units.value as StepUnit;
  const pace = select(texts.speed, speeds.map((speed) => [String(speed), `${formatNumber(speed, texts.locale)}×`]), '1');
  const pause = el('input', { type: 'checkbox', id: 'pause-at-flags' });
  const flags = flagsOf(context, first, last).map((flag) => flag.day);
  const player = createPlayer(context, {
    unit, speed: () => Number(pace.value), changed: () => update(),
    rests: (from, to) => pause.checked && flags.some((flag) => from < flag && flag <= to),
  });
  const act = (target: () => Day | undefined) => () => {
    player.stop();
    go(target());
  };
  const day = () => state.get().day;
  const step = (name: 'first' | 'previous' | 'next' | 'last', target: () => Day | undefined) =>
    button({ class: `step ${name}` }, act(target), icon(name));
  const steps = {
    first: step('first', () => first),
    previous: step('previous', () => stepFrom(context, day(), unit(), -1)),
    next: step('next', () => stepFrom(context, day(), unit(), 1)),
    last: step('last', () => last),
  };
  const play = button({ class: 'step play', id: 'play' }, () => player.toggle(), icon('play'));
  root.setAttribute('aria-label', texts.timeline);
  root.append(now,
    el('div', { class: 'steps' }, steps.first, steps.previous, dateField(context), steps.next, steps.last, play,
      el('div', { class: 'pace' }, units, pace)),
    el('div', { class: 'options' }, range.box, el('label', { class: 'option', for: 'pause-at-flags' }, pause, texts.pauseAtFlags)),
    track);

  slider.addEventListener('input', () => act(() => Number(slider.value))());
  slider.addEventListener('keydown', (event) => {
    const target = { PageUp: nextChange, PageDown: previousChange }[event.key];
    if (!target) return;
    event.preventDefault();
    go(target(context.timeline.changes, day()));
  });

  const update = () => {
    const shown = day();
    slider.value = String(shown);
    slider.setAttribute('aria-valuetext', formatDay(shown, texts.locale));
    name(steps.first, texts.firstDay);
    name(steps.previous, texts.previousStep[unit()]);
    name(steps.next, texts.nextStep[unit()]);
    name(steps.last, texts.lastDay);
    name(play, player.playing() ? texts.pause : texts.play);
    play.replaceChildren(icon(player.playing() ? 'pause' : 'play'));
    setDisabled(steps.previous, stepFrom(context, shown, unit(), -1) === undefined);
    setDisabled(steps.next, stepFrom(context, shown, unit(), 1) === undefined);
    replaceContent(now, ...nowLines(context));
  };
  units.addEventListener('change', update);
  state.watch(['day', 'viewpoint'], update);
  update();
}

function select(label: string, options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
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

/** First and last day of the slider; where the data is open, the last change. */
function limits({ timeline }: Context): { first: Day; last: Day } {
  const { from, to } = timeline.covers;
  return { first: from, last: Number.isFinite(to) ? to - 1 : (timeline.changes.at(-1) ?? from) + 365 };
}

function nowLines(context: Context): Node[] {
  const { state, timeline, texts } = context;
  const { day, lang } = state.get();
  const date = el('p', { class: 'date' }, el('time', { datetime: toISO(day) },
    el('span', { class: 'long' }, formatDay(day, texts.locale)), el('span', { class: 'short' }, formatDay(day, texts.locale, 'short'))));
  const epoch = epochOf(timeline.changes, day);
  if (!covered(timeline, day)) {
    const { from, to } = timeline.covers;
    const limit = (d: Day) => (Number.isFinite(d) ? formatDay(d, texts.locale) : texts.today);
    return [date, el('p', { class: 'event' }, texts.outsideCovers(limit(from), limit(to - 1)))];
  }
  const change = currentChange(timeline.changes, day) ?? timeline.covers.from;
  const [event, ...more] = eventsOn(timeline, change);
  const number = (n: number) => formatNumber(n, texts.locale);
  const count = epoch === 0 ? texts.noChangeYet : texts.changesSoFar(number(epoch), number(timeline.changes.length));
  date.append(' ', el('span', { class: 'count' }, count));
  const line = el('p', { class: 'event' });
  if (change !== day) line.append(el('span', { class: 'since' }, `${texts.since} ${formatDay(change, texts.locale, 'short')}`), ' ');
  if (event) line.append(el('span', { lang: pickedLang(event.title, lang) }, pick(event.title, lang)));
  if (more.length > 0) line.append(texts.andMore(number(more.length)));
  line.title = line.textContent;
  return [date, line];
}
