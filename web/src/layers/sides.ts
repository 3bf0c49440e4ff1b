import type { LabelBox, LabelPoint, Spot } from './collide.ts';
import type { Lines } from '../tiles/decode.ts';

/** A line of the map as one tile has it; a border has the same name in all tiles. */
export interface SideLine {
  readonly name: string;
  /** The zones that it parts; a missing one is outside of the partition. */
  readonly left?: string | undefined;
  readonly right?: string | undefined;
  /** In tile units, like the box around it. */
  readonly lines: Lines;
  readonly box: LabelBox;
}

/** Lines of a part of a tile, and where it lies on the screen. */
export interface SidePiece {
  readonly lines: readonly SideLine[];
  /** The part that counts, in tile units: beyond it the next piece goes on. */
  readonly within: LabelBox;
  readonly x: number;
  readonly y: number;
  /** CSS pixels of a tile unit. */
  readonly scale: number;
}

/** A dot so close to a line that its name must not stand on the other side. */
const reachPx = 22;

/**
 * The parts of a name that are asked on which side they lie, as shares of its width; the third is
 * its middle.
 */
const shares = [0.1, 0.3, 0.5, 0.7, 0.9];

/**
 * The spots of which a reader sees to which side of the lines near the dot they belong: not those
 * whose middle lies across one that parts what differs; of the others those first of which least
 * lies across any.
 */
export function ownSide(
  dot: LabelPoint, spots: readonly Spot[], pieces: readonly SidePiece[],
  parts: (line: SideLine) => boolean = () => true,
): readonly Spot[] {
  const reach = spots.reduce((most, { box }) =>
    Math.max(most, ...box.map((edge, i) => Math.abs(edge - dot[i % 2 as 0 | 1]))), reachPx);
  const met = pieces.filter(({ within, x, y, scale }) => touches(
    [x + within[0] * scale, y + within[1] * scale, x + within[2] * scale, y + within[3] * scale],
    dot, reach));
  const near = new Map(met.flatMap((piece) => piece.lines
    .filter((line) => closeTo(piece, line, dot)).map((line) => [line.name, line])));
  if (near.size === 0) return spots;
  const across = (point: LabelPoint) => [...near.values()].filter(({ name }) =>
    met.reduce((sum, piece) => sum + crossings(piece, name, dot, point), 0) % 2 === 1);
  return spots.flatMap((spot) => {
    const [left, top, right, bottom] = spot.box;
    const found = shares.map((share) => across([left + share * (right - left), (top + bottom) / 2]));
    return found[2]?.some(parts) ? [] : [{ spot, cost: found.filter((all) => all.length > 0).length }];
  }).sort((a, b) => a.cost - b.cost).map(({ spot }) => spot);
}

/** Whether a box comes as close to a point as this, in either direction. */
function touches([left, top, right, bottom]: LabelBox, [x, y]: LabelPoint, reach: number): boolean {
  return left <= x + reach && right >= x - reach && top <= y + reach && bottom >= y - reach;
}

function closeTo({ x, y, scale }: SidePiece, { lines, box }: SideLine, dot: LabelPoint): boolean {
  const [px, py, reach] = [(dot[0] - x) / scale, (dot[1] - y) / scale, reachPx / scale];
  if (!touches(box, [px, py], reach)) return false;
  let least = Infinity;
  eachSegment(lines, (ax, ay, bx, by) => {
    least = Math.min(least, fromSegment(px, py, ax, ay, bx, by));
  });
  return least <= reach;
}

function eachSegment(
  lines: Lines, call: (ax: number, ay: number, bx: number, by: number) => void,
): void {
  for (const line of lines) {
    for (let i = 0; i + 3 < line.length; i += 2) {
      call(line[i] ?? 0, line[i + 1] ?? 0, line[i + 2] ?? 0, line[i + 3] ?? 0);
    }
  }
}

/** How far a point lies from a segment. */
function fromSegment(
  px: number, py: number, ax: number, ay: number, bx: number, by: number,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy) : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** How often the way from one point to another crosses lines of a name within a piece. */
function crossings(
  { lines, within, x, y, scale }: SidePiece, name: string, from: LabelPoint, to: LabelPoint,
): number {
  const [px, py] = [(from[0] - x) / scale, (from[1] - y) / scale];
  const [dx, dy] = [(to[0] - from[0]) / scale, (to[1] - from[1]) / scale];
  let count = 0;
  for (const { lines: all } of lines.filter((line) => line.name === name)) {
    eachSegment(all, (ax, ay, bx, by) => {
      // a corner on the way belongs to the segment on the one side of it
      const [a, b] = [dx * (ay - py) - dy * (ax - px), dx * (by - py) - dy * (bx - px)];
      if (a > 0 === b > 0) return;
      const [cx, cy] = [ax + (a / (a - b)) * (bx - ax), ay + (a / (a - b)) * (by - ay)];
      const along = ((cx - px) * dx + (cy - py) * dy) / (dx * dx + dy * dy);
      if (along >= 0 && along <= 1 && cx >= within[0] && cx < within[2] && cy >= within[1] &&
          cy < within[3]) count++;
    });
  }
  return count;
}
