import { expect, it } from 'vitest';
import { cellsOf as cellsOrAll, type Cells } from '../src/layers/cells.ts';

const extent = 4096; // a cell is 128 units wide

function cellsOf(...of: Parameters<typeof cellsOrAll>): Cells {
  const cells = cellsOrAll(...of);
  if (cells === 'all') throw new Error('all of the tile');
  return cells;
}

it('holds the cells that a box touches, with its margin, and no others', () => {
  const cells = cellsOf([[130, 130, 200, 200]], extent, 0);
  expect(cells.rows(512)).toEqual([[16, 16, 16, 16]]);
  expect([cells.any, cellsOf([], extent, 0).any]).toEqual([true, false]);
  expect(cellsOf([[130, 130, 200, 200]], extent, 4).rows(512))
    .toEqual([[0, 0, 32, 16], [0, 16, 32, 16]]);
});

it('meets what lies in them, or as near to them as lines reach', () => {
  const cells = cellsOf([[600, 600, 610, 610]], extent, 0);
  expect(cells.meet([500, 500, 520, 520])).toBe(true);
  expect(cells.meet([0, 0, 4096, 4096])).toBe(true);
  expect(cells.meet([0, 0, 500, 500])).toBe(false);
  expect(cellsOf([[600, 600, 610, 610]], extent, 20).meet([0, 0, 500, 500])).toBe(true);
});

it('ends at the edge of the tile, whose shapes reach beyond it', () => {
  expect(cellsOf([[-80, -80, 10, 10]], extent, 8).rows(512)).toEqual([[0, 0, 16, 16]]);
  expect(cellsOf([[4100, 4100, 4170, 4170]], extent, 0).rows(512)).toEqual([]);
});

it('covers a tile between two zooms without gaps, in whole pixels', () => {
  const rows = cellsOf([[0, 0, extent, 1900]], extent, 0).rows(725); // 15 of 32 rows
  expect(rows.reduce((sum, [, , width, height]) => sum + width * height, 0)).toBe(725 * 340);
  expect(rows.flat().every(Number.isInteger)).toBe(true);
});

it('is all of the tile as soon as most of it is touched, and asks for no more boxes', () => {
  let asked = 0;
  const boxes = function* () {
    for (let y = 0; y < extent; y += 128, asked++) yield [0, y, extent - 1, y + 127] as const;
  };
  expect(cellsOrAll(boxes(), extent, 0)).toBe('all');
  expect(asked).toBe(16); // of 32; the 17th was more than half
});
