import type { Change, Day, Mark, Span, View } from './types.ts';
import { shareOf } from './view.ts';

/** The first of some things in order of their days that is not before a day. */
export function firstFrom(all: readonly { readonly day: Day }[], day: Day): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.day ?? Infinity) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How much changes in each of some columns of equal width; the days of a column are one sum. */
export function sums(changes: readonly Change[], view: View, columns: number): readonly number[] {
  const found = new Array<number>(columns).fill(0);
  for (let i = firstFrom(changes, view.from - 0.5); i < changes.length; i++) {
    const change = changes[i];
    if (!change || change.day > view.to + 0.5) break;
    const column = Math.floor(shareOf(view, change.day) * columns);
    const at = Math.min(Math.max(column, 0), columns - 1);
    found[at] = (found[at] ?? 0) + change.weight;
  }
  return found;
}

/** A mark with the place of its name: `x` of its day, and the row, from the bars upwards. */
export interface Label {
  readonly mark: Mark;
  readonly x: number;
  readonly row: number;
  readonly width: number;
}

/**
 * The names that fit into some rows above their days; none covers another. The first marks have the
 * first choice, so they come by weight.
 */
export function stacked(
  marks: readonly Mark[], view: View, widthPx: number, rows: number,
  widthOf: (mark: Mark) => number,
): readonly Label[] {
  const taken: [number, number][][] = Array.from({ length: rows }, () => []);
  const free = (from: number, to: number) => taken.findIndex((others) =>
    others.every(([left, right]) => to < left || right < from));
  const labels: Label[] = [];
  for (const mark of marks) {
    if (mark.day < view.from || mark.day > view.to) continue;
    const x = shareOf(view, mark.day) * widthPx;
    if (free(x, x) < 0) continue; // thousands, of which no name need be measured
    const width = widthOf(mark);
    const row = x + width > widthPx + 8 ? -1 : free(x, x + width);
    if (row < 0) continue;
    taken[row]?.push([x - 2, x + width + 8]);
    labels.push({ mark, x, row, width });
  }
  return labels;
}

/** A span with the place of its name. */
export interface Chip {
  readonly span: Span;
  readonly left: number;
  readonly width: number;
}

/**
 * The names of the spans that are seen, side by side near their days, between two places. Where not
 * all fit, they go on to the right of the second.
 */
export function chips(
  spans: readonly Span[], view: View, from: number, widthPx: number, widthOf: (span: Span) => number,
): readonly Chip[] {
  const gap = 4;
  const seen = spans.filter((span) => span.from < view.to && span.to > view.from)
    .map((span) => ({ span, width: Math.min(widthOf(span), widthPx - from),
      middle: ((clamp(shareOf(view, span.from)) + clamp(shareOf(view, span.to))) / 2) * widthPx }))
    .sort((a, b) => a.middle - b.middle);
  const all = seen.reduce((sum, { width }) => sum + width + gap, -gap);
  const placed: { span: Span; left: number; width: number }[] = [];
  let free = from;
  for (const { span, width, middle } of seen) {
    const left = all > widthPx - from ? free : Math.max(free, middle - width / 2);
    placed.push({ span, left, width });
    free = left + width + gap;
  }
  if (all > widthPx - from) return placed;
  let end = widthPx;
  for (const chip of placed.reverse()) { // those that were pushed out push back
    chip.left = Math.max(from, Math.min(chip.left, end - chip.width));
    end = chip.left - gap;
  }
  return placed.reverse();
}

const clamp = (share: number) => Math.min(Math.max(share, 0), 1);
