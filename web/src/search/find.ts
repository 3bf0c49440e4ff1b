import { fetchGazetteer, fetchPlace, fetchSources } from '../api.ts';
import { ApiError, isAbort } from '../request.ts';
import { placeName, type Context } from '../context.ts';
import { formatLonLat, formatMetres } from '../format.ts';
import { formatDay, formatMonth, formatYear, parseISO, yearOf, type Day } from '../days.ts';
import type { LonLat, Names } from '../model.ts';
import { pageLanguages } from '../strings.ts';
import { foundTexts } from '../texts/found.ts';
import { home, inOnePiece } from '../turns.ts';
import { decodeView } from '../url.ts';
import { decimalDegrees, mapLink, readCoordinates, type CoordinateReading } from './coordinates.ts';
import { readDated, type Dated } from './dated.ts';
import { fit, fold } from './fold.ts';
import type { Found } from './found.ts';
import { happenings } from './happened.ts';
import { publications } from './published.ts';

interface Entry {
  readonly names: Names;
  /** Names without a language. */
  readonly more: readonly string[];
  readonly folded: readonly string[];
  readonly about: Names | string;
  readonly point: LonLat;
  readonly box?: readonly [number, number, number, number];
  /** Less is more important among names that fit equally well. */
  readonly order: number;
  /** Of a zone, whose periods are at hand. */
  readonly zone?: string;
}

/** The meanings of a text. */
export interface Findings {
  readonly found: readonly Found[];
  /** Whether the text may be coordinates that only the server reads, which did not answer. */
  readonly unread: boolean;
  /** Why a link cannot be read, in the server's words. */
  readonly why?: string;
}

/** Finds the meanings of a text, best first; ambiguous coordinates are taken near `center`. */
export type Finder = (text: string, center: LonLat, signal: AbortSignal) => Promise<Findings>;

const most = 8;
/** So many places are told of a year that is typed beside their name. */
const mostDated = 3;

/** What is looked through. */
interface Known {
  readonly entries: readonly Entry[];
  readonly happened: (text: string) => readonly Found[];
  readonly published: (text: string) => readonly Found[];
}

let finder: Promise<Finder> | undefined;

/** Loads the names once. */
export function loadFinder(context: Context): Promise<Finder> {
  finder ??= Promise.all([loadEntries(context), fetchSources()]).then(([entries, sources]): Finder => {
    const known: Known = { entries, happened: happenings(context), published: publications(context, sources) };
    return (...query) => find(context, known, ...query);
  });
  finder.catch(() => (finder = undefined)); // the next keystroke tries again
  return finder;
}

async function loadEntries(
  { dataset, timeline, texts }: Context,
): Promise<readonly Entry[]> {
  const { places, regions } = await fetchGazetteer();
  const title = (id: string) => dataset.layers.find((layer) => layer.id === id)?.title ?? '';
  const plain = timeline.regions;
  const zones = [...timeline.zones.values(), ...timeline.overlays.values()];
  const ids = new Set(zones.map(({ id }) => id));
  return [
    ...places.features.flatMap(({ properties, geometry }) => geometry === null ? [] : [entry(
      namesOf(properties), [], texts.place, geometry.coordinates,
      Number(properties['rank'] ?? 9))]),
    ...zones.map(({ id, names, label, bbox, layer }) =>
      ({ ...entry(names, [], title(layer ?? dataset.control_layer), label, 5, bbox), zone: id })),
    ...regions.regions.filter(({ id, bbox }) => bbox !== undefined && !ids.has(id))
        .map(({ id, names, alt_names, layer, bbox }) => {
      const [w, s, e, n] = inOnePiece(bbox ?? [0, 0, 0, 0]);
      return entry(names, alt_names ?? [], title(layer),
        plain.get(id)?.label ?? [home((w + e) / 2), (s + n) / 2], 6, bbox);
    }),
  ];
}

function entry(
  names: Names, more: readonly string[], about: Names | string, point: LonLat, order: number,
  box?: Entry['box'],
): Entry {
  const folded = [...new Set([...Object.values(names), ...more]
    .flatMap((name) => [name, ...name.split(/[/()]/)]).map(fold))].filter(Boolean);
  return { names, more, folded, about, point, order, ...(box ? { box } : {}) };
}

/** The names in an exported table: `name_` and the language. */
function namesOf(properties: Readonly<Record<string, unknown>>): Names {
  return Object.fromEntries(Object.entries(properties).flatMap(([key, value]) =>
    key.startsWith('name_') && typeof value === 'string' ? [[key.slice('name_'.length), value]]
      : []));
}

async function find(
  context: Context, { entries, happened, published }: Known, input: string, center: LonLat, signal: AbortSignal,
): Promise<Findings> {
  const text = input.trim();
  if (text === '') return { found: [], unread: false };
  const link = readLink(context, text);
  if (link) return { found: [link], unread: false };
  const named = ranked([...await findDated(context, entries, text, signal), ...findNames(context, entries, text),
    ...happened(text), ...published(text)]);
  try {
    const readings = await readCoordinates(text, center, signal);
    return { found: [...readings.map((reading) => coordinate(context, reading)), ...named],
      unread: false };
  } catch (error) {
    if (isAbort(error)) throw error;
    if (error instanceof ApiError && error.status === 400) { // a link that cannot be read
      return { found: named, unread: false, why: error.detail };
    }
    return { found: named, unread: true };
  }
}

/** The groups in the order in which they come where they fit equally well. */
const groups = ['days', 'places', 'spans', 'events', 'actors', 'sources'] as const;

/** What was found by groups: those first in which something fits best. */
function ranked(found: readonly Found[]): readonly Found[] {
  const of = (group: (typeof groups)[number]) => found.filter((one) => (one.group ?? 'places') === group);
  // titles of publications are long, and many: words lie in them that are asked of something else
  const best = (list: readonly Found[]) => Math.min(...list.map(({ score = 0, source }) => score + (source ? 2 : 0)));
  return groups.map(of).filter((list) => list.length > 0)
    .sort((a, b) => best(a) - best(b))
    .flatMap((list) => [...list].sort((a, b) => (a.score ?? 0) - (b.score ?? 0)));
}

/** Places with a date beside their name, each on the days of its changes then, else as it was. */
async function findDated(
  context: Context, entries: readonly Entry[], text: string, signal: AbortSignal,
): Promise<readonly Found[]> {
  const dated = readDated(text);
  if (!dated || dated.name === '') return [];
  const { texts: { locale }, timeline: { covers } } = context;
  const words = foundTexts(locale);
  const places = matching(entries, fold(dated.name)).filter(({ score }) => score <= 2).slice(0, mostDated);
  const found = await Promise.all(places.map(async ({ item, score }) => {
    const here = place(context, item, fold(dated.name), dated.name);
    const changes = await changesOf(context, item, dated, signal);
    if (changes.length === 0) {
      const day = Math.max(dated.first, covers.from);
      const days = dated.last - dated.first;
      const date = days > 31 ? formatYear(yearOf(dated.first), locale) : days > 0 ? formatMonth(day, locale) : formatDay(day, locale);
      return day >= covers.to ? [] : [{ ...here, score, title: `${here.title}, ${date}`, about: words.then, day }];
    }
    return changes.slice(0, 2).map(({ day, title }): Found =>
      ({ ...here, score, title: `${here.title}, ${formatDay(day, locale)}`, about: title ?? words.changed, day }));
  }));
  const seen = new Set<string>();
  return found.flat().filter(({ title }) => !seen.has(title) && seen.add(title)); // a town, and its zone
}

/** The changes at a place within some days, with the events that made them. */
async function changesOf(
  { timeline, state }: Context, { zone, point }: Entry, { first, last }: Dated, signal: AbortSignal,
): Promise<readonly { readonly day: Day; readonly title: Names | undefined }[]> {
  const within = ({ day }: { readonly day: Day }) => first <= day && day <= last;
  const periods = zone === undefined ? undefined : (timeline.zones.get(zone) ?? timeline.overlays.get(zone))?.periods;
  if (periods) {
    return periods.map(({ from, event }) => ({ day: from, title: timeline.events.get(event ?? '')?.title })).filter(within);
  }
  try {
    const { history = [] } = await fetchPlace(point, first, state.get().viewpoint, signal);
    return history.map(({ from, event }) => ({ day: parseISO(from ?? '') ?? -Infinity, title: event?.title })).filter(within);
  } catch (error) {
    if (isAbort(error)) throw error;
    return []; // the place is found all the same
  }
}

/** The entries that a folded text fits, best first. */
function matching(
  entries: readonly Entry[], query: string,
): readonly { readonly item: Entry; readonly score: number }[] {
  return entries
    .map((item) => ({ item, score: Math.min(...item.folded.map((name) => fit(query, name) ?? Infinity)) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score || a.item.order - b.item.order);
}

function findNames(context: Context, entries: readonly Entry[], text: string): readonly Found[] {
  const query = fold(text);
  return matching(entries, query).slice(0, most)
    .map(({ item, score }) => ({ ...place(context, item, query, text), score }));
}

/** A place, with the name that was typed where it differs from the one it is shown with. */
function place(
  context: Context, { names, more, about, point, box }: Entry, query: string, input: string,
): Found {
  const { text, lang } = placeName(context, names);
  const plain = input.toLowerCase();
  const typed = (name: string) => name.toLowerCase().includes(plain);
  const fits = (name: string) => fit(query, fold(name)) !== undefined;
  const alike = (name: string) => scriptOf(name) === scriptOf(input);
  const all = [...Object.entries(names).map(([lang, text]) => ({ text, lang })),
    ...more.map((text) => ({ text }))];
  // who types Armenian letters reads them: a name in them first, best one that fits
  const best = [typed, (name: string) => alike(name) && fits(name), alike, fits]
    .map((rule) => all.find(({ text }) => rule(text))).find((name) => name !== undefined);
  const shown = typed(text) || (alike(text) && fits(text)) || best?.text === text;
  return { title: text, lang, about, point, ...(shown || !best ? {} : { also: best }),
    ...(box ? { box } : {}) };
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Armenian}/u,
  /\p{Script=Georgian}/u, /\p{Script=Arabic}/u, /\p{Script=Greek}/u, /\p{Script=Hebrew}/u];

/** The number of the first script that a text has letters of. */
function scriptOf(text: string): number {
  const first = /\p{L}/u.exec(text)?.[0] ?? '';
  return scripts.findIndex((script) => script.test(first));
}

/** Notations that have a shorter name than the server's. */
const shortNames: Readonly<Record<string, string>> = {
  'degrees and minutes': 'DDM', 'degrees, minutes and seconds': 'DMS', 'geo URI': 'geo: URI',
};

function coordinate({ texts }: Context, reading: CoordinateReading): Found {
  const words = foundTexts(texts.locale);
  const { point, notation, lonFirst, precisionM } = reading;
  const degrees = lonFirst ? words.degreesSwapped : words.degreesNotation;
  if (notation === mapLink) {
    return { title: formatLonLat(point), about: words.readAsLinkElsewhere, point };
  }
  const name = notation === decimalDegrees ? degrees : (shortNames[notation] ?? notation);
  return {
    title: formatLonLat(point), point,
    about: words.readAs(name, formatMetres(precisionM, texts.locale)),
  };
}

/** A link to this map. */
function readLink({ texts, dataset }: Context, text: string): Found | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const { view } = decodeView(url.search, {
    lang: 'en', languages: pageLanguages(dataset), nameLanguages: dataset.languages,
    viewpoints: (dataset.viewpoints ?? []).map(({ id }) => id),
  });
  const { lang: _, ...rest } = view;
  if (Object.keys(rest).length > 0) {
    return { title: text, about: foundTexts(texts.locale).readAsLink, link: { selection: null, ...rest } };
  }
  return undefined;
}
