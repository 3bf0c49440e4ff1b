import type { Context } from './context.ts';
import { byId } from './dom.ts';
import { notice } from './notice.ts';

/** Runs what is fetched when it is first wanted; says so when it cannot be had. */
export async function lazily({ texts }: Context, load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    notice(byId('notices'), texts.chunkFailed, { texts });
    throw error;
  }
}
