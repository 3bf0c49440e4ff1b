import { parseISO, toISO } from './days.ts';
import type { Lang, LonLat } from './model.ts';
import type { View } from './state.ts';

/**
 * The view as a query string: `?d=2020-11-24&c=39.81,46.75,9&sel=46.04,40.1&lang=az`.
 * `c` is latitude, longitude, zoom, as map links have it everywhere; `sel` is
 * longitude, latitude. A language that is the default is left out.
 */
export function encodeView(view: View, defaultLang: Lang): string {
  const [lon, lat] = view.center;
  const parts = [`d=${toISO(view.day)}`, `c=${degrees(lat)},${degrees(lon)},${view.zoom}`];
  if (view.selection) parts.push(`sel=${view.selection.map(degrees).join(',')}`);
  if (view.lang !== defaultLang) parts.push(`lang=${encodeURIComponent(view.lang)}`);
  return `?${parts.join('&')}`;
}

/** About 1 m, without trailing zeros. */
function degrees(value: number): string {
  return String(Number(value.toFixed(5)));
}

/** What a query string says of a view, and in words what of it could not be read. */
export interface DecodedView {
  readonly view: Partial<View>;
  readonly problems: readonly string[];
}

/** Reads a query string; what is missing or wrong is left out of the view. */
export function decodeView(query: string, languages: readonly Lang[]): DecodedView {
  const params = new URLSearchParams(query);
  const problems: string[] = [];
  const read = <T>(name: string, want: string, parse: (text: string) => T | undefined): T | undefined => {
    const text = params.get(name);
    if (text === null) return undefined;
    const value = parse(text);
    if (value === undefined) problems.push(`${name}=${text}: want ${want}`);
    return value;
  };
  const day = read('d', 'YYYY-MM-DD', parseISO);
  const c = read('c', 'latitude,longitude,zoom', (text) => {
    const [lat, lon, zoom] = numbers(text, 3) ?? [];
    if (lat === undefined || lon === undefined || zoom === undefined) return undefined;
    const valid = onEarth([lon, lat]) && Number.isInteger(zoom) && zoom >= 0 && zoom <= 24;
    return valid ? { center: [lon, lat] as LonLat, zoom } : undefined;
  });
  const selection = read('sel', 'longitude,latitude', (text) => {
    const [lon, lat] = numbers(text, 2) ?? [];
    return lon !== undefined && lat !== undefined && onEarth([lon, lat]) ? ([lon, lat] as LonLat) : undefined;
  });
  const lang = read('lang', languages.join(', '), (text) => languages.find((l) => l === text));
  return {
    view: {
      ...(day === undefined ? {} : { day }),
      ...c,
      ...(selection ? { selection } : {}),
      ...(lang === undefined ? {} : { lang }),
    },
    problems,
  };
}

function numbers(text: string, count: number): readonly number[] | undefined {
  const parts = text.split(',');
  const values = parts.map(Number);
  const valid = parts.length === count && parts.every((p) => p.trim() !== '') && values.every(Number.isFinite);
  return valid ? values : undefined;
}

function onEarth([lon, lat]: LonLat): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
