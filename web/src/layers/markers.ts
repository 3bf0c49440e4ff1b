import { ViewportCanvas, type Frame } from './viewport.ts';
import type { LonLat } from '../model.ts';
import type { Theme } from '../theme.ts';
import { nearTo } from '../turns.ts';

/** A held place, such as a post, that is too small to be drawn as an area. */
export interface Marker {
  readonly id: string;
  readonly point: LonLat;
  readonly color: string;
}

const radiusPx = 7;

/** Diamonds in the colour of who holds a place. */
export class MarkerLayer extends ViewportCanvas {
  readonly #markers: () => readonly Marker[];
  #theme: Theme;

  constructor(markers: () => readonly Marker[], theme: Theme) {
    super('markers', 445);
    this.#markers = markers;
    this.#theme = theme;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  /** The marker within reach of a finger or a pointer. */
  markerAt([lon, lat]: LonLat, reachPx: number): Marker | undefined {
    const map = this._map;
    if (!map) return undefined;
    const here = map.latLngToContainerPoint([lat, lon]);
    const far = ({ point }: Marker) =>
      map.latLngToContainerPoint([point[1], nearTo(point[0], lon)]).distanceTo(here);
    return [...this.#markers()].sort((a, b) => far(a) - far(b))
      .find((marker) => far(marker) <= reachPx);
  }

  protected override draw({ ctx, seen }: Frame): void {
    ctx.lineJoin = 'miter';
    for (const { point, color } of this.#markers()) {
      const { x, y } = seen(point);
      ctx.beginPath();
      ctx.moveTo(x, y - radiusPx);
      ctx.lineTo(x + radiusPx, y);
      ctx.lineTo(x, y + radiusPx);
      ctx.lineTo(x - radiusPx, y);
      ctx.closePath();
      ctx.strokeStyle = this.#theme.labelHalo;
      ctx.lineWidth = 4;
      ctx.stroke();
      ctx.fillStyle = color;
      ctx.fill();
      ctx.strokeStyle = this.#theme.front;
      ctx.lineWidth = 1.4;
      ctx.stroke();
    }
  }
}
