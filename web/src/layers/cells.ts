import type { Box } from '../tiles/decode.ts';

/**
 * The parts of a tile that are painted again: squares of a net over it, those that any of what
 * changed touches. A change of a few zones out of thousands costs what they cover, not the tile.
 */
export interface Cells {
  /** Whether a box touches any of them. */
  readonly meet: (box: Box) => boolean;
  /** Left, top, width and height of rows of them, in pixels of a tile of so many. */
  readonly rows: (sizePx: number) => readonly (readonly [number, number, number, number])[];
  /** Whether there are some. */
  readonly any: boolean;
}

/** Squares along a side. */
const side = 32;

/** Where more than this share of a tile differs it is painted as a whole. */
const mostShare = 0.5;

/**
 * The cells that boxes touch, each wider by a margin for the lines along it, in tile units; `all` as
 * soon as they are most of the tile.
 */
export function cellsOf(boxes: Iterable<Box>, extent: number, margin: number): Cells | 'all' {
  const marked = new Uint8Array(side * side);
  let count = 0;
  const at = (unit: number) => Math.floor((unit * side) / extent);
  const each = (box: Box, wider: number, call: (cell: number) => boolean) => {
    const [left, top] = [Math.max(0, at(box[0] - wider)), Math.max(0, at(box[1] - wider))];
    const [right, bottom] =
      [Math.min(side - 1, at(box[2] + wider)), Math.min(side - 1, at(box[3] + wider))];
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) if (call(y * side + x)) return true;
    }
    return false;
  };
  for (const box of boxes) {
    each(box, margin, (cell) => {
      if (!marked[cell]) count++;
      marked[cell] = 1;
      return false;
    });
    if (count > mostShare * marked.length) return 'all';
  }
  return {
    meet: (box) => each(box, margin, (cell) => marked[cell] === 1),
    rows: (sizePx) => {
      const edge = (cell: number) => Math.round((cell * sizePx) / side);
      const rows: [number, number, number, number][] = [];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          if (!marked[y * side + x]) continue;
          const from = x;
          while (x + 1 < side && marked[y * side + x + 1]) x++;
          rows.push([edge(from), edge(y), edge(x + 1) - edge(from), edge(y + 1) - edge(y)]);
        }
      }
      return rows;
    },
    any: count > 0,
  };
}
