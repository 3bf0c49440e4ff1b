import { placeLabels, type Candidate, type LabelBox, type Spot } from './collide.ts';
import { tileZoom } from './tileset.ts';
import { ViewportCanvas, type Frame } from './viewport.ts';
import type { WorldLayer } from './world.ts';
import { parseISO, type Day } from '../days.ts';
import type { Bounds, Names } from '../model.ts';
import type { Theme } from '../theme.ts';
import type { PlacePoint } from '../tiles/decode.ts';

/** What names of the world are written by. */
export interface WorldNamesSource {
  readonly world: WorldLayer;
  readonly name: (names: Names) => string;
  readonly lang: () => string;
  /** Where names of the map stand, which come first. */
  readonly taken: () => readonly LabelBox[];
  /** The box of what the map is about: it names the countries there itself. */
  readonly held: Bounds | undefined;
}

interface WorldName extends Candidate {
  readonly text: string;
  readonly water: boolean;
}

/** Names of waters and countries, quiet, where the map has no name of its own. */
export class WorldNames extends ViewportCanvas {
  readonly #source: WorldNamesSource;
  #theme: Theme;
  #day: Day;
  /** What would be named in view on some day. */
  #near: PlacePoint[] = [];

  constructor(source: WorldNamesSource, theme: Theme, day: Day) {
    super('world-names', 448);
    this.#source = source;
    this.#theme = theme;
    this.#day = day;
  }

  /** Shows another day; it is drawn again where a name begins or ends between them. */
  setDay(day: Day): void {
    const before = this.#day;
    this.#day = day;
    if (this.#near.some((place) => holds(place, before) !== holds(place, day))) this.update();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw(frame: Frame): void {
    const { ctx } = frame;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'center';
    ctx.lineJoin = 'round';
    for (const { label: { text, water }, spot: { box } } of placeLabels(this.#names(frame), { boxes: this.#source.taken() })) {
      this.#font(ctx, water);
      ctx.fillStyle = water ? this.#theme.waterLabel : this.#theme.countryLabel;
      if (!water) {
        ctx.strokeStyle = this.#theme.labelHalo;
        ctx.lineWidth = 2;
        ctx.strokeText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
      }
      ctx.fillText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
    }
  }

  #font(ctx: CanvasRenderingContext2D, water: boolean): void {
    ctx.font = `${water ? 'italic 400 12px' : '600 11.5px'} ${this.#theme.font}`;
    ctx.letterSpacing = water ? '0px' : '1px';
  }

  #names(frame: Frame): WorldName[] {
    const found = new Map<string, WorldName & { spots: Spot[] }>();
    this.#near = [];
    for (const { tile, paths } of this.#source.world.shown(tileZoom(frame.zoom))) {
      const corner = frame.tile(tile);
      const scale = corner.side / paths.extent;
      for (const place of paths.places) {
        const { id, x, y, rank, role, names } = place;
        const at = [corner.x + x * scale, corner.y + y * scale] as const;
        const water = role !== 'country';
        if (rank > frame.zoom + 0.5 || !inView(frame, at) || (!water && this.#covered(frame, at))) continue;
        this.#near.push(place);
        if (!holds(place, this.#day)) continue;
        const text = water ? this.#source.name(names)
          : this.#source.name(names).toLocaleUpperCase(this.#source.lang());
        const name = found.get(id) ?? { id, text, water, order: water ? rank : rank - 1, spots: [] };
        found.set(id, name);
        this.#font(frame.ctx, water);
        const half = frame.ctx.measureText(text).width / 2 + 3;
        name.spots.push(...[0, -16, 16].map((dy): Spot =>
          spotAt(frame, [at[0] - half, at[1] + dy - 9, at[0] + half, at[1] + dy + 9])));
      }
    }
    const names = [...found.values()];
    return names.map((name) =>
      ({ ...name, spots: name.spots.filter(({ cut }) => !cut).sort((a, b) => a.side - b.side) }));
  }

  /** Whether a place lies where the map says who holds what, and has room to say it. */
  #covered({ seen }: Frame, [x, y]: readonly [number, number]): boolean {
    const { held } = this.#source;
    if (!held) return false;
    const [from, to] = [seen([held[0], held[3]]), seen([held[2] < held[0] ? held[2] + 360 : held[2], held[1]])];
    return to.x - from.x > 160 && x > from.x && x < to.x && y > from.y && y < to.y;
  }
}

/** Whether a name is that of a day. */
function holds({ from, to }: PlacePoint, day: Day): boolean {
  return day >= (parseISO(from ?? '') ?? -Infinity) && day < (parseISO(to ?? '') ?? Infinity);
}

/** A spot in the order of how far it is from the middle of the view: a country is named at many. */
function spotAt({ view: [left, top, right, bottom] }: Frame, box: LabelBox): Spot {
  const [x, y] = [(box[0] + box[2] - left - right) / 2, (box[1] + box[3] - top - bottom) / 2];
  return { side: Math.hypot(x, y), box,
    cut: box[0] < left || box[1] < top || box[2] > right || box[3] > bottom };
}

function inView({ width, height }: Frame, [x, y]: readonly [number, number]): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
