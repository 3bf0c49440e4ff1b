import type { Context } from './context.ts';
import type { Term } from './model.ts';

/**
 * The viewpoint that is shown; undefined for the first one of the dataset, which shows what it
 * holds for true.
 */
export function stanceOf({ state, dataset }: Context): Term | undefined {
  return dataset.viewpoints?.slice(1).find(({ id }) => id === state.get().viewpoint);
}
