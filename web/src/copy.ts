import type { Context } from './context.ts';
import { byId, el } from './dom.ts';

/** Copies a text and says so. */
export async function copy({ texts }: Context, text: string): Promise<boolean> {
  const live = byId('live');
  try {
    await navigator.clipboard.writeText(text);
    live.textContent = texts.copied;
    toast(texts.copied);
    return true;
  } catch {
    toast(texts.copyFailed);
    return false;
  }
}

function toast(text: string): void {
  const box = el('p', { class: 'toast' }, text);
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  setTimeout(() => box.remove(), 2500);
}
