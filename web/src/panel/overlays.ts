import { swatch } from '../swatch.ts';
import {
  actorName, holderName, nameElement, placeName, statusName, told, type Context,
} from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, el } from '../dom.ts';
import type { ControlDetail, LocateAnswer } from '../answers.ts';
import type { Lang } from '../model.ts';
import { correctionNotes } from './corrections.ts';
import { reportLink } from '../report.ts';
import { daysOf, periodOn, type ZoneHistory } from '../timeline.ts';

/** How near a point must be to a mark to be that place, in degrees: about 1.5 km. */
const nearDegrees = 0.014;

/** The overlays at a place: areas that hold it, and marks beside it. */
export function overlaysAt(
  { timeline, dataset }: Context, { lon, lat, regions }: LocateAnswer,
): readonly ZoneHistory[] {
  const inside = new Set(regions.map(({ id }) => id));
  const points = new Set(dataset.layers.filter(({ kind }) => kind === 'point').map(({ id }) => id));
  return [...timeline.overlays.values()].filter(({ id, layer, label }) => inside.has(id) ||
    (points.has(layer ?? '') && Math.abs(label[0] - lon) < nearDegrees &&
      Math.abs(label[1] - lat) < nearDegrees));
}

/** The overlays at a place, each with all its periods, whose dates move the map. */
export function overlaySection(
  context: Context, overlays: readonly ZoneHistory[], answer: LocateAnswer, day: Day, lang: Lang,
): HTMLElement | null {
  const { texts } = context;
  if (overlays.length === 0) return null;
  return el('section', { class: 'block', 'aria-label': texts.above },
    el('h3', {}, texts.above),
    ...overlays.map((overlay) => el('div', { class: 'card' },
      el('h4', {}, nameElement(context, overlay.names)),
      told(context, 'p', context.dataset.layers.find(({ id }) => id === overlay.layer)?.title,
        { class: 'muted small' }),
      el('ul', { class: 'periods' },
        ...overlay.periods.map((period) =>
          periodItem(context, overlay, period, detailOf(answer, overlay, period),
            periodOn(overlay.periods, day) === period, lang))))));
}

/** What the server says of a period of an overlay; of a mark beside the place nothing. */
function detailOf(
  { overlays = [] }: LocateAnswer, { id }: ZoneHistory, { from }: ZoneHistory['periods'][number],
): ControlDetail | undefined {
  return overlays.find((overlay) => overlay.id === id)?.history
    ?.find((control) => daysOf(control).from === from);
}

function periodItem(
  context: Context, overlay: ZoneHistory, period: ZoneHistory['periods'][number],
  detail: ControlDetail | undefined, current: boolean, lang: Lang,
): HTMLElement {
  const { state, texts, timeline, symbology } = context;
  const short = (d: Day) => formatDay(d, texts.locale, 'short');
  const { from, to } = period;
  const start = Number.isFinite(from)
    ? button({ class: 'link', 'data-key': `overlay-${from}` }, () => state.set({ day: from }),
      period.since_or_earlier ? texts.orEarlier(short(from)) : short(from)) : texts.beforeData;
  const patrol = period.patrolled_by && period.patrolled_by !== period.controller;
  const event = timeline.events.get(period.event ?? '');
  return el('li', { 'aria-current': current ? 'date' : undefined },
    swatch(symbology.fill(period), 18, 14),
    el('div', {},
      el('div', {}, holderName(context, period.controller, period.status),
        patrol ? ` · ${texts.patrolledBy(actorName(context, period.patrolled_by, lang))}` : ''),
      el('div', { class: 'small' }, start, ' ',
        Number.isFinite(to) ? texts.toDay(short(to - 1)) : texts.open),
      period.earliest < period.latest && el('div', { class: 'muted small' },
        texts.dateBetween(short(period.earliest), short(period.latest))),
      event && told(context, 'div', event.title, { class: 'muted small' }),
      ...correctionNotes(context, detail?.corrections)),
    reportLink(context, { id: overlay.id, name: placeName(context, overlay.names).text,
      words: [actorName(context, period.controller, lang), statusName(context, period.status, lang),
        Number.isFinite(from) && short(from)].filter(Boolean).join(', '),
      sources: detail?.sources ?? [], day: Math.max(from, timeline.covers.from) }, 'mark'));
}
