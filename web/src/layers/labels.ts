import {
  apartPx, placeLabels, type Candidate, type LabelBox, type LabelPoint, type Spot,
} from './collide.ts';
import { between } from '../names.ts';
import { Sides, type SideLine, type SidePiece } from './sides.ts';
import type { TilePaths } from '../tiles/paths.ts';
import type { TilePart } from '../tiles/shown.ts';
import { ViewportCanvas, type Frame } from './viewport.ts';
import type { LonLat, Names } from '../model.ts';
import type { Theme } from '../theme.ts';

/** A short text that marks an area, such as the letters of who controls it. */
export interface AreaLabel {
  readonly text: string;
  readonly point: LonLat;
  readonly km2: number;
}

/** Whether an area at a place is large enough on the screen for a label. */
type Fits = (point: LonLat, km2: number) => boolean;

/** Where the labels come from. */
export interface LabelSource {
  readonly tiles: () => readonly TilePart[];
  /** Whether all is there that names are placed by: tiles and fonts. */
  readonly whole: () => boolean;
  /** Marks that names keep away from, also those of other days. */
  readonly marks: () => readonly LonLat[];
  /** Whether a line parts what is held in different ways, on the day shown. */
  readonly parts: (line: SideLine) => boolean;
  /** A place's names as the user wants them: the first alone where there is no room for all. */
  readonly name: (names: Names) => readonly string[];
  /** What is selected: its name comes first, at every zoom. */
  readonly selected: () => LonLat | null;
}

interface PlaceLabel extends Candidate {
  readonly spots: readonly NameSpot[];
  readonly dot: LabelPoint;
  readonly rank: number;
}

interface NameSpot extends Spot {
  readonly lines: readonly string[];
}

/** How far a name stands from its dot, and from one under a mark. */
const gapPx = apartPx / 2;
const markGapPx = apartPx + 2;

/** Smallest distance of two equal area labels, in CSS pixels. */
const areaSpacingPx = 150;
/** The smallest area on the screen that gets a letter, in square CSS pixels. */
const areaSizePx2 = 2600;

/** Names of places over the whole view. */
export class LabelLayer extends ViewportCanvas {
  /** Where names and their dots stand. */
  taken: readonly LabelBox[] = [];
  /**
   * The zoom and size drawn last, and where each name stood when all was there: where names come to
   * stand must not depend on which tile came first.
   */
  #drawn = '';
  #sides: ReadonlyMap<string, Spot> = new Map();
  readonly #lies = new Sides();
  /** Where areas are painted in the tiles drawn last. */
  #painted: readonly (readonly [SidePiece, TilePaths])[] = [];
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
    const drawn = `${frame.zoom} ${frame.width} ${frame.height}`;
    if (drawn !== this.#drawn) {
      this.#sides = new Map();
      this.#lies.clear();
    }
    this.#drawn = drawn;
    const marks = this.#source.marks().map(frame.seen).map(({ x, y }): LabelPoint => [x, y]);
    const placed = placeLabels(this.#places(frame, marks), { dots: marks, sides: this.#sides });
    if (this.#source.whole()) {
      this.#sides = new Map(placed.map(({ label, spot }) => [label.id, spot]));
    }
    for (const { label } of placed) this.#dot(ctx, label.dot, label.rank);
    for (const { label, spot } of placed) this.#name(ctx, label, spot);
    const reach = apartPx - gapPx;
    const dots = placed.map(({ label: { dot: [x, y] } }): LabelBox =>
      [x - reach, y - reach, x + reach, y + reach]);
    this.taken = [...dots, ...placed.map(({ spot }) => spot.box)];
  }

  #places(frame: Frame, marks: readonly LabelPoint[]): PlaceLabel[] {
    const seen = new Set<string>();
    const found: PlaceLabel[] = [];
    const tiles = this.#source.tiles();
    const point = this.#source.selected();
    const selected = point ? frame.seen(point) : undefined;
    const pieces = tiles.map((part) => pieceOf(frame, part));
    this.#painted = pieces.flatMap((piece, i) => {
      const paths = tiles[i]?.paths;
      return paths && paths.zones.length > 0 ? [[piece, paths] as const] : [];
    });
    for (const [i, { paths, within }] of tiles.entries()) {
      const { x: left, y: top, scale } = pieces[i] ?? { x: 0, y: 0, scale: 1 };
      for (const place of paths.places) {
        if (seen.has(place.id) || place.x < within[0] || place.x > within[2] ||
            place.y < within[1] || place.y > within[3]) continue;
        const [x, y] = [left + place.x * scale, top + place.y * scale];
        const chosen = selected !== undefined && Math.hypot(selected.x - x, selected.y - y) < 2;
        if ((place.rank > maxRank(frame.zoom) && !chosen) || x < 0 || y < 0 || x > frame.width ||
            y > frame.height) continue;
        seen.add(place.id); // only once it is in view: another copy of the world may be out of it
        const marked = marks.some((mark) => Math.hypot(mark[0] - x, mark[1] - y) < apartPx);
        const names = this.#source.name(place.names);
        frame.ctx.font = fontOf(place.rank, this.#theme);
        const set = settings(names);
        const widths = set.map((lines) => Math.max(...lines.map((line) => frame.ctx.measureText(line).width)));
        const spots = set.flatMap((lines, form): NameSpot[] =>
          around([x, y], widths[form] ?? 0, lines.length * lineOf(place.rank), marked ? markGapPx : gapPx,
            frame.view).map((spot) => ({ ...spot, form, lines })));
        found.push({ id: place.id, dot: [x, y], rank: place.rank, order: chosen ? 0 : place.rank,
          spots: this.#lies.own(place.id, [x, y], spots, pieces, this.#source.parts,
            `${marked} ${widths.join()}`) });
      }
    }
    return found;
  }

  #dot(ctx: CanvasRenderingContext2D, [x, y]: LabelPoint, rank: number): void {
    ctx.beginPath();
    ctx.arc(x, y, rank <= 1 ? 3.2 : 2.2, 0, 2 * Math.PI);
    ctx.fillStyle = this.#theme.label;
    ctx.strokeStyle = this.#theme.labelHalo;
    ctx.lineWidth = 1.5;
    ctx.stroke();
    ctx.fill();
  }

  #name(ctx: CanvasRenderingContext2D, { rank }: PlaceLabel, { side, lines, box }: NameSpot): void {
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const;
    const filled = this.#painted.some(([piece, paths]) => liesOnFill(ctx, piece, paths, middle));
    ctx.font = fontOf(rank, this.#theme);
    ctx.textAlign = 'left';
    ctx.fillStyle = filled || rank <= 2 ? this.#theme.label : this.#theme.labelSoft;
    for (const [i, line] of lines.entries()) {
      const free = box[2] - box[0] - 4 - ctx.measureText(line).width; // beside the shorter line
      haloed(ctx, this.#theme, line, box[0] + 2 + free * alignOf(side),
        middle[1] + (i - (lines.length - 1) / 2) * lineOf(rank), filled ? 4 : 3);
    }
  }
}

/**
 * Letters of controllers, each where it touches no name; they change with the day, names only where
 * a line came too near.
 */
export class LetterLayer extends ViewportCanvas {
  /** Where names, their dots and letters stand. */
  taken: readonly LabelBox[] = [];
  readonly #areas: (fits: Fits) => readonly AreaLabel[];
  readonly #names: LabelLayer;
  #theme: Theme;

  constructor(areas: (fits: Fits) => readonly AreaLabel[], names: LabelLayer, theme: Theme) {
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
    const fits = ([, lat]: LonLat, km2: number) => {
      const metresPerPx = (40_075_017 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
      return (km2 * 1e6) / metresPerPx ** 2 >= areaSizePx2;
    };
    for (const { text, point } of [...this.#areas(fits)].sort((a, b) => b.km2 - a.km2)) {
      const { x, y } = seen(point);
      if (kept.some((k) => k.text === text && Math.hypot(k.x - x, k.y - y) < areaSpacingPx)) {
        continue;
      }
      const half = ctx.measureText(text).width / 2 + 4;
      const [placed] = placeLabels([{ id: text, order: 0, spots: [0, -18, 18].map((dy, side) =>
        ({ side, box: [x - half, y + dy - 8, x + half, y + dy + 8] as const })) }],
        { boxes: taken });
      if (!placed) continue;
      const { box } = placed.spot;
      taken.push(box);
      kept.push({ text, x, y });
      haloed(ctx, this.#theme, text, x, (box[1] + box[3]) / 2);
    }
    this.taken = taken;
  }
}

function haloed(
  ctx: CanvasRenderingContext2D, { labelHalo }: Theme, text: string, x: number, y: number,
  width = 3,
): void {
  ctx.strokeStyle = labelHalo;
  ctx.lineWidth = width;
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

/** From one line of a name to the next. */
function lineOf(rank: number): number {
  return sizeOf(rank) + 2;
}

/** How names are set: the first alone, all in one line, all in two. */
function settings(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2) return [[names[0] ?? '']];
  const all = names.join(between);
  const [least = []] = names.slice(1).map((_, i) => // the two lines that are most alike
    [`${names.slice(0, i + 1).join(between)}${between.trimEnd()}`, names.slice(i + 1).join(between)])
    .sort((a, b) => longest(a) - longest(b));
  return [[names[0] ?? ''], [all], least];
}

function longest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length));
}

/** The share of the free room of a line that stands before it: lines begin or end at their dot. */
function alignOf(side: number): number {
  return [0, 1, 0.5, 0.5, 0, 0, 1, 1][side] ?? 0.5;
}

/**
 * Spots for a name in the order of mapmakers: right of its dot and left, above and below, then
 * between these.
 */
function around(
  [x, y]: LabelPoint, textWidth: number, textHeight: number, gap: number, view: LabelBox,
): Spot[] {
  const [w, h] = [textWidth + 4, textHeight + 2];
  const near = gap * Math.SQRT1_2; // of a corner
  const boxes: LabelBox[] = ([
    [gap, -h / 2], [-gap - w, -h / 2], [-w / 2, -gap - h], [-w / 2, gap],
    [near, -near - h], [near, near], [-near - w, near], [-near - w, -near - h],
  ] as const).map(([dx, dy]) => [x + dx, y + dy, x + dx + w, y + dy + h]);
  return boxes.map((box, side) => ({ side, box, cut: box[0] < view[0] || box[1] < view[1] ||
    box[2] > view[2] || box[3] > view[3] }));
}

/** Whether a point lies on an area that is painted, on some day: names do not change with days. */
function liesOnFill(
  ctx: CanvasRenderingContext2D, { x, y, scale, within }: SidePiece, { zones }: TilePaths,
  [px, py]: LabelPoint,
): boolean {
  const [tx, ty] = [(px - x) / scale, (py - y) / scale];
  const inside = ([left, top, right, bottom]: LabelBox) =>
    tx >= left && tx < right && ty >= top && ty < bottom;
  if (!inside(within)) return false;
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const hit = zones.some(({ box, path }) => inside(box) && ctx.isPointInPath(path, tx, ty, 'evenodd'));
  ctx.restore();
  return hit;
}

/** A part of a tile on the canvas, with the lines that part one side from another. */
function pieceOf({ tile: corner }: Frame, { tile, paths, within }: TilePart): SidePiece {
  const { x, y, side } = corner(tile);
  return { x, y, scale: side / paths.extent, within, lines: linesOf(paths) };
}

const lines = new WeakMap<TilePaths, readonly SideLine[]>();

/** The borders between zones; without control what surrounds the regions. */
function linesOf(paths: TilePaths): readonly SideLine[] {
  let found = lines.get(paths);
  if (!found) {
    found = [
      ...paths.borders.map(({ left, right, lines, box }) =>
        ({ name: [left, right].sort().join('\n'), left, right, lines, box })),
      ...paths.regions.map(({ id, lines, box }) => ({ name: id, lines, box })),
    ];
    lines.set(paths, found);
  }
  return found;
}
