import { fetchDiff, fetchEvents } from '../api.ts';
import { actorName, statusName, type Context } from '../context.ts';
import { formatDay, toISO } from '../days.ts';
import { byId } from '../dom.ts';
import { formatKm2, formatMetres } from '../format.ts';
import { paintFill } from '../layers/patterns.ts';
import { unknownStatus } from '../model.ts';
import { pick } from '../names.ts';
import { groupChanges } from '../panel/export.ts';
import type { Stage } from '../stage.ts';
import type { Fill } from '../symbology.ts';
import { pixelRatio, readTheme } from '../theme.ts';
import { controlOn, currentChange, eventsOn, tally } from '../timeline.ts';
import { encodeView } from '../url.ts';

const pad = 16;
const lineHeight = 18;
const mostSources = 6;

/** What is written below the map, wrapped to its width. */
interface Note {
  readonly text: string;
  readonly font: string;
  readonly soft: boolean;
}

/** The map as it stands as one picture, with everything a reader needs who sees nothing else: title, date, legend, scale, sources, attribution and address. */
export async function renderPicture(context: Context, stage: Stage): Promise<HTMLCanvasElement> {
  const { state, dataset, texts, timeline } = context;
  const theme = readTheme();
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const notes = await notesOf(context, theme.font);
  await document.fonts.ready;
  const maps = [byId('map'), document.getElementById('map-2')].filter((map) => map !== null);
  const box = byId('stage').getBoundingClientRect();
  const [ratio, width] = [pixelRatio(), box.width];
  const probe = document.createElement('canvas').getContext('2d');
  if (!probe) throw new Error('no canvas');
  const wrapped = notes.flatMap((note) => wrap(probe, note, width - 2 * pad));
  const items = legendItems(context);
  const rows = legendRows(probe, items, width - 2 * pad, theme.font);
  const head = 84;
  const height = head + box.height + pad + rows.length * 24 + wrapped.length * lineHeight + pad;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('no canvas');
  ctx.scale(ratio, ratio);
  ctx.fillStyle = color('surface');
  ctx.fillRect(0, 0, width, height);
  const { day, lang, mode, compare } = state.get();
  ctx.fillStyle = color('text');
  ctx.textBaseline = 'alphabetic';
  const write = (text: string, y: number, font: string) => {
    ctx.font = `${font} ${theme.font}`;
    ctx.fillText(text, pad, y, width - 2 * pad);
  };
  const date = (d: number) => formatDay(d, texts.locale);
  write(pick(dataset.title, lang), 26, '600 17px');
  write(mode === 'one' || compare === null ? date(day) : `${date(compare)} – ${date(day)}`, 51, '600 21px');
  const [event] = eventsOn(timeline, currentChange(timeline.changes, day) ?? day);
  write(event ? `${texts.since} ${formatDay(currentChange(timeline.changes, day) ?? day, texts.locale, 'short')}: ${pick(event.title, lang)}` : '', 72, '400 13px');
  ctx.fillStyle = color('map-page');
  ctx.fillRect(0, head, width, box.height);
  maps.forEach((map, i) => paintMap(ctx, map, box, head, mode === 'swipe' && i === 1 ? splitOf() * width : 0));
  if (maps.length > 1) labelSides(ctx, width, head, mode === 'swipe' ? splitOf() : 0.5, [date(compare ?? day), date(day)], theme.font, color);
  paintScale(ctx, stage, head + box.height, theme.font, color, texts.locale);
  let y = head + box.height + pad;
  for (const row of rows) {
    paintLegend(ctx, row, y, ratio, theme.font, color);
    y += 24;
  }
  for (const { text, font, soft } of wrapped) {
    ctx.fillStyle = color(soft ? 'muted' : 'text');
    y += lineHeight;
    ctx.font = font;
    ctx.fillText(text, pad, y - 4);
  }
  return canvas;
}

function splitOf(): number {
  return parseFloat(byId('stage').style.getPropertyValue('--split')) / 100 || 0.5;
}

/** The canvases of a map in the order they lie over each other; what is left of `from` is cut off. */
function paintMap(ctx: CanvasRenderingContext2D, map: HTMLElement, stage: DOMRect, top: number, from: number): void {
  const box = map.getBoundingClientRect();
  const order = (canvas: HTMLCanvasElement) => Number(getComputedStyle(canvas.closest('.leaflet-pane') ?? canvas).zIndex) || 200;
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
  ctx: CanvasRenderingContext2D, width: number, top: number, split: number, dates: readonly [string, string], font: string, color: (name: string) => string,
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
  ctx.fillRect(split * width - 1, top, 2, byId('stage').clientHeight);
}

/** A bar of a round length in the lower left corner of the map. */
function paintScale(ctx: CanvasRenderingContext2D, { pane: { map } }: Stage, bottom: number, font: string, color: (name: string) => string, locale: string): void {
  const metres = map.distance(map.containerPointToLatLng([0, map.getSize().y / 2]), map.containerPointToLatLng([100, map.getSize().y / 2]));
  const power = 10 ** Math.floor(Math.log10(metres));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= metres) ?? power;
  const px = (length / metres) * 100;
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

interface LegendItem {
  readonly text: string;
  readonly fill: Fill;
}

/** The looks on the day shown with their areas, the largest first. */
function legendItems(context: Context): readonly LegendItem[] {
  const { timeline, symbology, state, texts } = context;
  const { day, lang } = state.get();
  const sums = tally(timeline, day, ({ controller, status, patrolled_by }) => [controller, status, patrolled_by ?? ''].join('|'));
  return [...sums].sort((a, b) => b[1].km2 - a[1].km2).map(([key, { km2 }]) => {
    const [controller = '', status = unknownStatus] = key === unknownStatus ? ['', unknownStatus] : key.split('|');
    const zone = [...timeline.zones.values()].find(({ id }) => {
      const period = controlOn(timeline, id, day);
      return period ? [period.controller, period.status, period.patrolled_by ?? ''].join('|') === key : key === unknownStatus;
    });
    const name = [actorName(context, controller, lang), statusName(context, status, lang)].filter(Boolean).join(', ');
    return { text: `${name}: ${formatKm2(km2, texts.locale)}`, fill: symbology.zoneFill(timeline, zone?.id ?? '', day) };
  });
}

function legendRows(ctx: CanvasRenderingContext2D, items: readonly LegendItem[], width: number, font: string): (readonly (LegendItem & { readonly x: number })[])[] {
  ctx.font = `400 12.5px ${font}`;
  const rows: (LegendItem & { readonly x: number })[][] = [[]];
  let x = 0;
  for (const item of items) {
    const wide = 30 + ctx.measureText(item.text).width + 20;
    if (x > 0 && x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ ...item, x });
    x += wide;
  }
  return rows;
}

function paintLegend(ctx: CanvasRenderingContext2D, row: readonly (LegendItem & { readonly x: number })[], y: number, ratio: number, font: string, color: (name: string) => string): void {
  ctx.font = `400 12.5px ${font}`;
  for (const { text, fill, x } of row) {
    const path = new Path2D();
    path.rect(pad + x, y, 24, 15);
    ctx.fillStyle = color('map-page');
    ctx.fill(path);
    paintFill(ctx, path, fill, readTheme(), ratio, 1);
    ctx.strokeStyle = color('muted');
    ctx.lineWidth = 1;
    ctx.stroke(path);
    ctx.fillStyle = color('text');
    ctx.fillText(text, pad + x + 30, y + 12);
  }
}

/** Changed areas where two dates are compared, the sources of the latest changes, attribution, licence and address. */
async function notesOf(context: Context, font: string): Promise<readonly Note[]> {
  const { state, dataset, texts, timeline } = context;
  const { day, compare, mode, viewpoint, lang } = state.get();
  const notes: Note[] = [];
  const add = (text: string, soft = true) => notes.push({ text, soft, font: `${soft ? 400 : 600} 12.5px ${font}` });
  if (mode !== 'one' && compare !== null) {
    const { passed } = await fetchDiff(compare, day, viewpoint);
    for (const { controller, km2 } of groupChanges(passed)) add(`${texts.nowHeldBy(actorName(context, controller, lang))}: ${formatKm2(km2, texts.locale)}`, false);
  }
  const used = new Set([...timeline.zones.keys()].map((id) => controlOn(timeline, id, day)?.event));
  const { events } = await fetchEvents();
  const newest = events.filter(({ id }) => used.has(id)).sort((a, b) => b.day.localeCompare(a.day));
  const sorted = [...new Map(newest.flatMap(({ sources = [] }) => sources.map((source) => [source.id, source]))).values()];
  const shown = sorted.slice(0, mostSources).map(({ publisher, title }) => `${publisher}: ${title}`).join('; ');
  const rest = sorted.length - mostSources;
  if (shown) add(`${texts.sources}: ${shown}${rest > 0 ? texts.andMore(String(rest)) : ''}`);
  add(`${dataset.attribution} · ${texts.licence}: ${dataset.licence} · ${texts.version} ${dataset.version} · ${toISO(day)}`);
  add(new URL(encodeView(state.get(), { lang: '' }), location.href).href);
  return notes;
}

function wrap(ctx: CanvasRenderingContext2D, note: Note, width: number): readonly Note[] {
  ctx.font = note.font;
  const lines: string[] = [''];
  for (const word of note.text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (ctx.measureText(longer).width <= width || lines.at(-1) === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((text) => ({ ...note, text }));
}
