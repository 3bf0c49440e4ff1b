import { swatch } from './swatch.ts';
import type { Fill } from './symbology.ts';
import { pixelRatio, readTheme } from './theme.ts';

/**
 * Samples of a legend that is made anew with each day: those that are in it again are not painted
 * again.
 */
export class KeptSwatches {
  #before = new Map<string, HTMLCanvasElement[]>();
  #now = new Map<string, HTMLCanvasElement[]>();

  /** Begins a legend, which may take over samples of the one before. */
  renew(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** A sample as `swatch` makes it. */
  of(fill: Fill, width = 28, height = 18): HTMLCanvasElement {
    const { base, pattern, ink } = fill;
    const key = [base, pattern, ink, width, height, pixelRatio(), readTheme().label].join();
    const made = this.#before.get(key)?.pop() ?? swatch(fill, width, height);
    const others = this.#now.get(key);
    if (others) others.push(made);
    else this.#now.set(key, [made]);
    return made;
  }
}
