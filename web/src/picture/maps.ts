import * as L from 'leaflet';
import type { Context } from '../context.ts';
import { byId, el } from '../dom.ts';
import { createMap } from '../map.ts';
import { createPane } from '../pane.ts';
import type { Stage } from '../stage.ts';
import type { Day } from '../days.ts';
import { inOrder } from '../difference.ts';
import { differenceDays } from '../looks.ts';

/** The maps that a picture is made of. */
export interface Maps {
  readonly elements: readonly HTMLElement[];
  /** The box in the window that holds them. */
  readonly frame: DOMRect;
  readonly metresPerPx: number;
  /** Removes the maps made for the picture alone. */
  readonly remove: () => void;
}

/** The same of one day after the other. */
export interface MapsOfDays extends Maps {
  /** Settles when the first map shows all of a day. */
  readonly show: (day: Day) => Promise<void>;
}

/** The maps that are on the screen. */
export function mapsOnScreen(stage: Stage): Maps {
  const elements = [byId('map'), document.getElementById('map-2')].filter((map) => map !== null);
  return { elements, frame: frameOnScreen(),
    metresPerPx: scaleOf(stage.pane.map), remove: () => undefined };
}

/** The box of what the maps on the screen cover: the stage without the band above them. */
export function frameOnScreen(): DOMRect {
  const { left, width } = byId('stage').getBoundingClientRect();
  const { top, height } = byId('map').getBoundingClientRect();
  return new DOMRect(left, top, width, height);
}

/** The same maps once more, out of sight, in another size and density. */
export async function mapsApart(
  context: Context, stage: Stage, width: number, height: number, ratio: number,
): Promise<MapsOfDays> {
  const { mode, compare, day } = context.state.get();
  const [first, last] = inOrder(compare ?? day, day);
  const days = mode === 'swipe' || mode === 'side' ? [first, last]
    : [mode === 'difference' ? last : day];
  const frame = el('div', { class: 'picture-maps', 'aria-hidden': 'true' });
  frame.style.width = `${width}px`;
  frame.style.height = `${height}px`;
  document.body.append(frame);
  const share = mode === 'side' ? 0.5 : 1;
  const made = await Promise.all(days.map((d, i) =>
    mapApart(context, stage, frame, d, ratio, share, i * (1 - share))));
  return {
    elements: made.map(({ element }) => element), frame: frame.getBoundingClientRect(),
    metresPerPx: scaleOf(made[0]?.map ?? stage.pane.map),
    show: async (next) => made[0]?.show(next),
    remove: () => {
      for (const { remove } of made) remove();
      frame.remove();
    },
  };
}

/** One map of a day, complete, in a part of the frame. */
async function mapApart(
  context: Context, stage: Stage, frame: HTMLElement, day: Day, ratio: number, share: number,
  left: number,
) {
  const { hidden, selection } = context.state.get();
  const element = el('div', { class: 'picture-map' });
  element.style.cssText = `left: ${left * 100}%; width: ${share * 100}%`;
  frame.append(element);
  const map = createMap(element, context, {
    zoomControl: false, zoomAnimation: false, zoomSnap: 0, keyboard: false,
  });
  map.fitBounds(stage.pane.map.getBounds(), { animate: false });
  const pane = createPane(map, context, stage.stores, day, ratio);
  pane.setLook({ hidden, since: differenceDays(context.state)?.[0] ?? null });
  await new Promise<void>((resolve) => pane.control.once('load', () => resolve()));
  if (selection) pane.highlight.setSelected(pane.control.at(selection).zone, selection);
  const show = async (next: Day) => {
    const painted = new Promise<void>((resolve) => pane.control.once('painted', () => resolve()));
    pane.control.setDay(next);
    pane.update();
    await painted;
    // names are drawn a frame later
    await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  };
  await show(day);
  return { element, map, show, remove: pane.remove };
}

/** Metres on the ground under a CSS pixel in the middle of a map. */
function scaleOf(map: L.Map): number {
  const { y } = map.getSize();
  return map.distance(map.containerPointToLatLng([0, y / 2]),
    map.containerPointToLatLng([100, y / 2])) / 100;
}
