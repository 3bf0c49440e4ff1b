/** left, top, right, bottom in CSS pixels. */
export type LabelBox = readonly [number, number, number, number];

/** A text that wants a place on the map; lower `order` is served first. */
export interface Candidate {
  readonly order: number;
  /** Possible positions, best first. */
  readonly boxes: readonly LabelBox[];
}

/** A candidate that found a place, with the number of the box it got. */
export interface Placed<T extends Candidate> {
  readonly label: T;
  readonly box: LabelBox;
  readonly choice: number;
}

/**
 * Gives each candidate, the most important first, its best box that touches
 * none given before; those that find none are left out. Equal orders keep
 * the order they came in, so that labels do not change places at random.
 */
export function placeLabels<T extends Candidate>(
  candidates: readonly T[], taken: readonly LabelBox[] = [],
): Placed<T>[] {
  const boxes = [...taken];
  const placed: Placed<T>[] = [];
  for (const label of [...candidates].sort((a, b) => a.order - b.order)) {
    const choice = label.boxes.findIndex((box) => !boxes.some((other) => overlap(box, other)));
    const box = label.boxes[choice];
    if (!box) continue;
    boxes.push(box);
    placed.push({ label, box, choice });
  }
  return placed;
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}
