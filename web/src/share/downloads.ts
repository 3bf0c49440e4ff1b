import { controlAddress, exportAddress, fetchControl, fetchFile, fileOffer, isPublished } from '../api.ts';
import type { Context } from '../context.ts';
import { table } from '../csv.ts';
import { toISO } from '../days.ts';
import { button, byId, el, replaceContent } from '../dom.ts';
import { errorElement, notice } from '../notice.ts';
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

/** What only a published map may have, of all days. */
const published = [
  ['GeoJSON', 'geojson'], ['GeoJSONL', 'geojsonl'], ['GeoJSON Text Sequence', 'geojsons'], ['JSON-FG', 'fg.json'],
  ['TopoJSON', 'topojson'], ['GeoParquet', 'parquet'], ['CSV', 'csv'], ['KMZ', 'kmz'], ['PMTiles', 'pmtiles'],
  ['PNG', 'png'], ['QLR (QGIS)', 'qlr'],
] as const;

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
  const wanted = [...formats, ...(isPublished() ? published : [])].map(([text, extension]) =>
    ({ path: exportAddress(extension, day, viewpoint), extension, text }));
  if (isPublished()) {
    void offered(context, 'plain', geojson).then((link) => link && pair.prepend(link));
    void Promise.all(wanted.map((file) => offered(context, 'format', file)))
      .then((found) => list(context, others, found.filter((link) => link !== undefined)));
  } else {
    pair.prepend(el('a', { class: 'plain', href: geojson.path,
      download: `${dataset.id}-${toISO(day)}.geojson` }, geojson.text));
    list(context, others, wanted.map(({ path, text }) => el('a', { class: 'format', href: path, download: '' }, text)));
  }
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
}

/** How a published map has a file: a link to it, or a button that has it made; undefined: it has none. */
async function offered(
  context: Context, of: string, { path, extension, text }: Wanted,
): Promise<HTMLElement | undefined> {
  const { texts, dataset, state } = context;
  const offer = await fileOffer(path).catch(() => undefined);
  if (!offer) return undefined;
  const { address, allDays } = offer;
  const name = `${dataset.id}${allDays ? '' : `-${toISO(state.get().day)}`}.${extension}`;
  const words = allDays ? `${text} (${shareTexts(texts.locale).allDays})` : text;
  if (address !== '') {
    return el('a', { class: of, href: address, download: name }, words);
  }
  const make = button({ class: of }, () => {
    make.disabled = true;
    fetchFile(path).then((file) => save(name, file.type, file),
      (error: unknown) => notice(byId('notices'), [errorElement(error, texts, '. ')], { texts }))
      .finally(() => {
        make.disabled = false;
      });
  }, words);
  return make;
}
