import { swatch } from '../swatch.ts';
import { actorName, type Context } from '../context.ts';
import { afterPaint, el, replaceContent, svg } from '../dom.ts';
import { formatMetres, formatNumber } from '../format.ts';
import { unknownStatus, type Actor, type Lang } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import type { BorderClass, Fill } from '../symbology.ts';
import { covered, sameMap, tally, type Tally } from '../timeline.ts';

/** What keeps the legend fresh. */
export interface LegendView {
  readonly update: () => void;
  /** Lists the lines again when there are new ones on the map. */
  readonly updateLines: () => void;
}

/** Explains every look of the map, with the number of zones and their area on the day shown. */
export function mountLegend(root: HTMLElement, context: Context, outlines: () => ReadonlySet<string>): LegendView {
  const { state, timeline } = context;
  let drawn = 0;
  const update = () => {
    drawn = outlines().size;
    replaceContent(root, ...content(context, outlines()));
  };
  const updateLines = () => {
    if (outlines().size !== drawn) update();
  };
  const later = afterPaint(update);
  state.subscribe((now, before) => {
    if (now.lang !== before.lang || !sameMap(timeline, now.day, before.day)) later();
  });
  update();
  return { update, updateLines };
}

function content(context: Context, outlines: ReadonlySet<string>): Node[] {
  const { texts, dataset } = context;
  const { lang } = context.state.get();
  const precision = dataset.layers.find((layer) => layer.id === dataset.control_layer)?.precision_m;
  return [
    el('h3', {}, texts.controllers), controllerList(context, lang),
    el('h3', {}, texts.statuses), statusList(context, lang),
    el('p', { class: 'muted small' }, texts.hatchNote),
    el('h3', {}, texts.lines), lineList(context, outlines, lang),
    ...(precision === undefined ? [] : [el('p', { class: 'muted small' }, texts.precisionNote(formatMetres(precision, texts.locale)))]),
  ];
}

function amount({ texts }: Context, sum: Tally | undefined): HTMLElement {
  const number = (n: number) => formatNumber(n, texts.locale);
  const { zones, km2 } = sum ?? { zones: 0, km2: 0 };
  return el('span', { class: 'amount' },
    zones === 0 ? '–' : `${texts.zoneCount(number(zones), zones === 1)} · ${number(km2)} ${texts.km2}`);
}

function controllerList(context: Context, lang: Lang): HTMLElement {
  const { symbology, timeline, state } = context;
  const sums = tally(timeline, state.get().day, (period) => period.controller);
  const ever = new Set([...timeline.zones.values()].flatMap((zone) => zone.periods.map((p) => p.controller)));
  const items = [...ever].map((id) => symbology.actor(id)).filter((actor) => actor !== undefined)
    .sort((a, b) => (sums.get(b.id)?.km2 ?? 0) - (sums.get(a.id)?.km2 ?? 0))
    .map((actor) => el('li', { class: sums.has(actor.id) ? undefined : 'absent' },
      swatch({ base: actor.color, pattern: 'solid', ink: null, key: '' }),
      el('div', {},
        el('div', { class: 'row' },
          el('span', { class: 'name' }, actorName(context, actor.id, lang), ' ', el('abbr', { title: pick(actor.names, lang) }, actor.code)),
          amount(context, sums.get(actor.id))),
        aboutActor(context, actor, lang))));
  return el('ul', { class: 'legend-list' }, ...items);
}

/** The full name of an actor, what it is, and the de jure position as the dataset states it. */
function aboutActor({ texts }: Context, actor: Actor, lang: Lang): HTMLElement | null {
  const notes = [actor.description, actor.de_jure_note].filter((note) => note !== undefined);
  if (notes.length === 0) return null;
  return el('details', {},
    el('summary', { 'data-key': `about-${actor.id}` }, texts.whoIsThis),
    el('p', { class: 'small', lang: pickedLang(actor.names, lang) }, pick(actor.names, lang)),
    ...notes.map((note) => el('p', { class: 'muted small', lang: pickedLang(note, lang) }, pick(note, lang))));
}

function statusList(context: Context, lang: Lang): HTMLElement {
  const { symbology, timeline, state, dataset } = context;
  const { day } = state.get();
  const sums = tally(timeline, day, (period) => period.status);
  return el('ul', { class: 'legend-list' }, ...dataset.statuses.map((status) => el('li', {},
    swatch(sample(context, status.id)),
    el('div', {},
      el('div', { class: 'row' },
        el('span', { class: 'name', lang: pickedLang(status.names, lang) }, pick(status.names, lang)),
        amount(context, sums.get(status.id))),
      el('p', { class: 'muted small', lang: pickedLang(status.definition, lang) }, pick(status.definition, lang))))));

  /** A status in the colours it has on the day shown, in the largest zone, else in those it ever has. */
  function sample({ timeline: { zones } }: Context, status: string): Fill {
    if (status === unknownStatus) return symbology.fill(undefined);
    let other: Fill | undefined;
    for (const zone of [...zones.values()].sort((a, b) => b.area_km2 - a.area_km2)) {
      for (const period of zone.periods) {
        if (period.status !== status) continue;
        const fill = symbology.zoneFill(timeline, zone.id, period.from);
        if (covered(timeline, day) && period.from <= day && day < period.to) return fill;
        other ??= fill;
      }
    }
    return other ?? { base: '#808080', pattern: symbology.status(status)?.pattern ?? 'solid', ink: null, key: '' };
  }
}

function lineList({ texts, dataset }: Context, seen: ReadonlySet<string>, lang: Lang): HTMLElement {
  const line = (kind: BorderClass | `outline-${number}`, text: string) => el('li', {},
    svg('svg', { class: `line ${kind}`, width: 28, height: 18, 'aria-hidden': 'true' },
      svg('path', { d: 'M1 9h26' })),
    el('div', {}, text));
  const outlines = dataset.layers.filter((layer) => layer.id !== dataset.control_layer);
  return el('ul', { class: 'legend-list' },
    line('front', texts.front), line('status', texts.statusLine), line('inner', texts.innerLine), line('outer', texts.outerLine),
    ...outlines.map((layer, i) => seen.has(layer.id) && line(`outline-${(i % 3) + 1}`, pick(layer.title, lang))));
}
