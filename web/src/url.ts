import { parseISO, toISO } from './days.ts';
import type { Bounds, Lang, LonLat } from './model.ts';
import { home, homeOf, maxLongitude } from './turns.ts';
import { modes, tabs, type Tab, type View } from './state.ts';

/** The day as of which the page tells what was known, as its address has it; '' for now. */
let known = '';

/** Keeps the day as of which the page tells what was known in all its addresses. */
export function keepKnown(day: string): void {
  known = day;
}

/** The day as of which the page tells what was known; '' for now. */
export function knownDay(): string {
  return known;
}

/** The defaults that an address leaves out, and the values that it may have. */
export interface Vocabulary {
  /** The language that the page takes when the address names none. */
  readonly lang: Lang;
  /** Languages of the page. */
  readonly languages: readonly Lang[];
  /** Languages of names. */
  readonly nameLanguages: readonly Lang[];
  readonly viewpoints: readonly string[];
}

/** The part of the panel that is open when the address names none. */
export function defaultTab(selection: LonLat | null): Tab {
  return selection ? 'place' : 'legend';
}

/** The files of the page and of the embedded map, relative to it. */
let pages: Readonly<Record<'map' | 'embed', string>> = { map: './', embed: 'embed' };

/** Has links lead from now on to other files: hosts that only serve files know no other names. */
export function keepPages(found: typeof pages): void {
  pages = found;
}

/** Where a view is shown, relative to the page. */
export function viewAddress(view: Omit<View, 'chosen'>, page: keyof typeof pages = 'map'): string {
  return pages[page] + encodeView(view, { lang: '' });
}

/**
 * The view as a query string: `?d=2020-11-24&c=39.81,46.75,9&sel=46.04,40.1`.
 * `c` is latitude, longitude, zoom, as map links have it everywhere; `sel` is
 * longitude, latitude. What is as usual is left out.
 */
export function encodeView(view: Omit<View, 'chosen'>, { lang }: Pick<Vocabulary, 'lang'>): string {
  const [lon, lat] = view.center;
  const encoded = (value: string) =>
    encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@');
  const parts = [`d=${toISO(view.day)}`, `c=${degrees(lat)},${degrees(home(lon))},${view.zoom}`];
  const add = (name: string, value: string, usual = '') =>
    value !== usual && parts.push(`${name}=${encoded(value)}`);
  if (view.selection) add('sel', homeOf(view.selection).map(degrees).join(','));
  if (view.compare !== null) add('cmp', toISO(view.compare));
  add('mode', view.mode, 'one');
  add('with', view.other);
  add('tab', view.tab, defaultTab(view.selection));
  add('events', view.events);
  add('vp', view.viewpoint);
  add('known', known);
  add('hide', view.hidden.join(','));
  add('names', view.names, 'own');
  add('lang', view.lang, lang);
  return `?${parts.join('&')}`;
}

/** About 1 m, without trailing zeros. */
function degrees(value: number): string {
  return String(Number(value.toFixed(5)));
}

/**
 * The view of a query string, and the parts of it that could not be read, each with an example that
 * can.
 */
export interface DecodedView {
  readonly view: Partial<View>;
  readonly problems: readonly string[];
}

/** Reads a query string; missing and wrong parameters are left out of the view. */
export function decodeView(query: string, known: Vocabulary): DecodedView {
  const params = new URLSearchParams(query);
  const problems: string[] = [];
  const view: { -readonly [K in keyof View]?: View[K] } = {};
  const read = <T>(name: string, example: string, parse: (text: string) => T | undefined,
      keep: (value: T) => void): void => {
    const text = params.get(name);
    if (text === null) return;
    const value = parse(text);
    if (value === undefined) problems.push(`${name}=${text} → ${example}`);
    else keep(value);
  };
  const oneOf = <T extends string>(values: readonly T[]) => (text: string) =>
    values.find((v) => v === text);
  read('d', '2020-12-31', parseISO, (day) => (view.day = day));
  read('c', '39.8,46.7,9', parseCamera, (c) => Object.assign(view, c));
  read('bounds', '45,38,48,41', () => decodeBounds(query), () => undefined);
  read('sel', '46.7,39.8', (text) => {
    const [lon, lat] = numbers(text, 2) ?? [];
    return lon !== undefined && lat !== undefined && onEarth([lon, lat]) ? homeOf([lon, lat])
      : undefined;
  }, (selection) => (view.selection = selection));
  read('cmp', '2020-12-31', parseISO, (day) => (view.compare = day));
  read('mode', modes.join(', '), oneOf(modes), (mode) => (view.mode = mode));
  read('with', 'ID, @2021-03-01', (text) => (/^[\p{L}\p{N}._-]*(@[-\d]*)?$/u.test(text) ? text : undefined),
    (other) => (view.other = other));
  read('tab', tabs.join(', '), oneOf(tabs), (tab) => (view.tab = tab));
  read('events', '', (text) => text, (events) => (view.events = events));
  read('vp', known.viewpoints.join(', '), oneOf(known.viewpoints),
    (viewpoint) => (view.viewpoint = viewpoint));
  read('hide', '', (text) => text.split(',').filter(Boolean),
    (hidden) => (view.hidden = hidden));
  const names = ['own', 'local', 'both', ...known.nameLanguages];
  read('names', names.join(', '), oneOf(names), (choice) => (view.names = choice));
  read('lang', known.languages.join(', '), oneOf(known.languages), (lang) => (view.lang = lang));
  return { view, problems };
}

/**
 * The box of an address, `bounds=west,south,east,north`, which the map fits to its own size: what
 * an author saw, however large the map is elsewhere. West is more than east across the date line.
 */
export function decodeBounds(query: string): Bounds | undefined {
  const text = new URLSearchParams(query).get('bounds') ?? '';
  const [west, south, east, north] = numbers(text, 4) ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) {
    return undefined;
  }
  const valid = onEarth([west, south]) && onEarth([east, north]) && south < north && west !== east;
  return valid ? [home(west), south, home(east), north] : undefined;
}

/** The same the other way round. */
export function encodeBounds([west, south, east, north]: Bounds): string {
  const [w, e] = east - west >= 360 ? [-180, 180] : [home(west), home(east)];
  return `bounds=${[w, south, e, north].map((value) => Number(value.toFixed(4))).join(',')}`;
}

function parseCamera(text: string): Pick<View, 'center' | 'zoom'> | undefined {
  const [lat, lon, zoom] = numbers(text, 3) ?? [];
  if (lat === undefined || lon === undefined || zoom === undefined) return undefined;
  const valid = onEarth([lon, lat]) && Number.isInteger(zoom * 4) && zoom >= 0 && zoom <= 24;
  return valid ? { center: homeOf([lon, lat]), zoom } : undefined;
}

function numbers(text: string, count: number): readonly number[] | undefined {
  const parts = text.split(',');
  const values = parts.map(Number);
  const valid = parts.length === count && parts.every((p) => p.trim() !== '') &&
    values.every(Number.isFinite);
  return valid ? values : undefined;
}

function onEarth([lon, lat]: LonLat): boolean {
  return Math.abs(lon) <= maxLongitude && Math.abs(lat) <= 90;
}

/** The address of the same view of the current map. */
export function currentAddress(search: string): string {
  const params = new URLSearchParams(search);
  params.delete('known');
  return `./?${params.toString().replaceAll('%2C', ',')}`;
}
