import type { Context } from '../context.ts';
import { byId } from '../dom.ts';
import { lazily } from '../lazy.ts';
import type { Box } from '../search/box.ts';
import type { Stage } from '../stage.ts';

/**
 * One box for places in any script, events, actors, days, sources, coordinates in any notation, and
 * links: a combobox (WAI-ARIA, list autocomplete with manual selection). All but the box is fetched
 * when it is first used.
 */
export function mountSearch(context: Context, stage: Stage): void {
  const { texts } = context;
  const input = byId('search') as HTMLInputElement;
  input.setAttribute('aria-label', texts.searchLabel);
  input.placeholder = texts.searchLabel;
  input.title = `${texts.searchHint} ( / )`;
  let coming: Promise<Box> | undefined;
  const use = (how?: (box: Box) => void) => void lazily(context, async () => {
    coming ??= import('../search/box.ts').then(({ mountBox }) => mountBox(context, stage));
    try {
      how?.(await coming);
    } catch (error) {
      coming = undefined; // the next keystroke tries again
      throw error;
    }
  }).catch(() => undefined);
  input.addEventListener('focus', () => use());
  input.addEventListener('input', () => use((box) => box.typed()));
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    use((box) => box.submit());
  });
}
