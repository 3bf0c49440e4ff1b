import type * as L from 'leaflet';
import type { Context } from '../context.ts';
import { byId, el } from '../dom.ts';

/** How long a hint stays. */
const hintMs = 1500;

/**
 * Leaves scrolling to the page around: the wheel zooms with Ctrl, or once the map has the focus;
 * one finger scrolls, two move the map. What the maps should not hear is stopped above them, for
 * both maps where two days are compared.
 */
export function cooperate({ texts }: Context, map: L.Map): void {
  const stage = byId('stage');
  const hint = el('p', { class: 'gesture-hint', hidden: true });
  stage.append(hint);
  let timer = 0;
  const say = (text: string) => {
    hint.textContent = text;
    hint.hidden = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => (hint.hidden = true), hintMs);
  };
  const onMap = ({ target }: Event) => target instanceof Element &&
    target.closest('.leaflet-container') !== null && target.closest('.leaflet-control') === null;
  const focused = () => document.hasFocus() && document.activeElement === map.getContainer();
  stage.addEventListener('wheel', (event) => {
    if (!onMap(event)) return;
    if (event.ctrlKey || event.metaKey || focused()) {
      hint.hidden = true;
      return;
    }
    event.stopPropagation();
    say(texts.ctrlToZoom);
  }, { capture: true, passive: true });
  stage.addEventListener('touchstart', (event) => {
    if (event.touches.length === 1 && onMap(event)) event.stopPropagation();
  }, { capture: true, passive: true });
  stage.addEventListener('touchmove', (event) => {
    if (event.touches.length === 1 && onMap(event)) say(texts.twoFingers);
  }, { capture: true, passive: true });
}
