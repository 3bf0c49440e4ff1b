import type { Bounded, Bounds, Dataset, Lang, Names } from './model.ts';
import { pick, pickedLang } from './names.ts';
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
  { state, dataset }: Context, names: Names | string,
): { text: string; lang: Lang } {
  const { names: choice, lang } = state.get();
  const own = pick(names, lang);
  if (choice === 'own' || typeof names === 'string') {
    return { text: own, lang: pickedLang(names, lang) };
  }
  if (choice !== 'local' && choice !== 'both') {
    return { text: pick(names, choice), lang: pickedLang(names, choice) };
  }
  const local = localLanguages(dataset).map((l) => names[l]).filter((name) => name !== undefined);
  const wanted = choice === 'both' ? [own, ...local] : local;
  return { text: [...new Set(wanted.length > 0 ? wanted : [own])].join(' / '), lang };
}

/** The languages that local names are in: those the dataset says, else all but English. */
function localLanguages({ local_languages, languages }: Dataset): readonly Lang[] {
  return local_languages ?? languages.filter((lang) => lang !== 'en');
}
