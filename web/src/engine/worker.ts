/** The worker around the engine: it starts the program and passes questions and answers on. */
import type { FromWorker, Kind, ToWorker } from './protocol.ts';

/** What the programs (web/engine) put on the global object when they have started, the last one `sheet` alone. */
interface Program {
  sheet(workbook: Uint8Array): Promise<{ name: string; others: number; csv: Uint8Array<ArrayBuffer> }>;
  open(zip: Uint8Array): Promise<string>;
  answer(question: {
    readonly address: string; readonly today: string; readonly type: string;
    readonly stopped: () => boolean;
    /** The next piece of the body, empty at its end; null where there is no body. */
    readonly read: (() => Promise<Uint8Array>) | null;
    readonly write: (piece: Uint8Array) => void;
    readonly rows: (bytes: number, rows: number, failed: number) => void;
    readonly points: ((lonlat: Uint8Array, days: Uint8Array, kinds: Uint8Array, found: string) => void) | null;
  }): Promise<{ status: number; type: string; read: string; notes: string }>;
}

interface Go {
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

const scope = globalThis as unknown as {
  Go: new () => Go; demarc?: Program; onmessage: unknown;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
};

const cancelled = new Set<number>();
const pieceBytes = 128 << 10;

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.do === 'cancel') {
    cancelled.add(data.id);
    return;
  }
  ({ open, sheet, answer }[data.do] as (of: typeof data) => Promise<void>)(data).catch((error: unknown) => {
    scope.postMessage({ id: data.id, is: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }).finally(() => cancelled.delete(data.id));
};

async function open({ id, part, at, packed, dataset }: ToWorker & { do: 'open' }): Promise<void> {
  await start(id, part, at, packed);
  scope.postMessage({ id, is: 'progress', progress: { of: 'open', bytes: 0, size: dataset.size } });
  const snapshot = await started().open(new Uint8Array(await dataset.arrayBuffer()));
  scope.postMessage({ id, is: 'opened', snapshot });
}

async function sheet({ id, at, packed, workbook }: ToWorker & { do: 'sheet' }): Promise<void> {
  await start(id, 'workbook', at, packed);
  scope.postMessage({ id, is: 'progress', progress: { of: 'open', bytes: 0, size: workbook.size } });
  const { name, others, csv } = await started().sheet(new Uint8Array(await workbook.arrayBuffer()));
  scope.postMessage({ id, is: 'sheet', sheet: { name, others, csv: new Blob([csv]) } });
}

async function start(id: number, name: string, at: string, packed: boolean): Promise<void> {
  const bytes = await program(id, name, at, packed); // whose absence is told better than that of the other
  await import(/* @vite-ignore */ new URL('wasm_exec.js', at).href);
  const go = new scope.Go();
  const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
  void go.run(instance);
}

function started(): Program {
  if (!scope.demarc) throw new Error('the engine did not start');
  return scope.demarc;
}

/** Fetches the program, whose size is known where it is not compressed on its way. */
async function program(id: number, name: string, at: string, packed: boolean): Promise<ArrayBuffer> {
  const response = await fetch(new URL(`${name}.wasm${packed ? '.gz' : ''}`, at));
  if (response.status === 404) throw new Error('the engine is not part of this page: `make build` builds it, `npm run build` alone does not');
  if (!response.ok) throw new Error(`the engine cannot be fetched: ${response.status} ${response.statusText}`.trim());
  const coded = response.headers.get('Content-Encoding');
  const size = coded && coded !== 'identity' ? 0 : Number(response.headers.get('Content-Length') ?? 0);
  let bytes = 0;
  const counted = response.body?.pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, out) => {
      bytes += chunk.length;
      scope.postMessage({ id, is: 'progress', progress: { of: 'fetch', bytes, size } });
      out.enqueue(chunk);
    },
  }));
  // hosts that only serve files do not compress it
  return new Response((packed && counted?.pipeThrough(new DecompressionStream('gzip'))) || counted || null).arrayBuffer();
}

async function answer({ id, address, today, type, body, points }: ToWorker & { do: 'answer' }): Promise<void> {
  const pieces: Blob[] = [];
  let at = 0;
  const read = async () => {
    const piece = body!.slice(at, at += pieceBytes);
    return new Uint8Array(await piece.arrayBuffer());
  };
  const result = await started().answer({
    address, today, type,
    stopped: () => cancelled.has(id),
    read: body ? read : null,
    write: (piece) => pieces.push(new Blob([piece as Uint8Array<ArrayBuffer>])),
    rows: (bytes, rows, failed) => scope.postMessage({
      id, is: 'progress', progress: { of: 'table', bytes, size: body?.size ?? 0, rows, failed },
    }),
    points: points ? (lonlat, days, kinds, found) => {
      const arrays = {
        lonlat: new Float64Array(lonlat.buffer as ArrayBuffer), days: new Int32Array(days.buffer as ArrayBuffer),
        kinds: new Uint16Array(kinds.buffer as ArrayBuffer),
      };
      scope.postMessage({ id, is: 'points', points: { ...arrays, found: JSON.parse(found) as Kind[] } },
        [arrays.lonlat.buffer, arrays.days.buffer, arrays.kinds.buffer]);
    } : null,
  });
  scope.postMessage({ id, is: 'answer', ...result, body: new Blob(pieces, { type: result.type }) });
}
