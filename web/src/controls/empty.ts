import type { Context } from '../context.ts';
import { button, debounced, el } from '../dom.ts';
import type { Stage } from '../stage.ts';

/** Waits until the map has come to rest. */
const restMs = 200;

/**
 * Says that nothing of the dataset is in view, and leads back to where it is. To those who hear the
 * page the announcer says so.
 */
export function mountEmptyView(
  root: HTMLElement, { state, texts, timeline }: Context, stage: Stage,
): void {
  const drawn = timeline.zones.size + timeline.overlays.size +
    [...timeline.regions.values()].filter(({ bbox }) => bbox).length > 0;
  const [none, all] = timeline.statesControl ? [texts.noZones, texts.wholeMap]
    : [texts.noRegions, texts.allRegions];
  const words = () => (drawn
    ? [el('span', {}, none), button({ class: 'plain' }, stage.home, all)]
    : [el('span', {}, texts.nothingDrawn)]);
  const check = debounced(restMs, () => {
    const others = timeline.statesControl && timeline.zones.size === 0 ||
      !drawn && stage.pane.control.shown().some(({ paths }) => paths && paths.places.length > 0);
    const { control } = stage.pane;
    // what has not come may be a zone
    const empty = !others && control.complete() && stage.zonesInView().size === 0 &&
      !control.meetsZone();
    if (empty !== root.hidden) return; // as it was
    root.hidden = !empty;
    root.replaceChildren(...(empty
      ? words() : []));
  });
  state.watch(['center', 'zoom'], check);
  stage.onTiles(check);
}
