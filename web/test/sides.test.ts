import { expect, it } from 'vitest';
import type { LabelBox } from '../src/layers/collide.ts';
import { ownSide, type SideLine, type SidePiece } from '../src/layers/sides.ts';

/** Names of 60 by 16 px right, above, below and left of a dot at 100, 100. */
const spots = ([[105, 92], [70, 79], [70, 105], [35, 92]] as const).map(([x, y], side) =>
  ({ side, box: [x, y, x + 60, y + 16] as LabelBox }));

const line = (name: string, ...points: number[]): SideLine => {
  const [xs, ys] = [points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1)];
  return { name, lines: [Int32Array.from(points)],
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
};

const piece = (...lines: SideLine[]): SidePiece =>
  ({ lines, within: [0, 0, 512, 512], x: 0, y: 0, scale: 1 });

const sides = (...pieces: SidePiece[]) =>
  ownSide([100, 100], spots, pieces).map(({ side }) => side);

it('without a line near the dot all spots stay as they come', () => {
  expect(sides(piece())).toEqual([0, 1, 2, 3]);
  expect(sides(piece(line('far', 170, 0, 170, 500)))).toEqual([0, 1, 2, 3]);
});

it('a line that is not near the dot has the name where it covers none of it, if there is room', () => {
  expect(sides(piece(line('at its end', 140, 0, 140, 500)))).toEqual([1, 2, 3, 0]);
  expect(sides(piece(line('slanted', 140, 80, 180, 110)))).toEqual([1, 2, 3, 0]);
  expect(sides(piece(line('past the corner', 150, 80, 180, 100)))).toEqual([0, 1, 2, 3]);
});

it('a line on the right puts the name on the left, then where least of it lies across', () => {
  expect(sides(piece(line('right', 110, 0, 110, 500)))).toEqual([3, 1, 2]);
});

it('a line below keeps the name from there, and it rather lies over none', () => {
  expect(sides(piece(line('below', 0, 106, 500, 106)))).toEqual([1, 0, 3]);
});

it('a line between the dot and all its spots leaves none', () => {
  const around = line('around', 98, 98, 102, 98, 102, 102, 98, 102, 98, 98);
  expect(sides(piece(around))).toEqual([]);
});

it('a bend that the way crosses twice leaves the name on its own side', () => {
  const bend = line('bend', 108, 0, 108, 90, 120, 100, 108, 110, 108, 500);
  expect(sides(piece(bend))).not.toContain(0);
  const spike = line('spike', 110, 0, 112, 104, 114, 0);
  expect(ownSide([100, 100], spots.slice(0, 1), [piece(spike)])).toHaveLength(1);
});

it('what two tiles have of a line in their margins counts once', () => {
  const [a, b] = [line('l', 112, 0, 112, 512), line('l', 12, 0, 12, 512)];
  const left: SidePiece = { ...piece(a), within: [0, 0, 110, 512] };
  const right: SidePiece = { ...piece(b), within: [10, 0, 512, 512], x: 100 };
  expect(sides(left, right)).toEqual([3, 1, 2]);
  expect(sides(left)).toEqual([0, 1, 2, 3]);
});

it('the scale of a tile between two zooms counts', () => {
  const half: SidePiece = { ...piece(line('right', 220, 0, 220, 1000)), within: [0, 0, 1024, 1024],
    scale: 0.5 };
  expect(sides(half)).toEqual([3, 1, 2]);
});
