import { expect, it } from 'vitest';
import { placeLabels, type LabelBox } from '../src/layers/collide.ts';

const at = (order: number, ...boxes: LabelBox[]) => ({ order, boxes });

it('the more important label wins, the other moves or is left out', () => {
  const low = at(2, [0, 0, 10, 10], [20, 0, 30, 10]);
  const high = at(1, [5, 5, 15, 15]);
  const none = at(3, [0, 0, 30, 10]);
  expect(placeLabels([low, high, none]).map(({ label, choice }) => [label.order, choice]))
    .toEqual([[1, 0], [2, 1]]);
});

it('labels that only touch do not collide', () => {
  expect(placeLabels([at(1, [0, 0, 10, 10]), at(1, [10, 0, 20, 10])])).toHaveLength(2);
});

it('keeps out of what is taken already', () => {
  expect(placeLabels([at(1, [0, 0, 10, 10])], [[9, 9, 11, 11]])).toEqual([]);
});
