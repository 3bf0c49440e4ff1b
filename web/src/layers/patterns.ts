import type { Fill } from '../symbology.ts';
import type { Theme } from '../theme.ts';

type Drawn = Exclude<Fill['pattern'], 'solid'>;

/** Opacity of a pattern over its area's colour. */
const inkAlpha = 0.8;

/**
 * How often each pattern repeats over 512 CSS pixels. Whole numbers, so that
 * the pattern runs on over the edge of a tile without a seam.
 */
const repeats: Readonly<Record<Drawn, number>> =
  { hatch: 40, stripes: 48, dots: 48, bands: 32, mesh: 40, upright: 48, grid: 48, dashes: 32 };

/**
 * Fills a path as the legend explains it: the base colour, then the pattern.
 * `unitsPerPixel` is the size of a CSS pixel in the units of the path; `ratio`
 * the device pixels per CSS pixel.
 */
export function paintFill(
  ctx: CanvasRenderingContext2D,
  path: Path2D,
  fill: Fill,
  theme: Theme,
  ratio: number,
  unitsPerPixel: number,
): void {
  if (fill.base !== null) {
    ctx.globalAlpha = fill.pattern === 'dots' ? theme.fill / 2 : theme.fill;
    ctx.fillStyle = fill.base;
    ctx.fill(path);
  }
  if (fill.pattern !== 'solid') {
    const pattern = patternOf(ctx, fill.pattern,
      fill.ink ?? (fill.pattern === 'dots' ? theme.dots : theme.ink), ratio, unitsPerPixel);
    ctx.globalAlpha = inkAlpha;
    ctx.fillStyle = pattern ?? 'transparent';
    ctx.fill(path);
  }
  ctx.globalAlpha = 1;
}

/** Side of the pattern's cell in device pixels. */
function cellSize(pattern: Drawn, ratio: number): number {
  return Math.round((512 / repeats[pattern]) * ratio);
}

/** So many patterns are kept: those of each pair of colours, in the size of each scale of tiles. */
const mostKept = 500;

const kept = new Map<string, CanvasPattern | null>();

/** A pattern in the units of the path; a map of many controllers needs dozens for each tile. */
function patternOf(
  ctx: CanvasRenderingContext2D,
  pattern: Drawn,
  ink: string,
  ratio: number,
  unitsPerPixel: number,
): CanvasPattern | null {
  const size = cellSize(pattern, ratio);
  const key = `${pattern} ${ink} ${size} ${unitsPerPixel}`;
  let made = kept.get(key);
  if (made === undefined) {
    made = ctx.createPattern(drawCell(pattern, ink, size), 'repeat');
    const step = 512 / repeats[pattern];
    made?.setTransform(new DOMMatrix().scale((step * unitsPerPixel) / size));
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, made);
  }
  return made;
}

/**
 * One cell: hatching rises to the right, stripes fall, bands are level, a mesh is both; upright
 * lines, and dashes that are level, short and staggered.
 */
function drawCell(
  pattern: Drawn, ink: string, size: number,
): HTMLCanvasElement {
  const cell = document.createElement('canvas');
  cell.width = cell.height = size;
  const ctx = cell.getContext('2d');
  if (!ctx) return cell;
  ctx.fillStyle = ctx.strokeStyle = ink;
  if (pattern === 'dots') {
    for (const [x, y] of [[0.25, 0.25], [0.75, 0.75]] as const) {
      ctx.beginPath();
      ctx.arc(x * size, y * size, size * 0.09, 0, 2 * Math.PI);
      ctx.fill();
    }
    return cell;
  }
  if (pattern === 'bands') {
    ctx.fillRect(0, Math.round(size / 4), size, Math.round(size / 2));
    return cell;
  }
  if (pattern === 'upright' || pattern === 'grid') {
    ctx.rect(Math.round(size * 3 / 8), 0, Math.round(size / 4), size);
    if (pattern === 'grid') ctx.rect(0, 0, size, Math.max(1, Math.round(size * 0.12)));
    ctx.fill();
    return cell;
  }
  if (pattern === 'dashes') {
    const [half, high] = [Math.round(size / 2), Math.round(size / 4)];
    ctx.fillRect(0, Math.round(size / 8), half, high);
    ctx.fillRect(half, Math.round(size * 5 / 8), size - half, high);
    return cell;
  }
  if (pattern === 'mesh') ctx.fillRect(0, 0, size, Math.max(1, Math.round(size * 0.12)));
  ctx.lineWidth = size * (pattern === 'hatch' ? 0.32 : 0.25);
  const rise = pattern === 'stripes' ? 1 : -1;
  ctx.beginPath();
  for (const shift of [-size, 0, size]) {
    ctx.moveTo(shift - size, size / 2 - rise * 1.5 * size);
    ctx.lineTo(shift + 2 * size, size / 2 + rise * 1.5 * size);
  }
  ctx.stroke();
  return cell;
}
