import { ViewportCanvas, type Frame } from './viewport.ts';
import type { Theme } from '../theme.ts';

const steps = [90, 60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];
/** Lines stand at least this far apart, in CSS pixels. */
const spacingPx = 130;

/**
 * A faint net of meridians and parallels: with no base map, it says where things are and how far
 * apart.
 */
export class GraticuleLayer extends ViewportCanvas {
  #theme: Theme;

  constructor(theme: Theme) {
    super('graticule', 150);
    this.#theme = theme;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw({ ctx, width, height, zoom, at }: Frame): void {
    const map = this._map;
    const bounds = map.getBounds().pad(0.3);
    const step = stepFor(zoom);
    ctx.strokeStyle = this.#theme.line;
    ctx.fillStyle = this.#theme.labelSoft;
    ctx.globalAlpha = 0.5;
    ctx.lineWidth = 0.6;
    ctx.beginPath();
    for (let lon = Math.ceil(bounds.getWest() / step) * step; lon < bounds.getEast(); lon += step) {
      const x = Math.round(at([lon, 0]).x) + 0.5;
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height);
    }
    const south = Math.ceil(bounds.getSouth() / step) * step;
    for (let lat = south; lat < bounds.getNorth(); lat += step) {
      const y = Math.round(at([0, lat]).y) + 0.5;
      ctx.moveTo(0, y);
      ctx.lineTo(width, y);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
}

/** The finest step in degrees that keeps the lines apart. */
function stepFor(zoom: number): number {
  const pxPerDegree = (256 * 2 ** zoom) / 360;
  return [...steps].reverse().find((step) => step * pxPerDegree >= spacingPx) ?? 90;
}
