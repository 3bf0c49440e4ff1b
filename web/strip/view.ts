import type { Day, View } from './types.ts';

/** Fewer days are never shown, but where there are no more. */
const leastDays = 6;

/** The view with its length between the least and the whole, moved to lie within the whole. */
export function within(view: View, whole: View): View {
  const all = whole.to - whole.from;
  const length = Math.min(Math.max(view.to - view.from, Math.min(leastDays, all)), all);
  const middle = (view.from + view.to) / 2;
  const from = Math.min(Math.max(middle - length / 2, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Shows that many times fewer days; the day `at` stays where it is. */
export function zoomed(view: View, whole: View, times: number, at: Day): View {
  const all = whole.to - whole.from;
  const length = view.to - view.from;
  const next = Math.min(Math.max(length / times, Math.min(leastDays, all)), all);
  const from = at - ((at - view.from) / length) * next;
  return within({ from, to: from + next }, whole);
}

/** Moves the view by some days. */
export function panned(view: View, whole: View, days: number): View {
  return within({ from: view.from + days, to: view.to + days }, whole);
}

/** The days from `from` to `to` with some room around them. */
export function around(from: Day, to: Day, whole: View): View {
  const room = Math.max(1, (to - from) * 0.06);
  return within({ from: from - room, to: to + room }, whole);
}

/** The view in which a day is seen: the same where it is, else turned over like a page. */
export function following(view: View, whole: View, day: Day): View {
  const length = view.to - view.from;
  if (day > view.to) return within({ from: day - length * 0.1, to: day + length * 0.9 }, whole);
  if (day < view.from) return within({ from: day - length * 0.9, to: day + length * 0.1 }, whole);
  return view;
}

/** Whether nothing is left out. */
export function isWhole(view: View, whole: View): boolean {
  return view.to - view.from >= whole.to - whole.from;
}

/** How far a day is from the left end, in shares of the width. */
export function shareOf(view: View, day: Day): number {
  return (day - view.from) / (view.to - view.from);
}

/** A view on the way from one to another, where lengths shrink by like factors in like times. */
export function between(a: View, b: View, share: number): View {
  const [la, lb] = [a.to - a.from, b.to - b.from];
  const length = la * (lb / la) ** share;
  // the point that both views have at the same place stays there
  const moved = Math.abs(lb - la) < 1e-9 ? share : (length - la) / (lb - la);
  const from = a.from + (b.from - a.from) * moved;
  return { from, to: from + length };
}
