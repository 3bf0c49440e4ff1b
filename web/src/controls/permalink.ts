import type { State } from '../state.ts';
import { debounced } from '../dom.ts';
import { decodeView, defaultTab, encodeView, type Vocabulary } from '../url.ts';

/** Browsers refuse more than about 100 changes of the address in 30 seconds. */
const quietMs = 500;

/** Deliberate choices, each of which the Back button undoes; scrubbing and panning are none. */
const steps = ['selection', 'mode', 'viewpoint'] as const;

/** Parameters of an address besides the view: how an embedded map behaves. They stay. */
const kept = ['lock', 'bare', 'theme'] as const;

/** Keeps the address of the page in step with the view. */
export function mountPermalink(state: State, vocabulary: Vocabulary): void {
  const options = [...new URLSearchParams(location.search)]
    .filter(([name]) => kept.some((k) => k === name));
  const address = () =>
    encodeView(state.get(), vocabulary) +
    options.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
  let restoring = false;
  const replace = debounced(quietMs, () => history.replaceState(null, '', address()));
  state.subscribe((now, before) => {
    if (restoring) return;
    if (steps.some((key) => now[key] !== before[key])) history.pushState(null, '', address());
    else replace();
  });
  addEventListener('popstate', () => {
    restoring = true;
    const { view } = decodeView(location.search, vocabulary);
    state.set({
      selection: null, compare: null, mode: 'one', hidden: [], names: 'own', viewpoint: '',
      tab: defaultTab(view.selection ?? null), ...view, lang: state.get().lang,
    });
    restoring = false;
  });
}
