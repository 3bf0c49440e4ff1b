import { actorName, statusName, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { button, el, svg } from '../dom.ts';
import { mostShown, rowsLeft } from './rows.ts';
import { axisYears } from '../strip.ts';
import { dayOf, formatYear } from '../days.ts';
import { formatKm2, formatNumber } from '../format.ts';
import type { StatsAnswer } from '../answers.ts';
import { unknownStatus } from '../model.ts';
import { endOf } from '../timeline.ts';

/** The areas of all controllers in a stretch of days. */
interface Step {
  readonly from: Day;
  readonly to: Day;
  readonly km2: ReadonlyMap<string, number>;
}

const [width, height] = [340, 150];

/**
 * So many controllers have a band and a column of their own, the largest ever; the rest share one.
 */
const mostBands = 12;
/** Stands for all others among the ids of controllers. */
const rest = '\u0000others';

/** The series with the controllers that never held much added up. */
function fewer(
  all: readonly Step[],
): { readonly series: readonly Step[]; readonly others: number } {
  const peak = new Map<string, number>();
  for (const { km2 } of all) {
    for (const [id, area] of km2) peak.set(id, Math.max(peak.get(id) ?? 0, area));
  }
  const others = [...peak].sort((a, b) => b[1] - a[1]).slice(mostBands).map(([id]) => id);
  if (others.length < 2) return { series: all, others: 0 };
  const small = new Set(others);
  return { others: others.length, series: all.map((step) => {
    const kept = [...step.km2].filter(([id]) => !small.has(id));
    const sum = [...step.km2].reduce((n, [id, area]) => n + (small.has(id) ? area : 0), 0);
    return { ...step, km2: new Map([...kept, ...(sum > 0 ? [[rest, sum] as const] : [])]) };
  }) };
}

/** The server's series by controller alone, in days; the last stretch ends with the data. */
function steps(
  stats: StatsAnswer, covers: { readonly from: Day; readonly to: Day },
): readonly Step[] {
  return stats.series.map(({ from, to, areas }) => {
    const km2 = new Map<string, number>();
    for (const { controller, km2: area } of areas) {
      km2.set(controller ?? unknownStatus, (km2.get(controller ?? unknownStatus) ?? 0) + area);
    }
    return { from: from === null ? covers.from : (parseISO(from) ?? covers.from),
      to: to === null ? covers.to : (parseISO(to) ?? covers.to), km2 };
  }).filter(({ from, to }) => from < to);
}

/**
 * Area by controller over all time as a stepped, stacked chart with the day shown marked, and the
 * same as a table.
 */
export function areaChart(context: Context, stats: StatsAnswer): HTMLElement {
  const { texts, timeline, state, symbology } = context;
  const { day, lang } = state.get();
  const end = endOf(timeline, context.dataset.as_of);
  const { series: all, others } =
    fewer(steps(stats, { from: timeline.covers.from, to: end }));
  const [first, last] = [all[0]?.from ?? 0, all.at(-1)?.to ?? 1];
  const who = [...new Set(all.flatMap(({ km2 }) => [...km2.keys()]))]
    .sort((a, b) => Number(a === rest) - Number(b === rest));
  const most = Math.max(1e-6, ...all.map(({ km2 }) => [...km2.values()].reduce((a, b) => a + b, 0)));
  const x = (d: Day) => ((d - first) / (last - first)) * width;
  const y = (km2: number) => height - (km2 / most) * height;
  const below = (step: Step, i: number) =>
    who.slice(0, i).reduce((sum, id) => sum + (step.km2.get(id) ?? 0), 0);
  const areas = who.map((id, i) => {
    const top = all.map((s) => `L${x(s.from)} ${y(below(s, i + 1))}H${x(s.to)}`).join('');
    const bottom = [...all].reverse().map((s) => `L${x(s.to)} ${y(below(s, i))}H${x(s.from)}`)
      .join('');
    const path = svg('path', { d: `M${top.slice(1)}${bottom}Z`, class: 'stack' });
    path.style.fill = symbology.actor(id)?.color ?? '#999999';
    return path;
  });
  // the stretches around the day
  const here = all.findIndex(({ to }) => day < to) - mostShown / 2;
  const top = Math.max(0, Math.min(here, all.length - mostShown));
  const rows = all.slice(top, top + mostShown);
  const mark = Math.min(Math.max(x(day), 0), width);
  const years = axisYears(first, last).map((year) => {
    const at = x(dayOf(year, 1, 1) ?? first);
    return at > 8 && at < width - 8 &&
      svg('text', { x: at, y: height + 14, 'text-anchor': 'middle' }, formatYear(year, texts.locale));
  });
  const name = (id: string) => id === rest ? texts.others(formatNumber(others, texts.locale))
    : actorName(context, id, lang) === id && id === unknownStatus
    ? statusName(context, unknownStatus, lang) : actorName(context, id, lang);
  return el('section', { class: 'block chart', 'aria-label': texts.chartTitle },
    el('h3', {}, texts.chartTitle),
    svg('svg', { viewBox: `-2 -4 ${width + 4} ${height + 24}`, role: 'img',
      'aria-label': texts.chartTitle },
      ...areas, svg('path', { class: 'cursor', d: `M${mark} -4V${height}` }), ...years),
    el('ul', { class: 'chart-key' }, ...who.map((id) => {
      const box = el('span', { class: 'box' });
      box.style.background = symbology.actor(id)?.color ?? '#999999';
      return el('li', {}, box, name(id));
    })),
    el('details', {}, el('summary', { 'data-key': 'chart-table' }, texts.chartTable),
      el('p', { class: 'muted small' }, texts.chartNote),
      el('div', { class: 'table-scroll', tabindex: 0, role: 'group',
        'aria-label': texts.chartTable },
        el('table', {},
          el('caption', { class: 'visually-hidden' },
            `${texts.chartTitle}, ${formatKm2(most, texts.locale)}`),
          el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, texts.from),
            ...who.map((id) => el('th', { scope: 'col' }, name(id))))),
          el('tbody', {}, ...rows.map(({ from, to, km2 }) =>
            el('tr', { 'aria-current': from <= day && day < to ? 'date' : undefined },
              el('th', { scope: 'row' },
                button({ class: 'link', 'data-key': `chart-${from}` },
                  () => state.set({ day: from }), formatDay(from, texts.locale, 'short'))),
              ...who.map((id) => el('td', { class: 'number' },
                formatNumber(km2.get(id) ?? 0, texts.locale)))))))),
      rowsLeft(texts, all.length)));
}
