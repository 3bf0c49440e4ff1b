import * as L from 'leaflet';
import { el } from '../dom.ts';
import { formatMetres } from '../format.ts';

const maxWidthPx = 120;

/** How long a round distance is on the map's middle, with the units of a language. */
export class ScaleControl extends L.Control {
  readonly #locale: string;
  readonly #bar = el('div', { class: 'leaflet-control-scale-line' });
  readonly #root = el('div', { class: 'leaflet-control-scale' }, this.#bar);

  constructor(locale: string) {
    super({ position: 'bottomleft' });
    this.#locale = locale;
  }

  override onAdd(map: L.Map): HTMLElement {
    map.on('move', this.#measure);
    map.whenReady(this.#measure);
    return this.#root;
  }

  override onRemove(map: L.Map): void {
    map.off('move', this.#measure);
  }

  readonly #measure = ({ target }: { target: L.Map }): void => {
    const y = target.getSize().y / 2;
    const widest = target.distance(target.containerPointToLatLng([0, y]),
      target.containerPointToLatLng([maxWidthPx, y]));
    if (!(widest > 0)) return; // the map has no size yet
    const tens = 10 ** Math.floor(Math.log10(widest));
    const metres = tens * ([5, 3, 2].find((n) => n * tens <= widest) ?? 1);
    this.#bar.style.width = `${Math.round(maxWidthPx * metres / widest)}px`;
    this.#bar.textContent = formatMetres(metres, this.#locale);
  };
}
