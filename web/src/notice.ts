import { button, el, icon } from './dom.ts';

/** Shows a message over the map until it is closed; the same message stands there only once. */
export function notice(root: HTMLElement, text: string, options: { lasting?: boolean; more?: HTMLElement } = {}): () => void {
  const same = [...root.children].find((child) => child.getAttribute('data-text') === text);
  same?.remove();
  const box = el('div', { class: 'notice', role: 'alert', 'data-text': text }, el('p', {}, text), options.more);
  const close = () => box.remove();
  if (!options.lasting) box.append(button({ class: 'icon-button', 'aria-label': 'Close' }, close, icon('close')));
  root.append(box);
  return close;
}
