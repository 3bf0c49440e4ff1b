import * as L from 'leaflet';
import type { LonLat } from '../model.ts';
import { pixelRatio } from '../theme.ts';
import { tileSizePx, type ShownTile } from '../tiles/shown.ts';
import { nearTo } from '../turns.ts';

/**
 * How much of the view's size the canvas reaches beyond it on each side, so that dragging shows no
 * edge.
 */
const margin = 0.25;

/** The means of a subclass to draw; all coordinates are CSS pixels of the canvas. */
export interface Frame {
  readonly ctx: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
  /** The part of the canvas in view: left, top, right, bottom. */
  readonly view: readonly [number, number, number, number];
  /** Where a place lies. */
  readonly at: (place: LonLat) => L.Point;
  /** Where a place lies in the copy of the world that is seen. */
  readonly seen: (place: LonLat) => L.Point;
  /** Where the top left corner of a tile lies, and its side. */
  readonly tile: (
    tile: ShownTile,
  ) => { readonly x: number; readonly y: number; readonly side: number };
}

/**
 * One canvas over the whole view, drawn again when the view has moved and when `update` is called.
 */
export abstract class ViewportCanvas extends L.Layer {
  readonly #canvas = L.DomUtil.create('canvas', 'viewport-canvas leaflet-zoom-hide');
  readonly #pane: string;
  readonly #zIndex: number;
  #frame = 0;
  /** Device pixels per CSS pixel; that of the screen when it is not set. */
  ratio: number | undefined;

  constructor(pane: string, zIndex: number) {
    super();
    this.#pane = pane;
    this.#zIndex = zIndex;
    this.#canvas.setAttribute('aria-hidden', 'true');
  }

  protected abstract draw(frame: Frame): void;

  override onAdd(map: L.Map): this {
    const pane = map.getPane(this.#pane) ?? map.createPane(this.#pane);
    pane.style.zIndex = String(this.#zIndex);
    pane.style.pointerEvents = 'none';
    pane.append(this.#canvas);
    map.on('moveend zoomend resize', this.#redraw, this);
    this.#redraw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize', this.#redraw, this);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#canvas.remove();
    this.#canvas.width = this.#canvas.height = 0;
    return this;
  }

  /** Draws again in the next frame. */
  update(): void {
    if (this.#frame !== 0 || !this._map) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#redraw();
    });
  }

  #redraw(): void {
    const map = this._map;
    const ctx = this.#canvas.getContext('2d');
    if (!map || !ctx) return;
    const size = map.getSize();
    const pad = size.multiplyBy(margin).round();
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    this.#resize(width, height);
    L.DomUtil.setPosition(this.#canvas, map.containerPointToLayerPoint(pad.multiplyBy(-1)));
    const origin = map.getPixelBounds().getTopLeft().subtract(pad);
    const zoom = map.getZoom();
    const at = ([lon, lat]: LonLat) => map.project([lat, lon], zoom).subtract(origin);
    const middle = map.getCenter().lng;
    const ratio = this.ratio ?? pixelRatio();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    this.draw({
      ctx, width, height, zoom, view: [pad.x, pad.y, pad.x + size.x, pad.y + size.y],
      at,
      seen: ([lon, lat]) => at([nearTo(lon, middle), lat]),
      tile: ({ x, y, z }) => {
        const side = tileSizePx * 2 ** (zoom - z);
        return { x: x * side - origin.x, y: y * side - origin.y, side };
      },
    });
  }

  #resize(width: number, height: number): void {
    const ratio = this.ratio ?? pixelRatio();
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width === w && this.#canvas.height === h) return;
    this.#canvas.width = w;
    this.#canvas.height = h;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
  }
}
