import type { Dataset, Lang } from './model.ts';
import { pick } from './names.ts';
import type { State } from './state.ts';
import type { Texts } from './strings.ts';
import type { Symbology } from './symbology.ts';
import type { Timeline } from './timeline.ts';

/** What every view is given: the state it follows and the data it reads. */
export interface Context {
  readonly state: State;
  readonly dataset: Dataset;
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  readonly texts: Texts;
}

/** An actor's short name; its id where the table has none, so that nothing is blank. */
export function actorName({ symbology }: Context, id: string | null | undefined, lang: Lang): string {
  const actor = symbology.actor(id);
  return actor ? pick(actor.short ?? actor.names, lang) : (id ?? '');
}

/** A status's name. */
export function statusName({ symbology }: Context, id: string, lang: Lang): string {
  return pick(symbology.status(id)?.names ?? id, lang);
}
