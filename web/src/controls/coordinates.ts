import * as L from 'leaflet';
import type { Context } from '../context.ts';
import { el } from '../dom.ts';
import { formatDMS } from '../format.ts';
import type { LonLat } from '../model.ts';
import { home } from '../turns.ts';

const notations = ['dd', 'dms', 'mgrs'] as const;

/** The coordinates under a hovering pointer; a press writes them in the next notation. */
export class CoordinatesControl extends L.Control {
  readonly #context: Context;
  readonly #root = el('button', { type: 'button', class: 'pointer-coordinates', hidden: true });
  #notation = 0;
  #at: LonLat | undefined;
  #grid: ((at: LonLat) => string | undefined) | undefined;

  constructor(context: Context) {
    super({ position: 'bottomright' });
    this.#context = context;
  }

  override onAdd(map: L.Map): HTMLElement {
    L.DomEvent.disableClickPropagation(this.#root);
    this.#root.addEventListener('click', this.#next);
    map.on('mousemove', this.#moved);
    return this.#root;
  }

  override onRemove(map: L.Map): void {
    this.#root.removeEventListener('click', this.#next);
    map.off('mousemove', this.#moved);
  }

  readonly #moved = ({ latlng: { lng, lat } }: L.LeafletMouseEvent) => {
    if (!matchMedia('(hover: hover)').matches) return;
    this.#at = [home(lng), lat];
    this.#show();
  };

  readonly #next = () => {
    this.#notation = (this.#notation + 1) % notations.length;
    if (notations[this.#notation] === 'mgrs') void import('../mgrs.ts').then(({ formatMGRS }) => {
      this.#grid = formatMGRS;
      this.#show();
    }, () => undefined); // the other two will do
    this.#show();
  };

  #show(): void {
    if (!this.#at) return;
    const notation = notations[this.#notation];
    const degrees = `${this.#at[1].toFixed(4)}, ${this.#at[0].toFixed(4)}`;
    const text = (notation === 'dms' ? formatDMS(this.#at) : notation === 'mgrs'
      ? this.#grid?.(this.#at) : degrees) ?? degrees;
    this.#root.hidden = false;
    this.#root.textContent = text;
    this.#root.title = this.#context.texts.pointerAt(text);
  }
}
