import { coversText } from './covers.ts';
import { lineList, overlayList, toggle, worldRow } from './legendlayers.ts';
import type { Section } from './section.ts';
import { KeptSwatches } from './swatches.ts';
import { actorLang, actorName, firstLanguage, told, type Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { afterPaint, debounced, el, replaceContent } from '../dom.ts';
import { formatKm2, formatMetres, formatNumber } from '../format.ts';
import { changeLooks, differenceDays } from '../looks.ts';
import { unknownStatus, type Actor, type Lang } from '../model.ts';
import { pick } from '../names.ts';
import { tileSpec } from '../pane.ts';
import { regionCount, regionSwatch } from '../regions.ts';
import type { Stage } from '../stage.ts';
import { stanceOf } from '../stance.ts';
import type { Fill } from '../symbology.ts';
import { sameMap } from '../epochs.ts';
import { controlOn, passingOn } from '../held.ts';
import { covered, everInControl, uncertainZones, zonesBySize, type Period, type Tally } from '../timeline.ts';
import { waysOn, type Way } from '../ways.ts';

/** Waits until the map has come to rest. */
const restMs = 150;

/** The samples of the legend, which is made anew with each day of another map. */
const swatches = new KeptSwatches();

/**
 * Explains every look of the map, with the number of zones in view and their area on the day shown,
 * and switches layers and actors. The looks under the pointer are marked.
 */
export function mountLegend(root: HTMLElement, context: Context, stage: Stage): Section {
  const { state } = context;
  let hovered: string | undefined;
  const draw = () => {
    if (state.get().tab !== 'legend') return;
    swatches.renew();
    replaceContent(root, ...content(context, stage.outlinesSeen(), stage.zonesInView()));
    markHovered(root, context, hovered);
  };
  const later = afterPaint(draw);
  const rested = debounced(restMs, draw);
  state.subscribe((now, before) => {
    const other = now.viewpoint !== before.viewpoint || now.hidden !== before.hidden ||
      now.tab !== before.tab;
    const compared = now.mode !== before.mode || now.compare !== before.compare;
    if (other || compared || (now.day !== before.day && (now.mode === 'difference' ||
      !sameMap(context.timeline, now.day, before.day)))) later();
    else if (now.day !== before.day) tellDay(root, context);
  });
  state.watch(['center', 'zoom'], rested);
  stage.onTiles(rested);
  stage.onHover((id) => {
    hovered = id;
    markHovered(root, context, id);
  });
  draw();
  return { update: draw };
}

/** Says of which day the numbers are; on days of the same map nothing else differs. */
function tellDay(root: HTMLElement, context: Context): void {
  root.querySelector('[data-day]')?.replaceChildren(dayWords(context));
}

/** Of which day the numbers are, and that the dataset does not speak of it where it is so. */
function dayWords(context: Context): string {
  const { texts, timeline, state } = context;
  const { day } = state.get();
  const counted = texts.countsInView(formatDay(day, texts.locale));
  return covered(timeline, day) ? counted : `${coversText(context)} ${counted}`;
}

/** Marks the controller and the status of a zone or an overlay in the legend. */
function markHovered(
  root: HTMLElement, { timeline, state }: Context, id: string | undefined,
): void {
  const period = id === undefined ? undefined : controlOn(timeline, id, state.get().day);
  const status = period?.claim ? 'claim' : `status:${period?.status}`;
  const marked = period ? [`actor:${period.controller}`, status] : [];
  for (const row of root.querySelectorAll<HTMLElement>('[data-row]')) {
    row.classList.toggle('hovered', marked.includes(row.dataset['row'] ?? ''));
  }
}

function content(
  context: Context, outlines: ReadonlySet<string>, inView: ReadonlySet<string>,
): Node[] {
  const { texts, dataset } = context;
  const { lang } = context.state.get();
  if (!context.timeline.statesControl) return plainContent(context, inView, lang);
  const days = differenceDays(context.state);
  if (days) return differenceContent(context, outlines, inView, days, lang);
  const precision = dataset.layers.find((layer) => layer.id === dataset.control_layer)?.precision_m;
  const overlays = overlayList(context, lang);
  return [
    el('h2', {}, texts.legend),
    el('h3', {}, texts.controllers),
    el('p', { class: 'muted small legend-note', 'data-day': true }, dayWords(context)),
    controllerList(context, lang, inView),
    el('h3', {}, texts.statuses), statusList(context, lang, inView),
    ...(dataset.statuses.some(({ pattern }) => pattern === 'hatch')
      ? [el('p', { class: 'muted small' }, texts.hatchNote)] : []),
    ...(overlays.length > 0
      ? [el('h3', {}, texts.overlays), el('ul', { class: 'legend-list' }, ...overlays)] : []),
    el('h3', {}, texts.lines), lineList(context, outlines, lang),
    ...(precision === undefined ? []
      : [el('p', { class: 'muted small' },
        texts.precisionNote(formatMetres(precision, texts.locale)))]),
    ...(dataset.de_jure?.length ? [
      el('h3', {}, texts.deJure), el('p', { class: 'muted small' }, texts.deJureNote),
      el('ul', { class: 'statements' },
        ...dataset.de_jure.map(({ text }) => told(context, 'li', text))),
    ] : []),
  ];
}

/** The legend of what changed between two days: only this is drawn, and only this is counted. */
function differenceContent(
  context: Context, outlines: ReadonlySet<string>, inView: ReadonlySet<string>,
  days: readonly [Day, Day], lang: Lang,
): Node[] {
  const { texts } = context;
  const [first, last] = days.map((day) => formatDay(day, texts.locale)) as [string, string];
  const looks = changeLooks(context, days, inView, inView);
  const spoken = days.every((day) => covered(context.timeline, day));
  return [
    el('h2', {}, texts.legend),
    el('h3', {}, texts.changesBetween),
    el('p', { class: 'muted small legend-note' },
      spoken ? texts.changesInView(first, last) : coversText(context)),
    ...(spoken && looks.length === 0
      ? [el('p', { class: 'hint' }, days[0] === days[1] ? texts.sameDay : texts.noChanges)] : []),
    el('ul', { class: 'legend-list' }, ...looks.map((look) => el('li', { 'data-row': 'change' },
      swatches.of(look.fill),
      el('div', {}, el('div', { class: 'row' },
        el('span', { class: 'name' }, look.text), amount(context, look)))))),
    el('p', { class: 'muted small changes-note' }, texts.changesNote),
    el('h3', {}, texts.lines), lineList(context, outlines, lang),
  ];
}

/** The legend of a dataset of plain regions: its layers, and that it states no control. */
function plainContent(context: Context, inView: ReadonlySet<string>, lang: Lang): Node[] {
  const { texts, dataset, timeline } = context;
  const layers = tileSpec(dataset, timeline).plain
    .flatMap((id) => dataset.layers.filter((layer) => layer.id === id));
  return [
    el('h2', {}, texts.legend),
    el('p', { class: 'hint' }, texts.noControl),
    ...(timeline.changes.length === 0 ? [el('p', { class: 'muted small' }, texts.nothingChanges)]
      : []),
    ...(layers.length > 0 ? [el('h3', {}, texts.regionsInView)] : []),
    el('ul', { class: 'legend-list' }, ...layers.map(({ id, title, description }) => el('li', {},
      regionSwatch(context, id),
      el('div', {},
        el('div', { class: 'row' },
          told(context, 'span', title, { class: 'name' }),
          el('span', { class: 'amount' }, regionCount(context, id, inView))),
        told(context, 'p', description, { class: 'muted small' })),
      toggle(context, id, pick(title, lang)))), worldRow(context)),
  ];
}

/** What is in view, by something that all zones held in one way have. */
function sumsOf(ways: readonly Way[], by: (period: Period) => string): ReadonlyMap<string, Tally> {
  const sums = new Map<string, Tally>();
  for (const { period, seen } of ways) {
    if (seen.zones === 0) continue;
    const key = period ? by(period) : unknownStatus;
    const { zones, km2 } = sums.get(key) ?? { zones: 0, km2: 0 };
    sums.set(key, { zones: zones + seen.zones, km2: km2 + seen.km2 });
  }
  return sums;
}

function amount({ texts }: Context, sum: Tally | undefined): HTMLElement {
  const { zones, km2 } = sum ?? { zones: 0, km2: 0 };
  const count = texts.zoneCount(formatNumber(zones, texts.locale), zones);
  return el('span', { class: 'amount' },
    zones === 0 ? '–' : `${count} · ${formatKm2(km2, texts.locale)}`);
}

function controllerList(context: Context, lang: Lang, inView: ReadonlySet<string>): HTMLElement {
  const { symbology, timeline, state, dataset } = context;
  const sums = sumsOf(waysOn(timeline, state.get().day, inView), (period) => period.controller);
  const items = [...everInControl(timeline)].map((id) => symbology.actor(id))
    .filter((actor) => actor !== undefined)
    .sort((a, b) => (sums.get(b.id)?.km2 ?? 0) - (sums.get(a.id)?.km2 ?? 0))
    .map((actor) => el('li',
      { class: sums.has(actor.id) ? undefined : 'absent', 'data-row': `actor:${actor.id}` },
      swatches.of({ base: actor.color, pattern: 'solid', ink: null, key: '' }),
      el('div', {},
        el('div', { class: 'row' },
          el('span', { class: 'name', lang: actorLang(context, actor.id, lang) },
            actorName(context, actor.id, lang), ' ',
            el('abbr', { title: pick(actor.names, lang) },
              el('span', { lang: firstLanguage(dataset) }, actor.code))),
          amount(context, sums.get(actor.id))),
        aboutActor(context, actor)),
      toggle(context, `actor:${actor.id}`, actorName(context, actor.id, lang))));
  return el('ul', { class: 'legend-list' }, ...items);
}

/**
 * The full name of an actor, its description, and the de jure position as the dataset states it.
 */
function aboutActor(context: Context, actor: Actor): HTMLElement | null {
  const { texts } = context;
  const notes = [actor.description, actor.de_jure_note].filter((note) => note !== undefined);
  if (notes.length === 0) return null;
  return el('details', {},
    el('summary', { 'data-key': `about-${actor.id}` }, texts.whoIsThis),
    told(context, 'p', actor.names, { class: 'small' }),
    ...notes.map((note) => told(context, 'p', note, { class: 'muted small' })));
}

/** What is not certain on the day shown, in the colours of the largest zone of which it is not. */
function uncertainItem(context: Context, inView: ReadonlySet<string>): HTMLElement | null {
  const { timeline, symbology, state, texts } = context;
  const { day } = state.get();
  const all = uncertainZones(timeline);
  const now = all.filter(({ id }) => inView.has(id) && passingOn(timeline, id, day));
  const [sample] = now.length > 0 ? now : all;
  const passing = sample && (passingOn(timeline, sample.id, day) ?? sample.passings[0]);
  if (!passing) return null;
  const km2 = now.reduce((sum, zone) => sum + zone.area_km2, 0);
  return el('li', { 'data-row': 'uncertain', class: now.length > 0 ? undefined : 'absent' },
    swatches.of(symbology.passingFill(passing, now.length > 0 ? day : passing.after.from)),
    el('div', {},
      el('div', { class: 'row' }, el('span', { class: 'name' }, texts.uncertainToday),
        amount(context, { zones: now.length, km2 })),
      el('p', { class: 'muted small' }, texts.uncertainNote)));
}

function statusList(context: Context, lang: Lang, inView: ReadonlySet<string>): HTMLElement {
  const { timeline, state, dataset } = context;
  const sums = sumsOf(waysOn(timeline, state.get().day, inView),
    (period) => (period.claim ? claimKey : period.status));
  const uncertain = uncertainItem(context, inView);
  const claims = claimItem(context, lang, sums.get(claimKey));
  return el('ul', { class: 'legend-list' },
    ...dataset.statuses.map((status) => el('li', { 'data-row': `status:${status.id}` },
      swatches.of(statusSample(context, status.id)),
      el('div', {},
        el('div', { class: 'row' },
          told(context, 'span', status.names, { class: 'name' }),
          amount(context, sums.get(status.id))),
        told(context, 'p', status.definition, { class: 'muted small' })))),
    ...(claims ? [claims] : []), ...(uncertain ? [uncertain] : []));
}

/** Under which claims are counted; no id of a status has a space. */
const claimKey = 'a claim';

/** What rests on the word of the side whose view is shown, with what that means. */
function claimItem(context: Context, lang: Lang, sum: Tally | undefined): HTMLElement | null {
  const { timeline, symbology, texts, state } = context;
  const view = stanceOf(context);
  if (!view) return null;
  const { day } = state.get();
  const claims = [...timeline.zones.values()].flatMap(({ periods }) =>
    periods.filter(({ claim }) => claim));
  const sample = claims.find(({ from, to }) => from <= day && day < to) ?? claims[0];
  if (!sample) return null;
  return el('li', { 'data-row': 'claim', class: sum ? undefined : 'absent' },
    swatches.of(symbology.fill(sample)),
    el('div', {},
      el('div', { class: 'row' }, el('span', { class: 'name' }, texts.oneSided),
        amount(context, sum)),
      el('p', { class: 'muted small' }, texts.oneSidedNote(pick(view.names, lang))),
      told(context, 'p', view.definition, { class: 'muted small' })));
}

/**
 * A status in the colours it has on the day shown, in the largest zone, else in those it ever has.
 */
function statusSample({ timeline, symbology, state }: Context, status: string): Fill {
  if (status === unknownStatus) return symbology.fill(undefined);
  const { day } = state.get();
  const usual = (fill: Fill) => fill.pattern !== 'bands' && fill.pattern !== 'mesh';
  const zones = zonesBySize(timeline);
  for (const { id } of zones) {
    const period = controlOn(timeline, id, day);
    if (period?.status !== status || period.claim || passingOn(timeline, id, day)) continue;
    const fill = symbology.zoneFill(timeline, id, day);
    if (usual(fill)) return fill;
  }
  for (const zone of zones) {
    for (const period of zone.periods) {
      if (period.status !== status || period.claim) continue;
      const from = Math.max(period.from, timeline.covers.from);
      const fill = symbology.heldFill(timeline, zone, from, period);
      if (usual(fill)) return fill;
    }
  }
  return { base: '#808080', pattern: symbology.status(status)?.pattern ?? 'solid', ink: null,
    key: '' };
}
