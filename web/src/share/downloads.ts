import { controlAddress, exportAddress, fetchControl } from '../api.ts';
import { ApiError, fileOffer, isPublished } from '../request.ts';
import type { Context } from '../context.ts';
import { table } from '../csv.ts';
import { toISO } from '../days.ts';
import { button, el, replaceContent } from '../dom.ts';
import { errorElement } from '../notice.ts';
import { save } from '../save.ts';
import { shareTexts } from '../texts/share.ts';

/**
 * The zones for other programs: the name of each format, and the extension that the server makes it
 * for.
 */
const formats = [
  ['GeoPackage (QGIS, ArcGIS)', 'gpkg'], ['Shapefile', 'shp.zip'], ['FlatGeobuf', 'fgb'],
  ['KML (Google Earth)', 'kml'], ['SVG', 'svg'],
] as const;

/** What else a published map may have. */
const published = [
  ['GeoJSONL', 'geojsonl'], ['GeoJSON Text Sequence', 'geojsons'], ['JSON-FG', 'fg.json'],
  ['TopoJSON', 'topojson'], ['GeoParquet', 'parquet'], ['KMZ', 'kmz'], ['PNG', 'png'],
] as const;

/** What it has of all days alone: it is made where it is published, or stands above as of the day. */
const ofAllDays = [['GeoJSON', 'geojson'], ['CSV', 'csv'], ['PMTiles', 'pmtiles'], ['QLR (QGIS)', 'qlr']] as const;

/** The data of the view as files. */
export function downloads(context: Context): HTMLElement {
  const { texts, state, dataset } = context;
  const { day, viewpoint } = state.get();
  const csv = async () => {
    const { features } = await fetchControl(day, viewpoint);
    const head = Object.keys(features[0]?.properties ?? {});
    const value = (v: string | number | boolean | null | undefined) =>
      (typeof v === 'boolean' ? String(v) : v);
    save(`${dataset.id}-${toISO(day)}.csv`, 'text/csv',
      table(head, features.map(({ properties }) => head.map((column) => value(properties[column])))));
  };
  const geojson = { path: controlAddress(day, viewpoint), extension: 'geojson', text: texts.asGeoJSON };
  const pair = el('p', { class: 'pair' }, button({ class: 'plain' }, () => void csv(), texts.asCSV));
  const others = el('p', { class: 'small' });
  const ofDay = ([text, extension]: readonly [string, string]) =>
    ({ path: exportAddress(extension, day, viewpoint), extension, text });
  if (isPublished()) {
    const status = el('p', { class: 'small muted', role: 'status' });
    const { allDays } = shareTexts(texts.locale);
    const wanted = [...[...formats, ...published].map(ofDay), ...[...formats, ...published, ...ofAllDays].map(([text, extension]) =>
      ({ path: `export/control.${extension}`, extension, text: `${text} (${allDays})`, allDays: true }))];
    void offered(context, 'plain', geojson, status).then((link) => link && pair.prepend(link));
    void Promise.all(wanted.map((file) => offered(context, 'format', file, status)))
      .then((found) => list(context, others, found.filter((link) => link !== undefined)));
    return el('section', { class: 'block' }, el('h3', {}, texts.dataOfView), pair, others, status);
  }
  pair.prepend(el('a', { class: 'plain', href: geojson.path,
    download: `${dataset.id}-${toISO(day)}.geojson` }, geojson.text));
  list(context, others, formats.map(ofDay).map(({ path, text }) => el('a', { class: 'format', href: path, download: '' }, text)));
  return el('section', { class: 'block' }, el('h3', {}, texts.dataOfView), pair, others);
}

function list({ texts }: Context, root: HTMLElement, links: readonly HTMLElement[]): void {
  replaceContent(root, ...(links.length === 0 ? [shareTexts(texts.locale).noOtherFormats]
    : [`${texts.otherFormats}: `, ...links.flatMap((link, i) => [i > 0 && ' · ', link])]));
}

interface Wanted {
  /** The address at the server. */
  readonly path: string;
  readonly extension: string;
  readonly text: string;
  readonly allDays?: boolean;
}

/** How a published map has a file: a link to it, or a button that has it made; undefined: it has none. */
async function offered(
  context: Context, of: string, { path, extension, text, allDays }: Wanted, status: HTMLElement,
): Promise<HTMLElement | undefined> {
  const { texts, dataset, state } = context;
  const offer = await fileOffer(path).catch(() => undefined);
  if (!offer) return undefined;
  const name = `${dataset.id}${allDays ? '' : `-${toISO(state.get().day)}`}.${extension}`;
  if ('address' in offer) return el('a', { class: of, href: offer.address, download: name }, text);
  const words = shareTexts(texts.locale);
  const make = button({ class: of }, () => {
    make.disabled = true;
    offer.make((progress) => replaceContent(status, progress.of === 'fetch' && words.makerFetched)).then((file) => {
      save(name, file.type, file);
      replaceContent(status);
    }, (error: unknown) => { // said here: notices lie below the dialog
      const unreached = error instanceof ApiError && error.status === 0;
      replaceContent(status, unreached ? words.makerMissing : errorElement(error, texts, '. '));
    }).finally(() => {
      make.disabled = false;
    });
  }, text);
  return make;
}
