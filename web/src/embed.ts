import type * as L from 'leaflet';
import type { Context } from './context.ts';
import { byId, el } from './dom.ts';
import { encodeView } from './url.ts';

/** Whether the page is shown inside of another one. */
export function isEmbedded(): boolean {
  return location.pathname.endsWith('/embed');
}

/**
 * The map as a guest: no header, the way to the full page, and gestures that
 * leave the page around it scrollable. `lock` in the address takes the time
 * bar away, `bare` the panel.
 */
export function mountEmbed(context: Context, map: L.Map): void {
  const { state, texts } = context;
  const options = new URLSearchParams(location.search);
  byId('timebar').hidden = options.has('lock');
  document.documentElement.classList.toggle('bare', options.has('bare'));
  const link = el('a', { class: 'open-full', target: '_blank', rel: 'noopener' }, texts.openFull);
  const update = () => link.setAttribute('href', `./${encodeView(state.get(), { lang: '' })}`);
  state.subscribe(update);
  update();
  byId('stage').append(link);
  cooperate(context, map);
}

/** The wheel zooms with Ctrl only, and one finger scrolls the page around. */
function cooperate({ texts }: Context, map: L.Map): void {
  const root = map.getContainer();
  const hint = el('p', { class: 'gesture-hint', hidden: true });
  byId('stage').append(hint);
  let timer = 0;
  const say = (text: string) => {
    hint.textContent = text;
    hint.hidden = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => (hint.hidden = true), 1500);
  };
  map.scrollWheelZoom.disable();
  root.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable();
    else {
      map.scrollWheelZoom.disable();
      say(texts.ctrlToZoom);
    }
  }, { capture: true, passive: true });
  if (!matchMedia('(pointer: coarse)').matches) return;
  map.dragging.disable();
  root.classList.add('cooperative');
  root.addEventListener('touchmove', ({ touches }) => touches.length === 1 && say(texts.twoFingers),
    { passive: true });
}
