import type { Context } from './context.ts';
import { byId } from './dom.ts';
import { notice } from './notice.ts';

/** Runs a part of the page that is fetched at its first use; tells when it cannot be loaded. */
export async function lazily({ texts }: Context, load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    notice(byId('notices'), texts.chunkFailed, { texts });
    throw error;
  }
}
