import { el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import type { Texts } from '../texts/texts.ts';

/** So many rows of a table are shown: more would make each change of the date slow. */
export const mostShown = 500;

/** Says how many rows are not shown, if any. */
export function rowsLeft(texts: Texts, count: number): HTMLElement | false {
  return count > mostShown && el('p', { class: 'muted small' },
    texts.andMore(formatNumber(count - mostShown, texts.locale)).trim());
}
