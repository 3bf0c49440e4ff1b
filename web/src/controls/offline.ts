import type { Context } from '../context.ts';
import { byId } from '../dom.ts';
import { notice } from '../notice.ts';
import type { Stage } from '../stage.ts';

/** Tells of a lost connection, and asks for the missing tiles when it is back. */
export function mountOffline({ texts }: Context, { pane: { control } }: Stage): void {
  let close: (() => void) | undefined;
  const gone = () => {
    close?.();
    close = notice(byId('notices'), texts.offline, { texts });
  };
  addEventListener('offline', gone);
  addEventListener('online', () => {
    close?.();
    control.retry();
  });
  if (!navigator.onLine) gone();
}
