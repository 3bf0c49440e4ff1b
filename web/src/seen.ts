import type * as L from 'leaflet';
import { byId } from './dom.ts';

/** Less of the map than this, in CSS pixels, is seen over the sheet of a phone by accident. */
const leastPx = 80;

/** How much of the map is seen from its upper left corner, in CSS pixels: not what lies under the sheet of a phone. */
export function seenOf(map: L.Map): { readonly width: number; readonly height: number } {
  const { left, right, top, bottom } = map.getContainer().getBoundingClientRect();
  const panel = byId('panel').getBoundingClientRect();
  const over = panel.left < right && panel.right > left && panel.top < bottom && panel.width > (right - left) / 2;
  return { width: right - left, height: over && panel.top - top >= leastPx ? panel.top - top : bottom - top };
}
