import type { ControlDetail, Source } from '../answers.ts';
import {
  actorLang, actorName, claimantNames, firstLanguage, statusName, told, type Context,
} from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { button, el, type Child } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { calm } from '../map.ts';
import type { Lang } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { swatch } from '../swatch.ts';
import type { Side } from '../symbology.ts';
import type { Passing } from '../timeline.ts';
import { confidenceText, row } from './evidence.ts';
import type { PlacePeriod } from './history.ts';

/** So many publishers are named at once. */
const mostPublishers = 2;

/** Who holds a place on a day, how, since when, and on whose word. */
export function controlCard(
  context: Context, control: ControlDetail, period: PlacePeriod | undefined,
  passing: Passing<Side> | undefined, day: Day, lang: Lang, ...more: readonly Child[]
): HTMLElement {
  const { texts, symbology } = context;
  const on = texts.onDay(formatDay(day, texts.locale));
  return el('section', { class: 'card control-card', 'aria-label': on },
    el('p', { class: 'overline' }, on),
    el('div', { class: 'holder' },
      swatch(passing ? symbology.passingFill(passing, day, period?.fill)
        : (period?.fill ?? symbology.fill(undefined)), 40, 40),
      holder(context, control, lang)),
    period && facts(context, control, period, day, lang),
    control.event ? null : told(context, 'p', control.note, { class: 'note' }),
    control.reason
      ? el('p', { class: 'definition' }, period ? texts.unknownReason : control.reason)
      : told(context, 'p', symbology.status(control.status)?.definition, { class: 'definition' }),
    ...more);
}

function holder(context: Context, control: ControlDetail, lang: Lang): HTMLElement {
  const { texts, symbology } = context;
  const status = symbology.status(control.status);
  const patrol = control.patrolled_by !== control.controller && control.patrolled_by;
  const who = actorName(context, control.controller, lang);
  const actor = symbology.actor(control.controller);
  return el('div', {},
    el('p', { class: 'controller', title: actor && pick(actor.names, lang),
      lang: actorLang(context, control.controller, lang) ?? pickedLang(status?.names, lang) },
      who || statusName(context, control.status, lang)),
    el('p', { class: 'status' },
      who && el('span', { lang: pickedLang(status?.names, lang) },
        statusName(context, control.status, lang)),
      control.claim ? ` · ${texts.claim}` : '',
      patrol ? ` · ${texts.patrolledBy(actorName(context, patrol, lang))}` : ''));
}

function facts(
  context: Context, control: ControlDetail, period: PlacePeriod, day: Day, lang: Lang,
): HTMLElement {
  const { texts, dataset } = context;
  const date = (d: Day) => (Number.isFinite(d) ? formatDay(d, texts.locale) : undefined);
  const since = date(period.from);
  const kept = dataset.as_of === undefined ? undefined : parseISO(dataset.as_of);
  return el('dl', { class: 'facts' },
    ...row(texts.since, since && (control.since_or_earlier ? texts.orEarlier(since) : since),
      period.earliest < period.latest && el('div', { class: 'muted small' },
        texts.dateBetween(date(period.earliest) ?? '', date(period.latest) ?? ''))),
    ...row(texts.contestedBetween, claimantNames(context, control, lang)),
    ...row(texts.confidence, confidenceText(context, control.confidence)),
    ...row(texts.sources,
      control.controller !== null && publishers(context, control.sources ?? [])),
    ...row(texts.until, date(period.to - 1) ?? texts.stillSo,
      kept !== undefined && kept < day && el('div', { class: 'muted small' },
        texts.asOf(date(kept) ?? ''))),
    ...row(texts.acquiredBy,
      texts.acquisitions[control.acquired_by ?? ''] ??
      control.acquired_by?.replaceAll('_', ' ')));
}

/** Who says so, in short; a press leads to the publications. */
function publishers({ dataset, texts }: Context, sources: readonly Source[]): HTMLElement {
  const names = new Map(sources.map(({ publisher, title, language }) =>
    [publisher || title, language ?? firstLanguage(dataset)]));
  const more = names.size - mostPublishers;
  const named = [...names].slice(0, mostPublishers).flatMap(([name, lang], i) =>
    [i > 0 && ', ', el('span', { lang }, name)]);
  return button({ class: 'link', 'data-key': 'to-sources' }, () => {
    const list = document.querySelector<HTMLElement>('#place .source-list');
    list?.scrollIntoView({ block: 'start', behavior: calm() ? 'auto' : 'smooth' });
    list?.focus({ preventScroll: true });
  }, ...named, names.size === 0 && texts.noSources,
  more > 0 && texts.andMore(formatNumber(more, texts.locale)));
}
