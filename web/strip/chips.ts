import { element, keyed, pressed } from './elements.ts';
import { chips } from './places.ts';
import type { Span, View, Words } from './types.ts';

/** What a chip is wider than its name. */
const paddingPx = 20;
/** The room after the way back. */
const gapPx = 6;

/**
 * The names of the spans that are seen, in a row that is moved sideways where it has no room for
 * all; before them, while not all days are seen, the way back to those.
 */
export class Chips {
  readonly element = element('div', 'strip-chips');
  readonly #back: HTMLButtonElement;
  readonly #row = element('div', 'strip-spans');
  readonly #words: Words;
  readonly #goTo: (span: Span) => void;
  /** What the row holds, at which size: anything else begins at its end. */
  #held = '';

  constructor(words: Words, back: () => void, goTo: (span: Span) => void) {
    this.#words = words;
    this.#goTo = goTo;
    this.#back = pressed(element('button', 'strip-chip back'), back);
    this.#back.textContent = this.#back.title = words.whole;
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', words.spans);
    this.element.append(this.#row);
    this.#row.addEventListener('scroll', () => this.#tellMore(), { passive: true });
    this.#row.addEventListener('wheel', (event) => {
      if (this.#over <= 0) return;
      event.preventDefault();
      event.stopPropagation(); // it moves the names, and zooms nothing
      this.#row.scrollLeft += event.deltaX || event.deltaY;
    }, { passive: false });
  }

  /** How much wider the names are than their row. */
  get #over(): number {
    return this.#row.scrollWidth - this.#row.clientWidth;
  }

  show(
    spans: readonly Span[], view: View, whole: boolean, width: number,
    measure: (text: string) => number,
  ): void {
    const wide = (text: string) => Math.ceil(measure(text)) + paddingPx;
    this.element.hidden = spans.length === 0 && whole;
    if (whole) this.#back.remove();
    else if (!this.#back.isConnected) this.element.prepend(this.#back);
    const back = wide(this.#words.whole);
    if (!whole) place(this.#back, spans.length > 0 ? 0 : width - back, back); // else over the end of the axis
    const from = whole || spans.length === 0 ? 0 : back + gapPx;
    const placed = chips(spans, view, from, width, ({ title }) => wide(title));
    keyed(this.#row, placed, ({ span }) => span.id, ({ span }) => {
      const chip = pressed(element('button', 'strip-chip'), () => this.#goTo(span));
      chip.textContent = chip.title = span.title;
      if (span.lang) chip.lang = span.lang;
      return chip;
    }, (chip, { left, width }) => place(chip, left - from, width));
    this.#row.style.left = `${from}px`;
    const held = `${from} ${width} ${placed.map(({ span }) => span.id).join(' ')}`;
    if (held === this.#held) return;
    this.#held = held;
    this.#row.scrollLeft = this.#over; // where the latest are, near their days
    this.#tellMore();
  }

  /** At an end behind which there is more, the row fades. */
  #tellMore(): void {
    const { scrollLeft } = this.#row;
    this.#row.classList.toggle('more-before', scrollLeft > 1);
    this.#row.classList.toggle('more-after', this.#over - scrollLeft > 1);
  }
}

function place(chip: HTMLElement, left: number, width: number): void {
  chip.style.left = `${left}px`;
  chip.style.width = `${width}px`;
}
