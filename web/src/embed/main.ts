import './embed.css';
import { boot, expose, type Start } from '../boot.ts';
import { mountCompare } from '../compare/mount.ts';
import { mountAway } from '../controls/away.ts';
import { mountEmptyView } from '../controls/empty.ts';
import { mountStance } from '../controls/stance.ts';
import { byId, el, icon } from '../dom.ts';
import { pick, pickedLang } from '../names.ts';
import { mountStage } from '../stage.ts';
import { viewAddress } from '../url.ts';
import { mountVoice } from '../voice.ts';
import { keepAddress } from './address.ts';
import { mountFoot } from './foot.ts';
import { cooperate } from './gestures.ts';
import { mountKeys } from './keys.ts';
import { mountLegend } from './legend.ts';
import { mountNow } from './now.ts';
import { tellSize } from './size.ts';
import { mountSteps } from './steps.ts';

/**
 * The map as a guest. What it says of itself stands around the map and never over it: title, day,
 * whose view, legend, sources and credits. `lock` in the address takes the steps away, `bare` the
 * card of a place; the day stays.
 */
function mount({ context, vocabulary, fit }: Start): () => void {
  const { state, dataset, texts } = context;
  const { lang } = state.get();
  const options = new URLSearchParams(location.search);
  const title = byId('title');
  title.textContent = pick(dataset.title, lang);
  title.lang = pickedLang(dataset.title, lang);
  title.title = title.textContent;
  byId('map-help').textContent = texts.embedHelp;
  // before the map, which fits what it shows into what is left
  mountNow(byId('now'), context);
  mountSteps(byId('timebar'), context, options.has('lock'));
  const known = import('./sources.ts').then(({ publishersOf }) => publishersOf(context));
  mountFoot(byId('foot'), context, known);
  mountStance(context);
  const stage = mountStage(context, fit);
  mountLegend(byId('key-strip'), context, stage);
  const writeAddress = keepAddress(context, vocabulary, stage.pane.map, fit);
  mountEmptyView(byId('empty'), context, stage);
  mountAway(texts);
  void import('./card.ts').then(({ mountCard }) =>
    mountCard(byId('panel'), context, stage, known, options.has('bare')));
  mountCompare(context, stage);
  mountKeys(context, stage, mountVoice(context, stage));
  cooperate(context, stage.pane.map);
  const link = byId('open-full');
  link.append(el('span', { class: 'text' }, texts.openFull), icon('leave'));
  link.title = texts.openFull;
  link.setAttribute('aria-label', texts.openFull);
  const update = () => link.setAttribute('href', viewAddress(state.get()));
  state.subscribe(update);
  update();
  tellSize(Number(options.get('ratio')));
  document.querySelector('.embed')?.classList.add('told');
  expose(stage, context);
  return writeAddress;
}

void boot(mount);
