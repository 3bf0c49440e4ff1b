import { areaChart } from './chart.ts';
import type { Section } from './section.ts';
import { failed, waiting } from './waiting.ts';
import { fetchStats } from '../api.ts';
import { isAbort } from '../request.ts';
import type { StatsAnswer } from '../answers.ts';
import type { Context } from '../context.ts';
import { byId, debounced, el, replaceContent } from '../dom.ts';
import { formatKm2 } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { interval } from '../timeline.ts';
import type { Bounds } from '../model.ts';
import { seenOf } from '../seen.ts';
import type { Stage } from '../stage.ts';
import { chartTexts } from '../texts/chart.ts';
import { home } from '../turns.ts';

/** Waits until the map has come to rest. */
const restMs = 300;

/** The area by controller over all time: of all zones, or of what of them is in view. */
export function mountAreas(root: HTMLElement, context: Context, stage: Stage): Section {
  const { state, texts } = context;
  const words = chartTexts(texts.locale);
  const only = el('input', { type: 'checkbox', id: 'chart-in-view', 'data-key': 'chart-in-view' });
  const { lang } = state.get();
  const spans = (context.dataset.spans ?? []).map(({ title, from, to }) => ({ title, ...interval(from, to) }));
  const span = el('select', { 'aria-label': texts.spans, 'data-key': 'chart-span' }, el('option', { value: '' }, texts.allDays),
    ...spans.map(({ title }, i) => el('option', { value: String(i), lang: pickedLang(title, lang) }, pick(title, lang))));
  const scope = el('div', { class: 'chart-scope' }, spans.length > 0 && span,
    el('label', { for: 'chart-in-view' }, only, words.inView));
  const note = el('p', { class: 'muted small', role: 'status' });
  const chart = el('div', {});
  root.append(chart, note);
  let abort = new AbortController();
  let stats: StatsAnswer | undefined;
  let asked: string | undefined;
  let failure: unknown;
  const draw = () => replaceContent(chart, ...(failure ? [failed(texts, failure, () => void load())]
    : [stats ? areaChart(context, stats, spans[Number(span.value || NaN)], scope) : waiting(texts)]));
  const load = async () => {
    if (state.get().tab !== 'changes') return;
    const { viewpoint } = state.get();
    const box = only.checked ? boxSeen(stage) : undefined;
    const question = `${viewpoint} ${box?.join() ?? ''}`;
    if (question === asked && !failure) return;
    [asked, failure] = [question, undefined];
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    if (box) note.textContent = words.asking;
    try {
      const answer = await fetchStats(viewpoint, signal, box);
      if (signal.aborted) return;
      stats = answer;
      const held = answer.series.map(({ areas }) => areas.reduce((sum, { km2 }) => sum + km2, 0));
      const size = answer.box_km2 ?? 0;
      note.textContent = box === undefined ? ''
        : words.boxNote(formatKm2(size, texts.locale), formatKm2(Math.max(0, size - Math.max(0, ...held)), texts.locale));
    } catch (error) {
      if (isAbort(error)) return;
      failure = error;
      note.textContent = '';
    }
    draw();
  };
  only.addEventListener('change', () => void load());
  span.addEventListener('change', draw);
  const rested = debounced(restMs, () => void (only.checked && load()));
  state.watch(['center', 'zoom'], rested);
  new ResizeObserver(rested).observe(byId('panel')); // the sheet of a phone covers more or less of the map
  state.watch(['viewpoint', 'tab'], () => void load());
  state.watch(['day', 'names'], debounced(200, () => state.get().tab === 'changes' && draw()));
  stage.onLooks(draw);
  draw();
  void load();
  return { update: draw };
}

/** The box of what of the map is in view: not what lies under the sheet of a phone. */
function boxSeen({ pane: { map } }: Stage): Bounds {
  const { width, height } = seenOf(map);
  const [northWest, southEast] = [map.containerPointToLatLng([0, 0]), map.containerPointToLatLng([width, height])];
  const round = (degrees: number) => Number(degrees.toFixed(4));
  const [south, north] = [Math.max(-90, round(southEast.lat)), Math.min(90, round(northWest.lat))];
  return southEast.lng - northWest.lng >= 360 ? [-180, south, 180, north]
    : [round(home(northWest.lng)), south, round(home(southEast.lng)), north];
}
