import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, WebMOutputFormat,
  type OutputFormat } from 'mediabunny';
import type { Encoder } from './encoder.ts';
import type { Video } from './formats.ts';

/** What may hold a video. */
export const containers = {
  webm: () => new WebMOutputFormat(), mp4: () => new Mp4OutputFormat({ fastStart: 'in-memory' }),
} as const;

/** Bits in a second for each pixel of a frame: maps are still, and their lines and texts sharp. */
const bitsPerPixel = 3;

/** So many seconds apart are frames from which a player can begin. */
const keySeconds = 4;

/** So many frames wait for the encoder at most: each is held in memory. */
const mostWaiting = 2;

/** Encodes what a canvas shows, frame by frame, by the browser's own encoder. */
export async function openVideo(
  container: OutputFormat, { kind, codec }: Pick<Video, 'kind' | 'codec'>, canvas: HTMLCanvasElement, title: string,
): Promise<Encoder> {
  const { width, height } = canvas;
  const target = new BufferTarget();
  const output = new Output({ format: container, target });
  const source = new EncodedVideoPacketSource(kind);
  output.addVideoTrack(source);
  output.setMetadataTags({ title });
  await output.start();
  let failure: unknown;
  let written = Promise.resolve();
  const encoder = new VideoEncoder({
    output: (chunk, meta) => {
      written = written.then(() => source.add(EncodedPacket.fromEncodedChunk(chunk), meta));
      written.catch((error: unknown) => (failure ??= error));
    },
    error: (error) => (failure ??= error),
  });
  encoder.configure({ codec, width, height, bitrate: width * height * bitsPerPixel, latencyMode: 'quality',
    ...(kind === 'avc' && { avc: { format: 'avc' } }) });
  let key = -Infinity;
  const check = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    add: async (start, seconds) => {
      while (encoder.encodeQueueSize >= mostWaiting && failure === undefined) {
        await new Promise((resolve) => encoder.addEventListener('dequeue', resolve, { once: true }));
      }
      check();
      const frame = new VideoFrame(canvas, { timestamp: start * 1e6, duration: seconds * 1e6 });
      const keyFrame = start - key >= keySeconds;
      if (keyFrame) key = start;
      encoder.encode(frame, { keyFrame });
      frame.close();
    },
    finish: async () => {
      await encoder.flush();
      await written;
      check();
      encoder.close();
      await output.finalize();
      return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: container.mimeType });
    },
    cancel: async () => {
      if (encoder.state !== 'closed') encoder.close();
      await output.cancel();
    },
  };
}
