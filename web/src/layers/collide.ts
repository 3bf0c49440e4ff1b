/** left, top, right, bottom in CSS pixels. */
export type LabelBox = readonly [number, number, number, number];

/** x and y in CSS pixels. */
export type LabelPoint = readonly [number, number];

/** Where a label may stand. */
export interface Spot {
  /** Which way it lies from what it names; equal numbers mean equal ways. */
  readonly side: number;
  readonly box: LabelBox;
  /** Whether the edge of the view cuts it. */
  readonly cut?: boolean;
}

/** A text that wants a place on the map; lower `order` is served first. */
export interface Candidate {
  readonly id: string;
  readonly order: number;
  /** Possible positions, best first. */
  readonly spots: readonly Spot[];
  /** The dot that it names, drawn with it; an area has none. */
  readonly dot?: LabelPoint;
}

/** A candidate that found a place. */
export interface Placed<T extends Candidate> {
  readonly label: T;
  readonly spot: Spot;
}

/** What stands on the map already. */
export interface Standing {
  readonly boxes?: readonly LabelBox[];
  /** Dots and marks that are none of the candidates'. */
  readonly dots?: readonly LabelPoint[];
  /** Sides that labels had before, by id: they keep them, and come before their equals. */
  readonly sides?: ReadonlyMap<string, number>;
}

/** How far a name keeps from a dot that is not its own; its own is half as far. */
export const apartPx = 10;

/**
 * Gives each candidate, the most important first, its best spot that touches no box given before,
 * and that stands beside no dot but its own; those that find none are left out. Equals come in the
 * order of their ids, so that labels do not change places as tiles come and go.
 */
export function placeLabels<T extends Candidate>(
  candidates: readonly T[], { boxes: taken = [], dots: foreign = [], sides }: Standing = {},
): Placed<T>[] {
  const [boxes, dots] = [[...taken], [...foreign]];
  const placed: Placed<T>[] = [];
  const rank = ({ id }: T) => (sides?.has(id) ? 0 : 1);
  const inOrder = [...candidates].sort((a, b) => a.order - b.order || rank(a) - rank(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const label of inOrder) {
    const { dot } = label;
    if (dot && boxes.some((box) => distance(box, dot) < apartPx)) continue;
    const spot = preferred(label.spots, sides?.get(label.id)).find(({ box }) =>
      !boxes.some((other) => overlap(box, other)) &&
      !dots.some((other) => distance(box, other) < apartPx));
    if (!spot) continue;
    boxes.push(spot.box);
    if (dot) dots.push(dot);
    placed.push({ label, spot });
  }
  return placed;
}

/** Whole spots first, and of each kind the side that the label had. */
function preferred(spots: readonly Spot[], side: number | undefined): readonly Spot[] {
  const cost = (spot: Spot) => (spot.cut ? 2 : 0) + (spot.side === side ? 0 : 1);
  return [...spots].sort((a, b) => cost(a) - cost(b));
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** From a box to a point; 0 inside. */
export function distance([left, top, right, bottom]: LabelBox, [x, y]: LabelPoint): number {
  return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
}
