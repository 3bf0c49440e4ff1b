import { exportAddress } from '../api.ts';
import { actorName, type Context } from '../context.ts';
import { formatDay, toISO } from '../days.ts';
import { inOrder } from '../difference.ts';
import type { Bounds } from '../model.ts';
import { pick } from '../names.ts';
import type { Stage } from '../stage.ts';
import { stanceOf } from '../stance.ts';
import { shareTexts } from '../texts/share.ts';
import { controlOn } from '../held.ts';
import { defaultTab, encodeBounds, viewAddress } from '../url.ts';

/** The shapes of a frame, width by height. */
export const ratios = ['16:9', '3:2', '4:3', '1:1', '3:4'] as const;
export type Ratio = (typeof ratios)[number];

/** How a view is to be embedded. */
export interface Embedding {
  readonly ratio: Ratio;
  readonly lang: string;
  /** `light`, `dark`, or `auto` as the reader has it. */
  readonly scheme: string;
  readonly lock: boolean;
  readonly bare: boolean;
  /** Whether the frame grows with its content. */
  readonly script: boolean;
}

/** A ratio as a number. */
export function ratioOf(ratio: Ratio): number {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return Number((width / height).toFixed(4));
}

/** Width in pixels of a picture for other pages. */
const pictureWidth = 1200;

/** The address of the map for another page: it fits what is seen here to its own size. */
export function sourceOf({ state }: Context, stage: Stage, wanted: Embedding): string {
  const view = { ...state.get(), lang: wanted.lang, tab: defaultTab(state.get().selection) };
  const query = [
    viewAddress(view, 'embed').replace(/&c=[^&]*/, `&${encodeBounds(seen(stage))}`),
    wanted.lock && 'lock=1', wanted.bare && 'bare=1',
    wanted.scheme !== 'auto' && `theme=${wanted.scheme}`,
    wanted.script && `ratio=${ratioOf(wanted.ratio)}`,
  ].filter(Boolean).join('&');
  return new URL(query, document.baseURI).href;
}

/**
 * The code of a frame. It stands in any width, with or without styles and scripts, which many pages
 * do not allow: then its height is that of the attribute.
 */
export function frameCode(context: Context, stage: Stage, wanted: Embedding): string {
  const frame = markup('iframe', { src: sourceOf(context, stage, wanted), title: titleOf(context),
    width: '100%', height: '480', loading: 'lazy', allow: 'fullscreen',
    style: `width: 100%; height: auto; min-height: 320px; max-height: 900px; aspect-ratio: ${
      ratioOf(wanted.ratio)}; border: 0` });
  const script = markup('script', { async: '', src: new URL('embed/v1.js', document.baseURI).href });
  return `${frame}</iframe>${wanted.script ? `\n${script}</script>` : ''}`;
}

/**
 * The code of a picture that leads to the map, light and dark, with words for who cannot see it.
 */
export function pictureCode(context: Context, stage: Stage, wanted: Embedding): string {
  const { day, viewpoint } = context.state.get();
  const [west, south, east, north] = seen(stage);
  const height = Math.round(pictureWidth / ratioOf(wanted.ratio));
  const address = (dark: boolean) => {
    const url = new URL(exportAddress('png', day, viewpoint), document.baseURI);
    url.searchParams.set('datetime', daysOf(context).map(toISO).join('/'));
    const box = [west, south, east, north].map((value) => Number(value.toFixed(4)));
    url.searchParams.set('bbox', box.join(','));
    for (const [name, value] of [['width', pictureWidth], ['height', height], ['lang', wanted.lang]]) {
      url.searchParams.set(String(name), String(value));
    }
    if (dark) url.searchParams.set('theme', 'dark');
    return url.href;
  };
  const view = { ...context.state.get(), lang: wanted.lang };
  const page = new URL(viewAddress(view)
    .replace(/&c=[^&]*/, `&${encodeBounds(seen(stage))}`), document.baseURI).href;
  return [
    markup('a', { href: page }), '<picture>',
    wanted.scheme === 'auto' && markup('source',
      { media: '(prefers-color-scheme: dark)', srcset: address(true) }),
    markup('img', { src: address(wanted.scheme === 'dark'), alt: wordsOf(context), width: pictureWidth,
      height, loading: 'lazy', style: 'max-width: 100%; height: auto' }),
    '</picture>', '</a>',
  ].filter(Boolean).join('');
}

/** The box that is in view. */
function seen({ pane: { map } }: Stage): Bounds {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

function daysOf({ state }: Context): readonly number[] {
  const { day, compare, mode } = state.get();
  return mode === 'one' || compare === null || compare === day ? [day] : inOrder(compare, day);
}

function dayWords(context: Context): string {
  return daysOf(context).map((day) => formatDay(day, context.texts.locale)).join(' – ');
}

/** What a frame is called to who cannot see it. */
function titleOf(context: Context): string {
  const { dataset, state } = context;
  const { lang } = state.get();
  return [pick(dataset.title, lang), dayWords(context), pick(stanceOf(context)?.names, lang)]
    .filter(Boolean).join(' · ');
}

/** What a picture shows, on which day, according to whom. */
function wordsOf(context: Context): string {
  const { dataset, state, texts, timeline } = context;
  const { day, lang } = state.get();
  const areas = new Map<string, number>();
  for (const { id, area_km2 } of timeline.zones.values()) {
    const who = actorName(context, controlOn(timeline, id, day)?.controller, lang);
    if (who) areas.set(who, (areas.get(who) ?? 0) + area_km2);
  }
  const who = [...areas].sort((a, b) => b[1] - a[1]).map(([name]) => name).join(', ');
  const view = stanceOf(context) ?? dataset.viewpoints?.[0];
  return `${shareTexts(texts.locale).pictureAlt(pick(dataset.title, lang), dayWords(context), who || texts.noControl)} ${
    texts.accordingTo(view ? pick(view.names, lang) : dataset.attribution)}`;
}

function markup(tag: string, attributes: Readonly<Record<string, string | number>>): string {
  const escaped = (value: string | number) => String(value).replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<${tag}${Object.entries(attributes).map(([name, value]) =>
    (value === '' ? ` ${name}` : ` ${name}="${escaped(value)}"`)).join('')}>`;
}
