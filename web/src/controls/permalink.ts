import type { Lang } from '../model.ts';
import type { State } from '../state.ts';
import { debounced } from '../dom.ts';
import { decodeView, encodeView } from '../url.ts';

/** Browsers refuse more than about 100 changes of the address in 30 seconds. */
const quietMs = 500;

/**
 * Keeps the address of the page in step with the view. Selecting a place is
 * a step that the Back button undoes; scrubbing and panning are not.
 */
export function mountPermalink(state: State, languages: readonly Lang[]): void {
  const defaultLang = languages[0] ?? 'en';
  const address = () => encodeView(state.get(), defaultLang);
  let restoring = false;
  const replace = debounced(quietMs, () => history.replaceState(null, '', address()));
  state.subscribe((now, before) => {
    if (restoring) return;
    if (now.selection !== before.selection) history.pushState(null, '', address());
    else replace();
  });
  addEventListener('popstate', () => {
    restoring = true;
    const { view } = decodeView(location.search, languages);
    state.set({ selection: null, lang: defaultLang, ...view });
    restoring = false;
  });
}
