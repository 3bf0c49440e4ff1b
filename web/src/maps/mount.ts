import type { Context } from '../context.ts';
import { lazily } from '../lazy.ts';
import type { Stage } from '../stage.ts';

/** Fetches the view of two maps that differ at its first use; from then on it follows the state by itself. */
export function mountOtherMap(context: Context, stage: Stage, open: () => void): void {
  const { state } = context;
  let stop = () => {};
  const check = () => {
    if (state.get().other === '') return;
    stop();
    void lazily(context, async () => (await import('./view.ts')).startMaps(context, stage, open));
  };
  stop = state.watch(['other'], check);
  check();
}
