import { expect, it } from 'vitest';
import { loadTexts } from '../src/strings.ts';
import { en } from '../src/texts/en.ts';
import { startWithOther, type Rig } from './browser.ts';
import { enter, states, type Bundled } from './states.ts';
import { otherTitle } from './served.ts';
import { spokenTexts, type Spoken } from './words.ts';

// No page is half in English: what stands in a view in Azerbaijani, Armenian or Russian is in that
// language, or a name, or marked as the language that it is in.

/** Names, notations and keys that are the same in all languages. */
const alike = new Set(['demarc', 'csv', 'geojson', 'png', 'pdf', 'geopackage', 'qgis', 'arcgis',
  'shapefile', 'flatgeobuf', 'geoparquet', 'parquet', 'kml', 'google', 'earth', 'json', 'jsonseq',
  'topojson', 'atom', 'feed', 'fg', 'excel', 'xlsx', 'svg', 'ogc', 'pmtiles', 'mapml', 'webm', 'mp', 'gif', 'wgs', 'cc', 'by', 'javascript',
  'html', 'iframe', 'oembed', 'enter', 'esc', 'escape', 'ctrl', 'shift', 'alt', 'tab', 'backspace',
  'space', 'home', 'end', 'page', 'pgup', 'pgdn', 'utm', 'mgrs', 'plus', 'geo', 'openstreetmap', 'leaflet', 'px',
  'a3', 'a4', 'gml', 'iiif', 'qr', 'url', 'api', 'x']);

/** Names of those who report and of laws, as texts in every language have them. */
const cited = ['Human Rights Watch', 'Amnesty International', 'Associated Press', 'AFP', 'GeoNames',
  'Natural Earth', '1043-VIQ', '1044-VIQ'];

/** What no text of another language has: English words that carry a sentence. */
const english = /\b(the|of|and|with|was|were|from|this|that|who|which|by|not|before|after|between|show|map)\b/i;

/** A place in the military grid. */
const grid = /\d{1,2}[C-X] [A-Z]{2} (?:\d+ \d+|…)/g;

/** All names in the answers of a server, in all their languages. */
async function namesOf({ origin }: Rig): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (['names', 'short', 'alt_names'].includes(key) && typeof inner === 'object') {
        for (const name of Object.values(inner as Record<string, string>)) found.add(name);
      } else if (/^name(_|$)|^code$/.test(key) && typeof inner === 'string') found.add(inner);
      else walk(inner);
    }
  };
  const timeline = await (await fetch(`${origin}/timeline`)).json() as
    { dataset: { title: Record<string, string>; licence: string; statuses: unknown;
      perspectives: unknown } };
  const { statuses: _, perspectives: __, ...dataset } = timeline.dataset; // their names are words
  walk({ ...timeline, dataset });
  for (const title of Object.values({ ...timeline.dataset.title, ...otherTitle })) found.add(title);
  found.add(timeline.dataset.licence);
  const { sources } = await (await fetch(`${origin}/sources`)).json() as { sources: { publisher?: string }[] };
  for (const { publisher } of sources) if (publisher) found.add(publisher);
  for (const path of ['regions', 'export/places.geojson']) {
    walk(await (await fetch(`${origin}/${path}`)).json());
  }
  return found;
}

/** Texts of the page in a language that are in English and not marked as such. */
function unmarked(
  texts: readonly Spoken[], lang: string, names: readonly string[], translated: ReadonlySet<string>,
): readonly string[] {
  const shown = new Set(texts.filter((text) => text.lang !== lang).map(({ text }) => text.trim()));
  return texts.filter(({ text, lang: marked, where }) => {
    if (marked !== lang) return false;
    let left = text.replace(grid, '');
    // a tooltip repeats what stands in the element, where it is marked
    if (where.includes('@')) for (const other of shown) left = left.replaceAll(other, '');
    for (const name of names) left = left.replaceAll(name, '');
    if (lang === 'az') return english.test(left) || translated.has(left.trim());
    return [...left.matchAll(/[A-Za-z]{2,}/g)].some(([word]) => !alike.has(word.toLowerCase()));
  }).map(({ text, where }) => `${where}: ${text}`);
}

/** Every text of an interface without parameters. */
function flat(texts: object): readonly string[] {
  return Object.values(texts).flatMap((value: unknown) => (typeof value === 'string' ? [value]
    : typeof value === 'object' && value !== null ? flat(value) : []));
}

it.each([
  ['bundled:karabakh', 'az'], ['bundled:karabakh', 'hy'], ['bundled:karabakh', 'ru'],
  // which has no name in it: all its texts are marked
  ['bundled:alsace', 'ru'],
] as const)('of %s every text in a view in %s is in it, or is marked', async (data: Bundled, lang) => {
  const rig = await startWithOther(data);
  try {
    const own = new Set(flat(await loadTexts(lang)));
    const translated = new Set(flat(en).filter((text) => /[a-z]{3}/i.test(text) && !own.has(text)));
    // longer names first: a shorter one may stand within
    const names = [...await namesOf(rig), ...cited].sort((a, b) => b.length - a.length);
    const found = new Map<string, string>();
    for (const state of states) {
      const { page } = await enter(rig, state, data, { lang });
      const asked = new URL(page.url()).searchParams;
      const typed = [...asked.values(), 'yesterday', 'nobody', 'zzzzzz']; // their own words
      const texts = await spokenTexts(page);
      expect(texts.length, state.name).toBeGreaterThan(30);
      for (const text of unmarked(texts, lang, [...names, ...typed], translated)) {
        if (!found.has(text)) found.set(text, state.name);
      }
      await page.context().close();
    }
    expect([...found].map(([text, name]) => `${name}: ${text}`)).toEqual([]);
  } finally {
    await rig.stop();
  }
}, 300_000);
