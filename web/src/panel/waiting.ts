import { connection } from '../request.ts';
import { button, el, type Child } from '../dom.ts';
import { errorElement } from '../notice.ts';
import type { Texts } from '../texts/texts.ts';

/** In place of an answer that has not come: that it is under way, or that the server is away. */
export function waiting(texts: Texts): HTMLElement {
  if (connection.away === undefined) return el('p', { class: 'muted' }, texts.loading);
  return problem(connection.away === 0 ? texts.serverUnreachable : texts.serverBusy, texts,
    () => void connection.tryNow());
}

/** In place of an answer that could not be had, why. */
export function failed(texts: Texts, error: unknown, retry: () => void): HTMLElement {
  return problem(errorElement(error, texts), texts, retry);
}

function problem(words: Child, texts: Texts, retry: () => void): HTMLElement {
  return el('div', { class: 'problem', role: 'alert' }, el('p', {}, words),
    button({ class: 'plain' }, retry, texts.tryAgain));
}
