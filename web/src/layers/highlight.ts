import type { ShownTile } from '../tiles/shown.ts';
import { ViewportCanvas, type Frame } from './viewport.ts';
import type { LonLat } from '../model.ts';
import type { Theme } from '../theme.ts';

/** Outlines the zone under the pointer and the selected one, and marks the selected point. */
export class HighlightLayer extends ViewportCanvas {
  readonly #tiles: () => readonly ShownTile[];
  #theme: Theme;
  #hovered: string | undefined;
  #selected: string | undefined;
  #pin: LonLat | null = null;

  constructor(tiles: () => readonly ShownTile[], theme: Theme) {
    super('highlight', 440);
    this.#tiles = tiles;
    this.#theme = theme;
  }

  setHovered(zone: string | undefined): void {
    if (zone === this.#hovered) return;
    this.#hovered = zone;
    this.update();
  }

  setSelected(zone: string | undefined, pin: LonLat | null): void {
    this.#selected = zone;
    this.#pin = pin;
    this.update();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.update();
  }

  protected override draw(frame: Frame): void {
    for (const tile of this.#tiles()) {
      if (this.#hovered !== this.#selected) this.#outline(frame, tile, this.#hovered, 2);
      this.#outline(frame, tile, this.#selected, 3);
    }
    if (this.#pin) this.#drawPin(frame, this.#pin);
  }

  #outline(
    { ctx, tile: placed }: Frame, tile: ShownTile, zone: string | undefined, width: number,
  ): void {
    if (zone === undefined || !tile.paths) return;
    const borders = [
      ...tile.paths.borders.filter(({ left, right }) => left === zone || right === zone)
        .map(({ trace }) => {
          const path = new Path2D();
          trace(path);
          return path;
        }),
      ...[...tile.paths.overlays, ...tile.paths.regions].filter(({ id }) => id === zone)
        .map(({ edge }) => edge),
    ];
    if (borders.length === 0) return;
    const { x, y, side } = placed(tile);
    const scale = side / tile.paths.extent;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, side, side); // a tile's lines reach beyond it, where the next one draws them
    ctx.clip();
    ctx.translate(x, y);
    ctx.scale(scale, scale);
    ctx.lineJoin = 'bevel';
    for (const [color, extra] of [[this.#theme.labelHalo, 3], [this.#theme.accent, 0]] as const) {
      ctx.strokeStyle = color;
      ctx.lineWidth = (width + extra) / scale;
      for (const path of borders) ctx.stroke(path);
    }
    ctx.restore();
  }

  #drawPin({ ctx, seen }: Frame, place: LonLat): void {
    const { x, y } = seen(place);
    ctx.beginPath();
    ctx.arc(x, y, 7, 0, 2 * Math.PI);
    ctx.fillStyle = this.#theme.accent;
    ctx.strokeStyle = this.#theme.labelHalo;
    ctx.lineWidth = 3;
    ctx.fill();
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, y, 2.2, 0, 2 * Math.PI);
    ctx.fillStyle = this.#theme.labelHalo;
    ctx.fill();
  }
}
