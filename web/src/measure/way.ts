import { ViewportCanvas, type Frame } from '../layers/viewport.ts';
import type { LonLat } from '../model.ts';
import { readTheme } from '../theme.ts';

/** Parts with more points than this are drawn without marks on them. */
const mostMarks = 200;

/** Lines that somebody draws on the map, with what they enclose. */
export class WayLayer extends ViewportCanvas {
  parts: readonly (readonly LonLat[])[] = [];
  /** Whether what is enclosed is shaded, and whether the line is drawn back to its beginning. */
  shaded = true;
  closed = false;

  constructor() {
    super('measure', 460);
  }

  protected override draw({ ctx, at }: Frame): void {
    const theme = readTheme();
    const parts = this.parts.map((points) => points.map((point) => at(point)));
    const trace = (closed: boolean) => {
      ctx.beginPath();
      for (const places of parts) {
        for (const [i, { x, y }] of places.entries()) {
          if (i === 0) ctx.moveTo(x, y);
          else ctx.lineTo(x, y);
        }
        if (closed) ctx.closePath();
      }
    };
    if (this.shaded && parts.some(({ length }) => length > 2)) {
      trace(true);
      ctx.globalAlpha = 0.16;
      ctx.fillStyle = theme.accent;
      ctx.fill('evenodd');
      ctx.globalAlpha = 1;
    }
    for (const [color, width] of [[theme.labelHalo, 5], [theme.accent, 2.5]] as const) {
      trace(this.closed);
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    for (const { x, y } of parts.filter(({ length }) => length <= mostMarks).flat()) {
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
