import { paintFill } from '../layers/patterns.ts';
import { ViewportCanvas, type Frame } from '../layers/viewport.ts';
import type { Bounds } from '../model.ts';
import type { Fill } from '../symbology.ts';
import { pixelRatio, type Theme } from '../theme.ts';
import { nearTo } from '../turns.ts';
import type { Area } from './differing.ts';

/** Draws the areas of which two maps say different things, over the first of them. */
export class DifferingLayer extends ViewportCanvas {
  #areas: readonly Area[] = [];
  #theme: Theme;
  readonly #look: (area: Area) => Fill;

  constructor(theme: Theme, look: (area: Area) => Fill) {
    super('differing', 430);
    this.#theme = theme;
    this.#look = look;
  }

  setAreas(areas: readonly Area[]): void {
    if (areas === this.#areas) return;
    this.#areas = areas;
    this.update();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw(frame: Frame): void {
    const { ctx } = frame;
    const ratio = this.ratio ?? pixelRatio();
    const looks = new Map<string, { readonly fill: Fill; readonly path: Path2D }>();
    const [wide, thin] = [new Path2D(), new Path2D()];
    for (const area of this.#areas) {
      const px = sideInFrame(frame, area.box);
      if (px === undefined) continue;
      const fill = this.#look(area);
      let look = looks.get(fill.key);
      if (!look) looks.set(fill.key, look = { fill, path: new Path2D() });
      const outline = trace(frame, area);
      look.path.addPath(outline);
      (px < smallPx ? thin : wide).addPath(outline);
    }
    for (const { fill, path } of looks.values()) paintFill(ctx, path, fill, this.#theme, ratio, 1);
    ctx.lineJoin = 'round';
    for (const [path, color, width] of [[thin, this.#theme.front, 0.6], [wide, this.#theme.frontHalo, 4],
      [wide, this.#theme.front, 1.8]] as const) {
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.stroke(path);
    }
  }
}

/** Below this an area would be all border. */
const smallPx = 14;

/** The shorter side of a box that lies on the canvas; undefined where none of it does. */
function sideInFrame({ seen, width, height }: Frame, [west, south, east, north]: Bounds): number | undefined {
  const middle = seen([(west + east) / 2, (south + north) / 2]);
  const [a, b] = [seen([west, north]), seen([east, south])];
  const wide = Math.abs(b.x - a.x) / 2;
  const within = middle.x + wide >= 0 && middle.x - wide <= width && b.y >= 0 && a.y <= height;
  return within ? Math.min(2 * wide, b.y - a.y) : undefined;
}

/** An area on the canvas, all in one copy of the world; vertices that fall together are left out. */
function trace({ at, seen }: Frame, { rings, box: [west, , east] }: Area): Path2D {
  const path = new Path2D();
  const middle = (west + east) / 2;
  const shift = seen([middle, 0]).x - at([middle, 0]).x;
  for (const ring of rings) {
    let [lastX, lastY] = [NaN, NaN];
    for (const [lon, lat] of ring) {
      const { x, y } = at([nearTo(lon, middle), lat]);
      if (Math.abs(x - lastX) < 0.4 && Math.abs(y - lastY) < 0.4) continue;
      if (Number.isNaN(lastX)) path.moveTo(x + shift, y);
      else path.lineTo(x + shift, y);
      [lastX, lastY] = [x, y];
    }
    path.closePath();
  }
  return path;
}
