import type { Context } from '../context.ts';
import { byId } from '../dom.ts';
import { rounded } from '../pointer.ts';
import { singleKeys } from '../singlekeys.ts';
import type { Stage } from '../stage.ts';
import type { Tab } from '../state.ts';
import { nextChange, previousChange } from '../epochs.ts';
import type { Voice } from '../voice.ts';
import { cycle, step } from '../walk.ts';

/**
 * The keys of the page. They do nothing in fields and dialogs; Enter and Escape belong to the map.
 */
export function mountKeyboard(
  context: Context, stage: Stage, panel: { readonly open: (tab: Tab) => void },
  voice: Voice,
): void {
  const { state } = context;
  const root = stage.pane.map.getContainer();
  const actions: Readonly<Record<string, () => void>> = {
    '/': () => byId('search').focus(),
    '?': () => byId('help').click(),
    ',': () => step(context, previousChange),
    '.': () => step(context, nextChange),
    '[': () => cycle(context, stage, -1, voice),
    ']': () => cycle(context, stage, 1, voice),
    c: () => byId('compare').click(),
    l: () => panel.open('legend'),
    m: () => document.getElementById('measure')?.click(),
  };
  // The browser's own guess (:focus-visible) takes the map for reached by keyboard after a click.
  const byKeys = (on: boolean) => document.documentElement.classList.toggle('by-keys', on);
  document.addEventListener('keydown', () => byKeys(true), true);
  document.addEventListener('pointerdown', () => byKeys(false), true);
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !singleKeys() ||
      inField(event.target)) return;
    const act = actions[event.key] ??
      (event.key === ' ' && !isPressable(event.target) ? () => byId('play').click() : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  });
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const { lng, lat } = stage.pane.map.getCenter();
    if (event.key === 'Enter' && stage.pane.tool.take) stage.pane.tool.take([lng, lat]);
    else if (event.key === 'Enter') {
      const [top] = stage.pane.under([lng, lat], 9);
      state.set({ selection: rounded(top?.point ?? [lng, lat]), tab: 'place' });
      voice.place();
    } else if (event.key === 'Escape') state.set({ selection: null });
    else return;
    event.preventDefault();
  });
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    target.matches('input:not([type=range], [type=checkbox]), select, textarea, dialog, dialog *');
}

/** Where a space already means something. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, summary, a, input, [role=tab]');
}
