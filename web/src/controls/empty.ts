import type { Context } from '../context.ts';
import { button, debounced, el } from '../dom.ts';
import type { Stage } from '../stage.ts';

/** Waits until the map has come to rest. */
const restMs = 200;

/** Says that nothing of the dataset is in view, and leads back to where it is. */
export function mountEmptyView(root: HTMLElement, { state, texts }: Context, stage: Stage): void {
  root.setAttribute('role', 'status');
  const check = debounced(restMs, () => {
    const empty = stage.zonesInView().size === 0;
    if (empty !== root.hidden) return; // as it was
    root.hidden = !empty;
    root.replaceChildren(...(empty
      ? [el('span', {}, texts.noZones), button({ class: 'plain' }, stage.home, texts.wholeMap)]
      : []));
  });
  state.watch(['center', 'zoom'], check);
  stage.onTiles(check);
}
