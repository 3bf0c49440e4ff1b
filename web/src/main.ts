import './style/main.css';
import { boot, expose, type Start } from './boot.ts';
import { CoordinatesControl } from './controls/coordinates.ts';
import { mountEmptyView } from './controls/empty.ts';
import { mountHeader } from './controls/header.ts';
import { mountKeyboard } from './controls/keyboard.ts';
import { mountAway } from './controls/away.ts';
import { mountPermalink } from './controls/permalink.ts';
import { mountStance } from './controls/stance.ts';
import { mountTimebar } from './controls/timebar.ts';
import { mountCompare } from './compare/mount.ts';
import { byId } from './dom.ts';
import { mountOtherMap } from './maps/mount.ts';
import { mountPanel } from './panel/panel.ts';
import { mountStage } from './stage.ts';
import { mountVoice } from './voice.ts';

function mount({ context, vocabulary, loadViewpoint, fit }: Start): () => void {
  const { state } = context;
  document.documentElement.classList.add('running');
  // before the map, which fits what it shows into what is left
  const track = mountTimebar(byId('timebar'), context);
  const stage = mountStage(context, fit);
  new CoordinatesControl(context).addTo(stage.pane.map);
  mountStance(context);
  const writeAddress = mountPermalink(state, vocabulary, loadViewpoint);
  mountHeader(context, stage, loadViewpoint, writeAddress);
  mountEmptyView(byId('empty'), context, stage);
  mountAway(context.texts);
  const panel = mountPanel(context, stage);
  mountCompare(context, stage);
  mountOtherMap(context, stage, () => panel.open('maps'));
  if (context.timeline.changes.length > 0) {
    // the track of the first moment goes on where this cannot be had
    void stage.ready.then(() => import('./controls/zoomstrip.ts').then(({ mountZoomStrip }) =>
      mountZoomStrip(track, context), () => undefined));
  }
  mountKeyboard(context, stage, panel, mountVoice(context, stage));
  expose(stage, context);
  return writeAddress;
}

void boot(mount);
