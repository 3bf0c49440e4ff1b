import { zoomButtons } from './buttons.ts';
import { Chips } from './chips.ts';
import { axisPx, barsPx, clearPx, draw, labelFont, labelInset, lookOf, rowPx, type Look } from './draw.ts';
import { element } from './elements.ts';
import { showFlags } from './flags.ts';
import { listen } from './gestures.ts';
import { listenKeys } from './keys.ts';
import { firstFrom, stacked, type Label } from './places.ts';
import { Tip } from './tip.ts';
import type { Day, Mark, Options, Span, Strip, View } from './types.ts';
import { around, between, following, isWhole, panned, within, zoomed } from './view.ts';

export type { Change, Day, Mark, Options, Span, Strip, Unit, View, Words } from './types.ts';

/** How long the way to a span takes, for whom motion is no trouble. */
const wayMs = 220;

/**
 * A strip of days that zooms, mounted into an element:
 *
 *     names of marks      |Ceasefire   |Capture of ...     canvas
 *     flags               ⚑            ⚑                   buttons
 *     bars, handle        ▂▁▇ ▂ ▁█▁ ●                      canvas, under <input type="range">
 *     axis                1990      2000      2010         canvas: dragged, it zooms
 *     names of spans           ( War of 2020 )             buttons
 *
 * The slider is the browser's own, so that assistive technology can move it everywhere; its ends are
 * those of the view. All else is drawn once a frame at most, and only what is seen.
 */
export function createStrip(root: HTMLElement, options: Options): Strip {
  const parts = new Parts(root, options);
  return {
    view: () => parts.view,
    setDay: (day) => parts.setDay(day),
    setFrom: (day) => parts.setFrom(day),
    setData: (data) => parts.setData(data),
    show: (from, to) => parts.glide(around(from, to, parts.all)),
    whole: () => parts.glide(parts.all),
    zoom: (times) => parts.zoomBy(times),
    buttons: parts.buttons,
    redraw: () => parts.changed(true),
    remove: () => parts.remove(),
  };
}

type Data = Pick<Options, 'changes' | 'marks' | 'spans'>;

/** The elements of a strip and what they show. */
class Parts {
  readonly all: View;
  view: View;
  readonly buttons: HTMLElement;
  readonly #root: HTMLElement;
  readonly #options: Options;
  readonly #slider: HTMLInputElement;
  readonly #canvas = element('canvas', 'strip-canvas');
  readonly #flags = element('div', 'strip-flags');
  readonly #chips: Chips;
  readonly #tip = new Tip();
  readonly #brush = element('div', 'strip-brush');
  readonly #end = new AbortController();
  readonly #sizes: ResizeObserver;
  readonly #widths = new Map<string, number>();
  #data: Sorted;
  #day: Day;
  #from: Day | null = null;
  #look: Look | undefined;
  #labels: readonly Label[] = [];
  #frame = 0;
  #way = 0;
  /** Where the pointer is. */
  #hovered: number | undefined;
  /** The day before a finger came that turned out to be one of two. */
  #pressedAt: Day;
  #pinching = false;

  constructor(root: HTMLElement, options: Options) {
    this.#root = root;
    this.#options = options;
    this.all = this.view = { from: options.first, to: Math.max(options.last, options.first + 1) };
    this.#day = this.#pressedAt = options.day;
    this.#data = sorted(options);
    this.#slider = options.slider ?? this.#ownSlider();
    this.buttons = zoomButtons(options.words, (times) => this.zoomBy(times));
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#brush.hidden = true;
    this.#chips = new Chips(options.words, () => this.glide(this.all), (span) => this.#goTo(span));
    root.classList.add('zooms');
    root.style.setProperty('--strip-inset', `${this.#inset}px`);
    root.prepend(this.#canvas);
    root.append(this.#brush, this.#flags, this.#chips.element, this.#tip.element);
    this.#listen();
    this.#sizes = new ResizeObserver(() => this.changed(true));
    this.#sizes.observe(this.#canvas);
    this.changed();
  }

  get #inset(): number {
    return this.#options.insetPx ?? 12;
  }

  get #widthPx(): number {
    return this.#canvas.clientWidth;
  }

  #dayAt(xPx: number): number {
    return this.view.from + (xPx / Math.max(1, this.#widthPx)) * (this.view.to - this.view.from);
  }

  #nearest(xPx: number): Day {
    return Math.min(Math.max(Math.round(this.#dayAt(xPx)), this.all.from), this.all.to);
  }

  setDay(day: Day): void {
    if (day === this.#day) return;
    this.#day = day;
    // whoever holds the handle at the end of the view keeps what is seen
    const next = day < this.all.from || day > this.all.to ? this.view : following(this.view, this.all, day);
    if (next === this.view) return this.#setSlider();
    this.#lookAt(next);
  }

  setFrom(day: Day | null): void {
    this.#from = day;
    this.#setSlider();
  }

  setData(data: Data): void {
    this.#data = sorted(data);
    this.#widths.clear();
    this.changed();
  }

  zoomBy(times: number): void {
    const seen = this.#day >= this.view.from && this.#day <= this.view.to;
    this.glide(zoomed(this.view, this.all, times,
      seen ? this.#day : (this.view.from + this.view.to) / 2));
  }

  /** Goes to a view, on a way that is seen unless motion is unwelcome. */
  glide(to: View): void {
    cancelAnimationFrame(this.#way);
    const from = this.view;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.#lookAt(to);
    let start: number | undefined;
    const step = (now: number) => {
      start ??= now;
      const share = Math.min(1, (now - start) / wayMs);
      if (share === 1) return this.#lookAt(to);
      this.#lookAt(between(from, to, 1 - (1 - share) ** 3), false);
      this.#way = requestAnimationFrame(step);
    };
    this.#way = requestAnimationFrame(step);
  }

  /** Changes what is seen at once. */
  #lookAt(view: View, stop = true): void {
    if (stop) cancelAnimationFrame(this.#way);
    this.view = within(view, this.all);
    this.changed();
  }

  /** Draws with the next frame; with a new look where colours, letters or sizes may be others. */
  changed(anew = false): void {
    if (anew) {
      this.#look = undefined;
      this.#widths.clear();
    }
    this.#setSlider();
    this.#options.onView?.(this.view, isWhole(this.view, this.all));
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** The ends of the slider are those of the view; out of view, its handle is not seen. */
  #setSlider(): void {
    const whole = isWhole(this.view, this.all);
    const handles = [[this.#slider, this.#day], [this.#options.from, this.#from]] as const;
    for (const [slider, day] of handles) {
      if (!slider) continue;
      slider.step = whole ? '1' : 'any';
      slider.min = String(this.view.from);
      slider.max = String(this.view.to);
      if (day === null) continue;
      slider.value = String(day);
      slider.setAttribute('aria-valuetext', this.#options.words.day(day));
      slider.classList.toggle('away', day < this.view.from || day > this.view.to);
    }
    this.#root.classList.toggle('zoomed', !whole);
  }

  #draw(): void {
    const [width, height] = [this.#widthPx, this.#canvas.clientHeight];
    const scale = devicePixelRatio;
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    const ctx = this.#canvas.getContext('2d');
    if (!ctx || width === 0) return;
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    const look = this.#look ??= lookOf(this.#canvas);
    const rows = Math.floor((height - axisPx - barsPx) / rowPx);
    this.#labels = rows <= 0 ? [] : stacked(this.#data.byWeight, this.view, width, rows, (mark) =>
      this.#measure(ctx, labelFont(mark, look), mark.title) + labelInset(mark));
    const axis = draw(ctx, width, height, look, { view: this.view, changes: this.#data.changes,
      spans: this.#data.spans, labels: this.#labels, words: this.#options.words });
    if (this.#canvas.textContent !== axis) this.#canvas.textContent = axis; // what stands in for a picture
    showFlags(this.#flags, this.#data.marks, this.view, width, this.#options.words.day, this.#options.onDay);
    this.#chips.show(this.#data.spans, this.view, isWhole(this.view, this.all), width, (text) =>
      this.#measure(ctx, `500 12px ${look.font}`, text));
    if (!this.#tip.hidden) this.#hover(this.#hovered); // other days came under it
  }

  #measure(ctx: CanvasRenderingContext2D, font: string, text: string): number {
    const key = `${font} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      ctx.font = font;
      this.#widths.set(key, width = ctx.measureText(text).width);
    }
    return width;
  }

  /** Shows a span, on its first day unless another of its days is shown, or a range, which stays. */
  #goTo({ from, to }: Span): void {
    const last = Math.min(to - 1, this.all.to);
    const first = Math.max(from, this.all.from);
    if (this.#from === null && (this.#day < first || this.#day > last)) {
      this.#day = first;
      this.#options.onDay(first);
    }
    this.glide(around(first, last, this.all));
  }

  #listen(): void {
    const { signal } = this.#end;
    listenKeys(this.#slider, {
      step: (days) => this.#chosen(this.#day + days), change: (by) => this.#chosen(this.#changeFrom(by)),
      first: () => this.#chosen(this.all.from), last: () => this.#chosen(this.all.to),
      zoom: (times) => this.zoomBy(times), whole: () => this.glide(this.all),
      leave: () => this.#hover(undefined),
    }, signal);
    const { from } = this.#options;
    if (from) {
      listenKeys(from, {
        step: (days) => this.#from === null ? undefined : this.#fromChosen(from, this.#from + days),
      }, signal);
    }
    // while two fingers zoom, neither moves the handle
    this.#root.addEventListener('input', (event) => {
      if (!this.#pinching) return;
      event.stopImmediatePropagation();
      this.#setSlider();
    }, { capture: true, signal });
    this.#root.addEventListener('pointerdown', (event) => {
      if (!event.isPrimary) return;
      this.#pinching = false;
      this.#pressedAt = this.#day;
    }, { capture: true, signal });
    if (!this.#options.slider) {
      this.#slider.addEventListener('input', () => this.#chosen(Math.round(Number(this.#slider.value))), { signal });
    }
    const unlisten = listen(this.#root, this.#canvas, {
      pinching: () => {
        this.#pinching = true;
        if (this.#day !== this.#pressedAt) this.#chosen(this.#pressedAt);
      },
      zoom: (times, x) => this.#lookAt(zoomed(this.view, this.all, times, this.#dayAt(x))),
      pan: (x) => this.#lookAt(panned(this.view, this.all, this.#dayAt(x) - this.view.from)),
      brush: (a, b) => this.glide(within(
        { from: this.#dayAt(Math.min(a, b)), to: this.#dayAt(Math.max(a, b)) }, this.all)),
      brushing: (a, b) => {
        this.#brush.hidden = a === b;
        this.#brush.style.left = `${Math.min(a, b) + this.#inset}px`;
        this.#brush.style.width = `${Math.abs(a - b)}px`;
      },
      press: (x, y) => this.#press(x, y),
      hover: (x) => this.#hover(x),
    });
    signal.addEventListener('abort', unlisten);
  }

  #chosen(day: Day): void {
    const next = Math.min(Math.max(day, this.all.from), this.all.to);
    this.setDay(next);
    this.#options.onDay(next);
  }

  /** Moves the first day of a range, of which the caller learns from the slider. */
  #fromChosen(from: HTMLInputElement, day: Day): void {
    this.#from = Math.min(Math.max(day, this.all.from), this.all.to);
    this.#lookAt(following(this.view, this.all, this.#from));
    from.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** The next change, or the one before; the day itself where there is none. */
  #changeFrom(by: 1 | -1): Day {
    const { changes } = this.#data;
    const at = by > 0 ? firstFrom(changes, this.#day + 1) : firstFrom(changes, this.#day) - 1;
    return changes[at]?.day ?? this.#day;
  }

  /** A press on a name leads to its day, one beside the names to the day it points at. */
  #press(x: number, y: number): void {
    const row = Math.floor((this.#canvas.clientHeight - axisPx - barsPx - clearPx + rowPx / 2 - y) / rowPx);
    const label = this.#labels.find((label) =>
      label.row === row && x >= label.x - 2 && x <= label.x + label.width);
    this.#chosen(label ? label.mark.day : this.#nearest(x));
  }

  /** Tells of the day under the pointer. */
  #hover(x: number | undefined): void {
    this.#hovered = x;
    if (x === undefined || x < -this.#inset || x > this.#widthPx + this.#inset) return this.#tip.hide();
    const day = this.#nearest(x);
    const reach = Math.floor((1.5 / Math.max(1, this.#widthPx)) * (this.view.to - this.view.from));
    this.#tip.show([this.#options.words.day(day),
      ...this.#options.describe?.(day - reach, day + reach) ?? []], x + this.#inset, this.#root.clientWidth);
  }

  #ownSlider(): HTMLInputElement {
    const slider = element('input', 'slider');
    slider.type = 'range';
    slider.setAttribute('aria-label', this.#options.words.slider);
    this.#root.append(slider);
    return slider;
  }

  remove(): void {
    this.#end.abort();
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#way);
    for (const part of [this.#canvas, this.#flags, this.#chips.element, this.#tip.element,
      this.#brush, this.buttons]) part.remove();
    if (!this.#options.slider) this.#slider.remove();
    this.#root.classList.remove('zooms', 'zoomed');
  }
}

const byDay = (a: { readonly day: Day }, b: { readonly day: Day }) => a.day - b.day;

/** In order of time, and the marks by weight too. */
interface Sorted extends Data {
  readonly byWeight: readonly Mark[];
}

function sorted({ changes, marks, spans }: Data): Sorted {
  return { changes: [...changes].sort(byDay), marks: [...marks].sort(byDay), spans,
    byWeight: [...marks].sort((a, b) => b.weight - a.weight || a.day - b.day) };
}
