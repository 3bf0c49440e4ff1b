import type { Context } from '../context.ts';
import { formatDay, formatMonth, formatYear, parseISO, yearOf, type Day } from '../days.ts';
import type { Names } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { readDate } from '../spelling/read.ts';
import { everInControl, interval } from '../timeline.ts';
import { fit, fold } from './fold.ts';
import type { Found } from './found.ts';

const most = 6;

/** Something with a day that has names. */
interface Happening {
  readonly group: 'events' | 'spans';
  readonly title: Names;
  readonly folded: readonly string[];
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
      return { group: 'spans', title, folded: folded(title), day: days.from, ...days, zones: Infinity };
    }),
    ...[...timeline.events.values()].flatMap((event): readonly Happening[] => {
      const day = parseISO(event.day);
      return day === undefined ? [] : [{ group: 'events', title: event.title, day, from: day, to: day + 1,
        folded: folded(event.title), zones: event.zones?.length ?? 0,
        ...(event.point ? { point: event.point } : {}) }];
    }),
  ];
  const actors = [...everInControl(timeline)].flatMap((id) => {
    const actor = context.symbology.actor(id);
    const names = actor && [actor.names, ...(actor.short ? [actor.short] : [])];
    return actor && names ? [{ names: actor.names, folded: names.flatMap(folded) }] : [];
  });
  const actorsNamed = (text: string) => actors
    .filter(({ folded }) => folded.some((name) => fit(fold(text), name) !== undefined))
    .map(({ names }): Found => ({ group: 'actors', title: pick(names, context.state.get().lang),
      lang: pickedLang(names, context.state.get().lang), about: texts.tabs.legend, tab: 'legend' }));
  return (text) => [...dayNamed(text, context), ...actorsNamed(text), ...find(all, text).map((found): Found => {
    const { lang } = context.state.get();
    return { group: found.group, title: pick(found.title, lang), lang: pickedLang(found.title, lang),
      about: formatDay(found.day, texts.locale), day: found.day,
      ...(found.point ? { point: found.point } : {}) };
  })];
}

/** What fits best, then what concerns most zones: all words must fit, a year those of its days. */
function find(all: readonly Happening[], text: string): readonly Happening[] {
  const words = fold(text).split(' ').filter(Boolean);
  const years = words.filter((word) => /^\d{4}$/.test(word)).map(Number);
  const names = words.filter((word) => !/^\d{4}$/.test(word)).join(' ');
  const score = ({ folded, from, to }: Happening): number | undefined => {
    if (!years.every((year) => yearOf(from) <= year && year <= yearOf(to - 1))) return undefined;
    if (names === '') return years.length > 0 ? 5 : undefined;
    const fits = folded.flatMap((title) => {
      const whole = fit(names, title);
      if (whole !== undefined) return [whole];
      const each = names.split(' ').map((word) => fit(word, title));
      // not within words, which short ones lie in everywhere
      return each.length > 1 && each.every((one) => one !== undefined && one !== 3) ? [5] : [];
    });
    return fits.length > 0 ? Math.min(...fits) : undefined;
  };
  return all.map((item) => ({ item, score: score(item) }))
    .filter((found): found is { item: Happening; score: number } => found.score !== undefined)
    .sort((a, b) => a.score - b.score || b.item.zones - a.item.zones || a.item.day - b.item.day)
    .slice(0, most).map(({ item }) => item);
}

/** The days that a text names, in any way of writing that the field of the date reads. */
function dayNamed(text: string, { texts, timeline }: Context): readonly Found[] {
  const read = readDate(text, Math.floor(Date.now() / 86_400_000));
  if ('wrong' in read) return [];
  const { covers } = timeline;
  const found = (day: Day, title: string): readonly Found[] =>
    (day < covers.from || day >= covers.to ? [] : [{ group: 'days', title, about: '', day }]);
  if ('either' in read) return read.either.flatMap((day) => found(day, formatDay(day, texts.locale)));
  const title = read.part === 'year' ? formatYear(yearOf(read.first), texts.locale)
    : read.part === 'month' ? formatMonth(read.first, texts.locale) : formatDay(read.first, texts.locale);
  return found(Math.max(read.first, covers.from), title);
}
