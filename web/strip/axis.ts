import { ticks } from './ticks.ts';
import type { View, Words } from './types.ts';
import { shareOf } from './view.ts';

/** A line of the axis and what is written at it. */
export interface AxisMark {
  /** Of the line; undefined: the words at the left end have none. */
  readonly x?: number;
  readonly strong: boolean;
  /** Undefined where there is no room for it. */
  readonly text?: string;
  /** Where the text begins. */
  readonly left: number;
}

/** Nearer to the left end than this, a tick says of which month or year the ones after it are. */
const nearPx = 90;

/** Words are so far from each other. */
const apartPx = 6;

/** All of an axis from left to right: its lines, and the words that have room there. */
export function axis(
  view: View, width: number, words: Words, measure: (text: string, strong: boolean) => number,
): readonly AxisMark[] {
  const lines = ticks(view, width);
  const marks: AxisMark[] = [];
  const taken: (readonly [number, number])[] = [];
  // where the first tick is a day or a month, the left end says of which month or year
  if (lines.some(({ unit }) => unit !== 'year') && !lines.some(({ strong, day }) =>
    strong && shareOf(view, day) * width < nearPx)) {
    const unit = lines.some((tick) => tick.unit === 'day') ? 'month' : 'year';
    const text = words.within(Math.ceil(view.from), unit);
    marks.push({ text, strong: true, left: 0 });
    taken.push([0, measure(text, true)]);
  }
  // what says of which year months are comes before the months
  for (const { day, unit, strong } of [...lines].sort((a, b) => Number(b.strong) - Number(a.strong))) {
    const x = shareOf(view, day) * width;
    const text = words.tick(day, unit);
    const wide = measure(text, strong);
    const [left, right] = [x - wide / 2, x + wide / 2];
    const fits = left >= 0 && right <= width &&
      taken.every(([from, to]) => right + apartPx < from || to + apartPx < left);
    if (fits) taken.push([left, right]);
    marks.push({ x, strong, left, ...(fits && { text }) });
  }
  return marks.sort((a, b) => (a.x ?? 0) - (b.x ?? 0));
}
