import { densityStrip } from './strip.ts';
import { dateField } from './datefield.ts';
import type { Context } from '../context.ts';
import { formatDay, toISO, type Day } from '../days.ts';
import { button, el, icon, replaceContent } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { covered, currentChange, epochOf, eventsOn, nextChange, previousChange } from '../timeline.ts';

/**
 * The time bar: the date in large letters with the change that brought about
 * what the map shows, steps to the changes before and after, a field to type
 * a date into, and a slider over a strip that shows when much changed.
 */
export function mountTimebar(root: HTMLElement, context: Context): void {
  const { state, timeline, texts } = context;
  const { first, last } = limits(context);
  const now = el('div', { class: 'now' });
  const track = el('div', { class: 'track' }, densityStrip(timeline, first, last));
  const slider = el('input', {
    type: 'range', class: 'slider', min: first, max: last, step: 1, 'aria-label': texts.timeline,
  });
  track.append(slider);
  const go = (day: Day | undefined) => day !== undefined && state.set({ day });
  const step = (name: 'first' | 'previous' | 'next' | 'last', label: string, target: () => Day | undefined) =>
    button({ class: `step ${name}`, 'aria-label': label, title: label }, () => go(target()), icon(name));
  const day = () => state.get().day;
  const steps = {
    first: step('first', texts.firstChange, () => first),
    previous: step('previous', texts.previousChange, () => previousChange(timeline.changes, day())),
    next: step('next', texts.nextChange, () => nextChange(timeline.changes, day())),
    last: step('last', texts.lastChange, () => timeline.changes.at(-1)),
  };
  const field = dateField(context);
  root.append(now, el('div', { class: 'steps' }, steps.first, steps.previous, field, steps.next, steps.last), track);

  slider.addEventListener('input', () => go(Number(slider.value)));
  slider.addEventListener('keydown', (event) => {
    const target = { PageUp: nextChange, PageDown: previousChange }[event.key];
    if (!target) return;
    event.preventDefault();
    go(target(timeline.changes, day()));
  });

  const update = () => {
    const shown = day();
    slider.value = String(shown);
    slider.setAttribute('aria-valuetext', formatDay(shown, texts.locale));
    track.style.setProperty('--at', String((Math.min(Math.max(shown, first), last) - first) / (last - first)));
    setDisabled(steps.previous, previousChange(timeline.changes, shown) === undefined);
    setDisabled(steps.next, nextChange(timeline.changes, shown) === undefined);
    replaceContent(now, ...nowLines(context));
  };
  state.watch(['day', 'lang'], update);
  update();
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
  const date = el('p', { class: 'date' }, el('time', { datetime: toISO(day) }, formatDay(day, texts.locale)));
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
  if (more.length > 0) line.append(texts.andMore(more.length));
  line.title = line.textContent;
  return [date, line];
}
