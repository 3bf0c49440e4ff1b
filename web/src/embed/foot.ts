import { basemap } from '../basemap.ts';
import { firstLanguage, type Context } from '../context.ts';
import { button, byId, el } from '../dom.ts';
import { viewAddress } from '../url.ts';
import type { Publishers } from './sources.ts';

/**
 * Who says so, that we take no side, and whom to credit: two lines, which a press unfolds where
 * they are cut. The names of the sources come when the map is there.
 */
export function mountFoot(
  root: HTMLElement, context: Context, known: Promise<Publishers>,
): void {
  const { state, dataset, texts } = context;
  const below = basemap();
  const sources = el('span', { class: 'cited' });
  const neutral = el('a', { class: 'neutral', target: '_blank', rel: 'noopener' }, texts.neutral);
  const credits = button({ class: 'credits', 'aria-expanded': 'false', title: texts.wholeCredits },
    () => {
      const open = root.classList.toggle('open');
      credits.setAttribute('aria-expanded', String(open));
    }, sources, el('span', { lang: firstLanguage(dataset) }, `${[dataset.attribution, ...(typeof below === 'object' ? [below.attribution] : [])].join(' · ')} · Leaflet`));
  const update = () => neutral.setAttribute('href',
    viewAddress({ ...state.get(), selection: null, tab: 'sources' }));
  state.subscribe(update);
  update();
  root.append(neutral, credits);
  byId('stage').addEventListener('pointerdown', () => {
    root.classList.remove('open');
    credits.setAttribute('aria-expanded', 'false');
  });
  void known.then(async (publishers) => (await import('./sources.ts'))
    .nameSources(sources, context, publishers), () => undefined); // the map does without
}
