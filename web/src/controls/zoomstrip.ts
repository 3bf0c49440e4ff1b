import { createStrip, type Change, type Mark, type Span } from '../../strip/strip.ts';
import type { Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { formatNumber } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { watchLooks } from '../theme.ts';
import { sameControl, type Timeline } from '../timeline.ts';
import { flagsOf } from './flags.ts';
import { spansOf } from './spans.ts';
import { stripWords } from './stripwords.ts';
import type { Track } from './track.ts';

/** Most lines that are told of the days under the pointer. */
const mostLines = 4;

/** Puts the strip that zooms in the place of the track that was there from the beginning. */
export function mountZoomStrip(track: Track, context: Context): void {
  const { state, texts } = context;
  const { first, last } = track.shown.get();
  const data = () => ({ changes: changesOf(context.timeline, first, last),
    marks: marksOf(context, first, last), spans: spansFor(context) });
  let tell = teller(context);
  const strip = createStrip(track.element, {
    first, last, day: state.get().day, ...data(), slider: track.slider, from: track.from,
    words: stripWords(texts),
    describe: (from, to) => tell(from, to),
    onDay: track.go,
    onView: ({ from, to }) => track.shown.set({ first: from, last: to }),
  });
  track.bare();
  track.options.append(strip.buttons);
  const follow = () => {
    const { day, mode, compare } = state.get();
    strip.setFrom(mode === 'difference' ? compare : null);
    strip.setDay(day);
  };
  state.watch(['day', 'mode', 'compare'], follow);
  state.watch(['viewpoint'], () => {
    tell = teller(context);
    strip.setData(data());
  });
  state.watch(['chosen'], () => strip.setData(data()));
  watchLooks(strip.redraw);
  matchMedia('(forced-colors: active)').addEventListener('change', strip.redraw);
  void document.fonts.ready.then(strip.redraw);
  follow();
}

/** How many zones change on each day. On the first day the data begins, and nothing changes. */
function changesOf(timeline: Timeline, first: Day, last: Day): readonly Change[] {
  const zones = new Map(timeline.changes.map((day) => [day, 0]));
  for (const { periods } of timeline.zones.values()) {
    for (const { from } of periods) zones.set(from, (zones.get(from) ?? 0) + 1);
  }
  return [...zones].filter(([day]) => day > first && day <= last)
    .map(([day, weight]) => ({ day, weight }));
}

function marksOf(context: Context, first: Day, last: Day): readonly Mark[] {
  const { lang, chosen } = context.state.get();
  const flags = new Set(flagsOf(context, first, last).map(({ day, title }) => `${day} ${pick(title, lang)}`));
  return [...context.timeline.events.values()].flatMap((event) => {
    const day = parseISO(event.day);
    const title = pick(event.title, lang);
    if (day === undefined || (chosen && !chosen.has(event.id)) || day < first || day > last || !title) return [];
    const flag = chosen !== null || flags.has(`${day} ${title}`); // what somebody looks for is marked
    return [{ day, title, lang: pickedLang(event.title, lang), flag,
      weight: (event.zones?.length ?? 0) + (flag ? 1000 : 0) }];
  });
}

function spansFor(context: Context): readonly Span[] {
  const { lang } = context.state.get();
  return spansOf(context).map(({ title, from, to }, i) =>
    ({ id: String(i + 1), title: pick(title, lang), lang: pickedLang(title, lang), from, to }));
}

/** Tells of some days: how many zones changed on the one of them that has changes, and the events. */
function teller(context: Context): (from: Day, to: Day) => readonly string[] {
  const { state, timeline, texts } = context;
  const { lang } = state.get();
  const changed = new Map<Day, number>();
  for (const { periods } of timeline.zones.values()) {
    for (const [i, period] of periods.entries()) {
      const before = periods[i - 1];
      if (i === 0 || (before?.to === period.from && sameControl(before, period))) continue;
      changed.set(period.from, (changed.get(period.from) ?? 0) + 1);
    }
  }
  const events = [...timeline.events.values()]
    .map((event) => ({ event, day: parseISO(event.day) ?? NaN }))
    .sort((a, b) => (b.event.zones?.length ?? 0) - (a.event.zones?.length ?? 0));
  return (from, to) => {
    const date = (day: Day) => (from === to ? '' : `${formatDay(day, texts.locale, 'short')}: `);
    const happened = events.filter(({ day }) => from <= day && day <= to);
    const lines = happened.slice(0, mostLines).map(({ event, day }) => date(day) + pick(event.title, lang));
    const more = happened.length - lines.length;
    if (more > 0) lines[lines.length - 1] += texts.andMore(formatNumber(more, texts.locale));
    const days = timeline.changes.filter((day) => from <= day && day <= to);
    const [day] = days;
    const count = changed.get(day ?? NaN) ?? 0;
    if (day === undefined || days.length > 1 || count === 0) return lines;
    return [date(day) + texts.changedZones(formatNumber(count, texts.locale), count), ...lines];
  };
}
