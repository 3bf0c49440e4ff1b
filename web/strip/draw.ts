import { axis } from './axis.ts';
import { firstFrom, sums, type Label } from './places.ts';
import type { Change, Span, View, Words } from './types.ts';
import { shareOf } from './view.ts';

/** Heights of what is drawn, from the bottom up: the axis, the bars, rows of names. */
export const axisPx = 20;
export const barsPx = 28;
export const rowPx = 20;
/** From the bars to the middle of the lowest row: the flags stand between. */
export const clearPx = 15;

/** What a picture of the strip shows. */
export interface Picture {
  readonly view: View;
  readonly changes: readonly Change[];
  readonly spans: readonly Span[];
  readonly labels: readonly Label[];
  readonly words: Words;
}

/** Colours and letters as the style sheet has them now. */
export interface Look {
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly bar: string;
  readonly span: string;
  readonly font: string;
}

/** Reads them off the element that is drawn on: system colours too, where those are forced. */
export function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const own = (name: string, otherwise: string) =>
    style.getPropertyValue(`--strip-${name}`).trim() || otherwise;
  return { ink: own('ink', '#1b2229'), muted: own('muted', '#58626c'), edge: own('edge', '#dcd8ce'),
    bar: own('bar', '#174f86'), span: own('span', '#9c1c1c'), font: style.fontFamily };
}

/** Draws into a canvas of that size in CSS pixels; returns what its axis reads. */
export function draw(
  ctx: CanvasRenderingContext2D, width: number, height: number, look: Look, picture: Picture,
): string {
  ctx.clearRect(-16, -16, width + 32, height + 32);
  const ground = height - axisPx;
  drawSpans(ctx, width, ground, look, picture);
  drawLabels(ctx, ground, look, picture.labels);
  drawBars(ctx, width, ground, look, picture);
  ctx.fillStyle = look.edge;
  ctx.fillRect(0, ground - 0.5, width, 1);
  return drawAxis(ctx, width, ground, look, picture);
}

function drawSpans(
  ctx: CanvasRenderingContext2D, width: number, ground: number, look: Look,
  { spans, view }: Picture,
): void {
  ctx.fillStyle = look.span;
  for (const span of spans) {
    const from = Math.max(0, shareOf(view, span.from - 0.5) * width);
    const to = Math.min(width, shareOf(view, span.to - 0.5) * width);
    if (to <= from) continue;
    ctx.globalAlpha = 0.14;
    ctx.fillRect(from, ground - barsPx, Math.max(2, to - from), barsPx);
    ctx.globalAlpha = 0.8;
    ctx.fillRect(from, ground + 0.5, Math.max(2, to - from), 2);
  }
  ctx.globalAlpha = 1;
}

function drawBars(
  ctx: CanvasRenderingContext2D, width: number, ground: number, look: Look,
  { changes, view }: Picture,
): void {
  const pxPerDay = width / (view.to - view.from);
  // a column is a few pixels, or a day where that is wider
  const columns = Math.max(1, Math.round(Math.min(width / 3, view.to - view.from)));
  const days = pxPerDay >= 3;
  const values = sums(changes, view, columns);
  const most = Math.log1p(Math.max(1, ...values));
  ctx.fillStyle = look.bar;
  ctx.globalAlpha = 0.65;
  const bar = (middle: number, wide: number, value: number) => {
    if (value === 0) return;
    const high = Math.max(3, (Math.log1p(value) / most) * (barsPx - 2));
    ctx.fillRect(middle - wide / 2, ground - high, wide, high);
  };
  if (days) {
    const wide = Math.min(14, Math.max(2, pxPerDay * 0.7));
    const byDay = new Map<number, number>();
    for (let i = firstFrom(changes, view.from); (changes[i]?.day ?? Infinity) <= view.to; i++) {
      const { day, weight } = changes[i]!;
      byDay.set(day, (byDay.get(day) ?? 0) + weight);
    }
    for (const [day, value] of byDay) bar(shareOf(view, day) * width, wide, value);
  } else {
    const wide = width / columns;
    values.forEach((value, i) => bar((i + 0.5) * wide, wide * 0.8, value));
  }
  ctx.globalAlpha = 1;
}

/** Names with a line to their days; a line goes behind the names of other rows. */
function drawLabels(
  ctx: CanvasRenderingContext2D, ground: number, look: Look, labels: readonly Label[],
): void {
  const middle = ({ row }: Label) => ground - barsPx - clearPx - row * rowPx;
  ctx.fillStyle = look.edge;
  for (const label of labels) {
    const top = middle(label) - 5;
    ctx.fillRect(label.x - 0.5, top, 1, ground - top);
  }
  ctx.textBaseline = 'middle';
  for (const label of labels) {
    const { mark, x, width } = label;
    ctx.clearRect(x + 1, middle(label) - 8, width + 1, 15);
    ctx.fillStyle = mark.flag ? look.ink : look.muted;
    ctx.font = labelFont(mark, look);
    ctx.fillText(mark.title, x + labelInset(mark), middle(label));
  }
}

/** Letters of a mark's name, and the room before it for its flag. */
export const labelFont = ({ flag }: { readonly flag?: boolean }, { font }: Look) =>
  `${flag ? 600 : 400} 11.5px ${font}`;
export const labelInset = ({ flag }: { readonly flag?: boolean }) => (flag ? 6 : 4);

/** Draws the axis, and returns what can be read there. */
function drawAxis(
  ctx: CanvasRenderingContext2D, width: number, ground: number, look: Look,
  { view, words }: Picture,
): string {
  ctx.textBaseline = 'middle';
  const font = (strong: boolean) => `${strong ? 600 : 400} 12px ${look.font}`;
  const marks = axis(view, width, words, (text, strong) => {
    ctx.font = font(strong);
    return ctx.measureText(text).width;
  });
  for (const { x, strong, text, left } of marks) {
    if (x !== undefined) {
      ctx.fillStyle = strong ? look.muted : look.edge;
      ctx.fillRect(x - 0.5, ground, 1, strong ? 6 : 4);
    }
    if (text === undefined) continue;
    ctx.font = font(strong);
    ctx.fillStyle = strong ? look.ink : look.muted;
    ctx.fillText(text, left, ground + 12);
  }
  return marks.flatMap(({ text }) => text ?? []).join(' · ');
}
