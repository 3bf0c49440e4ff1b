import type { Context } from '../context.ts';
import { rounded } from '../pointer.ts';
import { singleKeys } from '../singlekeys.ts';
import type { Stage } from '../stage.ts';
import { nextChange, previousChange } from '../epochs.ts';
import type { Voice } from '../voice.ts';
import { cycle, step } from '../walk.ts';

/** The keys of an embedded map. The browser sends them here only while the frame has the focus. */
export function mountKeys(context: Context, stage: Stage, voice: Voice): void {
  const { state } = context;
  const root = stage.pane.map.getContainer();
  const byKeys = (on: boolean) => document.documentElement.classList.toggle('by-keys', on);
  document.addEventListener('keydown', () => byKeys(true), true);
  document.addEventListener('pointerdown', () => byKeys(false), true);
  const actions: Readonly<Record<string, () => void>> = {
    ',': () => step(context, previousChange),
    '.': () => step(context, nextChange),
    '[': () => cycle(context, stage, -1, voice),
    ']': () => cycle(context, stage, 1, voice),
    ' ': () => document.getElementById('play')?.click(),
    Enter: () => {
      const { lng, lat } = stage.pane.map.getCenter();
      const [top] = stage.pane.under([lng, lat], 9);
      state.set({ selection: rounded(top?.point ?? [lng, lat]) });
      voice.place();
    },
  };
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== 'Enter' && !singleKeys()) return;
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || state.get().selection === null) return;
    state.set({ selection: null });
    root.focus({ preventScroll: true });
  });
}
