import type * as L from 'leaflet';
import type { Day } from '../days.ts';
import { ViewportCanvas, type Frame } from '../layers/viewport.ts';
import { readTheme, type Theme } from '../theme.ts';
import type { Rows } from './rows.ts';

/** So many rows are looked at in one frame, and a tenth of them painted: the page answers in between. */
const slice = 24_000;
const painting = 10; // times the cost of looking

/** The side of a point of a day before, and half that of one of the day, in CSS pixels. */
const [faint, full] = [3, 5];

/** The rows of a table over the map: those of the day shown, and small those before it. */
export class RowsLayer extends ViewportCanvas {
  rows: Rows | undefined;
  /** The day shown; undefined: all rows are shown alike. */
  day: Day | undefined;
  readonly #color: (kind: number) => string;
  #next = 0;

  constructor(color: (kind: number) => string) {
    super('table', 455);
    this.#color = color;
  }

  override onRemove(map: L.Map): this {
    cancelAnimationFrame(this.#next);
    return super.onRemove(map);
  }

  protected override draw(frame: Frame): void {
    cancelAnimationFrame(this.#next);
    const { rows } = this;
    if (!rows) return;
    const work = this.#paint(frame, rows);
    const go = () => {
      if (!work.next().done) this.#next = requestAnimationFrame(go);
    };
    go();
  }

  /** Paints in slices: those before the day first, so that those of the day lie above. */
  *#paint(frame: Frame, rows: Rows): Generator<void, void, void> {
    const { width } = frame;
    const taken = new Set<number>(); // a place is painted once for each kind
    const theme = readTheme();
    const origin = frame.seen([-180, 0]);
    const side = frame.at([180, 0]).x - frame.at([-180, 0]).x;
    let looked = 0;
    for (const now of this.day === undefined ? [true] : [false, true]) {
      taken.clear();
      for (const { xy, days, kinds } of rows.pieces) {
        for (let i = 0; i < days.length; i++) {
          if (++looked >= slice) {
            looked = 0;
            yield;
          }
          if (this.day !== undefined && (now ? days[i] !== this.day : !(days[i]! < this.day))) continue;
          const y = origin.y + (xy[2 * i + 1]! - 0.5) * side;
          if (!(y >= 0 && y <= frame.height)) continue; // nor one without a point
          const x = ((origin.x + xy[2 * i]! * side) % side + side) % side;
          if (x > width) continue;
          const place = (Math.round(y / faint) * 16384 + Math.round(x / faint)) * 64 + kinds[i]! % 64;
          if (taken.has(place)) continue;
          taken.add(place);
          looked += painting;
          mark(frame.ctx, x, y, this.#color(kinds[i]!), now, theme);
        }
      }
    }
  }
}

function mark(ctx: CanvasRenderingContext2D, x: number, y: number, color: string, now: boolean, theme: Theme): void {
  ctx.fillStyle = color;
  if (!now) {
    ctx.globalAlpha = 0.7;
    ctx.fillRect(x - faint / 2, y - faint / 2, faint, faint);
    ctx.globalAlpha = 1;
    return;
  }
  ctx.beginPath();
  ctx.arc(x, y, full, 0, 2 * Math.PI);
  ctx.fill();
  ctx.strokeStyle = theme.labelHalo;
  ctx.lineWidth = 3;
  ctx.stroke();
  ctx.strokeStyle = theme.label;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}
