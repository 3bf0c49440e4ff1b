import type { Context } from './context.ts';
import { byId } from './dom.ts';
import type { Stage } from './stage.ts';

/** Tells about the selected place, also when it was told of before. */
export interface Voice {
  readonly place: () => void;
}

/** The one voice of a page, for readers of the screen; it is loaded when the first map is there. */
export function mountVoice(context: Context, stage: Stage): Voice {
  const voice = stage.ready.then(() => import('./controls/announcer.ts').then(({ mountAnnouncer }) =>
    mountAnnouncer(byId('live'), context, stage)));
  voice.catch(() => undefined); // offline: the page goes on without it
  return { place: () => void voice.then(({ place }) => place(), () => undefined) };
}
