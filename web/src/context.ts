import type { Bounded, Bounds, Dataset, Lang, Names } from './model.ts';
import { el, type Attributes } from './dom.ts';
import { between, pick, pickedLang } from './names.ts';
import type { State } from './state.ts';
import type { Texts } from './texts/texts.ts';
import type { Symbology } from './symbology.ts';
import type { Timeline } from './timeline.ts';

/** The state that every view follows, and the data that it reads. */
export interface Context {
  readonly state: State;
  readonly dataset: Dataset;
  /** As the viewpoint in the state has it: ask for it again whenever something is drawn. */
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  readonly texts: Texts;
  /** The box around each layer of shapes for orientation, by its id. */
  readonly frames: Readonly<Record<string, Bounds>>;
  /** The box around all that the tiles hold. */
  readonly tileBounds: Bounds;
}

/** An actor's short name; its id where the table of actors lacks it. */
export function actorName(
  { symbology }: Context, id: string | null | undefined, lang: Lang,
): string {
  const actor = symbology.actor(id);
  return actor ? pick(actor.short ?? actor.names, lang) : (id ?? '');
}

/** The language that `actorName` answers in. */
export function actorLang(
  { symbology }: Context, id: string | null | undefined, lang: Lang,
): Lang | undefined {
  const actor = symbology.actor(id);
  return actor && pickedLang(actor.short ?? actor.names, lang);
}

/** A text of the dataset as an element in the language that it is had in; nothing for none. */
export function told<K extends keyof HTMLElementTagNameMap>(
  { dataset, state }: Context, tag: K, text: Names | string | undefined,
  attributes: Attributes = {},
): HTMLElementTagNameMap[K] | null {
  const { lang } = state.get();
  const words = pick(text, lang);
  if (!words) return null;
  const had = typeof text === 'string' ? firstLanguage(dataset) : pickedLang(text, lang);
  const foreign = had !== lang && 'foreign'; // the style sheet marks it for those who read
  return el(tag, { ...attributes, lang: had,
    class: [attributes['class'], foreign].filter(Boolean).join(' ') || undefined }, words);
}

/** Who holds something, else how it is held, in the language that the name is had in. */
export function holderName(
  context: Context, controller: string | null | undefined, status: string,
): HTMLElement | null {
  const actor = context.symbology.actor(controller);
  return told(context, 'span', actor ? actor.short ?? actor.names
    : (controller ?? context.symbology.status(status)?.names ?? status));
}

/** The language of texts of a dataset that say none. */
export function firstLanguage({ languages }: Dataset): Lang {
  return languages[0] ?? 'en';
}

/** Between whom a contested period is contested. */
export function claimantNames(context: Context, { claimants }: Bounded, lang: Lang): string {
  return (claimants ?? []).map((id) => actorName(context, id, lang)).join(', ');
}

/** A status's name. */
export function statusName({ symbology }: Context, id: string, lang: Lang): string {
  return pick(symbology.status(id)?.names ?? id, lang);
}

/** A place's name as the user wants names, and the language to speak it in. */
export function placeName(
  context: Context, names: Names | string,
): { text: string; lang: Lang } {
  const parts = nameParts(context, names);
  return { text: parts.map(({ text }) => text).join(between),
    lang: parts[0]?.lang ?? context.state.get().lang };
}

/** The names that `placeName` is made of, and those that the dataset itself has joined. */
export function namesApart(context: Context, names: Names | string): readonly string[] {
  return nameParts(context, names).flatMap(({ text }) => text.split(between));
}

/** A place's name in one element, each of its names in its own language. */
export function nameElement(context: Context, names: Names | string): HTMLElement {
  return el('span', {}, ...nameParts(context, names).flatMap(({ text, lang }, i) =>
    [i > 0 && between, el('span', { lang }, text)]));
}

/** The names that a place is shown with. */
export function nameParts(
  { state, dataset }: Context, names: Names | string,
): readonly { readonly text: string; readonly lang: Lang }[] {
  const { names: choice, lang } = state.get();
  const inLang = (l: Lang) => ({ text: pick(names, l), lang: pickedLang(names, l) });
  if (typeof names === 'string') return [{ text: names, lang: firstLanguage(dataset) }];
  if (choice === 'own') return [inLang(lang)];
  if (choice !== 'local' && choice !== 'both') return [inLang(choice)];
  const local = localLanguages(dataset).filter((l) => names[l] !== undefined).map(inLang);
  const wanted = choice === 'both' || local.length === 0 ? [inLang(lang), ...local] : local;
  return wanted.filter(({ text }, i) => wanted.findIndex((other) => other.text === text) === i);
}

/** The languages that local names are in: those the dataset says, else all but English. */
function localLanguages({ local_languages, languages }: Dataset): readonly Lang[] {
  return local_languages ?? languages.filter((lang) => lang !== 'en');
}
