import { describe, expect, it } from 'vitest';
import { distance, placeLabels, type Candidate, type LabelBox, type LabelPoint, type Spot } from '../src/layers/collide.ts';

const at = (id: string, order: number, ...boxes: LabelBox[]) =>
  ({ id, order, spots: boxes.map((box, side) => ({ side, box })) });

/** A name right or left of its dot, 5 px from it. */
const town = (id: string, order: number, [x, y]: LabelPoint) => ({
  ...at(id, order, [x + 5, y - 8, x + 45, y + 8], [x - 45, y - 8, x - 5, y + 8]),
  dot: [x, y] as const,
});

const sidesOf = (placed: ReturnType<typeof placeLabels>) =>
  placed.map(({ label, spot }) => [label.id, spot.side]);

it('the more important label wins, the other moves or is left out', () => {
  const low = at('low', 2, [0, 0, 10, 10], [20, 0, 30, 10]);
  const high = at('high', 1, [5, 5, 15, 15]);
  const none = at('none', 3, [0, 0, 30, 10]);
  expect(sidesOf(placeLabels([low, high, none]))).toEqual([['high', 0], ['low', 1]]);
});

it('labels that only touch do not collide', () => {
  expect(placeLabels([at('a', 1, [0, 0, 10, 10]), at('b', 1, [10, 0, 20, 10])])).toHaveLength(2);
});

it('keeps out of what is taken already', () => {
  expect(placeLabels([at('a', 1, [0, 0, 10, 10])], { boxes: [[9, 9, 11, 11]] })).toEqual([]);
});

// a name right of its dot stood against the dot of the next town, whose own name was left of it
it.each<[string, LabelPoint, unknown]>([
  ['far off', [200, 0], [['a', 0], ['b', 0]]],
  ['at the end of a name', [50, 0], [['a', 0]]],
  ['under a name', [25, 3], [['a', 0]]],
  ['just below a name, its own beside', [25, 17], [['a', 0]]],
  ['so far below that it is not read as its dot', [25, 19], [['a', 0], ['b', 0]]],
  ['at the dot', [3, 0], [['a', 0]]],
])('a lesser dot %s', (_, dot, want) => {
  expect(sidesOf(placeLabels([town('b', 2, dot), town('a', 1, [0, 0])]))).toEqual(want);
});

it('a mark on the way puts a name on the other side', () => {
  expect(sidesOf(placeLabels([town('a', 1, [0, 0])], { dots: [[20, 0]] }))).toEqual([['a', 1]]);
});

it('of many random towns each name is nearest to its own dot', () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const towns = Array.from({ length: 300 }, (_, i) =>
    town(`t${i}`, 1 + (i % 4), [random() * 700, random() * 500]));
  const placed = placeLabels(towns);
  expect(placed.length).toBeGreaterThan(40);
  for (const { label, spot } of placed) {
    const others = placed.filter((other) => other.label !== label)
      .map((other) => distance(spot.box, other.label.dot));
    expect(Math.min(...others), label.id).toBeGreaterThan(distance(spot.box, label.dot));
  }
});

it('equals come in the order of their ids, whichever tile came first', () => {
  const [a, b] = [at('a', 1, [0, 0, 10, 10]), at('b', 1, [5, 0, 15, 10])];
  expect(sidesOf(placeLabels([b, a]))).toEqual([['a', 0]]);
  expect(sidesOf(placeLabels([a, b]))).toEqual([['a', 0]]);
});

it('a name keeps its side, and its place before equals that are new', () => {
  const sides = new Map([['b', { side: 1 }]]);
  const b = at('b', 1, [5, 0, 15, 10], [20, 0, 30, 10]);
  expect(sidesOf(placeLabels([b], { sides }))).toEqual([['b', 1]]);
  expect(sidesOf(placeLabels([at('a', 1, [20, 0, 30, 10]), b], { sides }))).toEqual([['b', 1]]);
  const greater = at('a', 0, [20, 0, 30, 10]);
  expect(sidesOf(placeLabels([greater, b], { sides }))).toEqual([['a', 0], ['b', 0]]);
});

it('a name that the edge of the view would cut stands elsewhere, unless it stood there before', () => {
  const box: LabelBox = [0, 0, 10, 10];
  const label = { id: 'a', order: 1, spots: [{ side: 0, box, cut: true }, { side: 1, box }] };
  expect(sidesOf(placeLabels([label]))).toEqual([['a', 1]]);
  expect(sidesOf(placeLabels([label], { sides: new Map([['a', { side: 0 }]]) }))).toEqual([['a', 0]]);
});

it('a second name takes the room of no equal, but that of a lesser name', () => {
  const spots: Spot[] = [{ side: 0, form: 1, box: [0, 0, 30, 10] }, { side: 0, box: [0, 0, 10, 10] }];
  const both = { id: 'a', order: 1, spots };
  const formOf = (...others: ReturnType<typeof at>[]) => {
    const placed = placeLabels<Candidate>([both, ...others]);
    return [placed.find(({ label }) => label.id === 'a')?.spot.form ?? 0, placed.length];
  };
  expect(formOf()).toEqual([1, 1]);
  expect(formOf(at('b', 1, [20, 0, 30, 10]))).toEqual([0, 2]);
  expect(formOf(at('b', 2, [20, 0, 30, 10]))).toEqual([1, 1]);
});

it('a name avoids the dot of an equal, which is left out otherwise', () => {
  expect(sidesOf(placeLabels([town('a', 1, [0, 0]), town('b', 1, [30, 0])]))).toEqual([['a', 1], ['b', 0]]);
});

it('of two dots that are not told apart the lesser one waits', () => {
  expect(sidesOf(placeLabels([town('b', 2, [-13, 0]), town('a', 1, [0, 0])]))).toEqual([['a', 0]]);
  expect(sidesOf(placeLabels([town('b', 2, [-15, 0]), town('a', 1, [0, 0])]))).toEqual([['a', 0], ['b', 1]]);
});

describe('random crowds', () => {
  type Town = ReturnType<typeof crowd>[number];
  const view = [0, 0, 700, 500] as const;

  /** Towns with one name or two, in eight places around their dots. */
  function crowd(seed: number, [dx, dy] = [0, 0]) {
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    return Array.from({ length: 160 }, (_, i) => {
      const [x, y, width] = [random() * 900 - 100 + dx, random() * 700 - 100 + dy, 20 + random() * 60];
      const widths = i % 3 === 0 ? [width, width * 2] : [width];
      const spots = widths.flatMap((w, form) => ([[5, -8], [-5 - w, -8], [-w / 2, -21], [-w / 2, 5],
        [4, -20], [4, 4], [-4 - w, -20], [-4 - w, 4]] as const).map(([left, top], side) => {
        const box: LabelBox = [x + left, y + top, x + left + w, y + top + 16];
        return { side, form, box, cut: box[0] < view[0] || box[1] < view[1] || box[2] > view[2] || box[3] > view[3] };
      }));
      return { id: `t${i}`, order: 1 + (i % 4), spots, dot: [x, y] as const };
    });
  }

  const meet = (a: LabelBox, b: LabelBox) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  const gap = (a: LabelPoint, b: LabelPoint) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const inView = ({ dot: [x, y] }: Town) => x > -50 && y > -50 && x < 750 && y < 550;
  const told = (placed: ReturnType<typeof placeLabels>) =>
    placed.map(({ label, spot }) => `${label.id} ${spot.side} ${spot.form}`).sort();
  const before = (placed: ReturnType<typeof placeLabels<Town>>) =>
    new Map(placed.map(({ label, spot }) => [label.id, spot]));

  /** Why a name cannot stand there, in plain words; nothing if it can. */
  function hindered(town: Town, box: LabelBox, placed: ReturnType<typeof placeLabels<Town>>, marks: readonly LabelPoint[]) {
    const others = placed.filter(({ label }) => label !== town);
    return others.some(({ label, spot }) => meet(box, spot.box) || distance(box, label.dot) < 10 ||
      distance(spot.box, town.dot) < 10 || gap(label.dot, town.dot) < 14) || marks.some((mark) => distance(box, mark) < 10);
  }

  const seeds = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => n * 7919);
  it.each(seeds)('%i: no name at another or at a foreign dot; what is left out had no place', (seed) => {
    const [towns, marks] = [crowd(seed), [[300, 200], [100, 400]] as LabelPoint[]];
    const placed = placeLabels(towns, { dots: marks });
    for (const { label, spot } of placed) expect(hindered(label, spot.box, placed, marks), label.id).toBe(false);
    const out = towns.filter((town) => !placed.some(({ label }) => label === town));
    for (const town of out) {
      expect(town.spots.filter(({ box }) => !hindered(town, box, placed, marks)), town.id).toEqual([]);
    }
    expect([placed.length > 60, out.length > 20]).toEqual([true, true]);
    expect(placed.filter(({ spot }) => spot.form === 1).length, 'with both names').toBeGreaterThan(5);
    const mixed = [...towns].sort((a, b) => (a.id < b.id ? 1 : -1));
    expect(told(placeLabels(mixed, { dots: marks }))).toEqual(told(placed));
    expect(told(placeLabels(towns, { dots: marks, sides: before(placed) })), 'drawn again').toEqual(told(placed));
  });

  it.each(seeds)('%i: panned by whole pixels a name keeps its side unless one that came or grew pushes it out', (seed) => {
    let placed = placeLabels(crowd(seed).filter(inView));
    let stayed = 0;
    for (let step = 1; step <= 8; step++) {
      const [sides, towns] = [before(placed), crowd(seed, [step * 11, step * 7]).filter(inView)];
      placed = placeLabels(towns, { sides });
      const other = placed.filter(({ label: { id }, spot }) =>
        sides.get(id)?.side !== spot.side || sides.get(id)?.form !== spot.form);
      for (const town of towns) {
        const was = sides.get(town.id);
        if (!was) continue;
        if (before(placed).get(town.id)?.side === was.side) {
          stayed++;
          continue;
        }
        const [left, top, right, bottom] = was.box;
        const box: LabelBox = [left + 11, top + 7, right + 11, bottom + 7];
        expect(hindered(town, box, other, []), `${town.id} had to move`).toBe(true);
      }
    }
    expect(stayed).toBeGreaterThan(400);
  });

  it.each(seeds)('%i: a day on which marks and towns go leaves the others where they are', (seed) => {
    const towns = crowd(seed);
    const first = placeLabels(towns, { dots: [[300, 200]] });
    const stay = first.map(({ label }) => label).filter((_, i) => i % 5 > 0);
    const then = placeLabels(stay, { sides: before(first) });
    for (const { label, spot } of then) expect(spot.side, label.id).toBe(before(first).get(label.id)?.side);
    expect(then).toHaveLength(stay.length);
  });
});
