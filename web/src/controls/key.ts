import * as L from 'leaflet';
import { actorLang, actorName, type Context } from '../context.ts';
import { changeLooks, differenceDays } from '../looks.ts';
import { debounced, el } from '../dom.ts';
import { tileSpec } from '../pane.ts';
import { regionSwatch } from '../regions.ts';
import { swatch } from '../swatch.ts';
import type { Lang } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import type { Fill } from '../symbology.ts';
import { sameMap } from '../epochs.ts';
import type { Period } from '../timeline.ts';
import { waysOn } from '../ways.ts';

/** Waits until the map has come to rest. */
const restMs = 150;
/** So many looks are the name of the button; the others are a list below it. */
const mostNamed = 6;

/** A look with its name, and whether a zone in view has it. */
interface Look {
  readonly text: string;
  /** Of a name; what has words of the page around it has none. */
  readonly lang?: Lang | undefined;
  readonly fill: Fill;
  readonly inView: boolean;
}

type Named = Pick<Look, 'text' | 'lang'>;

/**
 * A short legend on the map itself, of the looks on the day: those in view first, then the others.
 * It scrolls where there are many. A press opens the whole legend.
 */
export class KeyControl extends L.Control {
  readonly #context: Context;
  readonly #opened: () => void;
  readonly #inView: () => ReadonlySet<string>;
  readonly #open = el('button', { type: 'button', class: 'key-open' });
  readonly #rest = el('ul', { class: 'key-rest' });
  readonly #root = el('div', { class: 'key' }, this.#open, this.#rest);
  #seen: ReadonlySet<string> = new Set();
  #stop = () => {};
  #shown: string | undefined;
  #scrolled = false;

  constructor(context: Context, inView: () => ReadonlySet<string>, opened: () => void) {
    super({ position: 'bottomleft' });
    this.#context = context;
    this.#inView = inView;
    this.#opened = opened;
  }

  override onAdd(): HTMLElement {
    L.DomEvent.disableClickPropagation(this.#root);
    L.DomEvent.disableScrollPropagation(this.#root);
    this.#root.addEventListener('click', this.#opened);
    this.#root.addEventListener('scroll', () => (this.#scrolled = true));
    const { state } = this.#context;
    const stopMoves = state.watch(['center', 'zoom'], this.look);
    const stopDays = state.watch(['day', 'viewpoint', 'mode', 'compare'], (now, before) => {
      if (now.day === before.day || now.mode === 'difference' ||
        !sameMap(this.#context.timeline, now.day, before.day)) this.update();
    });
    this.#stop = () => {
      stopMoves();
      stopDays();
    };
    this.update();
    return this.#root;
  }

  override onRemove(): void {
    this.#root.removeEventListener('click', this.#opened);
    this.#stop();
  }

  /** Finds out anew what is in view, when the map has come to rest or tiles have come. */
  readonly look = debounced(restMs, () => {
    this.#seen = this.#inView();
    this.update();
  });

  /**
   * Lists the looks; `anew` also when they are the same, after a change of the page's
   * colours.
   */
  update(anew = false): void {
    const { texts, timeline } = this.#context;
    const looks = this.#looks();
    const shown = looks.map(({ text, fill, inView }) => `${text} ${fill.key} ${inView}`).join('\n');
    if (shown === this.#shown && !anew) return;
    this.#shown = shown;
    const items = timeline.statesControl
      ? looks.map(({ text, lang, fill, inView }) => el('span',
        { class: inView ? 'key-item' : 'key-item absent', title: inView ? undefined
          : `${text}: ${texts.outOfView}` }, swatch(fill, 18, 13), el('span', { lang }, text)))
      : this.#layers();
    this.#root.hidden = items.length === 0;
    if (this.#scrolled) this.#root.scrollTop = 0; // else it would lay out the page for nothing
    this.#scrolled = false;
    this.#open.title = texts.wholeLegend;
    this.#open.replaceChildren(el('span', { class: 'visually-hidden' }, `${texts.legend}: `),
      ...items.slice(0, mostNamed));
    const rest = items.slice(mostNamed);
    this.#rest.hidden = rest.length === 0;
    this.#rest.replaceChildren(...rest.map((item) => el('li', {}, item)));
  }

  /** The layers of regions of a dataset that states no control, and that it does not. */
  #layers(): HTMLElement[] {
    const { dataset, timeline, state, texts } = this.#context;
    const { plain } = tileSpec(dataset, timeline);
    const used = new Set([...timeline.regions.values()].map(({ layer }) => layer));
    return [
      ...plain.filter((id) => used.has(id)).map((id) => el('span', { class: 'key-item' },
        regionSwatch(this.#context, id, 18, 13),
        pick(dataset.layers.find((layer) => layer.id === id)?.title, state.get().lang))),
      el('span', { class: 'key-item' }, texts.noControl),
    ];
  }

  /** Who claims a zone, or who holds it in a plain colour, else how it is held. */
  #nameOf(period: Period | undefined, lang: Lang): Named {
    const name = actorName(this.#context, period?.controller, lang);
    if (period?.claim) return { text: `${name}: ${this.#context.texts.claim}` };
    const status = this.#context.symbology.status(period?.status ?? 'unknown');
    const solid = status?.pattern === 'solid' ||
      (status?.pattern === 'stripes' &&
        (period?.patrolled_by ?? period?.controller) === period?.controller);
    return solid ? { text: name, lang: actorLang(this.#context, period?.controller, lang) }
      : { text: pick(status?.names, lang), lang: pickedLang(status?.names, lang) };
  }

  /**
   * The distinct looks on the days shown, of two maps both, those in view first, then the largest.
   */
  #looks(): Look[] {
    const { timeline, symbology, state } = this.#context;
    const { day, lang, mode, compare } = state.get();
    const changed = differenceDays(state);
    if (changed) {
      const looks = changeLooks(this.#context, changed, this.#seen);
      const nothing = looks.every(({ seen }) => seen === 0); // or not known yet
      return looks.map(({ text, fill, seen }) => ({ text, fill, inView: nothing || seen > 0 }));
    }
    const looks = new Map<string, Look & { km2: number; seen: number }>();
    for (const on of mode === 'one' || compare === null ? [day] : [day, compare]) {
      for (const { period, zone, passing, all, seen } of waysOn(timeline, on, this.#seen)) {
        const name = !period?.claim && passing ? { text: this.#context.texts.uncertainToday }
          : this.#nameOf(period, lang);
        let look = looks.get(name.text);
        if (!look) {
          look = { ...name, km2: 0, seen: 0, inView: true,
            fill: symbology.heldFill(timeline, zone, on, period) };
          looks.set(name.text, look);
        }
        look.km2 += all.km2;
        look.seen += seen.km2;
      }
    }
    const nothing = [...looks.values()].every(({ seen }) => seen === 0); // or not known yet
    return [...looks.values()].sort((a, b) => b.seen - a.seen || b.km2 - a.km2)
      .map(({ text, lang: of, fill, seen }) => ({ text, lang: of, fill, inView: nothing || seen > 0 }));
  }
}
