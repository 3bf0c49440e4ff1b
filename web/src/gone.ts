import type { Context } from './context.ts';
import { byId } from './dom.ts';
import type { Dataset } from './model.ts';
import { notice } from './notice.ts';

/** What became of an id that an address names and the data does not have. */
interface Gone {
  readonly id: string;
  /** The ids that took its place, as far as anybody says. */
  readonly replacedBy: readonly string[];
}

/** Says which ids of an address the data does not have now, and what took their place. */
export function tellGone(
  query: string, { dataset, texts }: Context, actors: readonly { readonly id: string }[],
): void {
  const gone = goneIds(query, dataset, actors);
  if (gone.length === 0) return;
  const words = gone.map(({ id, replacedBy }) =>
    (replacedBy.length > 0 ? `${id} → ${replacedBy.join(', ')}` : id));
  notice(byId('notices'), texts.goneIds(words.join('; ')), { texts });
}

/**
 * The ids in an address that the data does not have now: of the viewpoint, of hidden layers and
 * actors. `replacedBy` knows what took their place.
 */
function goneIds(
  query: string, { viewpoints = [], layers, context = [] }: Dataset,
  actors: readonly { readonly id: string }[],
  replacedBy: (id: string) => readonly string[] = () => [],
): readonly Gone[] {
  const asked = new URLSearchParams(query);
  const has = (all: readonly { readonly id: string }[], id: string) => all.some((one) => one.id === id);
  const viewpoint = asked.get('vp') ?? '';
  const hidden = (asked.get('hide') ?? '').split(',').filter(Boolean);
  const unknown = hidden.map((id) => [id, id.replace(/^actor:/, '')] as const)
    .filter(([key, id]) => (key === id ? !has(layers, id) && !has(context, id) : !has(actors, id)))
    .map(([, id]) => id);
  if (viewpoint !== '' && !has(viewpoints, viewpoint)) unknown.unshift(viewpoint);
  return unknown.map((id) => ({ id, replacedBy: replacedBy(id) }));
}
