import * as L from 'leaflet';
import { actorName, type Context } from '../context.ts';
import { el } from '../dom.ts';
import { swatch } from '../swatch.ts';
import { pick } from '../names.ts';
import type { Fill } from '../symbology.ts';
import { controlOn, passingOn, sameMap } from '../timeline.ts';

/** A short legend on the map itself, of the looks in view; a press opens the whole legend. */
export class KeyControl extends L.Control {
  readonly #context: Context;
  readonly #opened: () => void;
  readonly #root = el('button', { type: 'button', class: 'key' });
  #stop = () => {};
  #shown = '';

  constructor(context: Context, opened: () => void) {
    super({ position: 'bottomleft' });
    this.#context = context;
    this.#opened = opened;
  }

  override onAdd(): HTMLElement {
    L.DomEvent.disableClickPropagation(this.#root);
    this.#root.addEventListener('click', this.#opened);
    const { state } = this.#context;
    this.#stop = state.watch(['day', 'viewpoint', 'mode', 'compare'], (now, before) => {
      if (now.day === before.day || now.mode === 'difference' ||
        !sameMap(this.#context.timeline, now.day, before.day)) this.update();
    });
    this.update();
    return this.#root;
  }

  override onRemove(): void {
    this.#root.removeEventListener('click', this.#opened);
    this.#stop();
  }

  /**
   * Lists the looks in view; `anew` also when they are the same, after a change of the page's
   * colours.
   */
  update(anew = false): void {
    const { texts } = this.#context;
    const looks = this.#looks();
    const shown = looks.map(([text, { key }]) => `${text} ${key}`).join('\n');
    if (shown === this.#shown && !anew) return;
    this.#shown = shown;
    const items = looks.map(([text, fill]) =>
      el('span', { class: 'key-item' }, swatch(fill, 18, 13), text));
    this.#root.replaceChildren(el('span', { class: 'visually-hidden' }, `${texts.legend}: `),
      ...items);
  }

  /** The distinct looks on the day shown, the largest first. */
  #looks(): [string, Fill][] {
    const { timeline, symbology, state } = this.#context;
    const { day, lang, mode, compare } = state.get();
    const looks = new Map<string, { text: string; fill: Fill; km2: number }>();
    for (const zone of timeline.zones.values()) {
      const changed = mode === 'difference' && compare !== null
        ? { fill: symbology.changeFill(timeline, zone.id, compare, day) } : undefined;
      if (changed && !changed.fill) continue;
      const period = controlOn(timeline, zone.id, day);
      const status = symbology.status(period?.status ?? 'unknown');
      const solid = status?.pattern === 'solid' ||
        (status?.pattern === 'stripes' &&
          (period?.patrolled_by ?? period?.controller) === period?.controller);
      const name = actorName(this.#context, period?.controller, lang);
      const text = changed?.fill?.base === null && changed.fill.pattern === 'hatch'
        ? this.#context.texts.changedBack
        : !changed && passingOn(timeline, zone.id, day) ? this.#context.texts.uncertainToday
        : solid ? name : pick(status?.names, lang);
      const look = looks.get(text) ??
        { text, fill: changed?.fill ?? symbology.zoneFill(timeline, zone.id, day), km2: 0 };
      look.km2 += zone.area_km2;
      looks.set(text, look);
    }
    return [...looks.values()].sort((a, b) => b.km2 - a.km2).map(({ text, fill }) => [text, fill]);
  }
}
