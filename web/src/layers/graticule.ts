import { ViewportCanvas, type Frame } from './viewport.ts';
import type { Theme } from '../theme.ts';

const steps = [90, 60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];
/** Lines stand at least this far apart, in CSS pixels. */
const spacingPx = 130;
/** From this zoom on, where the view may have nothing else, lines are stronger and say which they are. */
const closeZoom = 10;

/**
 * A faint net of meridians and parallels: with no base map, it says where things are and how far
 * apart.
 */
export class GraticuleLayer extends ViewportCanvas {
  readonly #degrees: (degrees: number) => string;
  #theme: Theme;

  /** `degrees` writes a number of degrees. */
  constructor(theme: Theme, degrees: (degrees: number) => string) {
    super('graticule', 150);
    this.#theme = theme;
    this.#degrees = degrees;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw(frame: Frame): void {
    const { ctx, width, height, zoom, at } = frame;
    const bounds = this._map.getBounds().pad(0.3);
    const step = stepFor(zoom);
    const meridians = multiples(step, bounds.getWest(), bounds.getEast())
      .map((lon) => ({ lon, x: Math.round(at([lon, 0]).x) + 0.5 }));
    const parallels = multiples(step, bounds.getSouth(), bounds.getNorth())
      .map((lat) => ({ lat, y: Math.round(at([0, lat]).y) + 0.5 }));
    const close = zoom >= closeZoom;
    ctx.strokeStyle = this.#theme.line;
    ctx.globalAlpha = close ? 1 : 0.5;
    ctx.lineWidth = close ? 1 : 0.6;
    ctx.beginPath();
    for (const { x } of meridians) {
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height);
    }
    for (const { y } of parallels) {
      ctx.moveTo(0, y);
      ctx.lineTo(width, y);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
    if (close) this.#name(frame, meridians, parallels);
  }

  /** Writes the degrees of meridians at the upper edge of the view, those of parallels at the right one. */
  #name(
    { ctx, view: [left, top, right, bottom] }: Frame,
    meridians: readonly { lon: number; x: number }[], parallels: readonly { lat: number; y: number }[],
  ): void {
    const edgePx = 4;
    const cornerPx = 60; // that of the buttons, and that in which both would stand
    ctx.font = `400 11px ${this.#theme.font}`;
    ctx.fillStyle = this.#theme.countryLabel;
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    for (const { lon, x } of meridians) {
      if (x < left + cornerPx || x > right - 2 * cornerPx) continue;
      const turned = lon - 360 * Math.round(lon / 360);
      ctx.fillText(`${this.#degrees(Math.abs(turned))} ${turned < 0 ? 'W' : 'E'}`, x + edgePx, top + edgePx);
    }
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'right';
    for (const { lat, y } of parallels) {
      if (y < top + cornerPx || y > bottom - cornerPx / 2) continue;
      ctx.fillText(`${this.#degrees(Math.abs(lat))} ${lat < 0 ? 'S' : 'N'}`, right - edgePx, y - edgePx / 2);
    }
  }
}

/** The multiples of a step within bounds, in degrees. */
function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.ceil(to / step) - first) }, (_, i) => (first + i) * step);
}

/** The finest step in degrees that keeps the lines apart. */
function stepFor(zoom: number): number {
  const pxPerDegree = (256 * 2 ** zoom) / 360;
  return [...steps].reverse().find((step) => step * pxPerDegree >= spacingPx) ?? 90;
}
