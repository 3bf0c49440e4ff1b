import { describe, expect, it } from 'vitest';
import type { Bounds } from '../src/model.ts';
import { around, boxNearTo, inOnePiece } from '../src/turns.ts';

describe('boxes around the globe', () => {
  it.each<[string, readonly Bounds[], Bounds | undefined]>([
    ['none', [], undefined],
    ['one', [[1, 2, 3, 4]], [1, 2, 3, 4]],
    ['two', [[1, 2, 3, 4], [-5, 0, -4, 9]], [-5, 0, 3, 9]],
    ['on both sides of the date line', [[176, -20, 178, -18], [-175, -19, -174, -15]], [176, -20, 186, -15]],
    ['one across it', [[179, -2, -179, 2]], [179, -2, 181, 2]],
    ['one across it and one beside', [[179, -2, -179, 2], [170, 0, 171, 1]], [170, -2, 181, 2]],
    ['one across it and one on the other side of the earth', [[179, -2, -179, 2], [0, 0, 1, 1]], [0, -2, 181, 2]],
    ['all around', [[-180, -90, 180, 90]], [-180, -90, 180, 90]],
    ['nearly all around: the usual form', [[-180, 0, 0, 1], [40, 0, 180, 1]], [-180, 0, 180, 1]],
  ])('%s', (_, boxes, want) => {
    expect(around(boxes)).toEqual(want);
  });

  it('are one piece, in the copy of the world that is seen', () => {
    expect(inOnePiece([179, 0, -179, 1])).toEqual([179, 0, 181, 1]);
    expect(boxNearTo([179, 0, -179, 1], -175)).toEqual([-181, 0, -179, 1]);
    expect(boxNearTo([-175, 0, -174, 1], 180)).toEqual([185, 0, 186, 1]);
    expect(boxNearTo([1, 0, 2, 1], 5)).toEqual([1, 0, 2, 1]);
  });
});
