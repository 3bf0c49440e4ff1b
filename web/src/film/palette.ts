/** Beyond so many colours only the upper half of each channel is told apart, so that numbers have two bytes. */
const exactColors = 0x10000 - 0x1000;

/** The colours of a film, blue, green and red from the highest byte down, numbered, with their pixels counted. */
export class ColorTable {
  readonly colors: number[] = [];
  readonly counts: number[] = [];
  readonly #numbers = new Map<number, number>();
  #last = -1;
  #lastAt = 0;

  number(pixel: number): number {
    const color = pixel & 0xffffff;
    if (color !== this.#last) {
      this.#last = color;
      this.#lastAt = this.#find(color);
    }
    this.counts[this.#lastAt] = (this.counts[this.#lastAt] ?? 0) + 1;
    return this.#lastAt;
  }

  #find(color: number): number {
    let key = color;
    let known = this.#numbers.get(key);
    if (known === undefined && this.colors.length >= exactColors) {
      key = (color & 0xf0f0f0) | 0x1000000; // no colour
      known = this.#numbers.get(key);
    }
    if (known !== undefined) return known;
    this.#numbers.set(key, this.colors.length);
    this.counts.push(0);
    return this.colors.push(color) - 1;
  }
}

const channels = [0, 8, 16] as const;
const channel = (color: number, shift: number) => (color >> shift) & 255;

/**
 * At most so many colours of the table, and for each colour of the table its place among them. Half
 * of them are the most frequent, so that flat areas are exact; the others are each next to the mean of
 * a box of colours alike.
 */
export function palette({ colors, counts }: ColorTable, most: number): { colors: readonly number[]; of: Uint8Array } {
  const color = (i: number) => colors[i] ?? 0;
  const count = (i: number) => counts[i] ?? 0;
  const order = colors.map((_, i) => i).sort((a, b) => count(b) - count(a) || a - b);
  const exact = order.length > most ? most >> 1 : order.length;
  const chosen = order.slice(0, exact).map(color);
  for (const box of boxes(order.slice(exact), most - exact, color, count)) {
    const pixels = box.reduce((sum, i) => sum + count(i), 0);
    const mean = channels.reduce<number>((all, shift) =>
      all | (Math.floor(box.reduce((sum, i) => sum + channel(color(i), shift) * count(i), 0) / pixels) << shift), 0);
    const inBox = box.map(color);
    chosen.push(inBox[nearest(inBox, mean)] ?? 0);
  }
  return { colors: chosen, of: Uint8Array.from(colors, (c) => nearest(chosen, c)) };
}

/** Parts colours into at most so many boxes, that with the most pixels times width first (median cut). */
function boxes(
  all: readonly number[], most: number, color: (i: number) => number, count: (i: number) => number,
): readonly (readonly number[])[] {
  const weigh = (box: readonly number[]) => {
    let [width, shift]: [number, number] = [0, 0];
    for (const at of channels) {
      let [low, high] = [255, 0];
      for (const i of box) {
        const value = channel(color(i), at);
        [low, high] = [Math.min(low, value), Math.max(high, value)];
      }
      if (high - low > width) [width, shift] = [high - low, at];
    }
    return { box, shift, weight: width * box.reduce((sum, i) => sum + count(i), 0) };
  };
  const found = all.length > 0 ? [weigh(all)] : [];
  while (found.length > 0 && found.length < most) {
    const widest = found.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (widest.weight === 0) break;
    const sorted = [...widest.box].sort((a, b) =>
      channel(color(a), widest.shift) - channel(color(b), widest.shift) || a - b);
    const half = sorted.reduce((sum, i) => sum + count(i), 0) / 2;
    let [n, sum] = [0, 0];
    for (; n < sorted.length - 1 && (n === 0 || sum < half); n++) sum += count(sorted[n] ?? 0);
    found.splice(found.indexOf(widest), 1, weigh(sorted.slice(0, n)), weigh(sorted.slice(n)));
  }
  return found.map(({ box }) => box);
}

/** The place of the colour that looks most like another, to eyes that see green best. */
function nearest(all: readonly number[], c: number): number {
  let [best, least] = [0, Infinity];
  for (let i = 0; i < all.length; i++) {
    const other = all[i] ?? 0;
    const [r, g, b] = [channel(other, 0) - channel(c, 0), channel(other, 8) - channel(c, 8), channel(other, 16) - channel(c, 16)];
    const apart = 2 * r * r + 4 * g * g + 3 * b * b;
    if (apart < least) [best, least] = [i, apart];
  }
  return best;
}
