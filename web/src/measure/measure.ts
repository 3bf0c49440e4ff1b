import { areaOf, lengthOf } from './earth.ts';
import type { Context } from '../context.ts';
import { button, el, icon } from '../dom.ts';
import { formatKm2, formatMetres } from '../format.ts';
import { ViewportCanvas, type Frame } from '../layers/viewport.ts';
import type { LonLat } from '../model.ts';
import type { Pane } from '../pane.ts';
import { readTheme } from '../theme.ts';

/** The line being measured. */
class WayLayer extends ViewportCanvas {
  points: readonly LonLat[] = [];

  constructor() {
    super('measure', 460);
  }

  protected override draw({ ctx, at }: Frame): void {
    const theme = readTheme();
    const places = this.points.map((point) => at(point));
    const trace = (closed: boolean) => {
      ctx.beginPath();
      for (const { x, y } of places) ctx.lineTo(x, y);
      if (closed) ctx.closePath();
    };
    if (places.length > 2) {
      trace(true);
      ctx.globalAlpha = 0.16;
      ctx.fillStyle = theme.accent;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    for (const [color, width] of [[theme.labelHalo, 5], [theme.accent, 2.5]] as const) {
      trace(false);
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    for (const { x, y } of places) {
      ctx.beginPath();
      ctx.arc(x, y, 4.5, 0, 2 * Math.PI);
      ctx.fillStyle = theme.labelHalo;
      ctx.strokeStyle = theme.accent;
      ctx.lineWidth = 2;
      ctx.fill();
      ctx.stroke();
    }
  }
}

/**
 * The ruler: while it is on, points on the map are measured and not looked up. Returns its switch.
 */
export function mountMeasure(
  context: Context, pane: Pane, root: HTMLElement, switched: (on: boolean) => void,
): () => boolean {
  const { texts } = context;
  const { map, tool } = pane;
  const way = new WayLayer();
  const result = el('p', { role: 'status' });
  const box = el('div', { class: 'measure-box' }, result,
    button({ class: 'icon-button', 'aria-label': texts.close, title: texts.close },
      () => set(false), icon('close')));
  const show = (points: readonly LonLat[]) => {
    way.points = points;
    way.update();
    const length = formatMetres(lengthOf(points), texts.locale);
    result.textContent = points.length < 2 ? texts.measureHint
      : points.length === 2 ? length
        : texts.measured(length, formatKm2(areaOf(points), texts.locale));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') set(false);
    else if (event.key === 'Backspace') show(way.points.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const set = (on: boolean) => {
    tool.take = on ? (point) => show([...way.points, point]) : undefined;
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
