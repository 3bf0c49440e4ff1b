import type { Day, Unit, View } from './types.ts';

/** A line of the axis, with its words where they fit. */
export interface Tick {
  readonly day: Day;
  readonly unit: Unit;
  /** Begins a longer stretch than its neighbours: a month among days, a year among months. */
  readonly strong: boolean;
}

const msPerDay = 86_400_000;
const steps: readonly (readonly [Unit, number, number])[] = [
  ['day', 1, 1], ['day', 2, 2], ['day', 5, 5], ['day', 10, 10],
  ['month', 1, 30.4], ['month', 3, 91.3], ['month', 6, 182.6],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map((years) =>
    ['year', years, years * 365.25] as const),
];

/** Room for the words of a tick, by its unit. */
const roomPx: Readonly<Record<Unit, number>> = { day: 30, month: 44, year: 52 };

/**
 * Lines of the axis, as many as have room for their words: days from the first of each month, months
 * from each January, years as counted, without a year 0. Days are numbered from 1970-01-01.
 */
export function ticks(view: View, widthPx: number): readonly Tick[] {
  const pxPerDay = widthPx / (view.to - view.from);
  const [unit, every] = steps.find(([unit, , days]) => days * pxPerDay >= roomPx[unit]) ??
    ['year', 5000];
  const found: Tick[] = [];
  const [from, to] = [Math.ceil(view.from), Math.floor(view.to)];
  if (unit === 'day') {
    for (let day = from; day <= to; day++) {
      const ofMonth = new Date(day * msPerDay).getUTCDate();
      // the 31st stands too near to the first
      if (ofMonth === 1 || (every === 1 || (ofMonth % every === (every === 2 ? 1 : 0) && ofMonth < 30))) {
        found.push({ day, unit: ofMonth === 1 ? 'month' : 'day', strong: ofMonth === 1 });
      }
    }
    return found;
  }
  const start = new Date(from * msPerDay);
  if (unit === 'month') {
    for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month++) {
      const [year, inYear] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
      const day = dayOf(year, inYear);
      if (day > to) return found;
      if (day >= from && inYear % every === 0) {
        found.push({ day, unit: inYear === 0 ? 'year' : 'month', strong: inYear === 0 });
      }
    }
  }
  const first = Math.floor(start.getUTCFullYear() / every) - 1;
  for (let i = first; ; i++) {
    const counted = i * every;
    // before Christ as counted then: the year after 1 BC, which is 0 here, is 1
    const year = counted > 0 ? counted : counted === 0 ? 1 : counted + 1;
    const day = dayOf(year, 0);
    if (day > to) return found;
    if (day >= from) found.push({ day, unit, strong: false });
  }
}

function dayOf(year: number, month: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return Math.round(date.getTime() / msPerDay);
}
