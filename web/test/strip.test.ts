import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { axis } from '../strip/axis.ts';
import { chips, stacked, sums } from '../strip/places.ts';
import { ticks } from '../strip/ticks.ts';
import { around, between, following, isWhole, panned, shareOf, within, zoomed } from '../strip/view.ts';
import type { Words } from '../strip/types.ts';
import { stripWords } from '../src/controls/stripwords.ts';
import { parseISO, toISO } from '../src/days.ts';
import { loadTexts } from '../src/strings.ts';

const day = (iso: string) => parseISO(iso)!;
const whole = { from: day('1988-02-20'), to: day('2024-12-31') };
const days = (a: string, b: string) => ({ from: day(a), to: day(b) });

describe('the view of the strip', () => {
  it('keeps the day under the pointer where it is when it zooms, from decades to days and back', () => {
    const at = day('2020-10-09');
    let view = whole as { from: number; to: number };
    const share = shareOf(view, at);
    for (let i = 0; i < 40; i++) view = zoomed(view, whole, 1.5, at);
    expect(view.to - view.from, 'the fewest days').toBe(6);
    expect(shareOf(view, at)).toBeCloseTo(share, 6);
    for (let i = 0; i < 40; i++) view = zoomed(view, whole, 1 / 1.5, at);
    expect(isWhole(view, whole)).toBe(true);
    expect(view).toEqual(whole);
  });

  it.each([
    ['to the left', -1e6, whole.from], ['to the right', 1e6, whole.to - 44],
  ])('is not moved out of the days there are, %s', (_name, by, from) => {
    expect(panned(days('2020-09-27', '2020-11-10'), whole, by).from).toBe(from);
  });

  it('turns over like a page when the day leaves it, and else stays', () => {
    const view = days('2020-09-27', '2020-11-10');
    expect(following(view, whole, day('2020-10-09'))).toBe(view);
    for (const iso of ['2020-11-11', '2020-09-26', '1988-02-20', '2024-12-31']) {
      const next = following(view, whole, day(iso));
      expect(next.to - next.from, iso).toBe(44);
      expect(shareOf(next, day(iso)), iso).toBeGreaterThanOrEqual(0);
      expect(shareOf(next, day(iso)), iso).toBeLessThanOrEqual(1);
    }
  });

  it('shows a span with room around it, also one of a single day at the end of all', () => {
    const view = around(day('2024-12-31'), day('2024-12-31'), whole);
    expect(view).toEqual({ from: whole.to - 6, to: whole.to });
    expect(within({ from: 0, to: 3 }, { from: 0, to: 3 }), 'fewer days than the fewest').toEqual({ from: 0, to: 3 });
  });

  it('begins and ends a way at its ends', () => {
    const to = days('2020-09-27', '2020-11-10');
    expect(between(whole, to, 0)).toEqual(whole);
    const end = between(whole, to, 1);
    expect(end.from).toBeCloseTo(to.from, 6);
    expect(end.to).toBeCloseTo(to.to, 6);
    const moved = between(to, { from: to.from + 10, to: to.to + 10 }, 0.5); // of the same length
    expect(moved).toEqual({ from: to.from + 5, to: to.to + 5 });
  });
});

describe('ticks', () => {
  const shown = (view: { from: number; to: number }, width: number) =>
    ticks(view, width).map(({ day, unit, strong }) => `${toISO(day)} ${unit}${strong ? '!' : ''}`);
  it.each([
    ['decades', whole, 300, ['1990-01-01 year', '2000-01-01 year', '2010-01-01 year', '2020-01-01 year']],
    ['a year', days('2020-03-01', '2021-02-01'), 300,
      ['2020-04-01 month', '2020-07-01 month', '2020-10-01 month', '2021-01-01 year!']],
    ['weeks', days('2020-09-27', '2020-10-12'), 130,
      ['2020-10-01 month!', '2020-10-05 day', '2020-10-10 day']],
    ['days', days('2020-10-30', '2020-11-02'), 400,
      ['2020-10-30 day', '2020-10-31 day', '2020-11-01 month!', '2020-11-02 day']],
    ['years before Christ', days('-0012-01-01', '0012-01-01'), 200,
      ['-0009-01-01 year', '0001-01-01 year', '0010-01-01 year']], // 10 BC, 1, 10
  ])('of %s', (_name, view, width, want) => {
    expect(shown(view, width)).toEqual(want);
  });

  it('never stand closer than their words have room, at any zoom', () => {
    for (let length = 6; length < 3e6; length *= 1.37) {
      const view = { from: day('2000-02-27') - length / 2, to: day('2000-02-27') + length / 2 };
      const all = ticks(view, 900);
      expect(all.length, `${length} days`).toBeLessThan(32);
      for (const [i, { day }] of all.entries()) {
        // months have 28 days and years 365: a tenth less than on average
        if (i > 0) expect((day - all[i - 1]!.day) / length * 900, `${length} days`).toBeGreaterThan(12);
      }
    }
  });
});

describe('what is drawn', () => {
  const marks = Array.from({ length: 9000 }, (_, i) => ({ day: whole.from + i, title: `${i}`, weight: i % 7 }));
  it('sums the changes of a column, and only those in view', () => {
    const changes = [{ day: 1, weight: 2 }, { day: 5, weight: 1 }, { day: 6, weight: 4 }, { day: 50, weight: 9 }];
    expect(sums(changes, { from: 4, to: 8 }, 2)).toEqual([1, 4]);
    expect(sums(changes, { from: 0, to: 100 }, 1)).toEqual([16]);
  });

  it('names the heaviest marks, and none over another', () => {
    const labels = stacked([...marks].sort((a, b) => b.weight - a.weight), whole, 900, 2, () => 80);
    expect(labels.length).toBeGreaterThan(10);
    expect(new Set(labels.map(({ mark }) => mark.weight))).toEqual(new Set([6]));
    for (const a of labels) {
      for (const b of labels) {
        if (a === b || a.row !== b.row) continue;
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x, `${a.mark.title} and ${b.mark.title}`).toBe(true);
      }
    }
  });

  const spans = [['ages', 0, 5000], ['a', 900, 910], ['b', 905, 950], ['c', 990, 1000]]
    .map(([id, from, to]) => ({ id: String(id), title: String(id), from: Number(from), to: Number(to) }));
  it.each([
    ['near their days, within the row', 900], ['one after the other and on out of the row, where not all fit', 300],
  ])('puts the names of spans side by side, %s', (_name, width) => {
    const placed = chips(spans, { from: 0, to: 1000 }, 60, width, () => 90);
    expect(placed.map(({ span }) => span.id), 'none is left out').toEqual(['ages', 'a', 'b', 'c']);
    for (const [i, chip] of placed.entries()) {
      expect(chip.left).toBeGreaterThanOrEqual(60);
      const next = placed[i + 1];
      if (next) expect(chip.left + chip.width).toBeLessThan(next.left);
    }
    const end = placed.at(-1)!.left + 90;
    if (width === 900) expect(end).toBeLessThanOrEqual(width);
    else expect(end).toBe(60 + 4 * 90 + 3 * 4);
  });
});

describe('the axis', () => {
  const read = async (lang: string, view: { from: number; to: number }, width: number) =>
    axis(view, width, stripWords(await loadTexts(lang)), (text) => 6 * text.length)
    .flatMap(({ text }) => text?.replace(/\s/g, ' ') ?? []);

  it.each([
    ['en', '45 BC'], ['az', 'e.ə. 45'], ['hy', 'մ.թ.ա. 45'], ['ru', '45 г. до н. э.'],
  ])('writes the year -44 in %s as the page does', async (lang, want) => {
    const years = await read(lang, days('-0046-06-01', '-0042-06-01'), 900);
    expect(years).toContain(want);
    expect(years.every((text) => !/[-\u2212]\d/.test(text)), years.join()).toBe(true);
  });

  it.each([
    ['across the year that is none', days('-0003-03-01', '0003-03-01'), ['3 BC', '2 BC', '1 BC', '1', '2', '3']],
    ['of days, with the month they are in, and none that the end would cut', days('2020-10-02', '2020-10-06'), ['October 2020', '3', '4', '5']],
    ['of months, with the year they are in', days('2020-02-02', '2020-11-10'), ['2020', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov']],
  ])('reads %s', async (_name, view, want) => {
    expect(await read('en', view, 420)).toEqual(want);
  });

  it('has no words over each other, whatever their length', () => {
    const words = { tick: () => 'a very long word', within: () => 'in a long month' } as unknown as Words;
    let free = -Infinity;
    for (const { text, left } of axis(days('2020-10-02', '2020-11-20'), 700, words, (t) => 7 * t.length)) {
      if (text === undefined) continue;
      expect(left).toBeGreaterThanOrEqual(free);
      free = left + 7 * text.length;
    }
    expect(free).toBeGreaterThan(0);
  });
});

it('is a package of its own: it imports nothing but its own files', () => {
  const root = new URL('../strip/', import.meta.url);
  const files = readdirSync(root).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(5);
  for (const name of files) {
    const text = readFileSync(new URL(name, root), 'utf8');
    const from = [...text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(([, a, b]) => a ?? b);
    expect(from.filter((path) => !/^\.\/\w+\.ts$/.test(path ?? '')), name).toEqual([]);
  }
});
