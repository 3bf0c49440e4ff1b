import { actorName, statusName, type Context } from '../context.ts';
import { formatKm2 } from '../format.ts';
import { controlOn, passingOn } from '../held.ts';
import { paintFill } from '../layers/patterns.ts';
import { changeLooks, differenceDays } from '../looks.ts';
import { unknownStatus } from '../model.ts';
import type { Fill } from '../symbology.ts';
import { tally } from '../tally.ts';
import { readTheme } from '../theme.ts';
import type { Period } from '../timeline.ts';
import { pad, type Sheet } from './sheet.ts';

/** The height of a row. */
export const legendRowPx = 24;

/** A look and what it means. */
export interface LegendItem {
  readonly text: string;
  readonly fill: Fill;
}

/** The looks on the day shown, or of what changed, with their areas, the largest first. */
export function legendItems(context: Context): readonly LegendItem[] {
  const { timeline, symbology, state, texts } = context;
  const { day, lang } = state.get();
  const days = differenceDays(state);
  if (days) {
    return changeLooks(context, days, new Set()).map(({ text, fill, km2 }) =>
      ({ text: `${text}: ${formatKm2(km2, texts.locale)}`, fill }));
  }
  const keyOf = ({ controller, status, patrolled_by, claim }: Period) =>
    [controller, status, patrolled_by ?? '', claim ? 'claim' : ''].join('|');
  const sums = tally(timeline, day, keyOf);
  const uncertain = [...timeline.zones.values()].filter(({ id }) => passingOn(timeline, id, day));
  const items = [...sums].sort((a, b) => b[1].km2 - a[1].km2).map(([key, { km2 }]) => {
    const [controller = '', status = unknownStatus, , claim] = key === unknownStatus
      ? ['', unknownStatus] : key.split('|');
    const alike = [...timeline.zones.values()].filter(({ id }) => {
      const period = controlOn(timeline, id, day);
      return period ? keyOf(period) === key : key === unknownStatus;
    });
    const zone = alike.find((one) => !uncertain.includes(one));
    const name = [actorName(context, controller, lang), statusName(context, status, lang),
      claim && texts.claim].filter(Boolean).join(', ');
    return { text: `${name}: ${formatKm2(km2, texts.locale)}`,
      fill: zone ? symbology.zoneFill(timeline, zone.id, day)
        : symbology.fill(controlOn(timeline, alike[0]?.id ?? '', day)) };
  });
  const [first] = uncertain;
  if (!first) return items;
  const km2 = formatKm2(uncertain.reduce((sum, zone) => sum + zone.area_km2, 0), texts.locale);
  return [...items, { text: `${texts.uncertainToday}: ${km2}`,
    fill: symbology.zoneFill(timeline, first.id, day) }];
}

/** The items in rows of a width, each with its place from the left. */
export function legendRows(
  ctx: CanvasRenderingContext2D, items: readonly LegendItem[], width: number, font: string,
): (readonly (LegendItem & { readonly x: number })[])[] {
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

/** Paints a row whose top is at y. */
export function paintLegend(
  { ctx, ratio, width, font, color }: Sheet, row: readonly (LegendItem & { readonly x: number })[],
  y: number,
): void {
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
    ctx.fillText(text, pad + x + 30, y + 12, width - 2 * pad - 30);
  }
}
