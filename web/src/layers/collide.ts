/** left, top, right, bottom in CSS pixels. */
export type LabelBox = readonly [number, number, number, number];

/** x and y in CSS pixels. */
export type LabelPoint = readonly [number, number];

/** Where a label may stand. */
export interface Spot {
  /** Which way it lies from what it names, and is set; equal numbers mean equal ways. */
  readonly side: number;
  /** 0, also missing, for the least of the text, such as one name of two; others hold all of it, set in other ways. */
  readonly form?: number;
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
  readonly spot: T['spots'][number];
}

/** What stands on the map already. */
export interface Standing {
  readonly boxes?: readonly LabelBox[];
  /** Dots and marks that are none of the candidates'. */
  readonly dots?: readonly LabelPoint[];
  /**
   * Where labels stood before, by id: they keep their side, whatever of them the edge of the view
   * cuts by now, and come before their equals.
   */
  readonly sides?: ReadonlyMap<string, Pick<Spot, 'side' | 'form'>>;
}

/** How far a name keeps from a dot that is not its own; its own is half as far. */
export const apartPx = 10;

/** Dots closer than this are not told apart: the lesser one waits for the next zoom. */
const dotsApartPx = 14;

/**
 * Gives each candidate, the most important first, its best spot that touches no box given before,
 * and that stands beside no dot but its own; those that find none are left out. Equals come in the
 * order of their ids, so that labels do not change places as tiles come and go. They first take the
 * least of their text each, then all of it where room is left: a second name takes the place of no
 * equal, but that of a lesser one.
 */
export function placeLabels<T extends Candidate>(
  candidates: readonly T[], { boxes = [], dots = [], sides }: Standing = {},
): Placed<T>[] {
  const crowd = new Crowd<T>(boxes, dots);
  const rank = ({ id }: T) => (sides?.has(id) ? 0 : 1);
  const inOrder = [...candidates].sort((a, b) => a.order - b.order || rank(a) - rank(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (let from = 0, to = 0; from < inOrder.length; from = to) {
    while (to < inOrder.length && inOrder[to]?.order === inOrder[from]?.order) to++;
    const equals = inOrder.slice(from, to);
    const others = equals.filter((label) => label.dot);
    for (const label of equals) crowd.place(label, preferred(label, sides?.get(label.id), others));
    if (!equals.some(({ spots }) => spots.some(({ form = 0 }) => form > 0))) continue;
    for (const label of equals) crowd.grow(label, sides?.has(label.id) ?? false);
    for (const label of equals) crowd.place(label, preferred(label, sides?.get(label.id), others));
  }
  return crowd.placed();
}

/** What stands on a map while names are placed. */
class Crowd<T extends Candidate> {
  readonly #boxes: readonly LabelBox[];
  readonly #marks: readonly LabelPoint[];
  readonly #placed = new Map<T, Spot>();

  constructor(boxes: readonly LabelBox[], marks: readonly LabelPoint[]) {
    this.#boxes = boxes;
    this.#marks = marks;
  }

  /** Places a label that has no place yet at the first of its spots that is free. */
  place(label: T, spots: readonly Spot[]): void {
    if (this.#placed.has(label)) return;
    const { dot } = label;
    if (dot && !this.#seenAt(dot)) return;
    const spot = spots.find((spot) => this.#free(label, spot));
    if (spot) this.#placed.set(label, spot);
  }

  /** Gives a label all of its text where it has room; one that stood before stays on its side. */
  grow(label: T, stood: boolean): void {
    const now = this.#placed.get(label);
    if (!now || (now.form ?? 0) > 0) return;
    const spot = label.spots.find((spot) => (spot.form ?? 0) > 0 && (!spot.cut || now.cut) &&
      (!stood || spot.side === now.side) && this.#free(label, spot));
    if (spot) this.#placed.set(label, spot);
  }

  placed(): Placed<T>[] {
    return [...this.#placed].map(([label, spot]) => ({ label, spot }));
  }

  /** Whether a dot stands clear of names and of other dots. */
  #seenAt(dot: LabelPoint): boolean {
    if (this.#boxes.some((box) => distance(box, dot) < apartPx)) return false;
    for (const [{ dot: other }, { box }] of this.#placed) {
      if (distance(box, dot) < apartPx || (other && near(other, dot, dotsApartPx))) return false;
    }
    return true;
  }

  #free(label: T, { box }: Spot): boolean {
    if (this.#boxes.some((other) => overlap(box, other)) ||
        this.#marks.some((mark) => distance(box, mark) < apartPx)) return false;
    for (const [other, { box: taken }] of this.#placed) {
      if (other === label) continue;
      if (overlap(box, taken) || (other.dot && distance(box, other.dot) < apartPx)) return false;
    }
    return true;
  }
}

/**
 * The spots in the order in which they are tried: where the label stood before; then whole ones; of
 * these those at no dot of an equal, which would be left out for it.
 */
function preferred<T extends Candidate>(
  { id, spots }: T, before: Pick<Spot, 'side' | 'form'> | undefined, equals: readonly T[],
): readonly Spot[] {
  const cost = (spot: Spot) => {
    const kept = before && spot.side === before.side;
    if (kept && (spot.form ?? 0) === (before.form ?? 0)) return 0;
    if (kept && (spot.form ?? 0) === 0) return 1;
    if ((spot.form ?? 0) > 0) return Infinity;
    const inTheWay = equals.some((other) =>
      other.id !== id && other.dot && distance(spot.box, other.dot) < apartPx);
    return 2 + (spot.cut ? 2 : 0) + (inTheWay ? 1 : 0);
  };
  return spots.map((spot) => [cost(spot), spot] as const).filter(([cost]) => cost < Infinity)
    .sort(([a], [b]) => a - b).map(([, spot]) => spot);
}

function near(a: LabelPoint, b: LabelPoint, px: number): boolean {
  return Math.hypot(a[0] - b[0], a[1] - b[1]) < px;
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** From a box to a point; 0 inside. */
export function distance([left, top, right, bottom]: LabelBox, [x, y]: LabelPoint): number {
  return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
}
