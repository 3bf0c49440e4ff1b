import type { Context } from '../context.ts';
import { toISO, type Day } from '../days.ts';
import { pick } from '../names.ts';
import { frameSizes, openFrames, type FrameSize } from '../picture/picture.ts';
import type { Stage } from '../stage.ts';
import type { Encoder } from './encoder.ts';
import type { Format } from './formats.ts';
import { Gif } from './gif.ts';

/** A film that is wanted. */
export interface Wanted {
  readonly days: readonly Day[];
  readonly perSecond: number;
  readonly size: FrameSize;
  readonly format: Format;
}

/** How a film is under way. */
export interface Underway {
  readonly signal: AbortSignal;
  /** Called when a day has its frame. */
  readonly done: (days: number) => void;
  /** Is shown what is being made. */
  readonly shows: (canvas: HTMLCanvasElement) => void;
}

/** How long the last frame stands, in seconds: who watches wants to see how it ended. */
export const lastSeconds = 3;

/** Makes a film of pictures of days; rejects with the signal's reason when it is called off. */
export async function makeFilm(
  context: Context, stage: Stage, { days, perSecond, size, format }: Wanted,
  { signal, done, shows }: Underway,
): Promise<Blob> {
  const frames = await openFrames(context, stage, frameSizes[size], days);
  let encoder: Encoder | undefined;
  try {
    const title = [pick(context.dataset.title, context.state.get().lang),
      [...new Set([days[0] ?? 0, days.at(-1) ?? 0])].map(toISO).join('/')].join(', ');
    encoder = await open(format, frames.canvas, title, signal);
    shows(frames.canvas);
    for (const [i, day] of days.entries()) {
      signal.throwIfAborted();
      await frames.paint(day);
      const seconds = i < days.length - 1 ? 1 / perSecond : Math.max(lastSeconds, 1 / perSecond);
      await encoder.add(i / perSecond, seconds);
      done(i + 1);
    }
    signal.throwIfAborted();
    return await encoder.finish();
  } catch (error) {
    await encoder?.cancel();
    throw error;
  } finally {
    frames.close();
  }
}

async function open(
  format: Format, canvas: HTMLCanvasElement, title: string, signal: AbortSignal,
): Promise<Encoder> {
  if (format.container === 'gif') return gif(canvas, title, signal);
  const { openVideo, containers } = await import('./video.ts');
  return stretched(await openVideo(containers[format.container](), format, canvas, title));
}

/** Players pass over how long the last frame of a video stands: it is added once more at its end. */
function stretched(encoder: Encoder): Encoder {
  const again = 0.25;
  return { ...encoder, add: async (start, seconds) => {
    if (seconds < lastSeconds) return encoder.add(start, seconds);
    await encoder.add(start, seconds - again);
    await encoder.add(start + seconds - again, again);
  } };
}

function gif(canvas: HTMLCanvasElement, title: string, signal: AbortSignal): Encoder {
  const { width, height } = canvas;
  const made = new Gif(width, height);
  return {
    add: (_start, seconds) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      if (pixels) made.add(new Uint32Array(pixels.buffer), Math.round(seconds * 100));
    },
    finish: () => made.file(title, async () => {
      await new Promise((resolve) => setTimeout(resolve)); // the page stays awake
      signal.throwIfAborted();
    }),
    cancel: () => undefined,
  };
}
