import './chart.css';
import { areaTicks, looksOf, seriesOf, stepAt, type Holding, type Series, type Step } from './chartseries.ts';
import { mostShown, rowsLeft } from './rows.ts';
import type { StatsAnswer } from '../answers.ts';
import { actorName, statusName, type Context } from '../context.ts';
import { dayOf, formatDay, formatYear, yearOf, type Day } from '../days.ts';
import { button, el, type Child } from '../dom.ts';
import { formatKm2, formatNumber, km2Name } from '../format.ts';
import { paintFill } from '../layers/patterns.ts';
import { unknownStatus, type Lang } from '../model.ts';
import { pickedLang } from '../names.ts';
import { axisYears } from '../strip.ts';
import { swatch } from '../swatch.ts';
import type { Fill } from '../symbology.ts';
import { chartTexts, type ChartTexts } from '../texts/chart.ts';
import { pixelRatio, readTheme } from '../theme.ts';

/** All days. */
const always = { from: -Infinity, to: Infinity };

/** What the parts of a chart share. */
interface Shown extends Series {
  readonly context: Context;
  readonly words: ChartTexts;
  readonly first: Day;
  readonly last: Day;
  /** The largest sum. */
  readonly most: number;
  readonly look: (holding: Holding) => Fill;
  readonly name: (holding: Holding) => string;
  /** The name in the language that its words are in. */
  readonly named: (holding: Holding) => HTMLElement;
}

/**
 * Area by controller and status over all time as a stepped, stacked chart in the looks of the map.
 * It is a slider: the pointer and the keys read a day, a press or Enter moves the map to it; and the
 * same as a table. Of some days alone where they are given; what more there is comes below the title.
 */
export function areaChart(
  context: Context, stats: StatsAnswer, days: { readonly from: Day; readonly to: Day } = always, ...more: readonly Child[]
): HTMLElement {
  const words = chartTexts(context.texts.locale);
  const series = seriesOf(context, stats, days);
  const shown: Shown = { ...series, context, words,
    first: series.steps[0]?.from ?? 0, last: series.steps.at(-1)?.to ?? 1,
    most: Math.max(1e-6, ...series.steps.map(sumOf)), look: looksOf(context), name: (holding) => nameOf(context, holding),
    named: (holding) => el('span', { class: 'name', lang: langOf(context, holding) }, nameOf(context, holding)) };
  const reading = el('div', { class: 'chart-reading' });
  return el('section', { class: 'block chart', 'aria-label': words.title },
    el('h3', {}, words.title), ...more,
    plot(shown, (day) => reading.replaceChildren(...read(shown, day))), reading,
    el('p', { class: 'visually-hidden', id: 'chart-keys' }, words.keys), table(shown));
}

const sumOf = ({ km2 }: Step) => [...km2.values()].reduce((a, b) => a + b, 0);

function nameOf(context: Context, { controller, status, others }: Holding): string {
  const { texts, state, dataset } = context;
  const { lang } = state.get();
  if (others !== undefined) return texts.others(formatNumber(others, texts.locale));
  if (controller === null) return statusName(context, status || unknownStatus, lang);
  const plain = dataset.statuses.find(({ id }) => id === status)?.pattern === 'solid';
  return actorName(context, controller, lang) + (plain ? '' : ` · ${statusName(context, status, lang)}`);
}

function langOf({ state, symbology }: Context, { status, others }: Holding): Lang | undefined {
  return others === undefined ? pickedLang(symbology.status(status || unknownStatus)?.names, state.get().lang) : undefined;
}

const share = (part: number, whole: number, locale: string) =>
  `${formatNumber(Math.round(1000 * part / Math.max(whole, 1e-9)) / 10, locale)}\u00a0%`;

/** The picture with its axes, and the day that is read from it. */
function plot(shown: Shown, tell: (day: Day) => void): HTMLElement {
  const { context, words, first, last, most, steps, who } = shown;
  const { state, texts } = context;
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const cursor = el('div', { class: 'chart-cursor' });
  const field = el('div', { class: 'chart-field' }, canvas, cursor);
  const percent = (part: number) => `${(100 * part).toFixed(3)}%`;
  const ticks = areaTicks(most).map((km2, i, all) => {
    const tick = el('span', { class: 'chart-y' }, i === all.length - 1 ? formatKm2(km2, texts.locale) : formatNumber(km2, texts.locale));
    tick.style.bottom = percent(km2 / most);
    return tick;
  });
  const years = axisYears(first, last).map((year) => {
    const at = ((dayOf(year, 1, 1) ?? first) - first) / (last - first);
    const label = at > 0.03 && at < 0.97 && el('span', { class: 'chart-x' }, formatYear(year, texts.locale));
    if (label) label.style.left = percent(at);
    return label;
  });
  const root = el('div', { class: 'chart-plot', role: 'slider', tabindex: 0, 'data-key': 'chart', 'aria-label': words.title,
    'aria-describedby': 'chart-keys', 'aria-valuemin': first, 'aria-valuemax': last - 1 },
    el('div', { class: 'chart-axis' }, ...ticks), field, el('div', { class: 'chart-years' }, ...years));
  let at = first;
  const point = (day: Day) => {
    at = Math.min(Math.max(day, first), last - 1);
    cursor.style.left = percent((at - first) / (last - first));
    const step = stepAt(steps, at);
    const sum = step ? sumOf(step) : 0;
    root.setAttribute('aria-valuenow', String(at));
    root.setAttribute('aria-valuetext', `${formatDay(at, texts.locale)}: ${who.filter(({ key }) => step?.km2.get(key))
      .map((one) => `${shown.name(one)} ${formatKm2(step?.km2.get(one.key) ?? 0, texts.locale)}, ${share(step?.km2.get(one.key) ?? 0, sum, texts.locale)}`)
      .join('; ')}`);
    tell(at);
  };
  const under = ({ clientX }: MouseEvent): Day => {
    const { left, width } = field.getBoundingClientRect();
    return first + Math.floor(((clientX - left) / Math.max(1, width)) * (last - first));
  };
  const go = () => state.set({ day: at });
  root.addEventListener('pointermove', (event) => point(under(event)));
  root.addEventListener('pointerdown', (event) => point(under(event)));
  root.addEventListener('pointerleave', () => point(state.get().day));
  root.addEventListener('click', (event) => {
    point(under(event));
    go();
  });
  root.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') go();
    else {
      const next = keyed(event.key, at, shown);
      if (next === undefined) return;
      point(next);
    }
    event.preventDefault();
    event.stopPropagation(); // the keys of the page move days, too
  });
  const sizes = new ResizeObserver(() => {
    if (field.isConnected) paint(canvas, field.clientWidth, field.clientHeight, shown);
    else sizes.disconnect();
  });
  sizes.observe(field);
  point(state.get().day);
  return root;
}

/** The day that a key leads to: the next change, a month or a year on, an end. */
function keyed(key: string, at: Day, { steps, first, last }: Shown): Day | undefined {
  const here = stepAt(steps, at);
  switch (key) {
    case 'ArrowRight': return steps.find(({ from }) => from > at)?.from ?? last - 1;
    case 'ArrowLeft': return here && here.from < at ? here.from : steps.filter(({ to }) => to <= (here?.from ?? at)).at(-1)?.from ?? first;
    case 'ArrowUp': return yearMonth(at, 1);
    case 'ArrowDown': return yearMonth(at, -1);
    case 'PageUp': return dayOf(yearOf(at) + 1, 1, 1);
    case 'PageDown': return dayOf(yearOf(at) - 1, 1, 1);
    case 'Home': return first;
    case 'End': return last - 1;
    default: return undefined;
  }
}

/** The first day of a month after or before that of a day. */
function yearMonth(at: Day, by: number): Day | undefined {
  const month = new Date(at * 86_400_000).getUTCMonth() + by;
  return dayOf(yearOf(at) + Math.floor(month / 12), ((month % 12) + 12) % 12 + 1, 1);
}

/** Draws the areas with the very looks of the map. */
function paint(canvas: HTMLCanvasElement, width: number, height: number, shown: Shown): void {
  const { steps, who, first, last, most, look } = shown;
  const ratio = pixelRatio();
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  ctx.scale(ratio, ratio);
  const theme = readTheme();
  const x = (day: Day) => ((day - first) / (last - first)) * width;
  const below = steps.map(() => 0);
  for (const one of who) {
    const path = new Path2D();
    steps.forEach((step, i) => {
      const km2 = step.km2.get(one.key) ?? 0;
      if (km2 === 0) return;
      const [low, left] = [below[i] ?? 0, x(step.from)];
      path.rect(left, height * (1 - (low + km2) / most), Math.max(0.5, x(step.to) - left), height * (km2 / most));
      below[i] = low + km2;
    });
    paintFill(ctx, path, look(one), theme, ratio, 1);
  }
  ctx.fillStyle = theme.line; // where one area ends and the next begins
  ctx.globalAlpha = 0.5;
  for (const km2 of areaTicks(most)) ctx.fillRect(0, Math.min(height - 1, Math.round(height * (1 - km2 / most))), width, 0.5);
}

/** What is read of a day: who held how much of all, and since when it is so. */
function read(shown: Shown, day: Day): HTMLElement[] {
  const { context: { texts }, words, steps, who, look, named } = shown;
  const step = stepAt(steps, day);
  const sum = step ? sumOf(step) : 0;
  const within = step && step.to - step.from > 1 &&
    texts.dateSpan(formatDay(step.from, texts.locale, 'short'), formatDay(step.to - 1, texts.locale, 'short'));
  return [
    el('p', { class: 'chart-day' }, el('strong', {}, words.day(formatDay(day, texts.locale))),
      within && el('span', { class: 'muted small' }, within)),
    el('ul', { class: 'chart-key' }, ...who.map((one) => {
      const km2 = step?.km2.get(one.key) ?? 0;
      return el('li', { class: km2 > 0 ? undefined : 'none' }, swatch(look(one), 22, 14), named(one),
        el('span', { class: 'number' }, km2 > 0 ? formatKm2(km2, texts.locale) : '–'),
        el('span', { class: 'number' }, km2 > 0 ? share(km2, sum, texts.locale) : ''));
    }), el('li', { class: 'total' }, el('span', {}), el('span', { class: 'name' }, words.total),
      el('span', { class: 'number' }, formatKm2(sum, texts.locale)), el('span', {}))),
  ];
}

/** The stretches around the day shown, for those who do not see the picture. */
function table({ context, words, steps, who, most, named }: Shown): HTMLElement {
  const { state, texts } = context;
  const { day } = state.get();
  const here = steps.findIndex(({ to }) => day < to) - mostShown / 2;
  const top = Math.max(0, Math.min(here, steps.length - mostShown));
  return el('details', {}, el('summary', { 'data-key': 'chart-table' }, words.table),
    el('p', { class: 'muted small' }, `${words.note} ${words.mostly}`),
    el('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': words.table },
      el('table', {},
        el('caption', { class: 'visually-hidden' }, `${words.title}, ${formatKm2(most, texts.locale)}`),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, texts.from),
          ...who.map((one) => el('th', { scope: 'col' }, named(one), `, ${km2Name(texts.locale)}`)))),
        el('tbody', {}, ...steps.slice(top, top + mostShown).map(({ from, to, km2 }) =>
          el('tr', { 'aria-current': from <= day && day < to ? 'date' : undefined },
            el('th', { scope: 'row' }, button({ class: 'link', 'data-key': `chart-${from}` },
              () => state.set({ day: from }), formatDay(from, texts.locale, 'short'))),
            ...who.map(({ key }) => el('td', { class: 'number' }, formatNumber(km2.get(key) ?? 0, texts.locale)))))))),
    rowsLeft(texts, steps.length));
}
