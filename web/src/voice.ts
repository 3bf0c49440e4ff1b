import type { Context } from './context.ts';
import { mountAnnouncer } from './controls/announcer.ts';
import { byId } from './dom.ts';
import type { Stage } from './stage.ts';

/** Tells about the selected place, also when it was told of before. */
export interface Voice {
  readonly place: () => void;
}

/** The one voice of a page, for readers of the screen; it speaks when the first map is there. */
export function mountVoice(context: Context, stage: Stage): Voice {
  const voice = stage.ready.then(() => mountAnnouncer(byId('live'), context, stage));
  return { place: () => void voice.then(({ place }) => place()) };
}
