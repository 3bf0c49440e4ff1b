import type { Context } from './context.ts';
import { button, el, icon, type Child } from './dom.ts';

/** A dialog with a title and a way out; it is gone when it is closed. */
export function openDialog(
  { texts }: Context, title: string, ...content: readonly Child[]
): HTMLDialogElement {
  const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' },
    el('div', { class: 'place-head' }, el('h2', { id: 'dialog-title' }, title),
      button({ class: 'icon-button', 'aria-label': texts.close, title: texts.close },
        () => dialog.close(), icon('close'))),
    ...content);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
