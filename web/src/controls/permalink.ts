import type { State, View } from '../state.ts';
import { decodeView, defaultTab, encodeView, type Vocabulary } from '../url.ts';

/** Browsers refuse more than about 100 changes of the address in 30 seconds. */
const quietMs = 500;

/** Deliberate choices, each of which the Back button undoes; scrubbing and panning are none. */
const steps = ['selection', 'mode', 'other', 'events', 'viewpoint'] as const;

/** Parameters of an address besides the view: how an embedded map behaves. They stay. */
const kept = ['lock', 'bare', 'theme'] as const;

/**
 * Keeps the address of the page in step with the view, and returns what writes it at once. Before
 * another entry of the history begins, the last one is written as the view was then.
 */
export function mountPermalink(
  state: State, vocabulary: Vocabulary, loadViewpoint: (id: string) => Promise<void>,
): () => void {
  const options = [...new URLSearchParams(location.search)]
    .filter(([name]) => kept.some((k) => k === name));
  const address = (view: View) =>
    encodeView(view, vocabulary) +
    options.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
  let restoring = false;
  let restored = 0;
  let timer = 0; // 0: the address is that of the view
  let written = -Infinity;
  const write = (view: View) => {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    written = performance.now();
    history.replaceState(null, '', address(view));
  };
  state.subscribe((now, before) => {
    if (restoring) return;
    if (steps.some((key) => now[key] !== before[key])) {
      write(before);
      written = performance.now();
      history.pushState(null, '', address(now));
    } else if (timer === 0) {
      // not before all who are told of the change have answered it: it may be part of a step
      timer = window.setTimeout(() => write(state.get()),
        Math.max(0, written + quietMs - performance.now()));
    }
  });
  addEventListener('popstate', async () => {
    clearTimeout(timer); // what it would write is of the entry that was left
    timer = 0;
    const count = ++restored;
    const { view } = decodeView(location.search, vocabulary);
    const other = await loadViewpoint(view.viewpoint ?? '')
      .then(() => ({}), () => ({ viewpoint: '' }));
    if (count !== restored) return;
    restoring = true;
    state.set({
      selection: null, compare: null, mode: 'one', other: '', events: '', hidden: [], names: 'own', viewpoint: '',
      tab: defaultTab(view.selection ?? null), ...view, ...other, lang: state.get().lang,
    });
    restoring = false;
  });
  return () => write(state.get());
}
