import { mountSearch } from './search.ts';
import type { Context } from '../context.ts';
import { fetchDatasets } from '../api.ts';
import { byId, el, replaceContent } from '../dom.ts';
import { autonym, pick, pickedLang } from '../names.ts';
import { errorElement, notice } from '../notice.ts';
import type { Stage } from '../stage.ts';
import { modes } from '../state.ts';
import { pageLanguages } from '../strings.ts';
import { lazily } from '../lazy.ts';
import { mountDrop } from '../table/drop.ts';
import { chooseScheme, scheme, watchLooks } from '../theme.ts';

/** The title, the search, whose view it is, the buttons for comparing and sharing, and the menu. */
export function mountHeader(
  context: Context, stage: Stage, loadViewpoint: (id: string) => Promise<void>,
  writeAddress: () => void,
): void {
  const { state, dataset, texts } = context;
  const { lang } = state.get();
  byId('skip').textContent = context.timeline.statesControl ? texts.skip : texts.skipRegions;
  byId('map-help').textContent = texts.mapHelp;
  const title = byId('title');
  title.textContent = pick(dataset.title, lang);
  title.lang = pickedLang(dataset.title, lang);
  mountSearch(context, stage);
  mountLanguages(context, writeAddress);
  mountViewpoint(context, loadViewpoint);
  void mountMaps(context);
  mountCompareButton(context);
  mountMenu(context);
  mountScheme(context);
  mountDrop((file) => void lazily(context, async () => (await import('../drawn/dropped.ts')).takeFile(context, stage, file)));
  for (const [id, text, load] of [
    ['share', texts.share,
      async () => (await import('../share/dialog.ts')).openShare(context, stage)],
    ['table', texts.table, async () => (await import('../table/view.ts')).openTable(context, stage)],
    ['draw', texts.draw, async () => (await import('../drawn/view.ts')).openDrawn(context, stage)],
    ['help', texts.help, async () => (await import('../share/help.ts')).openHelp(context)],
  ] as const) {
    const control = byId(id);
    name(control, text);
    control.addEventListener('click', () => void lazily(context, load));
  }
}

/** What is chosen seldom stands in one menu behind a button: names, language, colours, help. */
function mountMenu({ texts }: Context): void {
  const [control, menu, box] = [byId('more'), byId('settings'), byId('more-box')];
  name(control, texts.menu);
  menu.setAttribute('aria-label', texts.menu);
  const open = (on: boolean) => {
    menu.hidden = !on;
    control.setAttribute('aria-expanded', String(on));
  };
  control.addEventListener('click', () => {
    open(menu.hidden === true);
    if (!menu.hidden) menu.querySelector('select')?.focus();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return;
    event.preventDefault();
    open(false);
    control.focus();
  });
  document.addEventListener('pointerdown', ({ target }) =>
    !box.contains(target as Node) && open(false));
  box.addEventListener('focusout', ({ relatedTarget }) =>
    relatedTarget && !box.contains(relatedTarget as Node) && open(false));
  // the dialog gives the focus back to where it was, which must still be there
  for (const id of ['table', 'draw', 'help']) {
    byId(id).addEventListener('click', () => {
      if (menu.hidden) return;
      open(false);
      control.focus();
    });
  }
}

/** Light or dark, whatever the device has. */
function mountScheme({ texts }: Context): void {
  const control = byId('scheme');
  name(control, texts.darkColours);
  const update = () => control.setAttribute('aria-pressed', String(scheme() === 'dark'));
  control.addEventListener('click', () => chooseScheme(scheme() === 'dark' ? 'light' : 'dark'));
  watchLooks(update);
  update();
}

/** Names a button, for screen readers, as a tooltip, and in its own text where it has one. */
function name(control: HTMLElement, text: string): void {
  control.setAttribute('aria-label', text);
  control.title = text;
  control.querySelector('.text')?.replaceChildren(text);
}

/** A select whose label is spoken by screen readers and is its tooltip. */
function fill(
  id: string, label: string,
  options: readonly (readonly [value: string, text: string, lang?: string])[], value: string,
): HTMLSelectElement {
  const select = byId(id) as HTMLSelectElement;
  const shown = document.querySelector(`label[for="${id}"]`);
  if (shown) shown.textContent = label;
  else select.setAttribute('aria-label', label);
  select.title = label;
  replaceContent(select,
    ...options.map(([v, text, lang]) => el('option', { value: v, lang }, text)));
  select.value = value;
  return select;
}

function mountLanguages(context: Context, writeAddress: () => void): void {
  const { state, dataset, texts } = context;
  const langs = fill('lang', texts.language, pageLanguages(dataset).map((l) => [l, autonym(l), l]),
    state.get().lang);
  // another language is another page: all of it changes, and links lead to it
  langs.addEventListener('change', () => {
    writeAddress();
    const params = new URLSearchParams(location.search);
    params.set('lang', langs.value);
    location.search = String(params).replaceAll('%2C', ',').replaceAll('%3A', ':');
  });
  const names = fill('names', texts.names, [
    ['own', autonym(state.get().lang), state.get().lang],
    ...dataset.languages.filter((l) => l !== state.get().lang)
      .map((l): [string, string, string] => [l, autonym(l), l]),
    ['local', texts.namesLocal], ['both', texts.namesBoth],
  ], state.get().names);
  names.addEventListener('change', () => state.set({ names: names.value }));
  state.watch(['names'], (view) => (names.value = view.names));
}

function mountViewpoint(context: Context, load: (id: string) => Promise<void>): void {
  const { state, dataset, texts } = context;
  const viewpoints = dataset.viewpoints ?? [];
  if (viewpoints.length < 2) return;
  const { lang } = state.get();
  const select = fill('viewpoint', texts.viewpoint,
    viewpoints.map(({ id, names }) => [id, pick(names, lang), pickedLang(names, lang)]),
    state.get().viewpoint || (viewpoints[0]?.id ?? ''));
  select.hidden = false;
  const show = async (viewpoint: string) => {
    try {
      await load(viewpoint);
      state.set({ viewpoint: viewpoint === viewpoints[0]?.id ? '' : viewpoint });
    } catch (error) {
      notice(byId('notices'), [errorElement(error, texts, '. ')], { texts });
      select.value = state.get().viewpoint || (viewpoints[0]?.id ?? '');
    }
  };
  select.addEventListener('change', () => void show(select.value));
  state.watch(['viewpoint'], ({ viewpoint }) => {
    select.value = viewpoint || (viewpoints[0]?.id ?? '');
    const about = viewpoints.find(({ id }) => id === select.value);
    select.title = `${texts.viewpoint}: ${pick(about?.definition, lang)}`;
  });
}

/** The way to the maps of the server's other datasets: the page says where they are listed. */
async function mountMaps({ state, texts }: Context): Promise<void> {
  const list = document.querySelector<HTMLLinkElement>('link[rel="up"]')?.href;
  if (list === undefined) return;
  const answer = await fetchDatasets(list).catch(() => undefined); // the map does without
  const { lang } = state.get();
  const all = (answer?.datasets ?? []).map(({ id, title, ...other }) => ({
    id, title: pick(title, lang) || id, lang: pickedLang(title, lang),
    address: new URL(`d/${encodeURIComponent(id)}/`, list), first: other.default,
  }));
  const here = all.find(({ address }) => address.pathname === location.pathname) ??
    all.find(({ first }) => first);
  if (all.length < 2 || here === undefined) return;
  const select = fill('maps', texts.otherMaps,
    all.map(({ id, title, lang }) => [id, title, lang]), here.id);
  for (const label of select.labels) label.hidden = false;
  select.hidden = false;
  select.addEventListener('change', () => {
    const address = all.find(({ id }) => id === select.value)?.address;
    select.value = here.id; // for the way back
    if (address === undefined) return;
    const given = new URLSearchParams(location.search);
    for (const name of ['lang', 'theme']) {
      const value = given.get(name);
      if (value !== null) address.searchParams.set(name, value);
    }
    location.assign(address);
  });
}

/**
 * One button through all ways to compare would hide them: it opens with the swipe, and the bar
 * above the map has the others.
 */
function mountCompareButton({ state, texts, timeline }: Context): void {
  const control = byId('compare');
  name(control, texts.compare);
  const update = () => control.setAttribute('aria-pressed', String(state.get().mode !== modes[0]));
  // there is nothing to compare
  control.hidden = timeline.changes.length === 0 && state.get().mode === 'one';
  control.addEventListener('click', () => {
    const { mode, compare, day } = state.get();
    if (mode !== 'one') state.set({ mode: 'one' });
    else state.set({ mode: 'swipe',
      compare: compare ?? [...timeline.changes].reverse().find((change) => change < day) ??
      timeline.covers.from });
  });
  state.watch(['mode'], update);
  update();
}
