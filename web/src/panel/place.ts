import { columnsSection, type Row } from './columns.ts';
import { correctionNotes } from './corrections.ts';
import { controlWords, reportLink } from '../report.ts';
import { coordinateSection } from './coordinates.ts';
import { controlCard } from './controlcard.ts';
import { eventCard, row, sourceList } from './evidence.ts';
import { identitySection, type Identified } from './identity.ts';
import { historySection, placePeriods, type PlacePeriod } from './history.ts';
import { overlaysAt, overlaySection } from './overlays.ts';
import { regionName, regionsAt } from '../regions.ts';
import type { Section } from './section.ts';
import { fetchPlace } from '../api.ts';
import { connection, isAbort } from '../request.ts';
import { failed, waiting } from './waiting.ts';
import { nameElement, placeName, statusName, told, type Context } from '../context.ts';
import { coversText } from './covers.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { afterPaint, button, el, icon, replaceContent, type Child } from '../dom.ts';
import { doubtText } from '../doubt.ts';
import { formatEDTF } from '../edtf.ts';
import { formatKm2, formatLonLat, formatMetres } from '../format.ts';
import type { ControlDetail, LocateAnswer, RegionHit } from '../answers.ts';
import { unknownStatus, type Attributed, type Lang, type LonLat } from '../model.ts';
import { pick } from '../names.ts';
import { otherNames } from './othernames.ts';
import { swapButton, whereOf } from './swapped.ts';
import type { Side } from '../symbology.ts';
import {
  covered, passingsOf, periodOn, sameControl, type Passing, type RegionDays,
} from '../timeline.ts';

/** The state of the panel's question about the selected place. */
type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'loading'; readonly point: LonLat }
  | { readonly kind: 'failed'; readonly point: LonLat; readonly error: unknown }
  | {
    readonly kind: 'place';
    readonly answer: LocateAnswer;
    readonly periods: readonly PlacePeriod[];
  };

/**
 * Tells about the selected place: who controlled it on the day shown, since
 * when, on what evidence, and its whole history. The server is asked once for
 * a place; another day is answered from the history that came with it.
 */
export function mountPlace(
  root: HTMLElement, context: Context, metAt: (point: LonLat) => readonly string[],
  located: (answer: LocateAnswer | null, overlays: readonly string[],
    regions: readonly RegionDays[]) => void,
): Section {
  const { state } = context;
  let shown: Shown = { kind: 'nothing' };
  let abort = new AbortController();
  /** The regions met on the map where the place was chosen, of which the server does not tell. */
  let met: ReadonlySet<string> = new Set();
  const meet = (point: LonLat) => {
    if (met.size === 0) met = new Set(metAt(point));
  };
  const render = () => {
    root.setAttribute('aria-busy', String(shown.kind === 'loading'));
    replaceContent(root, ...content(context, shown, met, () => void load(state.get().selection)));
  };
  const tell = (answer: LocateAnswer) => located(answer,
    overlaysAt(context, answer).map(({ id }) => id), regionsAt(context, answer, state.get().day, met));
  const load = async (point: LonLat | null) => {
    abort.abort();
    abort = new AbortController();
    shown = point ? { kind: 'loading', point } : { kind: 'nothing' };
    met = new Set();
    if (point) meet(point);
    located(null, [], []);
    render();
    if (!point) return;
    try {
      const answer = await fetchPlace(point, state.get().day, state.get().viewpoint, abort.signal);
      shown = { kind: 'place', answer, periods: placePeriods(context, answer.history ?? []) };
      meet(point);
      tell(answer);
    } catch (error) {
      if (isAbort(error)) return;
      shown = { kind: 'failed', point, error };
    }
    render();
  };
  connection.onChange(() => shown.kind === 'loading' && render());
  state.watch(['selection', 'viewpoint'], ({ selection }) => void load(selection));
  state.watch(['day', 'names'], afterPaint(render));
  void load(state.get().selection);
  return { update: () => {
    const before = met.size;
    if (shown.kind === 'place') meet([shown.answer.lon, shown.answer.lat]);
    if (shown.kind === 'place' && met.size !== before) tell(shown.answer);
    render();
  } };
}

function content(
  context: Context, shown: Shown, met: ReadonlySet<string>, retry: () => void,
): Child[] {
  const { texts } = context;
  switch (shown.kind) {
    case 'nothing':
      return [el('p', { class: 'hint' },
        context.timeline.statesControl ? texts.placeHint : texts.regionHint)];
    case 'loading':
      return [heading(context, formatLonLat(shown.point)),
        waiting(texts)];
    case 'failed': {
      const { error } = shown;
      return [
        heading(context, formatLonLat(shown.point)),
        failed(texts, error, retry),
      ];
    }
    case 'place':
      return context.timeline.statesControl
        ? placeContent(context, shown.answer, shown.periods)
        : plainContent(context, shown.answer, met);
  }
}

function heading({ state, texts }: Context, title: Child, lang?: Lang): HTMLElement {
  return el('div', { class: 'place-head' },
    el('h2', { id: 'place-name', lang, tabindex: -1, 'data-key': 'name' }, title),
    button({ class: 'icon-button', 'aria-label': texts.close, title: texts.close,
      'data-key': 'close' },
      () => state.set({ selection: null }), icon('close')));
}

function placeContent(
  context: Context, answer: LocateAnswer, periods: readonly PlacePeriod[],
): Child[] {
  const { state, texts } = context;
  const { day, lang } = state.get();
  const { zone } = answer;
  const overlays = overlaysAt(context, answer);
  const named = zone ?? overlays[0];
  const title = named ? placeName(context, named.names).text : texts.unnamed;
  const here = periods.map(({ from }) => from).filter(Number.isFinite);
  const period = covered(context.timeline, day) ? periodOn(periods, day) : undefined;
  const control = period?.control ?? silence(context, answer, day);
  const passing = passingAt(context, periods, day);
  const about = { id: zone?.id, name: zone ? title : formatLonLat([answer.lon, answer.lat]) };
  const corrections = (ofEvent: boolean) => control.corrections?.filter(({ kind }) =>
    (kind === 'event') === ofEvent);
  return [
    heading(context, named ? nameElement(context, named.names) : title),
    named && otherNames(context, named.names, { class: 'other-names' }),
    (zone || overlays.length === 0) && controlCard(context, control, period, passing, day, lang,
      ...correctionNotes(context, corrections(false)),
      reportLink(context, { ...about, words: controlWords(context, control),
        sources: control.sources ?? [] })),
    swapButton(context, answer),
    here.length > 0 && stepsHere(context, here, day),
    overlaySection(context, overlays, answer, day, lang),
    uncertainty(context, passing),
    control.controller !== null && warning(context, answer),
    !zone && answer.nearest && el('p', { class: 'nearest' }, texts.nearest(
      placeName(context, answer.nearest.names).text,
      formatMetres(answer.nearest.distance_m, texts.locale))),
    eventCard(context, control, lang, ...correctionNotes(context, corrections(true)),
      reportLink(context, { ...about, words: eventWords(context, control),
        sources: control.sources ?? [] })),
    control.controller !== null && sourceList(context, control.sources ?? []),
    coordinateSection(context, [answer.lon, answer.lat]),
    regionList(context, answer, lang),
    columnsSection(context, rowsAt(context, answer, control, title, lang), lang),
    identitySection(context, identitiesAt(context, answer)),
    periods.length > 0 && historySection(context, periods, day, lang, about),
  ];
}

/** What lies at a place of a dataset that states no control. */
function plainContent(
  context: Context, answer: LocateAnswer, met: ReadonlySet<string>,
): Child[] {
  const { state, texts, timeline } = context;
  const { day, lang } = state.get();
  const [region] = regionsAt(context, answer, day, met);
  const name = region ? regionName(context, region) : { text: texts.noRegionHere, lang: undefined };
  const layer = pick(context.dataset.layers.find(({ id }) => id === region?.layer)?.title, lang);
  const about = covered(timeline, day) ? texts.noControl
    : silence(context, answer, day).reason;
  return [
    heading(context, name.text, name.lang),
    region && otherNames(context, region.names, { class: 'other-names' }),
    el('p', { class: 'hint' }, about),
    !region && swapButton(context, answer),
    ...answer.regions.filter(({ id }) => id === region?.id)
      .flatMap(({ corrections }) => correctionNotes(context, corrections)),
    region && reportLink(context, { id: region.id, name: name.text,
      words: [name.text, layer].filter(Boolean).join(', ') }),
    region && !answer.regions.some(({ id }) => id === region.id) && el('p', { class: 'muted' }, layer),
    answer.regions.length > 0 && regionList(context, answer, lang),
    coordinateSection(context, [answer.lon, answer.lat]),
    columnsSection(context, rowsAt(context, answer, answer.control, name.text, lang), lang),
    identitySection(context, identitiesAt(context, answer)),
  ];
}

/** What happened, and when, in a line. */
function eventWords({ state, texts }: Context, { event }: ControlDetail): string {
  return event ? `${pick(event.title, state.get().lang)}, ${formatEDTF(event.date, texts)}` : '';
}

/** The steps to the changes of this place alone. */
function stepsHere({ state, texts }: Context, starts: readonly Day[], day: Day): HTMLElement {
  const before = [...starts].reverse().find((start) => start < day);
  const after = starts.find((start) => start > day);
  const step = (to: Day | undefined, label: string, key: string) => button(
    { class: 'plain', 'data-key': key, 'aria-disabled': String(to === undefined),
      title: to === undefined ? undefined : formatDay(to, texts.locale) },
    () => to !== undefined && state.set({ day: to }), label);
  return el('div', { class: 'pair' }, step(before, texts.previousHere, 'here-previous'),
    step(after, texts.nextHere, 'here-next'));
}

/** An answer for a day beyond the place's history. */
function silence(context: Context, answer: LocateAnswer, day: Day): ControlDetail {
  return { status: unknownStatus, controller: null, from: null, to: null,
    reason: silenceWords(context, answer, day) };
}

/** Why nothing is known: the day, the place, or the sources. */
function silenceWords(
  context: Context, answer: LocateAnswer, day: Day,
): string {
  const { texts, timeline } = context;
  if (!covered(timeline, day)) return coversText(context);
  if (answer.zone || !timeline.statesControl) return texts.unknownReason;
  return {
    inside: texts.inNoZone, outside: texts.outsideExtent,
    swapped: `${texts.outsideExtent} ${texts.insideSwapped}`,
  }[whereOf(context, answer)];
}

/** The change of the place that may lie before the day and after it too. */
function passingAt(
  { timeline }: Context, periods: readonly PlacePeriod[], day: Day,
): Passing<Side> | undefined {
  const sides = periods.map(({ control, ...days }) =>
    ({ ...days, ...control, from: days.from, to: days.to }));
  return covered(timeline, day) ? periodOn(passingsOf(sides, sameControl), day) : undefined;
}

function uncertainty({ texts }: Context, passing: Passing<Side> | undefined): HTMLElement | null {
  return passing ? el('p', { class: 'caution uncertain', role: 'note' },
    doubtText(texts, passing, ({ controller }) => controller)) : null;
}

function warning({ texts }: Context, { zone }: LocateAnswer): HTMLElement | null {
  if (!zone?.near_uncertain_line) return null;
  const metres = (m: number) => formatMetres(m, texts.locale);
  return el('p', { class: 'caution', role: 'note' },
    texts.nearBorder(metres(zone.border_m),
      zone.precision_m === undefined ? '?' : metres(zone.precision_m)));
}

/** The rows of the source that have own columns for a place: its period, its zone, its regions. */
function rowsAt(
  context: Context, { zone, regions }: LocateAnswer, control: ControlDetail, title: string,
  lang: Lang,
): readonly Row[] {
  const whole = (id: string | undefined) => regions.find((region) => region.id === id)?.names;
  const told = (about: string, row: Attributed, id?: string): Row =>
    ({ ...row, about, id, whole: whole(row.attributes_of) });
  const day = parseISO(control.from ?? '');
  const since = day === undefined ? '' : `, ${formatDay(day, context.texts.locale, 'short')}`;
  return [
    told(`${statusName(context, control.status, lang)}${since}`, control),
    ...regions.filter(({ id }) => id !== zone?.id).map((region) =>
      told(`${pick(region.layer_title, lang)}: ${placeName(context, region.names).text}`, region,
        region.id)),
    ...(zone ? [told(title, zone, zone.id)] : []),
  ];
}

/** The zone and the regions of a place, with what came before and after them. */
function identitiesAt(context: Context, { zone, regions }: LocateAnswer): readonly Identified[] {
  return [...(zone ? [zone] : []), ...regions.filter(({ id }) => id !== zone?.id)]
    .map((region) => ({ ...region, about: placeName(context, region.names).text }));
}

function regionList(context: Context, answer: LocateAnswer, lang: Lang): HTMLElement | null {
  const { texts } = context;
  const { zone } = answer;
  const about = (region: RegionHit): Child => {
    const { admin_from: from, admin_to: to } = region;
    if (from === undefined && to === undefined) return null;
    const words = (edtf: string | undefined) => (edtf ? formatEDTF(edtf, texts) : texts.today);
    return el('div', { class: 'muted small' }, texts.dateSpan(words(from), words(to)));
  };
  const regions = answer.regions.filter((region) => region.id !== zone?.id &&
    !context.timeline.overlays.has(region.id));
  if (!zone && regions.length === 0) return null;
  return el('section', { class: 'block', 'aria-label': texts.lies },
    el('h3', {}, texts.lies),
    el('dl', { class: 'facts' },
      ...regions.flatMap((region) => row(
        pick(region.layer_title, lang),
        nameElement(context, region.names),
        otherNames(context, region.names, { class: 'muted small' }),
        about(region))),
      ...(zone ? [
        ...row(texts.area, formatKm2(zone.area_km2, texts.locale)),
        ...row(texts.borderDistance, formatMetres(zone.border_m, texts.locale)),
        ...(!zone.precision_m ? [] // 0: nobody says how good the line is
          : row(texts.linePrecision, formatMetres(zone.precision_m, texts.locale))),
      ] : [])),
    told(context, 'p', zone?.note, { class: 'muted small' }));
}
