import type { Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { inOrder } from '../difference.ts';
import { byId } from '../dom.ts';
import { formatMetres } from '../format.ts';
import { pick } from '../names.ts';
import type { Stage } from '../stage.ts';
import { stanceOf } from '../stance.ts';
import { Store, type View } from '../state.ts';
import { pixelRatio, readTheme } from '../theme.ts';
import { currentChange, eventsOn } from '../epochs.ts';
import { timeless } from '../timeline.ts';
import { legendItems, legendRowPx, legendRows, paintLegend } from './legend.ts';
import { frameOnScreen, mapsApart, mapsOnScreen, type Maps } from './maps.ts';
import { addressOf, notesOf, wrap, type Note } from './notes.ts';
import { qrModules } from './qr.ts';
import { headOf, newSheet, pad, resize, stancePx, type Sheet } from './sheet.ts';

const lineHeight = 18;

/** The sizes that a picture can have. */
export const pictureSizes = ['screen', 'fine', 'a4', 'a3'] as const;

/** Pictures that fill a screen, as frames of films do: CSS pixels, and pixels for one of them. */
export const frameSizes = {
  wide: { width: 1280, height: 720, ratio: 1.5, name: '1920 × 1080' },
  small: { width: 1280, height: 720, ratio: 1, name: '1280 × 720' },
  square: { width: 720, height: 720, ratio: 1.5, name: '1080 × 1080' },
} as const;
export type FrameSize = keyof typeof frameSizes;
export type PictureSize = (typeof pictureSizes)[number] | FrameSize;

/** Paper in CSS pixels (96 to the inch), lying. */
const papers: Readonly<Partial<Record<PictureSize, readonly [number, number]>>> =
  { a4: [1123, 794], a3: [1587, 1123] };
const qrPx = 92;

/**
 * The map in view as one picture that explains itself: title, date, legend, scale, sources,
 * attribution and address, on paper and the screen also as a QR code.
 */
export async function renderPicture(
  context: Context, stage: Stage, size: PictureSize = 'screen',
): Promise<HTMLCanvasElement> {
  if (isFrame(size)) {
    const frames = await openFrames(context, stage, frameSizes[size], [context.state.get().day]);
    await frames.paint(context.state.get().day);
    frames.close();
    return frames.canvas;
  }
  const { font } = readTheme();
  const notes = await notesOf(context, font);
  await document.fonts.ready;
  const screen = frameOnScreen();
  const head = headOf(context);
  const paper = papers[size];
  const width = paper?.[0] ?? screen.width;
  const ratio = size === 'screen' ? pixelRatio() : 2;
  const beside = width >= 520; // on a phone the code stands below what is written
  const sheet = newSheet(context, width, ratio);
  const { ctx, canvas } = sheet;
  const foot = footOf(sheet, context, notes, beside ? qrPx + pad : 0);
  const written = foot.lines.length * lineHeight;
  const footHeight = pad + foot.rows.length * legendRowPx +
    (beside ? Math.max(written, qrPx) : written + qrPx + pad) + pad;
  const mapHeight = paper ? paper[1] - head - footHeight : screen.height;
  const maps = size === 'screen' ? mapsOnScreen(stage)
    : await mapsApart(context, stage, width, mapHeight, ratio);
  resize(sheet, head + mapHeight + footHeight);
  paintSheet(sheet, context, maps, mapHeight, foot);
  maps.remove();
  const y = head + mapHeight + pad + foot.rows.length * legendRowPx;
  paintQR(beside ? width - pad - qrPx : pad, beside ? y + 4 : y + written + pad / 2);
  return canvas;

  function paintQR(left: number, top: number): void {
    const modules = qrModules(addressOf(context));
    if (!modules) return; // too long an address for a code that a camera would read
    const unit = qrPx / modules.length;
    ctx.fillStyle = '#ffffff';
    ctx.fillRect(left, top, qrPx, qrPx);
    ctx.fillStyle = '#000000';
    for (const [r, line] of modules.entries()) {
      for (const [c, dark] of line.entries()) {
        if (dark) ctx.fillRect(left + c * unit, top + r * unit, unit + 0.05, unit + 0.05);
      }
    }
  }
}

function isFrame(size: PictureSize): size is FrameSize {
  return size in frameSizes;
}

/** One canvas on which the pictures of days are painted one after the other. */
export interface Frames {
  readonly canvas: HTMLCanvasElement;
  readonly paint: (day: Day) => Promise<void>;
  readonly close: () => void;
}

/**
 * Makes ready to paint the pictures of days in the size of a frame. The map lies still: it leaves
 * the room that the fullest of the days needs below it, up to half of the height. Two dates beside
 * each other are painted as the one day that is asked for.
 */
export async function openFrames(
  context: Context, stage: Stage, size: { width: number; height: number; ratio: number },
  days: readonly Day[],
): Promise<Frames> {
  const { width, height, ratio } = size;
  const { state } = context;
  const alone = new Store<View>(days.length > 1 ? { ...state.get(), mode: 'one', compare: null } : state.get());
  const at: Context = { ...context, state: alone };
  await document.fonts.ready;
  const sheet = newSheet(at, width, ratio);
  const { font } = sheet;
  let most = 0;
  for (const day of days) {
    alone.set({ day });
    const { rows, lines } = footOf(sheet, at, await notesOf(at, font), 0);
    most = Math.max(most, 2 * pad + rows.length * legendRowPx + lines.length * lineHeight);
  }
  const mapHeight = Math.max(height - sheet.head - most, height / 2 - sheet.head / 2);
  resize(sheet, height);
  const maps = await mapsApart(at, stage, width, mapHeight, ratio);
  const paint = async (day: Day) => {
    alone.set({ day });
    const notes = await notesOf(at, font);
    await maps.show(day);
    paintSheet(sheet, at, maps, mapHeight, footOf(sheet, at, notes, 0));
  };
  return { canvas: sheet.canvas, paint, close: maps.remove };
}

/** What stands below a map: rows of the legend, and lines of notes. */
interface Foot {
  readonly rows: ReturnType<typeof legendRows>;
  readonly lines: readonly Note[];
}

/** The foot of a picture; right of the notes there is so much room for something else. */
function footOf(
  { ctx, width, font }: Sheet, context: Context, notes: readonly Note[], besidePx: number,
): Foot {
  return { lines: notes.flatMap((note) => wrap(ctx, note, width - 2 * pad - besidePx)),
    rows: legendRows(ctx, legendItems(context), width - 2 * pad, font) };
}

function paintSheet(
  sheet: Sheet, context: Context, maps: Maps, mapHeight: number, { rows, lines }: Foot,
): void {
  const { ctx, canvas, width, head, ratio, color } = sheet;
  ctx.fillStyle = color('surface');
  ctx.fillRect(0, 0, width, canvas.height / ratio);
  paintHead(sheet, context);
  paintMaps(sheet, context, maps, mapHeight);
  paintScale(sheet, maps, head + mapHeight, context.texts.locale);
  let y = head + mapHeight + pad;
  for (const row of rows) {
    paintLegend(sheet, row, y);
    y += legendRowPx;
  }
  for (const { text, font: face, soft } of lines) {
    ctx.fillStyle = color(soft ? 'muted' : 'text');
    y += lineHeight;
    ctx.font = face;
    ctx.fillText(text, pad, y - 4);
  }
}

function paintHead({ ctx, width, font, color }: Sheet, context: Context): void {
  const { state, dataset, texts, timeline } = context;
  const { day, lang, mode, compare } = state.get();
  const date = (d: number) => formatDay(d, texts.locale);
  ctx.fillStyle = color('text');
  ctx.textBaseline = 'alphabetic';
  const write = (text: string, y: number, face: string) => {
    ctx.font = `${face} ${font}`;
    ctx.fillText(text, pad, y, width - 2 * pad);
  };
  write(pick(dataset.title, lang), 26, '600 17px');
  const [first, last] = inOrder(compare ?? day, day);
  if (mode !== 'one' && first < last) write(`${date(first)} – ${date(last)}`, 51, '600 21px');
  else if (!timeless(timeline, day)) write(date(day), 51, '600 21px');
  let y = 72;
  const stance = stanceOf(context);
  if (stance) {
    write(pick(stance.names, lang), 73, '600 14px');
    y += stancePx;
  }
  if (mode === 'difference') return; // the event of one day explains none of them
  const change = currentChange(timeline.changes, day) ?? day;
  const [event] = eventsOn(timeline, change);
  const since = `${texts.since} ${formatDay(change, texts.locale, 'short')}`;
  if (event) write(`${since}: ${pick(event.title, lang)}`, y, '400 13px');
}

/** One map, or two with the line between them and their dates. */
function paintMaps(
  sheet: Sheet, { state, texts }: Context, { elements, frame }: Maps, height: number,
): void {
  const { ctx, width, head, color } = sheet;
  const { mode, compare, day } = state.get();
  const split = mode === 'swipe' ? splitOf() : 0.5;
  ctx.fillStyle = color('map-page');
  ctx.fillRect(0, head, width, height);
  elements.forEach((map, i) =>
    paintMap(ctx, map, frame, head, mode === 'swipe' && i === 1 ? split * width : 0));
  if (elements.length > 1) {
    labelSides(sheet, head, height, split,
      inOrder(compare ?? day, day).map((d) => formatDay(d, texts.locale)));
  }
}

function splitOf(): number {
  return parseFloat(byId('stage').style.getPropertyValue('--split')) / 100 || 0.5;
}

/**
 * The canvases of a map in the order they lie over each other; what is left of `from` is cut off.
 */
function paintMap(
  ctx: CanvasRenderingContext2D, map: HTMLElement, stage: DOMRect, top: number, from: number,
): void {
  const box = map.getBoundingClientRect();
  const order = (canvas: HTMLCanvasElement) =>
    Number(getComputedStyle(canvas.closest('.leaflet-pane') ?? canvas).zIndex) || 200;
  const canvases = [...map.querySelectorAll<HTMLCanvasElement>('.leaflet-map-pane canvas')]
    .filter(({ width, height }) => width > 0 && height > 0).sort((a, b) => order(a) - order(b));
  ctx.save();
  ctx.beginPath();
  ctx.rect(Math.max(from, box.left - stage.left), top, box.width, box.height);
  ctx.clip();
  if (from > 0) {
    ctx.fillStyle = getComputedStyle(map).backgroundColor;
    ctx.fillRect(from, top, box.width, box.height);
  }
  for (const canvas of canvases) {
    const { left, top: y, width, height } = canvas.getBoundingClientRect();
    ctx.drawImage(canvas, left - stage.left, y - stage.top + top, width, height);
  }
  ctx.restore();
}

function labelSides(
  { ctx, width, font, color }: Sheet, top: number, height: number, split: number,
  dates: readonly string[],
): void {
  ctx.font = `600 14px ${font}`;
  for (const [i, text] of dates.entries()) {
    const wide = ctx.measureText(text).width + 16;
    const x = i === 0 ? split * width - wide - 8 : split * width + 8;
    ctx.fillStyle = color('surface');
    ctx.fillRect(x, top + 10, wide, 26);
    ctx.fillStyle = color('text');
    ctx.fillText(text, x + 8, top + 28);
  }
  ctx.fillRect(split * width - 1, top, 2, height);
}

/** A bar of a round length in the lower left corner of the map. */
function paintScale(
  { ctx, font, color }: Sheet, { metresPerPx }: Maps, bottom: number, locale: string,
): void {
  const metres = metresPerPx * 100;
  const power = 10 ** Math.floor(Math.log10(metres));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= metres) ?? power;
  const px = length / metresPerPx;
  ctx.fillStyle = color('surface');
  ctx.fillRect(8, bottom - 32, px + 16, 26);
  ctx.fillStyle = ctx.strokeStyle = color('text');
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(16, bottom - 18);
  ctx.lineTo(16, bottom - 12);
  ctx.lineTo(16 + px, bottom - 12);
  ctx.lineTo(16 + px, bottom - 18);
  ctx.stroke();
  ctx.font = `400 11px ${font}`;
  ctx.fillText(formatMetres(length, locale), 20, bottom - 17);
}
