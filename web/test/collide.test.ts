import { expect, it } from 'vitest';
import { distance, placeLabels, type LabelBox, type LabelPoint } from '../src/layers/collide.ts';

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
  const sides = new Map([['b', 1]]);
  const b = at('b', 1, [5, 0, 15, 10], [20, 0, 30, 10]);
  expect(sidesOf(placeLabels([b], { sides }))).toEqual([['b', 1]]);
  expect(sidesOf(placeLabels([at('a', 1, [20, 0, 30, 10]), b], { sides }))).toEqual([['b', 1]]);
  const greater = at('a', 0, [20, 0, 30, 10]);
  expect(sidesOf(placeLabels([greater, b], { sides }))).toEqual([['a', 0], ['b', 0]]);
});

it('a name moves when the edge of the view would cut it, whatever side it had', () => {
  const box: LabelBox = [0, 0, 10, 10];
  const spots = [{ side: 0, box, cut: true }, { side: 1, box }];
  const placed = placeLabels([{ id: 'a', order: 1, spots }], { sides: new Map([['a', 0]]) });
  expect(sidesOf(placed)).toEqual([['a', 1]]);
});
