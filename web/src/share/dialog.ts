import { controlAddress, exportAddress, fetchControl } from '../api.ts';
import type { Context } from '../context.ts';
import { copy } from '../copy.ts';
import { table } from '../csv.ts';
import { toISO } from '../days.ts';
import { openDialog } from '../dialog.ts';
import { button, el } from '../dom.ts';
import { autonym } from '../names.ts';
import { save } from '../save.ts';
import type { Stage } from '../stage.ts';
import { pageLanguages } from '../strings.ts';
import { encodeView } from '../url.ts';
import { addressOf } from './notes.ts';
import { pictureSizes, renderPicture, type PictureSize } from './picture.ts';

/**
 * The zones for other programs: the name of each format, and the extension that the server makes it
 * for.
 */
const formats = [
  ['GeoPackage (QGIS, ArcGIS)', 'gpkg'], ['Shapefile', 'shp.zip'], ['FlatGeobuf', 'fgb'],
  ['KML (Google Earth)', 'kml'], ['SVG', 'svg'],
] as const;

/**
 * Everything that carries this view elsewhere: a link, code to embed it, a picture, paper, and its
 * data.
 */
export function openShare(context: Context, stage: Stage): void {
  const { texts } = context;
  openDialog(context, texts.shareTitle,
    el('section', { class: 'block' }, el('h3', {}, texts.link),
      copyField(context, texts.link, addressOf(context), texts.copyLink)),
    pictures(context, stage), embed(context), downloads(context));
}

function copyField(context: Context, label: string, text: string, action: string): HTMLElement {
  const field = el('input', { type: 'text', readonly: true, value: text, 'aria-label': label });
  field.addEventListener('focus', () => field.select());
  return el('div', { class: 'copy-field' }, field,
    button({ class: 'plain' },
      () => void copy(context, field.value).then((ok) => !ok && field.select()), action));
}

function pictures(context: Context, stage: Stage): HTMLElement {
  const { texts, state, dataset } = context;
  const sizes = pictureSizes.map((size) => [size, texts.pictureSizes[size]] as const);
  const size = el('select', { 'aria-label': texts.pictureSize, title: texts.pictureSize },
    ...sizes.map(([value, text]) => el('option', { value }, text)));
  const png = async () => {
    const canvas = await renderPicture(context, stage, size.value as PictureSize);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob) save(`${dataset.id}-${toISO(state.get().day)}.png`, 'image/png', blob);
  };
  const print = async () => {
    const canvas = await renderPicture(context, stage,
      size.value === 'screen' ? 'a4' : (size.value as PictureSize));
    const sheet = el('img', {
      class: 'print-sheet', alt: document.title, src: canvas.toDataURL('image/png'),
    });
    document.body.append(sheet);
    document.documentElement.classList.add('printing');
    await sheet.decode();
    addEventListener('afterprint', () => {
      sheet.remove();
      document.documentElement.classList.remove('printing');
    }, { once: true });
    window.print();
  };
  return el('section', { class: 'block' }, el('h3', {}, texts.picture),
    el('p', { class: 'pair' }, size,
      button({ class: 'plain' }, () => void png(), texts.savePNG),
      button({ class: 'plain' }, () => void print(), texts.print)));
}

function embed(context: Context): HTMLElement {
  const { texts, state } = context;
  const number = (label: string, value: number) => {
    const input = el('input', { type: 'number', min: 200, max: 3000, value, 'aria-label': label });
    return { input, element: el('label', { class: 'small' }, label, ' ', input) };
  };
  const [wide, high] = [number(texts.embedWidth, 720), number(texts.embedHeight, 480)];
  const box = (id: string) => el('input', { type: 'checkbox', id });
  const [lock, bare] = [box('embed-lock'), box('embed-bare')];
  const choice = (
    label: string, options: readonly (readonly [value: string, text: string, lang?: string])[],
    value: string,
  ) => {
    const select = el('select', { 'aria-label': label },
      ...options.map(([v, text, l]) => el('option', { value: v, lang: l }, text)));
    select.value = value;
    return { select, element: el('label', { class: 'small' }, label, ' ', select) };
  };
  const lang = choice(texts.language, pageLanguages(context.dataset).map((l) => [l, autonym(l), l]),
    state.get().lang);
  const scheme = choice(texts.embedColours,
    (['auto', 'light', 'dark'] as const).map((s) => [s, texts.embedSchemes[s]]), 'auto');
  const code = el('textarea', { readonly: true, rows: 4, 'aria-label': texts.embedCode });
  const preview = el('details', {}, el('summary', {}, texts.embedPreview));
  const frame = () => {
    const options = [lock.checked && 'lock=1', bare.checked && 'bare=1',
      scheme.select.value !== 'auto' && `theme=${scheme.select.value}`];
    const query = [encodeView({ ...state.get(), lang: lang.select.value }, { lang: '' }),
      ...options.filter(Boolean)].join('&');
    const src = new URL(`embed${query}`, document.baseURI).href;
    return el('iframe', { src, width: wide.input.value, height: high.input.value,
      title: document.title, loading: 'lazy' });
  };
  const show = () => { // a map is only loaded when somebody wants to see it
    preview.querySelector('iframe')?.remove();
    if (preview.open) preview.append(frame());
  };
  preview.addEventListener('toggle', show);
  const update = () => {
    code.value = frame().outerHTML;
    show();
  };
  for (const input of [wide.input, high.input, lock, bare, lang.select, scheme.select]) {
    input.addEventListener('input', update);
  }
  code.addEventListener('focus', () => code.select());
  update();
  return el('section', { class: 'block' }, el('h3', {}, texts.embed),
    el('div', { class: 'embed-options' }, wide.element, high.element, lang.element, scheme.element,
      el('label', { class: 'small', for: 'embed-lock' }, lock, ' ', texts.embedLock),
      el('label', { class: 'small', for: 'embed-bare' }, bare, ' ', texts.embedBare)),
    code,
    el('p', { class: 'pair' },
      button({ class: 'plain' },
        () => void copy(context, code.value).then((ok) => !ok && code.select()), texts.copy)),
      preview);
}

function downloads(context: Context): HTMLElement {
  const { texts, state, dataset } = context;
  const { day, viewpoint } = state.get();
  const csv = async () => {
    const { features } = await fetchControl(day, viewpoint);
    const head = Object.keys(features[0]?.properties ?? {});
    const value = (v: string | number | boolean | null | undefined) =>
      (typeof v === 'boolean' ? String(v) : v);
    save(`${dataset.id}-${toISO(day)}.csv`, 'text/csv',
      table(head, features.map(({ properties }) => head.map((name) => value(properties[name])))));
  };
  return el('section', { class: 'block' }, el('h3', {}, texts.dataOfView),
    el('p', { class: 'pair' },
      el('a', { class: 'plain', href: controlAddress(day, viewpoint),
        download: `${dataset.id}-${toISO(day)}.geojson` }, texts.asGeoJSON),
      button({ class: 'plain' }, () => void csv(), texts.asCSV)),
    el('p', { class: 'small' }, `${texts.otherFormats}: `,
        ...formats.flatMap(([name, extension], i) => [
      i > 0 && ' · ', el('a',
        { class: 'format', href: exportAddress(extension, day, viewpoint), download: '' },
        name)])));
}
