import type { DecodedTile, TileSpec } from './decode.ts';
import type { DecodeAnswer, DecodeJob } from './worker.ts';

/** Turns the bytes of a tile into shapes; of a tileset with other layers if it is told which. */
export type Decoder = (buffer: ArrayBuffer, spec?: TileSpec) => Promise<DecodedTile>;

/**
 * Decodes in a worker, so that a large tile holds nothing up; on the page itself where workers are
 * not to be had.
 */
export function createDecoder(usual: TileSpec): Decoder {
  const waiting = new Map<number, { resolve: (tile: DecodedTile) => void; reject: (error: Error) =>
    void; buffer: ArrayBuffer; spec: TileSpec }>();
  let count = 0;
  let worker: Worker | undefined;
  const here: Decoder = async (buffer, spec = usual) => (await import('./decode.ts')).decodeTile(buffer, spec);
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
    for (const { buffer, spec, resolve, reject } of waiting.values()) here(buffer, spec).then(resolve, reject);
    waiting.clear();
  };
  return (buffer, spec = usual) => {
    if (!worker) return here(buffer, spec);
    const id = count++;
    const tile = new Promise<DecodedTile>((resolve, reject) => waiting.set(id, {
      resolve, reject, buffer, spec,
    }));
    worker.postMessage({ id, buffer, spec } satisfies DecodeJob);
    return tile;
  };
}
