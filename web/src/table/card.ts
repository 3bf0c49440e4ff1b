import type * as L from 'leaflet';

let there: (() => void) | undefined;

/**
 * One card has room over the map: whichever was there is closed. Returns what a card calls that
 * leaves.
 */
export function takePlace(close: () => void): () => void {
  there?.();
  there = close;
  return () => {
    if (there === close) there = undefined;
  };
}

/** What is left of the map beside a card, or below it, has its corner here. */
export function besideCard({ offsetLeft, offsetTop, offsetWidth, offsetHeight }: HTMLElement, map: L.Map): [number, number] {
  const { x, y } = map.getSize();
  const [right, bottom] = [offsetLeft + offsetWidth, offsetTop + offsetHeight];
  return right < x / 2 ? [right + 20, 40] : [40, Math.min(bottom + 20, y * 0.7)];
}
