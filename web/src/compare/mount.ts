import type { Context } from '../context.ts';
import { lazily } from '../lazy.ts';
import type { Stage } from '../stage.ts';

/**
 * Fetches the comparison of two dates at its first use; from then on it follows the state by
 * itself.
 */
export function mountCompare(context: Context, stage: Stage): void {
  const { state } = context;
  let stop: (() => void) | undefined;
  const check = (opened: boolean) => {
    if (state.get().mode === 'one') return;
    stop?.();
    void lazily(context,
      async () => (await import('./compare.ts')).startCompare(context, stage, opened));
  };
  stop = state.watch(['mode'], () => check(false));
  check(new URLSearchParams(location.search).has('c'));
}
