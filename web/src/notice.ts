import { ApiError } from './request.ts';
import { button, el, icon, type Child } from './dom.ts';
import type { Texts } from './texts/texts.ts';

/** An error in words of the page, or in those of the server. */
function errorWords(error: unknown, texts: Texts): readonly string[] {
  if (!(error instanceof ApiError)) return [error instanceof Error ? error.message : String(error)];
  const words = error.status === 0 ? [texts.serverUnreachable, texts.checkConnection]
    : [error.message, error.detail];
  return words.filter(Boolean);
}

/** The same in one element, in the language that the words are in: a server speaks English. */
export function errorElement(error: unknown, texts: Texts, between = ' '): HTMLElement {
  const server = error instanceof ApiError && error.status !== 0 || !(error instanceof ApiError);
  return el('span', { lang: server && 'en' }, errorWords(error, texts).join(between));
}

/** Shows a message over the map until it is closed; the same message stands there only once. */
export function notice(
  root: HTMLElement, message: string | readonly Child[],
  options: { lasting?: boolean; more?: HTMLElement; texts?: Texts } = {},
): () => void {
  const content = el('p', {}, ...(typeof message === 'string' ? [message] : message));
  const text = content.textContent;
  const same = [...root.children].find((child) => child.getAttribute('data-text') === text);
  same?.remove();
  const box = el('div', { class: 'notice', role: 'alert', 'data-text': text }, content,
    options.more);
  const close = () => box.remove();
  if (!options.lasting) {
    box.append(button({ class: 'icon-button', 'aria-label': options.texts?.close ?? 'Close' },
      close, icon('close')));
  }
  root.append(box);
  return close;
}
