import * as L from 'leaflet';
import { pinsOf, type Pin, type Spot } from './places.ts';
import { byId, el, replaceContent } from '../dom.ts';
import { nearTo } from '../turns.ts';

/** Pins are pressed with a finger, too: none is nearer to another. */
const apartPx = 26;
const halfPx = apartPx / 2;
/** Under what stands over the map nothing is pressed. */
const furniture = '#panel, #stage :is(.leaflet-bar, .key, .compare-bar, .leaflet-control-attribution)';

/** What the layer asks of who has it. */
export interface Telling {
  /** Of the whole group. */
  readonly label: string;
  /** What a pin is called. */
  readonly name: (pin: Pin) => string;
  /** Whether an event of it is of the day shown. */
  readonly isNow: (pin: Pin) => boolean;
  readonly pressed: (pin: Pin) => void;
}

/**
 * Events as buttons on the map, one stop of the Tab key in all: arrow keys go from pin to pin. Only
 * what is in view is made.
 */
export class PinLayer extends L.Layer {
  readonly #telling: Telling;
  readonly #root: HTMLElement;
  #spots: readonly Spot[] = [];
  #pins: readonly Pin[] = [];
  /** Which of them the Tab key stops at. */
  #stop = 0;
  readonly #covers = new ResizeObserver(() => this.#place());

  constructor(telling: Telling) {
    super();
    this.#telling = telling;
    this.#root = el('div', { class: 'pins leaflet-zoom-hide', role: 'group', 'aria-label': telling.label });
    this.#root.addEventListener('keydown', (event) => this.#key(event));
    for (const name of ['click', 'dblclick', 'pointerdown', 'mousedown', 'touchstart']) {
      this.#root.addEventListener(name, (event) => event.stopPropagation()); // it is not the map that is pressed
    }
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('pins') ?? map.createPane('pins');
    pane.style.zIndex = '450';
    pane.append(this.#root);
    map.on('moveend zoomend resize viewreset', this.#place, this);
    this.#covers.observe(byId('panel')); // the sheet of a phone
    this.#place();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize viewreset', this.#place, this);
    this.#covers.disconnect();
    this.#root.remove();
    return this;
  }

  show(spots: readonly Spot[]): void {
    this.#spots = spots;
    this.#place();
  }

  /** Marks the pins of the day that is shown. */
  mark(): void {
    this.#buttons().forEach((button, i) => {
      const pin = this.#pins[i];
      const now = pin !== undefined && this.#telling.isNow(pin);
      button.classList.toggle('now', now);
      if (now) button.setAttribute('aria-current', 'date');
      else button.removeAttribute('aria-current');
    });
  }

  #buttons(): readonly HTMLButtonElement[] {
    return [...this.#root.querySelectorAll('button')];
  }

  #place(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const center = map.getCenter().lng;
    const { left, top } = map.getContainer().getBoundingClientRect();
    const above = [...document.querySelectorAll(furniture)].map((part) => part.getBoundingClientRect());
    const seen = this.#spots.filter(({ point: [lon, lat] }) => {
      const { x, y } = map.latLngToContainerPoint([lat, nearTo(lon, center)]);
      return x >= 0 && y >= 0 && x <= size.x && y <= size.y && !above.some((part) =>
        part.left - halfPx < left + x && left + x < part.right + halfPx && part.top - halfPx < top + y && top + y < part.bottom + halfPx);
    });
    this.#pins = pinsOf(seen, ([lon, lat]) => map.latLngToLayerPoint([lat, nearTo(lon, center)]), apartPx);
    this.#stop = Math.min(this.#stop, Math.max(0, this.#pins.length - 1));
    replaceContent(this.#root, ...this.#pins.map((pin, i) => this.#button(pin, i)));
    this.mark();
  }

  #button(pin: Pin, i: number): HTMLElement {
    const count = new Set(pin.spots.map(({ event }) => event.id)).size;
    const name = this.#telling.name(pin);
    const button = el('button', { type: 'button', class: pin.spots.every(({ region }) => region) ? 'pin wide' : 'pin',
      'aria-label': name, title: name, tabindex: i === this.#stop ? 0 : -1, 'data-key': `pin-${pin.spots[0]?.event.id}` },
      el('span', {}, count > 1 ? String(count) : ''));
    button.style.transform = `translate(${Math.round(pin.x)}px, ${Math.round(pin.y)}px)`;
    button.addEventListener('click', () => this.#telling.pressed(pin));
    button.addEventListener('focus', () => this.#stopAt(i));
    return button;
  }

  #stopAt(next: number): void {
    this.#stop = next;
    this.#buttons().forEach((button, i) => (button.tabIndex = i === next ? 0 : -1));
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? this.#pins.length - 1
      : by === undefined ? undefined : (this.#stop + by + this.#pins.length) % this.#pins.length;
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation(); // the map tells about its middle
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#buttons()[to]?.focus();
  }
}
