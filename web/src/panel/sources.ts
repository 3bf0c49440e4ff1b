import { sourceItem } from './evidence.ts';
import type { Section } from './section.ts';
import { fetchRegions, fetchSources } from '../api.ts';
import { connection } from '../request.ts';
import { failed, waiting } from './waiting.ts';
import { placeName, told, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { debounced, el, replaceContent, type Child } from '../dom.ts';
import { formatNumber } from '../format.ts';
import type { RegionsAnswer, Source, SourcesAnswer } from '../answers.ts';
import { safeLink } from './evidence.ts';
import type { Stage } from '../stage.ts';
import { controlOn } from '../held.ts';
import { historyOf, interval, timeless } from '../timeline.ts';

/** A source with the names of the zones and regions it speaks for. */
interface Used {
  readonly source: Source;
  readonly zones: readonly string[];
}

/** The sources of the map in view on the day shown, its method, and its terms of use. */
export function mountSources(
  root: HTMLElement, context: Context, stage: Pick<Stage, 'zonesInView' | 'sees'>,
): Section {
  const { state, texts, timeline } = context;
  let answers: readonly [SourcesAnswer, RegionsAnswer] | undefined;
  let asked: string | undefined;
  let failure: unknown;
  const draw = () => {
    if (state.get().tab !== 'sources') return;
    const { day } = state.get();
    replaceContent(root, el('h2', {}, timeless(timeline, day) ? texts.tabs.sources
      : texts.sourcesOn(formatDay(day, texts.locale))),
      ...(timeline.statesControl ? [] : [el('p', { class: 'hint' }, texts.noControl)]),
      ...(failure ? [failed(texts, failure, () => void load())]
        : answers ? sourcesOf(context, stage, ...answers)
        : [waiting(texts)]), ...about(context));
  };
  const load = async () => {
    const { viewpoint } = state.get();
    if (asked === viewpoint) return;
    asked = viewpoint;
    failure = undefined;
    try {
      const found = await Promise.all([fetchSources(viewpoint), fetchRegions()]);
      if (asked === viewpoint) answers = found;
    } catch (error) {
      if (asked !== viewpoint) return;
      [asked, answers, failure] = [undefined, undefined, error];
    }
    draw();
  };
  const update = debounced(150, draw);
  state.watch(['day', 'names', 'center', 'zoom', 'viewpoint', 'tab'], update);
  state.watch(['viewpoint'], () => void load());
  connection.onChange(draw);
  draw();
  void load();
  return { update };
}

/** The sources of the periods in view on the day, and of the zones, overlays and regions there. */
function sourcesOf(
  context: Context, { zonesInView, sees }: Pick<Stage, 'zonesInView' | 'sees'>,
  { sources }: SourcesAnswer, { regions }: RegionsAnswer,
): Node[] {
  const { texts, timeline, state } = context;
  const { day } = state.get();
  const ids = new Set([...zonesInView(), ...timeline.overlays.keys()]);
  const others = new Map(regions.filter((region) => {
    const { from, to } = interval(region.valid_from, region.valid_to);
    return !historyOf(timeline, region.id) && from <= day && day < to &&
      (region.bbox === undefined || sees(region.bbox));
  }).map((region) => [region.id, region]));
  const begun = ({ zone, from }: SourcesAnswer['sources'][number]['periods'][number]) =>
    ids.has(zone) && controlOn(timeline, zone, day)?.from === interval(from, null).from;
  const used: Used[] = [];
  for (const source of sources) {
    const about = new Set([...source.periods.filter(begun).map(({ zone }) => zone),
      ...source.regions.filter((id) => ids.has(id) || others.has(id))]);
    const names = [...about].map((id) => placeName(context,
      (historyOf(timeline, id) ?? others.get(id))?.names ?? {}).text || id);
    if (names.length > 0) used.push({ source, zones: names });
  }
  const [none, count] = timeline.statesControl ? [texts.noSourcesOn, texts.sourcesCount]
    : [texts.noSourcesOfRegions, texts.sourcesOfRegions];
  if (used.length === 0) return [el('p', { class: 'hint' }, none)];
  used.sort((a, b) => published(b.source) - published(a.source));
  return [
    el('p', { class: 'muted' }, count(formatNumber(used.length, texts.locale), used.length)),
    el('ul', { class: 'sources' }, ...used.map(({ source, zones: names }) =>
      sourceItem(context, source,
        el('span', { class: 'muted small' }, `${texts.usedFor}: ${names.join(', ')}`)))),
  ];
}

function about(context: Context): Child[] {
  const { dataset, texts, timeline } = context;
  const licence = safeLink(dataset.licence_url);
  return [
    ...(timeline.statesControl
      ? [el('section', { class: 'block', 'aria-label': texts.method },
        el('h3', {}, texts.method), el('p', {}, texts.methodText))] : []),
    el('section', { class: 'block', 'aria-label': texts.about }, el('h3', {}, texts.about),
      told(context, 'p', dataset.description),
      told(context, 'p', dataset.attribution, { class: 'muted' }),
      el('p', { class: 'muted' }, `${texts.licence}: `,
        licence ? el('a', { href: licence, rel: 'noopener noreferrer license', target: '_blank' },
          dataset.licence) : dataset.licence,
        dataset.version ? ` · ${texts.version} ${dataset.version}` : '',
        dataset.as_of !== undefined &&
          ` · ${texts.asOf(asOfDay(dataset.as_of, texts.locale))}`)),
  ];
}

/** A day of the dataset, as readers write it. */
function asOfDay(text: string, locale: string): string {
  const day = parseISO(text);
  return day === undefined ? text : formatDay(day, locale);
}

/** The day of a source; undated ones come last. */
function published({ date }: Source): Day {
  return (date === null ? undefined : parseISO(date)) ?? -Infinity;
}
