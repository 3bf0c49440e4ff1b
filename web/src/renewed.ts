import { fetchPage } from './request.ts';
import { button, byId } from './dom.ts';
import { notice } from './notice.ts';
import type { Texts } from './texts/texts.ts';

/** What is known so far of the page that runs. */
export interface Running {
  readonly texts: Texts;
  /** Loads the page anew with the same view. */
  readonly reload: () => void;
}

/**
 * Tells when a part of the page cannot be fetched since its server was upgraded: files of the page
 * are named by their content, so the new one has others. The address holds the view, and what else
 * stands on the page may be wanted yet: so loading anew is offered, not done.
 */
export function watchRenewed(running: () => Running): void {
  addEventListener('vite:preloadError', () => void isRenewed().then((renewed) => {
    if (!renewed) return;
    const { texts, reload } = running();
    notice(byId('notices'), texts.pageRenewed, { lasting: true,
      more: button({ class: 'plain' }, reload, texts.loadAnew) });
  }));
}

/** Whether the server has another page by now than the one that runs. */
export async function isRenewed(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  const name = script?.src.split('/').pop();
  if (name === undefined) return false;
  try {
    return !(await fetchPage()).includes(name);
  } catch {
    return false; // no server, no new page
  }
}
