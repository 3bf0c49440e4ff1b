import { element } from './elements.ts';

/** What is told of the day under the pointer, above the strip. */
export class Tip {
  readonly element = element('div', 'strip-tip');

  constructor() {
    this.element.setAttribute('aria-hidden', 'true'); // the slider says its day
    this.hide();
  }

  get hidden(): boolean {
    return this.element.hidden !== false;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows lines, the first of which is the day, above a place; within a strip that is so wide. */
  show(lines: readonly string[], x: number, width: number): void {
    this.element.hidden = false;
    this.element.replaceChildren(...lines.map((text, i) => {
      const line = element('div', i === 0 ? 'strip-tip-day' : '');
      line.textContent = text;
      return line;
    }));
    const half = this.element.offsetWidth / 2;
    this.element.style.left = `${Math.min(Math.max(x, half), Math.max(half, width - half))}px`;
  }
}
