import { dayFields, daysTold, orderWords } from './otherday.ts';
import type { Section } from './section.ts';
import type { Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { button, debounced, el, replaceContent, type Child } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { fitBox } from '../map.ts';
import { pick, pickedLang } from '../names.ts';
import { regionName, regionSwatch } from '../regions.ts';
import type { Stage } from '../stage.ts';
import type { RegionDays, Timeline } from '../timeline.ts';

/** Longer lists than this are folded. */
const mostRows = 24;

/** The regions of a dataset without control that begin and end between two days. */
export function mountRegionChanges(root: HTMLElement, context: Context, stage: Stage): Section {
  const { state, texts, timeline } = context;
  root.append(el('h2', {}, texts.changesBetween));
  if (timeline.changes.length === 0) { // there are no days to choose
    root.append(el('p', { class: 'hint' }, texts.noControl), el('p', {}, texts.nothingChanges));
    return { update: () => {} };
  }
  const [from, to] = dayFields(context);
  const answer = el('div', {});
  root.append(el('div', { class: 'span' }, from.element, to.element), answer);
  const update = () => {
    if (state.get().tab !== 'changes') return;
    for (const field of [from, to]) field.update();
    const { begin, end } = regionChanges(timeline, ...daysTold(context));
    const lists = [list(context, stage, texts.regionsBegin, begin, ({ from: day }) => day),
      list(context, stage, texts.regionsEnd, end, ({ to: day }) => day)];
    const order = orderWords(context);
    const note = order && el('p', { class: 'hint order' }, order);
    replaceContent(answer, ...(begin.length + end.length > 0 ? [note, ...lists]
      : [note || el('p', { class: 'hint' }, texts.noRegionChanges)]));
  };
  state.watch(['day', 'compare', 'names', 'tab'], debounced(50, update));
  update();
  return { update };
}

function list(
  context: Context, stage: Stage, title: string, regions: readonly RegionDays[],
  dayOf: (region: RegionDays) => Day,
): Child {
  if (regions.length === 0) return null;
  const { texts } = context;
  const heading = `${title} (${formatNumber(regions.length, texts.locale)})`;
  const table = el('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': title },
    el('table', { class: 'changes' },
      el('thead', {}, el('tr', {}, ...[texts.regions, texts.timeline]
        .map((text) => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, ...regions.map((region) => row(context, stage, region, dayOf(region))))));
  return regions.length > mostRows
    ? el('details', { class: 'change-group' },
      el('summary', { class: 'row', 'data-key': `group-${title}` }, heading), table)
    : el('section', { class: 'block', 'aria-label': title }, el('h3', {}, heading), table);
}

function row(context: Context, stage: Stage, region: RegionDays, day: Day): HTMLElement {
  const { texts, state, dataset } = context;
  const name = regionName(context, region);
  const title = dataset.layers.find(({ id }) => id === region.layer)?.title;
  const { lang } = state.get();
  const open = () => {
    if (region.bbox) fitBox(stage.pane.map, region.bbox, { padding: [40, 40], maxZoom: 11 });
    // on a day on which it is there
    const shown = Math.min(Math.max(state.get().day, region.from), region.to - 1);
    state.set({ selection: region.label ?? null, day: shown, tab: 'place' });
  };
  return el('tr', {},
    el('th', { scope: 'row' },
      region.label ? button({ class: 'link', lang: name.lang, 'data-key': `change-${region.id}` },
        open, name.text) : el('span', { lang: name.lang }, name.text),
      el('div', { class: 'held muted small' }, regionSwatch(context, region.layer, 18, 14),
        el('span', { lang: pickedLang(title, lang) }, pick(title, lang)))),
    el('td', {}, button({ class: 'link', 'data-key': `on-${region.id}` }, () => state.set({ day }),
      formatDay(day, texts.locale, 'short'))));
}

/**
 * The regions without control that begin, and those that end, after one day and up to another, in
 * order of these days; the earlier of the two comes first.
 */
function regionChanges(
  timeline: Timeline, a: Day, b: Day,
): { readonly begin: readonly RegionDays[]; readonly end: readonly RegionDays[] } {
  const [first, last] = [Math.min(a, b), Math.max(a, b)];
  const within = (day: Day) => first < day && day <= last;
  const all = [...timeline.regions.values()];
  return {
    begin: all.filter(({ from }) => within(from)).sort((x, y) => x.from - y.from),
    end: all.filter(({ to }) => within(to)).sort((x, y) => x.to - y.to),
  };
}
