import { swatch } from '../swatch.ts';
import type { Fill } from '../symbology.ts';
import { pixelRatio, readTheme } from '../theme.ts';

/** So many looks are kept. */
const mostKept = 100;

/**
 * Samples of a legend that is made anew with each day: those that were in one of those before are
 * not painted again.
 */
export class KeptSwatches {
  readonly #free = new Map<string, HTMLCanvasElement[]>();
  #used: [key: string, swatch: HTMLCanvasElement][] = [];

  /** Begins a legend, which may take over samples of those before. */
  renew(): void {
    if (this.#free.size > mostKept) this.#free.clear();
    for (const [key, swatch] of this.#used) {
      const others = this.#free.get(key);
      if (others) others.push(swatch);
      else this.#free.set(key, [swatch]);
    }
    this.#used = [];
  }

  /** A sample as `swatch` makes it. */
  of(fill: Fill, width = 28, height = 18): HTMLCanvasElement {
    const { base, pattern, ink } = fill;
    const key = [base, pattern, ink, width, height, pixelRatio(), readTheme().label].join();
    const made = this.#free.get(key)?.pop() ?? swatch(fill, width, height);
    this.#used.push([key, made]);
    return made;
  }
}
