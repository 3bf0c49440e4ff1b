import type { Context } from './context.ts';
import { byId } from './dom.ts';
import { notice } from './notice.ts';
import { isRenewed } from './renewed.ts';

/** Runs a part of the page that is fetched at its first use; tells when it cannot be loaded. */
export async function lazily({ texts }: Context, load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    // of a page that was renewed another notice tells, see watchRenewed
    if (!await isRenewed()) notice(byId('notices'), texts.chunkFailed, { texts });
    throw error;
  }
}
