import { paintFill } from './layers/patterns.ts';
import { el } from './dom.ts';
import type { Fill } from './symbology.ts';
import { pixelRatio, readTheme } from './theme.ts';

/** A sample of a look, painted by the same code as the map. */
export function swatch(fill: Fill, width = 28, height = 18): HTMLCanvasElement {
  const ratio = pixelRatio();
  const canvas = el('canvas', {
    class: 'swatch', 'aria-hidden': 'true', width: width * ratio, height: height * ratio,
  });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext('2d');
  if (!ctx) return canvas;
  ctx.scale(ratio, ratio);
  const path = new Path2D();
  path.rect(0, 0, width, height);
  paintFill(ctx, path, fill, readTheme(), ratio, 1);
  return canvas;
}
