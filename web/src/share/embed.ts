import { isPublished } from '../request.ts';
import type { Context } from '../context.ts';
import { copy } from '../copy.ts';
import { button, el } from '../dom.ts';
import type { Lang } from '../model.ts';
import { autonym } from '../names.ts';
import type { Stage } from '../stage.ts';
import { pageLanguages } from '../strings.ts';
import { shareTexts, type ShareTexts } from '../texts/share.ts';
import { frameCode, pictureCode, ratios, type Embedding, type Ratio, ratioOf, sourceOf } from './code.ts';

/** Widths that the result is shown at, in CSS pixels; without a number all that there is. */
const widths = ['320', '640', ''] as const;

/**
 * The code to embed this view, as a map or a picture, and how it looks in columns of three widths.
 */
export function embedBuilder(context: Context, stage: Stage): HTMLElement {
  const { state } = context;
  const texts = shareTexts(context.texts.locale);
  const ratio = choice(texts.embedRatio, ratios.map((r) => [r, texts.embedRatios[r]]), '3:2');
  const lang = choice(context.texts.language, pageLanguages(context.dataset).map((l) => [l, autonym(l), l] as const),
    state.get().lang);
  const scheme = choice(texts.embedColours,
    (['auto', 'light', 'dark'] as const).map((s) => [s, texts.embedSchemes[s]]), 'auto');
  const [lock, bare, script] = ([['embed-lock', texts.embedLock], ['embed-bare', texts.embedBare],
    ['embed-script', texts.embedScript]] as const).map(([id, text]) => {
    const input = el('input', { type: 'checkbox', id });
    return { input, element: el('label', { class: 'small', for: id }, input, ' ', text) };
  });
  const wanted = (): Embedding => ({ ratio: ratio.select.value as Ratio, lang: lang.select.value,
    scheme: scheme.select.value, lock: lock!.input.checked, bare: bare!.input.checked,
    script: script!.input.checked });
  const code = field(texts.embedCode, 'embed-code');
  const picture = field(texts.embedPictureCode, 'embed-picture-code');
  const shown = preview(texts, () => ({ src: sourceOf(context, stage, wanted()), ...wanted() }));
  const update = () => {
    code.value = frameCode(context, stage, wanted());
    picture.value = pictureCode(context, stage, wanted());
    shown.update();
  };
  for (const input of [ratio.select, lang.select, scheme.select, lock!.input, bare!.input,
    script!.input]) input.addEventListener('input', update);
  update();
  const copyButton = (from: HTMLTextAreaElement) => el('p', { class: 'pair' }, button(
    { class: 'plain' }, () => void copy(context, from.value).then((ok) => !ok && from.select()),
    context.texts.copy));
  return el('section', { class: 'block' }, el('h3', {}, texts.embed),
    el('div', { class: 'embed-options' }, ratio.element, lang.element, scheme.element,
      lock!.element, bare!.element, script!.element),
    el('p', { class: 'muted small' }, texts.embedScriptNote),
    code, copyButton(code), shown.element,
    el('details', { class: 'embed-picture' }, el('summary', {}, texts.embedPicture),
      ...(isPublished() ? [el('p', { class: 'small' }, texts.embedPictureNone)] : [picture, copyButton(picture)])));
}

function field(label: string, id: string): HTMLTextAreaElement {
  const area = el('textarea', { readonly: true, rows: 4, 'aria-label': label, id });
  area.addEventListener('focus', () => area.select());
  return area;
}

function choice(
  label: string, options: readonly (readonly [value: string, text: string, lang?: Lang])[], value: string,
) {
  const select = el('select', { 'aria-label': label },
    ...options.map(([v, text, lang]) => el('option', { value: v, lang }, text)));
  select.value = value;
  return { select, element: el('label', { class: 'small' }, label, ' ', select) };
}

/** The result, which is only loaded when somebody wants to see it. */
function preview(
  texts: ShareTexts, wanted: () => { readonly src: string; readonly ratio: Ratio; readonly script: boolean },
) {
  let width: (typeof widths)[number] = '640';
  const room = el('div', { class: 'embed-room' });
  const buttons = widths.map((w) => button({ class: 'plain', 'data-width': w }, () => {
    width = w;
    update();
  }, w || texts.embedFullWidth));
  const element = el('details', { class: 'embed-preview' }, el('summary', {}, texts.embedPreview),
    el('div', { class: 'pair', role: 'group', 'aria-label': texts.embedPreviewWidth }, ...buttons),
    room);
  const update = () => {
    room.replaceChildren();
    for (const [i, w] of widths.entries()) {
      buttons[i]?.setAttribute('aria-pressed', String(w === width));
    }
    if (!element.open) return;
    const { src, ratio, script } = wanted();
    const frame = el('iframe', { src, title: texts.embedPreview, allow: 'fullscreen' });
    frame.style.cssText = `width: ${width ? `${width}px` : '100%'}; min-height: 320px; ` +
      `max-height: 900px; aspect-ratio: ${ratioOf(ratio)}; border: 0`;
    room.append(frame);
    if (script) room.append(el('script', { src: new URL('embed/v1.js', document.baseURI).href }));
  };
  element.addEventListener('toggle', update);
  return { element, update };
}
