import { placeLabels, type Candidate, type LabelBox } from './collide.ts';
import type { ShownTile } from '../tiles/shown.ts';
import { ViewportCanvas, type Frame } from './viewport.ts';
import type { LonLat, Names } from '../model.ts';
import type { Theme } from '../theme.ts';

/** A short text that marks an area, such as the letters of who controls it. */
export interface AreaLabel {
  readonly text: string;
  readonly point: LonLat;
  readonly km2: number;
}

/** Where the labels come from. */
export interface LabelSource {
  readonly tiles: () => readonly ShownTile[];
  /** A place's name as the user wants names. */
  readonly name: (names: Names) => string;
}

interface PlaceLabel extends Candidate {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly rank: number;
}

/** Smallest distance of two equal area labels, in CSS pixels. */
const areaSpacingPx = 150;
/** The smallest area on the screen that gets a letter, in square CSS pixels. */
const areaSizePx2 = 2600;

/** Names of places over the whole view. */
export class LabelLayer extends ViewportCanvas {
  /** Where names and their dots stand. */
  taken: readonly LabelBox[] = [];
  readonly #source: LabelSource;
  #theme: Theme;

  constructor(source: LabelSource, theme: Theme) {
    super('labels', 450);
    this.#source = source;
    this.#theme = theme;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw(frame: Frame): void {
    const { ctx } = frame;
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    const placed = placeLabels(this.#places(frame));
    for (const { label } of placed) this.#dot(ctx, label.x, label.y, label.rank);
    for (const { label, box } of placed) this.#name(ctx, label, box);
    const dots = placed.map(({ label: { x, y } }): LabelBox => [x - 3, y - 3, x + 3, y + 3]);
    this.taken = [...dots, ...placed.map(({ box }) => box)];
  }

  #places(frame: Frame): PlaceLabel[] {
    const seen = new Set<string>();
    const found: PlaceLabel[] = [];
    for (const tile of this.#source.tiles()) {
      const corner = frame.tile(tile);
      const scale = corner.side / (tile.paths?.extent ?? 4096);
      for (const place of tile.paths?.places ?? []) {
        if (seen.has(place.id) || place.rank > maxRank(frame.zoom)) continue;
        const [x, y] = [corner.x + place.x * scale, corner.y + place.y * scale];
        if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
        seen.add(place.id); // only once it is in view: another copy of the world may be out of it
        const text = this.#source.name(place.names);
        frame.ctx.font = fontOf(place.rank, this.#theme);
        const width = frame.ctx.measureText(text).width;
        found.push({ text, x, y, rank: place.rank, order: place.rank,
          boxes: wholeFirst(around(x, y, width, sizeOf(place.rank)), frame.view) });
      }
    }
    return found;
  }

  #dot(ctx: CanvasRenderingContext2D, x: number, y: number, rank: number): void {
    ctx.beginPath();
    ctx.arc(x, y, rank <= 1 ? 3.2 : 2.2, 0, 2 * Math.PI);
    ctx.fillStyle = this.#theme.label;
    ctx.strokeStyle = this.#theme.labelHalo;
    ctx.lineWidth = 1.5;
    ctx.stroke();
    ctx.fill();
  }

  #name(ctx: CanvasRenderingContext2D, label: PlaceLabel, box: LabelBox): void {
    ctx.font = fontOf(label.rank, this.#theme);
    ctx.textAlign = 'left';
    ctx.fillStyle = label.rank <= 2 ? this.#theme.label : this.#theme.labelSoft;
    haloed(ctx, this.#theme, label.text, box[0] + 2, (box[1] + box[3]) / 2);
  }
}

/**
 * Letters of controllers, each where it touches no name; they change with the day, the names do
 * not.
 */
export class LetterLayer extends ViewportCanvas {
  readonly #areas: () => readonly AreaLabel[];
  readonly #names: LabelLayer;
  #theme: Theme;

  constructor(areas: () => readonly AreaLabel[], names: LabelLayer, theme: Theme) {
    super('letters', 449);
    this.#areas = areas;
    this.#names = names;
    this.#theme = theme;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw({ ctx, seen, zoom }: Frame): void {
    const taken = [...this.#names.taken];
    const kept: { text: string; x: number; y: number }[] = [];
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.textAlign = 'center';
    ctx.font = `600 12px ${this.#theme.font}`;
    ctx.fillStyle = this.#theme.labelSoft;
    for (const { text, point, km2 } of [...this.#areas()].sort((a, b) => b.km2 - a.km2)) {
      const metresPerPx = (40_075_017 * Math.cos((point[1] * Math.PI) / 180)) / (256 * 2 ** zoom);
      if ((km2 * 1e6) / metresPerPx ** 2 < areaSizePx2) continue;
      const { x, y } = seen(point);
      if (kept.some((k) => k.text === text && Math.hypot(k.x - x, k.y - y) < areaSpacingPx)) {
        continue;
      }
      const half = ctx.measureText(text).width / 2 + 4;
      const [spot] = placeLabels([{ order: 0,
        boxes: [0, -18, 18].map((dy): LabelBox => [x - half, y + dy - 8, x + half, y + dy + 8]) }],
        taken);
      if (!spot) continue;
      taken.push(spot.box);
      kept.push({ text, x, y });
      haloed(ctx, this.#theme, text, x, (spot.box[1] + spot.box[3]) / 2);
    }
  }
}

function haloed(
  ctx: CanvasRenderingContext2D, { labelHalo }: Theme, text: string, x: number, y: number,
): void {
  ctx.strokeStyle = labelHalo;
  ctx.lineWidth = 3;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

/** The greatest rank (the least important) of places named at a zoom. */
function maxRank(zoom: number): number {
  return zoom <= 7 ? 1 : zoom <= 8.5 ? 2 : zoom <= 9.5 ? 3 : Math.round(zoom) - 6;
}

function sizeOf(rank: number): number {
  return rank <= 1 ? 13.5 : rank <= 2 ? 12.5 : 11.5;
}

function fontOf(rank: number, theme: Theme): string {
  return `${rank <= 2 ? 600 : 400} ${sizeOf(rank)}px ${theme.font}`;
}

/**
 * The boxes that the edge of the view does not cut before those that it does; names of places out
 * of view stay as they are.
 */
function wholeFirst(boxes: readonly LabelBox[], view: LabelBox): readonly LabelBox[] {
  const whole = (box: LabelBox) => box[0] >= view[0] && box[1] >= view[1] && box[2] <= view[2] &&
    box[3] <= view[3];
  return [...boxes.filter(whole), ...boxes.filter((box) => !whole(box))];
}

/** Boxes for a name right of, above, below and left of its point. */
function around(x: number, y: number, textWidth: number, size: number): LabelBox[] {
  const [w, h, gap] = [textWidth + 4, size / 2 + 2, 5];
  return [
    [x + gap, y - h, x + gap + w, y + h],
    [x - w / 2, y - gap - 2 * h, x + w / 2, y - gap],
    [x - w / 2, y + gap, x + w / 2, y + gap + 2 * h],
    [x - gap - w, y - h, x - gap, y + h],
  ];
}
