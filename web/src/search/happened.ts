import { readDated } from './dated.ts';
import { fit, fold } from './fold.ts';
import type { Found } from './found.ts';
import type { Context } from '../context.ts';
import { formatDay, formatMonth, formatYear, parseISO, yearOf, type Day } from '../days.ts';
import type { Names } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { readDate } from '../spelling/read.ts';
import { allEventsTexts } from '../texts/events.ts';
import { everInControl, interval } from '../timeline.ts';

const most = 6;

/** Something with a day that has names. */
interface Happening {
  readonly group: 'events' | 'spans';
  readonly title: Names;
  readonly folded: readonly string[];
  /** What it is called in all languages of the page; looked for where no title fits. */
  readonly kind: readonly string[];
  readonly day: Day;
  readonly from: Day;
  readonly to: Day;
  readonly zones: number;
  readonly point?: Found['point'];
}

/** Finds events, stretches of time, actors and days by what is typed, such as `ceasefire` or `Shusha 1992`. */
export function happenings(context: Context): (text: string) => readonly Found[] {
  const { dataset, timeline, texts } = context;
  const folded = (names: Names) => [...new Set(Object.values(names).map(fold))];
  const all: readonly Happening[] = [
    ...(dataset.spans ?? []).map(({ title, from, to }): Happening => {
      const days = interval(from, to);
      return { group: 'spans', title, folded: folded(title), kind: [], day: days.from, ...days, zones: Infinity };
    }),
    ...[...timeline.events.values()].flatMap((event): readonly Happening[] => {
      const day = parseISO(event.day);
      return day === undefined ? [] : [{ group: 'events', title: event.title, day, from: day, to: day + 1,
        folded: folded(event.title), kind: kindNames(event.kind), zones: event.zones?.length ?? 0,
        ...(event.point ? { point: event.point } : {}) }];
    }),
  ];
  const actors = [...everInControl(timeline)].flatMap((id) => {
    const actor = context.symbology.actor(id);
    const names = actor && [actor.names, ...(actor.short ? [actor.short] : [])];
    return actor && names ? [{ names: actor.names, folded: names.flatMap(folded) }] : [];
  });
  const actorsNamed = (text: string) => actors.flatMap(({ names, folded }): readonly Found[] => {
    const score = bestFit(fold(text), folded);
    const { lang } = context.state.get();
    return score === undefined ? [] : [{ group: 'actors', score, title: pick(names, lang),
      lang: pickedLang(names, lang), about: texts.tabs.legend, tab: 'legend' }];
  });
  return (text) => [...dayNamed(text, context), ...actorsNamed(text), ...find(all, text).map(({ item, score }): Found => {
    const { lang } = context.state.get();
    return { group: item.group, score, title: pick(item.title, lang), lang: pickedLang(item.title, lang),
      about: formatDay(item.day, texts.locale), day: item.day,
      ...(item.point ? { point: item.point } : {}) };
  })];
}

/**
 * How well folded words fit one of some folded texts: as `fit` says of the whole, and 5 where each of
 * several fits, the beginning of a word at least: within words short ones lie everywhere.
 */
export function bestFit(words: string, texts: readonly string[]): number | undefined {
  const fits = texts.flatMap((text) => {
    const whole = fit(words, text);
    if (whole !== undefined) return [whole];
    const each = words.split(' ').map((word) => fit(word, text));
    return each.length > 1 && each.every((one) => one !== undefined && one !== 3) ? [5] : [];
  });
  return fits.length > 0 ? Math.min(...fits) : undefined;
}

/** What fits best, then what concerns most zones: all words must fit, a date beside them those of its days. */
function find(
  all: readonly Happening[], text: string,
): readonly { readonly item: Happening; readonly score: number }[] {
  const whole = fold(text);
  const dated = readDated(text);
  const score = ({ folded, kind, from, to }: Happening): number | undefined => {
    // of a kind those first that are called so, in whatever language
    const kindFits = (words: string) => (!kind.some((name) => (fit(words, name) ?? Infinity) <= 2) ? undefined
      : kind.some((name) => bestFit(name, folded) !== undefined) ? 5.5 : 6);
    const named = bestFit(whole, folded) ?? kindFits(whole); // `War of 2020` is a name
    if (!dated || from > dated.last || to <= dated.first) return named;
    // of one day alone the day itself is the answer, of a year what happened in it
    const here = dated.name === '' ? 5 : bestFit(fold(dated.name), folded) ?? kindFits(fold(dated.name));
    return here === undefined ? named : Math.min(here, named ?? Infinity);
  };
  return all.flatMap((item) => {
    const fits = score(item);
    return fits === undefined ? [] : [{ item, score: fits }];
  })
    .sort((a, b) => a.score - b.score || b.item.zones - a.item.zones || a.item.day - b.item.day)
    .slice(0, most);
}

/** The names of a kind of events in all languages of the page, folded. */
function kindNames(kind: string): readonly string[] {
  return Object.values(allEventsTexts).map(({ kinds }) => fold(kinds[kind] ?? '')).filter(Boolean);
}

/** The days that a text names, in any way of writing that the field of the date reads. */
function dayNamed(text: string, { texts, timeline }: Context): readonly Found[] {
  const read = readDate(text, Math.floor(Date.now() / 86_400_000));
  if ('wrong' in read) return [];
  const { covers } = timeline;
  const found = (day: Day, title: string): readonly Found[] =>
    (day < covers.from || day >= covers.to ? [] : [{ group: 'days', score: 0, title, about: '', day }]);
  if ('either' in read) return read.either.flatMap((day) => found(day, formatDay(day, texts.locale)));
  const title = read.part === 'year' ? formatYear(yearOf(read.first), texts.locale)
    : read.part === 'month' ? formatMonth(read.first, texts.locale) : formatDay(read.first, texts.locale);
  return found(Math.max(read.first, covers.from), title);
}
