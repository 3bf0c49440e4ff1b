import { feedAddress, type FeedForm } from '../api.ts';
import { fileOffer, isPublished } from '../request.ts';
import { placeName, type Context } from '../context.ts';
import { copy } from '../copy.ts';
import { toISO } from '../days.ts';
import { openDialog } from '../dialog.ts';
import { button, el, replaceContent } from '../dom.ts';
import { lazily } from '../lazy.ts';
import { save } from '../save.ts';
import type { Stage } from '../stage.ts';
import { filmTexts } from '../texts/film.ts';
import { shareTexts } from '../texts/share.ts';
import { historyOf } from '../timeline.ts';
import { downloads } from './downloads.ts';
import { embedBuilder } from './embed.ts';
import { addressOf } from '../picture/notes.ts';
import { frameSizes, pictureSizes, renderPicture, type PictureSize } from '../picture/picture.ts';

/**
 * Everything that carries this view elsewhere: a link, code to embed it, a picture, paper, and its
 * data.
 */
export function openShare(context: Context, stage: Stage): void {
  const { texts } = context;
  openDialog(context, texts.shareTitle,
    el('section', { class: 'block' }, el('h3', {}, texts.link), link(context)),
    pictures(context, stage), film(context, stage), embedBuilder(context, stage), downloads(context),
    context.timeline.statesControl && hasFeeds() && subscribe(context, stage));
}

/**
 * The address of the view; of a published map below that of the page of its day, where previews of
 * links find a text and a picture: a file host knows one for all that stands behind the `?`.
 */
function link(context: Context): HTMLElement {
  const address = addressOf(context);
  const { day, lang } = context.state.get();
  const root = el('div', {}, ...linkTo(context, address));
  if (isPublished()) {
    void fileOffer(`day/${toISO(day)}?lang=${lang}`).then((page) => page && 'address' in page &&
      replaceContent(root, ...linkTo(context, page.address + new URL(address).search)), () => undefined);
  }
  return root;
}

function linkTo(context: Context, address: string): readonly (HTMLElement | null)[] {
  const { texts } = context;
  return [copyField(context, texts.link, address, texts.copyLink), send(context, address)];
}

/** The device's own way of passing an address on, where the browser has it. */
function send(context: Context, address: string): HTMLElement | null {
  const data = { title: document.title, url: address };
  if (typeof navigator.share !== 'function' || navigator.canShare?.(data) === false) return null;
  return el('p', { class: 'pair' }, button({ class: 'plain', id: 'send' },
    () => void navigator.share(data).catch(() => undefined), shareTexts(context.texts.locale).sendTo)); // called off
}

/** So near a mark counts as chosen, in CSS pixels, as by a finger. */
const reachPx = 9;

/** Whether there are feeds: of a published map where its address was known. */
function hasFeeds(): boolean {
  return !isPublished() || document.querySelector('link[type="application/atom+xml"]') !== null;
}

/**
 * The changes to come, of the selected zone or of the whole map, as whose view is shown has them; a
 * published map has them of the whole.
 */
function subscribe(context: Context, stage: Stage): HTMLElement {
  const { state } = context;
  const { selection, viewpoint, lang } = state.get();
  const texts = shareTexts(context.texts.locale);
  const zone = selection && !isPublished() ? stage.pane.under(selection, reachPx)[0]?.id : undefined;
  const named = zone === undefined ? undefined : historyOf(context.timeline, zone);
  const address = (form: FeedForm) =>
    new URL(isPublished() ? `feed.${form}` : feedAddress(form, { zone: named?.id ?? '', viewpoint, lang }), document.baseURI).href;
  return el('section', { class: 'block', id: 'subscribe' }, el('h3', {}, texts.subscribe),
    el('p', { class: 'small' },
      named ? texts.subscribeZone(placeName(context, named.names).text) : texts.subscribeMap),
    ...(['atom', 'json'] as const).map((form) =>
      copyField(context, feedNames[form], address(form), texts.copyFeed(feedNames[form]))));
}

/** What the forms of a feed are called, in all languages. */
const feedNames = { atom: 'Atom', json: 'JSON Feed' } as const;

function copyField(context: Context, label: string, text: string, action: string): HTMLElement {
  const field = el('input', { type: 'text', readonly: true, value: text, 'aria-label': label });
  field.addEventListener('focus', () => field.select());
  return el('div', { class: 'copy-field' }, field,
    button({ class: 'plain' },
      () => void copy(context, field.value).then((ok) => !ok && field.select()), action));
}

/** A range of days as a film, which has a dialog of its own in the place of this one. */
function film(context: Context, stage: Stage): HTMLElement {
  const texts = filmTexts(context.texts.locale);
  const open = button({ class: 'plain', id: 'film' }, () => void lazily(context, async () => {
    const { openFilm } = await import('../film/dialog.ts');
    open.closest('dialog')?.close();
    openFilm(context, stage);
  }), texts.saveFilm);
  return el('section', { class: 'block' }, el('h3', {}, texts.film), el('p', { class: 'pair' }, open));
}

function pictures(context: Context, stage: Stage): HTMLElement {
  const { texts, state, dataset } = context;
  const sizes = [...pictureSizes.map((size) => [size, texts.pictureSizes[size]] as const),
    ...(['wide', 'square'] as const).map((size) => [size, frameSizes[size].name] as const)];
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
