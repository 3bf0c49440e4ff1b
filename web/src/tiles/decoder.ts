import type { DecodedTile, TileSpec } from './decode.ts';
import type { DecodeAnswer, DecodeJob } from './worker.ts';

/** Turns the bytes of a tile into shapes. */
export type Decoder = (buffer: ArrayBuffer) => Promise<DecodedTile>;

/**
 * Decodes in a worker, so that a large tile holds nothing up; on the page itself where workers are
 * not to be had.
 */
export function createDecoder(spec: TileSpec): Decoder {
  const waiting = new Map<number, { resolve: (tile: DecodedTile) => void; reject: (error: Error) =>
    void; buffer: ArrayBuffer }>();
  let count = 0;
  let worker: Worker | undefined;
  const here: Decoder = async (buffer) => (await import('./decode.ts')).decodeTile(buffer, spec);
  try {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return here;
  }
  worker.onmessage = ({ data }: MessageEvent<DecodeAnswer>) => {
    const job = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.tile) job?.resolve(data.tile);
    else job?.reject(new Error(data.error));
  };
  worker.onerror = () => { // not loaded: the waiting tiles and all others are decoded here
    worker = undefined;
    for (const { buffer, resolve, reject } of waiting.values()) here(buffer).then(resolve, reject);
    waiting.clear();
  };
  return (buffer) => {
    if (!worker) return here(buffer);
    const id = count++;
    const tile = new Promise<DecodedTile>((resolve, reject) => waiting.set(id, {
      resolve, reject, buffer,
    }));
    worker.postMessage({ id, buffer, spec } satisfies DecodeJob);
    return tile;
  };
}
