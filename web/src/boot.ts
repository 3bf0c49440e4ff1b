import { fetchTimeline } from './api.ts';
import { ApiError, bind, connection } from './request.ts';
import type { Context } from './context.ts';
import { parseISO } from './days.ts';
import { around, button, byId, el } from './dom.ts';
import type { Fit } from './map.ts';
import type { Lang, LonLat, TimelineAnswer } from './model.ts';
import { errorElement, notice } from './notice.ts';
import { watchRenewed, type Running } from './renewed.ts';
import type { Stage } from './stage.ts';
import { Store, type View } from './state.ts';
import { interfaceLanguages, loadTexts, pageLanguages, preferredLanguage } from './strings.ts';
import { en } from './texts/en.ts';
import type { Texts } from './texts/texts.ts';
import { buildSymbology } from './symbology.ts';
import { startScheme } from './theme.ts';
import { buildTimeline } from './timeline.ts';
import { currentAddress, decodeBounds, decodeView, keepKnown, defaultTab, type Vocabulary } from './url.ts';

/** What a page is made of once the data has come. */
export interface Start {
  readonly context: Context;
  readonly vocabulary: Vocabulary;
  readonly loadViewpoint: (id: string) => Promise<void>;
  readonly fit: Fit;
}

/** Mounts the views of a page, and returns what writes its address at once. */
export type Mount = (start: Start) => () => void;

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
      /** The ids of the marks, overlays and zone at a place, the topmost first. */
      readonly under: (lon: number, lat: number) => readonly string[];
    };
  }
}

/** A page stays at least so long. */
const leastMs = 5000;

/** The page asks for newer data only when all else has come. */
const laterMs = 4000;

/** Fetches data and words, and mounts the page; while there are none, it says why. */
export async function boot(mount: Mount): Promise<void> {
  let running: Running = { texts: en, reload: () => location.reload() };
  watchRenewed(() => running);
  const site = document.querySelector<HTMLLinkElement>('link[data-site]');
  if (site) await (await import('./published.ts')).open(site);
  const asked = new URLSearchParams(location.search);
  startScheme(asked.get('theme'));
  // the texts are asked for beside the timeline, before its languages are known
  const spoken = interfaceLanguages.find((l) => l === asked.get('lang')) ??
    preferredLanguage(navigator.languages);
  document.documentElement.lang = spoken;
  const [texts, answer] = await Promise.all([
    loadTexts(spoken),
    firstTimeline(spoken, asked.get('known') ?? ''),
  ]);
  const languages = pageLanguages(answer.dataset);
  const usual = preferredLanguage(navigator.languages, languages);
  const lang = languages.find((l) => l === asked.get('lang'));
  // a language that only the names have is no reason to speak that of the browser
  const own = lang === undefined || lang === spoken;
  if (!own) document.documentElement.lang = 'en';
  const spokenTexts = own ? texts : await loadTexts('en');
  running = { ...running, texts: spokenTexts };
  const reload = await run(mount, answer, spokenTexts, lang ?? usual, usual);
  running = { ...running, reload };
}

/** The timeline of the current snapshot, or as it was known on a day; while there is none, the page says why and asks again. */
async function firstTimeline(spoken: Lang, known: string): Promise<TimelineAnswer> {
  for (;;) {
    try {
      return await fetchTimeline('', known);
    } catch (error) {
      const close = failed(error, await loadTexts(spoken));
      const status = error instanceof ApiError ? error.status : undefined;
      if (status !== 0 && status !== 503) throw error;
      addEventListener('online', () => void connection.tryNow(), { once: true });
      await connection.again(status, 0);
      close();
    }
  }
}

/** Says why the page stays empty; returns what takes the words away. */
function failed(error: unknown, texts: Texts): () => void {
  byId('progress').hidden = true;
  const retry = button({ class: 'plain' }, () => location.reload(), texts.tryAgain);
  const maps = document.querySelector<HTMLLinkElement>('link[rel="up"]')?.href;
  const others = maps === undefined ? '' : el('a', { href: maps.replace('f=json', 'f=html') },
    texts.otherMaps);
  const current = !/[?&]known=/.test(location.search) ? ''
    : el('a', { href: currentAddress(location.search) }, texts.showCurrent);
  return notice(byId('notices'), [errorElement(error, texts, '. ')],
    { lasting: true, more: el('span', {}, retry, ' ', current, ' ', others) });
}

/** Mounts the page; returns what loads it anew with the same view. */
async function run(
  mount: Mount, answer: TimelineAnswer, texts: Texts, lang: string, usual: string,
): Promise<() => void> {
  const { dataset } = answer;
  const asked = location.search;
  const known = new URLSearchParams(asked).get('known') ?? '';
  keepKnown(known);
  let writeAddress = () => {};
  const reload = () => {
    writeAddress();
    location.reload();
  };
  // a page that was just loaded and is gone already waits, so that it is not loaded on and on
  bind(answer.snapshot, () => setTimeout(reload, Math.max(0, leastMs - performance.now())));
  const vocabulary: Vocabulary = {
    lang: usual, languages: pageLanguages(dataset), nameLanguages: dataset.languages,
    viewpoints: (dataset.viewpoints ?? []).map(({ id }) => id),
  };
  const { view, problems } = decodeView(location.search, vocabulary);
  const state = new Store<View>({
    day: parseISO(dataset.view.date) ?? 0,
    names: 'own',
    center: dataset.view.center,
    zoom: dataset.view.zoom,
    selection: null,
    compare: null,
    mode: 'one',
    other: '',
    events: '',
    chosen: null,
    tab: defaultTab(view.selection ?? null),
    viewpoint: '',
    hidden: [],
    ...view,
    lang,
  });
  const timelines = new Map([['', buildTimeline(answer)]]);
  const usualViewpoint = vocabulary.viewpoints[0] ?? '';
  const loadViewpoint = async (viewpoint: string) => {
    const key = viewpoint === usualViewpoint ? '' : viewpoint;
    if (!timelines.has(key)) timelines.set(key, buildTimeline(await fetchTimeline(key)));
    const found = timelines.get(key);
    if (found) timelines.set(viewpoint, found);
  };
  await loadViewpoint(state.get().viewpoint);
  const context: Context = {
    state,
    dataset,
    get timeline() {
      const shown = timelines.get(state.get().viewpoint) ?? timelines.get('');
      if (!shown) throw new Error('no timeline');
      return shown;
    },
    symbology: buildSymbology(answer.actors, dataset.statuses),
    texts,
    frames: answer.context_frames ?? {},
    tileBounds: answer.tile_bounds,
  };
  const unread = problems.filter((text) => !text.startsWith('vp='));
  if (unread.length > 0) {
    notice(byId('notices'),
      around(texts.addressUnreadable, el('span', { lang: 'en' }, unread.join('; '))), { texts });
  }
  const fit = decodeBounds(asked) ?? (view.center === undefined ? 'all' : undefined);
  writeAddress = mount({ context, vocabulary, loadViewpoint, fit });
  if (/[?&](vp|hide|zone)=/.test(asked)) {
    void import('./gone.ts').then(({ tellGone }) => tellGone(asked, context, answer.actors));
  }
  if (known !== '') {
    void import('./known.ts').then(({ tellKnown }) => tellKnown(known, answer.snapshot, texts));
    return reload; // what is newer is no news for it
  }
  setTimeout(() => void import('./newer.ts').then(({ watchNewer }) => watchNewer(texts, reload),
    () => undefined), laterMs);
  return reload;
}

/** Tells tests and pages around of the map. */
export function expose(stage: Stage, { state }: Context): void {
  void stage.ready.then(() => performance.mark('demarc-ready'));
  window.demarc = {
    ready: stage.ready,
    setDate: (iso) => {
      const day = parseISO(iso);
      if (day === undefined) throw new Error(`date "${iso}": want YYYY-MM-DD`);
      state.set({ day });
    },
    project: (lon, lat) => stage.project([lon, lat] as LonLat),
    under: (lon, lat) => stage.pane.under([lon, lat], 10).map(({ id }) => id),
  };
}
