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

/** How a spot lies to the lines around, on any day. */
interface Lie {
  /** The lines near the dot beyond which its middle lies. */
  readonly beyond: readonly SideLine[];
  /** How much of it lies across lines, and whether it covers any. */
  readonly cost: number;
}

/** What was found of a name, and of which lines: it holds while the map is only panned or played. */
interface Found {
  readonly shape: string;
  readonly met: readonly SidePiece[];
  readonly lies: readonly Lie[] | undefined;
}

/** Keeps how the spots of names lie, which only zooms, texts and tiles change. */
export class Sides {
  readonly #found = new Map<string, Found>();

  /** Forgets all names. */
  clear(): void {
    this.#found.clear();
  }

  /**
   * The spots of which a reader sees to which side of the lines near the dot they belong: not those
   * whose middle lies across one that parts what differs; of the others those first of which least
   * lies across any, and that cover no line at all. Spots of the same shape lie in the same way
   * around the dot.
   */
  own<T extends Spot>(
    id: string, dot: LabelPoint, spots: readonly T[], pieces: readonly SidePiece[],
    parts: (line: SideLine) => boolean, shape = '',
  ): readonly T[] {
    const reach = spots.reduce((most, { box }) =>
      Math.max(most, ...box.map((edge, i) => Math.abs(edge - dot[i % 2 as 0 | 1]))), reachPx);
    const met = pieces.filter(({ within, x, y, scale }) => touches(
      [x + within[0] * scale, y + within[1] * scale, x + within[2] * scale, y + within[3] * scale],
      dot, reach));
    let found = this.#found.get(id);
    if (!found || found.shape !== shape || !sameLines(found.met, met)) {
      found = { shape, met, lies: liesOf(dot, spots, met) };
      this.#found.set(id, found);
    }
    const { lies } = found;
    if (!lies) return spots;
    return spots.map((spot, i) => ({ spot, lie: lies[i] ?? { beyond: [], cost: 0 } }))
      .filter(({ lie }) => !lie.beyond.some(parts))
      .sort((a, b) => a.lie.cost - b.lie.cost).map(({ spot }) => spot);
  }
}

/** The same for one name. */
export function ownSide<T extends Spot>(
  dot: LabelPoint, spots: readonly T[], pieces: readonly SidePiece[],
  parts: (line: SideLine) => boolean = () => true,
): readonly T[] {
  return new Sides().own('', dot, spots, pieces, parts);
}

/** Whether the same lines are met in the same way, wherever the screen is. */
function sameLines(a: readonly SidePiece[], b: readonly SidePiece[]): boolean {
  return a.length === b.length && a.every(({ lines, within, scale }, i) =>
    lines === b[i]?.lines && scale === b[i].scale && within.every((edge, k) => edge === b[i]?.within[k]));
}

/** How each spot lies; nothing where there is no line around. */
function liesOf(
  dot: LabelPoint, spots: readonly Spot[], met: readonly SidePiece[],
): readonly Lie[] | undefined {
  const near = new Map(met.flatMap((piece) => piece.lines
    .filter((line) => closeTo(piece, line, dot)).map((line) => [line.name, line])));
  const covers = covering(met, spots);
  if (near.size === 0 && covers.size === 0) return undefined;
  const across = (point: LabelPoint) => [...near.values()].filter(({ name }) =>
    met.reduce((sum, piece) => sum + crossings(piece, name, dot, point), 0) % 2 === 1);
  return spots.map((spot) => {
    const [left, top, right, bottom] = spot.box;
    const found = near.size === 0 ? []
      : shares.map((share) => across([left + share * (right - left), (top + bottom) / 2]));
    return { beyond: found[2] ?? [],
      cost: found.filter((all) => all.length > 0).length + (covers.has(spot) ? 1 : 0) };
  });
}

/** The spots that lie over any line, whatever it parts: names do not move with the day. */
function covering(pieces: readonly SidePiece[], spots: readonly Spot[]): ReadonlySet<Spot> {
  const found = new Set<Spot>();
  const all = spots.map(({ box }) => box);
  const whole = [0, 1, 2, 3].map((i) =>
    all.reduce((most, box) => (i < 2 ? Math.min : Math.max)(most, box[i as 0]), i < 2 ? Infinity : -Infinity));
  for (const { lines, within, x, y, scale } of pieces) {
    const inUnits = ([left = 0, top = 0, right = 0, bottom = 0]: readonly number[]): LabelBox =>
      [Math.max((left - x) / scale, within[0]), Math.max((top - y) / scale, within[1]),
        Math.min((right - x) / scale, within[2]), Math.min((bottom - y) / scale, within[3])];
    const [wide, boxes] = [inUnits(whole), all.map(inUnits)];
    for (const { lines: each, box } of lines) {
      if (!meets(box, wide)) continue;
      eachSegment(each, (ax, ay, bx, by) => {
        if (!meets([Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)], wide)) return;
        for (const [i, spot] of spots.entries()) {
          if (!found.has(spot) && cuts(boxes[i] ?? wide, ax, ay, bx, by)) found.add(spot);
        }
      });
    }
  }
  return found;
}

function meets(a: LabelBox, b: LabelBox): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/** Whether a segment has a point in a box. */
function cuts(box: LabelBox, ax: number, ay: number, bx: number, by: number): boolean {
  let [from, to] = [0, 1];
  for (const [i, a, d] of [[0, ax, bx - ax], [1, ay, by - ay]] as const) {
    const [low, high] = [box[i], box[i + 2 as 2 | 3]];
    if (d === 0) {
      if (a < low || a > high) return false;
      continue;
    }
    const [p, q] = [(low - a) / d, (high - a) / d];
    from = Math.max(from, Math.min(p, q));
    to = Math.min(to, Math.max(p, q));
  }
  return from <= to;
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
