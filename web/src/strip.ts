import { dayOf, formatYear, yearOf, type Day } from './days.ts';
import { el, svg } from './dom.ts';
import type { Timeline } from './timeline.ts';

const bins = 240;
const heightPx = 26;

/** How many zones changed in each of `count` equal stretches of the days from first to last. */
export function density(
  timeline: Timeline, first: Day, last: Day, count: number,
): readonly number[] {
  const sums = new Array<number>(count).fill(0);
  for (const zone of timeline.zones.values()) {
    for (const { from } of zone.periods) {
      // on the first day the data begins, nothing changes
      if (from <= first || from > last) continue;
      const bin = Math.min(count - 1, Math.floor(((from - first) / (last - first + 1)) * count));
      sums[bin] = (sums[bin] ?? 0) + 1;
    }
  }
  return sums;
}

/**
 * The years written under the slider, multiples of a step that leaves room for
 * about six; before Christ they are so as counted then: 200 BC is -199.
 */
export function axisYears(first: Day, last: Day): readonly number[] {
  const span = yearOf(last) - yearOf(first) + 1;
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((s) => span / s <= 8) ?? 2000;
  const [from, to] = [yearOf(first), yearOf(last)];
  const start = Math.floor(from / step) - 1;
  return Array.from({ length: Math.floor(to / step) - start + 1 }, (_, i) => (start + i) * step)
    .map((count) => (count > 0 ? count : count === 0 ? 1 : count + 1))
    .filter((year, i, all) => year >= from && year <= to && all.indexOf(year) === i);
}

/** A drawing of when much changed, with the years below; the slider lies over it. */
export function densityStrip(
  timeline: Timeline, first: Day, last: Day, locale: string,
): HTMLElement {
  const values = density(timeline, first, last, bins);
  const most = Math.max(1, ...values);
  const bars = values.map((value, i) => {
    if (value === 0) return null;
    const height = Math.max(3, (Math.log1p(value) / Math.log1p(most)) * heightPx);
    return svg('rect', { x: i + 0.1, y: heightPx - height, width: 0.8, height });
  });
  const drawing = svg('svg',
    { class: 'bars', viewBox: `0 0 ${bins} ${heightPx}`, preserveAspectRatio: 'none' }, ...bars);
  const axis = el('div', { class: 'axis' });
  for (const year of axisYears(first, last)) {
    const at = ((dayOf(year, 1, 1) ?? first) - first) / (last - first);
    if (at < 0.01 || at > 0.985) continue;
    const label = el('span', {}, formatYear(year, locale));
    label.style.left = `${at * 100}%`;
    axis.append(label);
  }
  return el('div', { class: 'strip', 'aria-hidden': 'true' }, drawing, axis);
}
