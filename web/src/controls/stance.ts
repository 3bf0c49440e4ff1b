import type { Context } from '../context.ts';
import { byId, el } from '../dom.ts';
import { stanceOf } from '../stance.ts';
import { pick, pickedLang } from '../names.ts';

/**
 * Says above the map and in the title of the page whose view it is, unless it is the dataset's
 * own. It stands in the stage, so that an embedded map has it however bare it is.
 */
export function mountStance(context: Context): void {
  const { state, dataset } = context;
  const band = el('p', { class: 'stance', role: 'note' });
  const stage = byId('stage');
  stage.append(band);
  const update = () => {
    const { lang } = state.get();
    const view = stanceOf(context);
    band.hidden = view === undefined;
    band.textContent = pick(view?.names, lang);
    band.lang = pickedLang(view?.names, lang);
    band.title = pick(view?.definition, lang);
    stage.classList.toggle('with-stance', view !== undefined);
    document.title = [pick(dataset.title, lang), pick(view?.names, lang), 'demarc'].filter(Boolean)
      .join(' · ');
  };
  state.watch(['viewpoint'], update);
  update();
}
