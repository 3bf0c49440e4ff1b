import type { Context } from '../context.ts';
import { el } from '../dom.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { formatKm2 } from '../format.ts';
import type { Lang, Names } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import type { Fill } from '../symbology.ts';
import { mapsTexts } from '../texts/maps.ts';
import { knownDay } from '../url.ts';
import type { CompareAnswer, Pair, Said } from './differing.ts';
import type { Asked } from './asked.ts';
import type { Other } from './others.ts';

/** What a map says, in words and in the language of the name. */
function saidWords(context: Context, answer: CompareAnswer, said: Said): { text: string; lang: Lang } {
  const { lang } = context.state.get();
  if (!said) return { text: mapsTexts(context.texts.locale).outside, lang };
  const status: Names | undefined = answer.statuses[said.status]?.names;
  const actor = said.controller === null ? undefined : answer.actors[said.controller];
  const names = actor && (actor.short ?? actor.names);
  const words = [pick(names, lang), pick(status ?? said.status, lang)].filter(Boolean).join(', ');
  return { text: words, lang: pickedLang(names ?? status, lang) };
}

/** The same in an element. */
export function saidElement(context: Context, answer: CompareAnswer, said: Said): HTMLElement {
  const { text, lang } = saidWords(context, answer, said);
  return el('span', { lang }, text);
}

/** What both say, "A: …; B: …". */
export function pairWords(context: Context, answer: CompareAnswer, { a, b }: Pair): string {
  return `A: ${saidWords(context, answer, a).text}; B: ${saidWords(context, answer, b).text}`;
}

/** The look of a pair, as on the pictures of the server. */
export function pairFill({ actors }: CompareAnswer, { what, a, b }: Pair): Fill {
  const color = (said: Said) => actors[said?.controller ?? '']?.color ?? null;
  const [first, second] = [color(a), color(b)];
  const make = (base: string | null, pattern: Fill['pattern'], ink: string | null): Fill =>
    ({ base, pattern, ink, key: `${base} ${pattern} ${ink}` });
  if (what === 'outside') return make(null, 'dots', first ?? second);
  if (what === 'status') return make(null, 'stripes', second);
  if (what === 'unknown') return make(second ?? first, 'dots', null);
  return make(second, 'dashes', first === second ? '#ffffff' : first);
}

/** How much differs on the day shown, in sentences; none while it has not come. */
export function sumWords(context: Context, asked: Asked): readonly string[] {
  const { texts: { locale } } = context;
  const texts = mapsTexts(locale);
  if (!asked.answer) return [];
  if (asked.answer.reason !== undefined) return [texts.cannot];
  const stretch = asked.stretch();
  if (!stretch) return [texts.uncovered];
  const km2 = (value: number) => formatKm2(value, locale);
  return [stretch.differs_km2 > 0 ? texts.sum(km2(stretch.differs_km2), km2(stretch.same_km2)) : texts.same,
    ...(stretch.outside_km2 > 0 ? [texts.alone(km2(stretch.outside_km2))] : [])];
}

/** Days `[from, to)` in words. */
export function daysWords({ texts: { locale, ...texts } }: Context, from: Day, to: Day): string {
  const words = mapsTexts(locale);
  const day = (value: Day) => formatDay(value, locale, 'short');
  if (!Number.isFinite(from)) return Number.isFinite(to) ? words.until(day(to - 1)) : words.always;
  if (!Number.isFinite(to)) return words.since(day(from));
  return from + 1 === to ? day(from) : texts.dateSpan(day(from), day(to - 1));
}

/** The other map by its name; without one by its title. */
export function otherName(context: Context, { b }: CompareAnswer, other: Other | undefined): HTMLElement {
  return other ? el('span', { lang: other.lang }, other.name) : sideTitle(context, b.title, b.dataset);
}

/** The map of the page by its title, with the day as of which it tells what was known. */
export function thisName(context: Context, { a }: CompareAnswer): HTMLElement {
  const { locale } = context.texts;
  const known = parseISO(knownDay());
  return el('span', {}, sideTitle(context, a.title, a.dataset),
    known !== undefined && `, ${mapsTexts(locale).knownOn(formatDay(known, locale))}`);
}

/** The title of a side. */
function sideTitle(context: Context, names: Names | undefined, id: string): HTMLElement {
  const { lang } = context.state.get();
  return el('span', { lang: pickedLang(names, lang) }, pick(names, lang) || id);
}
