import type { Context } from '../context.ts';
import { stanceOf } from '../stance.ts';
import { readTheme } from '../theme.ts';

/** Around all that stands in a picture, in CSS pixels. */
export const pad = 16;
const plainHeadPx = 84;
/** The line that says whose view it is. */
export const stancePx = 22;

/** The canvas of a picture with its fonts and colours; all lengths are CSS pixels. */
export interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly ctx: CanvasRenderingContext2D;
  readonly ratio: number;
  readonly width: number;
  /** The height of what stands above the map. */
  readonly head: number;
  readonly font: string;
  readonly color: (name: string) => string;
}

/** How much stands above the map. */
export function headOf(context: Context): number {
  return plainHeadPx + (stanceOf(context) ? stancePx : 0);
}

/** A canvas of a width, whose height is not known yet. */
export function newSheet(context: Context, width: number, ratio: number): Sheet {
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  if (!ctx) throw new Error('no canvas');
  const style = getComputedStyle(document.documentElement);
  return { canvas, ctx, ratio, width, head: headOf(context), font: readTheme().font,
    color: (name) => style.getPropertyValue(`--${name}`).trim() };
}

/** Gives a sheet its height; what was painted is gone. */
export function resize({ canvas, ctx, width, ratio }: Sheet, height: number): void {
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  ctx.scale(ratio, ratio);
}
