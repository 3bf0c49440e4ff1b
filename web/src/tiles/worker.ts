import { buffersOf, decodeTile, type DecodedTile, type TileSpec } from './decode.ts';

/** A tile to decode; `id` comes back with the answer. */
export interface DecodeJob {
  readonly id: number;
  readonly buffer: ArrayBuffer;
  readonly spec: TileSpec;
}

/** The decoded tile, or in words why there is none. */
export interface DecodeAnswer {
  readonly id: number;
  readonly tile?: DecodedTile;
  readonly error?: string;
}

addEventListener('message', ({ data: { id, buffer, spec } }: MessageEvent<DecodeJob>) => {
  try {
    const tile = decodeTile(buffer, spec);
    postMessage({ id, tile } satisfies DecodeAnswer, { transfer: buffersOf(tile) });
  } catch (error) {
    postMessage({ id, error: String(error) } satisfies DecodeAnswer);
  }
});
