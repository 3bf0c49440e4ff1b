import { swatch } from '../swatch.ts';
import { statusParts } from '../looks.ts';
import { actorName, claimantNames, holderName, told, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, el } from '../dom.ts';
import type { ControlDetail } from '../answers.ts';
import type { Lang } from '../model.ts';
import type { Fill } from '../symbology.ts';
import { lastCorrected } from '../corrected.ts';
import { controlWords, reportLink, type Stated } from '../report.ts';
import { daysOf, endOf, rivalOf } from '../timeline.ts';

/** A period of a place in day numbers; open ends are infinite. */
export interface PlacePeriod {
  readonly from: Day;
  readonly to: Day;
  /** First and last day on which it may have begun. */
  readonly earliest: Day;
  readonly latest: Day;
  readonly control: ControlDetail;
  readonly fill: Fill;
}

/** The periods of a place in order, with their looks. */
export function placePeriods(
  { symbology }: Context, history: readonly ControlDetail[],
): readonly PlacePeriod[] {
  const periods = history
    .map((control) => ({
      ...daysOf(control),
      control,
    }))
    .sort((a, b) => a.from - b.from);
  const controls = periods.map(({ control }) => control);
  return periods.map((period) => {
    const known = period.control.controller === null ? undefined : period.control;
    return { ...period, fill: symbology.fill(known, () => rivalOf(controls, period.control)) };
  });
}

/**
 * The whole history of a place: a coloured bar, and the same as a table whose dates move the map.
 */
export function historySection(
  context: Context, periods: readonly PlacePeriod[], day: Day, lang: Lang,
  place: Pick<Stated, 'id' | 'name'>,
): HTMLElement {
  const { texts } = context;
  const head = [texts.period, texts.controller].map((text) => el('th', { scope: 'col' }, text));
  if (context.dataset.feedback) head.push(el('td', {}));
  return el('section', { class: 'block', 'aria-label': texts.history },
    el('h3', {}, texts.history),
    bar(context, periods, day),
    el('p', { class: 'muted small' }, texts.historyHint),
    el('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': texts.history },
      el('table', { class: 'history' },
        el('thead', {}, el('tr', {}, ...head)),
        el('tbody', {}, ...periods.map((period) => historyRow(context, period, day, lang, place))))));
}

function historyRow(
  context: Context, period: PlacePeriod, day: Day, lang: Lang, place: Pick<Stated, 'id' | 'name'>,
): HTMLElement {
  const { texts, state } = context;
  const { from, to, control, fill } = period;
  const current = from <= day && day < to;
  const short = (d: Day) => formatDay(d, texts.locale, 'short');
  const start = Number.isFinite(from)
    ? button({ class: 'link date-link', 'data-key': `history-${from}` },
      () => state.set({ day: from }),
      control.since_or_earlier ? texts.orEarlier(short(from)) : short(from))
    : texts.beforeData;
  const { earliest, latest } = period;
  const patrol = control.patrolled_by && control.patrolled_by !== control.controller;
  const report = reportLink(context, { ...place, words: controlWords(context, control),
    sources: control.sources ?? [], day: Math.max(from, context.timeline.covers.from) }, 'mark');
  return el('tr', { 'aria-current': current ? 'date' : undefined },
    el('td', {}, start,
      earliest < latest && el('div', { class: 'muted small' },
        texts.dateBetween(short(earliest), short(latest))),
      el('div', { class: 'muted small' },
      Number.isFinite(to) ? texts.toDay(short(to - 1)) : texts.open)),
    el('td', {},
      el('div', { class: 'held' }, swatch(fill, 18, 14),
        holderName(context, control.controller, control.status)),
      el('div', { class: 'muted small' }, ...statusParts(context, control),
        patrol ? ` · ${texts.patrolledBy(actorName(context, control.patrolled_by, lang))}` : ''),
      control.claimants && el('div', { class: 'muted small' },
        `${texts.contestedBetween}: ${claimantNames(context, control, lang)}`),
      current ? null : told(context, 'div', control.note, { class: 'muted small' }),
      told(context, 'div', control.event?.title, { class: 'small' }),
      el('div', { class: 'muted small' }, lastCorrected(context, control.corrections))),
    report && el('td', {}, report));
}

/** The history as one bar over the days the dataset covers, with a mark at the day shown. */
function bar(
  { timeline, state, dataset }: Context, periods: readonly PlacePeriod[], day: Day,
): HTMLElement {
  const first = timeline.covers.from;
  const last = endOf(timeline, dataset.as_of);
  const clamp = (d: Day) => Math.min(Math.max(d, first), last);
  const element = el('div', { class: 'history-bar', 'aria-hidden': 'true' });
  for (const { from, to, fill } of periods) {
    const segment = swatch(fill, 64, 14);
    const share = (clamp(to) - clamp(from)) / (last - first);
    if (share <= 0) continue;
    segment.className = 'segment';
    segment.style.cssText = '';
    segment.style.left = `${((clamp(from) - first) / (last - first)) * 100}%`;
    segment.style.width = `${share * 100}%`;
    element.append(segment);
  }
  // by keyboard the dates in the table below do the same
  element.addEventListener('click', ({ clientX }) => {
    const { left, width } = element.getBoundingClientRect();
    const at = first + ((clientX - left) / width) * (last - first);
    const period = periods.find(({ from, to }) => from <= at && at < to);
    if (period) state.set({ day: Math.max(clamp(period.from), first) });
  });
  const mark = el('span', { class: 'mark' });
  mark.style.left = `${((clamp(day) - first) / (last - first)) * 100}%`;
  element.append(mark);
  return element;
}
