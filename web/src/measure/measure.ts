import { areaOf, lengthOf } from './earth.ts';
import type { Context } from '../context.ts';
import { button, el, icon } from '../dom.ts';
import { formatKm2, formatMetres } from '../format.ts';
import type { LonLat } from '../model.ts';
import type { Pane } from '../pane.ts';
import { WayLayer } from './way.ts';

/**
 * The ruler: while it is on, points on the map are measured and not looked up. Returns its switch.
 */
export function mountMeasure(
  context: Context, pane: Pane, root: HTMLElement, switched: (on: boolean) => void,
): () => boolean {
  const { texts } = context;
  const { map, tool } = pane;
  const way = new WayLayer();
  const points = () => way.parts[0] ?? [];
  const result = el('p', { role: 'status' });
  const box = el('div', { class: 'measure-box' }, result,
    button({ class: 'icon-button', 'aria-label': texts.close, title: texts.close },
      () => set(false), icon('close')));
  const show = (chosen: readonly LonLat[]) => {
    way.parts = [chosen];
    way.update();
    const length = formatMetres(lengthOf(chosen), texts.locale);
    result.textContent = chosen.length < 2 ? texts.measureHint
      : chosen.length === 2 ? length
        : texts.measured(length, formatKm2(areaOf(chosen), texts.locale));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') set(false);
    else if (event.key === 'Backspace') show(points().slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const set = (on: boolean) => {
    tool.take = on ? (point) => show([...points(), point]) : undefined;
    map.getContainer().classList.toggle('measuring', on);
    if (on) {
      way.addTo(map);
      root.append(box);
      root.addEventListener('keydown', onKey, true);
      map.getContainer().focus({ preventScroll: true });
    } else {
      way.remove();
      box.remove();
      root.removeEventListener('keydown', onKey, true);
    }
    show([]);
    switched(on);
  };
  return () => {
    set(tool.take === undefined);
    return tool.take !== undefined;
  };
}
