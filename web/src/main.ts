import 'leaflet/dist/leaflet.css';
import './style/main.css';
import { ApiError, fetchTimeline } from './api.ts';
import { mountAnnouncer } from './controls/announcer.ts';
import { mountPermalink } from './controls/permalink.ts';
import { mountTimebar } from './controls/timebar.ts';
import type { Context } from './context.ts';
import { parseISO } from './days.ts';
import { button, byId, el } from './dom.ts';
import type { LonLat, TimelineAnswer } from './model.ts';
import { autonym, pick } from './names.ts';
import { notice } from './notice.ts';
import { mountPanel } from './panel/panel.ts';
import { mountStage } from './stage.ts';
import { Store, type View } from './state.ts';
import { textsFor } from './strings.ts';
import { buildSymbology } from './symbology.ts';
import { buildTimeline } from './timeline.ts';
import { decodeView } from './url.ts';

declare global {
  interface Window {
    /**
     * For tests and for pages that embed this one. `data-date` on the root
     * element is the day of the last complete repaint.
     */
    demarc?: {
      /** Settles when the first complete map is on the screen. */
      readonly ready: Promise<void>;
      /** Moves the map to a day, `YYYY-MM-DD`. */
      readonly setDate: (iso: string) => void;
      /** Where a place is drawn, in CSS pixels of the window. */
      readonly project: (lon: number, lat: number) => { x: number; y: number };
    };
  }
}

async function start(): Promise<void> {
  const texts = textsFor(navigator.language);
  let answer: TimelineAnswer;
  try {
    answer = await fetchTimeline();
  } catch (error) {
    const [title, detail] = error instanceof ApiError ? [error.message, error.detail] : [String(error), ''];
    const retry = button({ class: 'plain' }, () => location.reload(), texts.tryAgain);
    notice(byId('notices'), `${title}. ${detail}`.trim(), { lasting: true, more: retry });
    throw error;
  }
  run(answer, texts);
}

function run(answer: TimelineAnswer, texts: Context['texts']): void {
  const { dataset } = answer;
  const { view, problems } = decodeView(location.search, dataset.languages);
  const state = new Store<View>({
    day: parseISO(dataset.view.date) ?? 0,
    lang: dataset.languages[0] ?? 'en',
    center: dataset.view.center,
    zoom: dataset.view.zoom,
    selection: null,
    ...view,
  });
  const context: Context = {
    state,
    dataset,
    timeline: buildTimeline(answer),
    symbology: buildSymbology(answer.actors, dataset.statuses),
    texts,
  };
  if (problems.length > 0) notice(byId('notices'), texts.addressUnreadable(problems.join('; ')));
  mountHeader(context);
  mountPermalink(state, dataset.languages);
  mountTimebar(byId('timebar'), context);
  mountAnnouncer(byId('live'), context);
  const stage = mountStage(context);
  mountPanel(context, stage);
  window.demarc = {
    ready: stage.ready,
    setDate: (iso) => {
      const day = parseISO(iso);
      if (day === undefined) throw new Error(`date "${iso}": want YYYY-MM-DD`);
      state.set({ day });
    },
    project: (lon, lat) => stage.project([lon, lat] as LonLat),
  };
}

function mountHeader({ state, dataset, texts }: Context): void {
  const title = byId('title');
  const select = byId('lang') as HTMLSelectElement;
  byId('lang-label').textContent = texts.namesIn;
  byId('map-help').textContent = texts.mapHelp;
  select.append(...dataset.languages.map((lang) => el('option', { value: lang, lang }, autonym(lang))));
  select.addEventListener('change', () => state.set({ lang: select.value }));
  const update = () => {
    const { lang } = state.get();
    select.value = lang;
    title.textContent = pick(dataset.title, lang);
    title.lang = lang;
    document.title = `${pick(dataset.title, lang)} · demarc`;
  };
  state.watch(['lang'], update);
  update();
}

void start();
