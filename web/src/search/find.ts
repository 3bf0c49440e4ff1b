import { ApiError, fetchGazetteer, isAbort } from '../api.ts';
import { placeName, type Context } from '../context.ts';
import { formatLonLat, formatMetres } from '../format.ts';
import type { LonLat, Names } from '../model.ts';
import { pageLanguages } from '../strings.ts';
import { home, inOnePiece } from '../turns.ts';
import { decodeView } from '../url.ts';
import { decimalDegrees, mapLink, readCoordinates, type CoordinateReading } from './coordinates.ts';
import { fit, fold } from './fold.ts';
import type { Found } from './found.ts';
import { happenings } from './happened.ts';

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
let finder: Promise<Finder> | undefined;

/** Loads the names once. */
export function loadFinder(context: Context): Promise<Finder> {
  finder ??= loadEntries(context).then((entries) => (...query) => find(context, entries, ...query));
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
    ...zones.map(({ names, label, bbox, layer }) =>
      entry(names, [], title(layer ?? dataset.control_layer), label, 5, bbox)),
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
  context: Context, entries: readonly Entry[], input: string, center: LonLat, signal: AbortSignal,
): Promise<Findings> {
  const text = input.trim();
  if (text === '') return { found: [], unread: false };
  const link = readLink(context, text);
  if (link) return { found: [link], unread: false };
  const happened = happenings(context)(text);
  const named = [...happened.filter(({ group }) => group === 'days'),
    ...findNames(context, entries, text), ...happened.filter(({ group }) => group !== 'days')];
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

function findNames(context: Context, entries: readonly Entry[], text: string): readonly Found[] {
  const query = fold(text);
  return entries
    .map((item) => ({ item,
      score: Math.min(...item.folded.map((name) => fit(query, name) ?? Infinity)) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score || a.item.order - b.item.order)
    .slice(0, most).map(({ item }) => place(context, item, query, text));
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
  const { point, notation, lonFirst, precisionM } = reading;
  const degrees = lonFirst ? texts.degreesSwapped : texts.degreesNotation;
  if (notation === mapLink) {
    return { title: formatLonLat(point), about: texts.readAsLinkElsewhere, point };
  }
  const name = notation === decimalDegrees ? degrees : (shortNames[notation] ?? notation);
  return {
    title: formatLonLat(point), point,
    about: texts.readAs(name, formatMetres(precisionM, texts.locale)),
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
    return { title: text, about: texts.readAsLink, link: { selection: null, ...rest } };
  }
  return undefined;
}
