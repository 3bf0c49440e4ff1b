import type * as L from 'leaflet';
import type { Context } from '../context.ts';
import { byId, el } from '../dom.ts';

/** How long a hint stays. */
const hintMs = 1500;

/**
 * Leaves scrolling to the page around: the wheel zooms with Ctrl, or once the map has the focus;
 * one finger scrolls, two move the map. What a mouse and a finger do is told apart press by press,
 * since many devices have both.
 */
export function cooperate({ texts }: Context, map: L.Map): void {
  const root = map.getContainer();
  const hint = el('p', { class: 'gesture-hint', hidden: true });
  byId('stage').append(hint);
  let timer = 0;
  const say = (text: string) => {
    hint.textContent = text;
    hint.hidden = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => (hint.hidden = true), hintMs);
  };
  const focused = () => document.hasFocus() && document.activeElement === root;
  map.scrollWheelZoom.disable();
  root.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey || focused()) {
      hint.hidden = true;
      map.scrollWheelZoom.enable();
    } else {
      map.scrollWheelZoom.disable();
      say(texts.ctrlToZoom);
    }
  }, { capture: true, passive: true });
  root.classList.add('cooperative');
  root.addEventListener('pointerdown', ({ pointerType }) => {
    if (pointerType === 'touch') map.dragging.disable();
    else map.dragging.enable();
  }, { capture: true });
  root.addEventListener('touchmove', ({ touches }) => touches.length === 1 && say(texts.twoFingers),
    { passive: true });
}
