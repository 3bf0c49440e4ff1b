import { Connection } from './connection.ts';
import type { Progress } from './engine/protocol.ts';

/** A request that failed, in words that a person can act on. */
export class ApiError extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** The server's sentence about this case. */
  readonly detail: string;
  /** The ids that came in place of one that there is not any more. */
  readonly replacedBy: readonly string[];

  constructor(status: number, title: string, detail: string, replacedBy: readonly string[] = []) {
    super(title);
    this.name = 'ApiError';
    this.status = status;
    this.detail = detail;
    this.replacedBy = replacedBy;
  }
}

/**
 * So long the server may be silent before an answer, and within one; who is silent for longer is
 * away.
 */
const silentMs = 30_000;

/** Whether the server answers; requests wait for it. */
export const connection = new Connection(async () => {
  try {
    const response = await reach('healthz',
      { cache: 'no-store', signal: AbortSignal.timeout(silentMs) });
    return response.status < 500 && response.status !== 429;
  } catch {
    return false;
  }
});

/** What answers in place of a server: the files of a published map, and the engine. */
export interface Published {
  /** Answers an address of the server's, relative to the page, as the server would. */
  readonly answer: (path: string, signal: AbortSignal) => Promise<Response>;
  /** How what the server has at an address can be had as a file; undefined: not at all. */
  readonly offer: (path: string) => Promise<Offer | undefined>;
}

/** A file of a published map: where it is, or what makes it. */
export type Offer = { readonly address: string } | {
  readonly make: (progress: (progress: Progress) => void) => Promise<Blob>;
};

let published: Published | undefined;

/** Asks from now on files in place of a server. */
export function askFiles(files: Published): void {
  published = files;
}

/** Whether the page is published as files: nothing tells it of news, and it has no address but its own. */
export function isPublished(): boolean {
  return published !== undefined;
}

/**
 * How a published map has a file of the server's; of a server everything is where it is. What is
 * made fails with an ApiError, of status 0 where the program that makes it cannot be had.
 */
export async function fileOffer(path: string): Promise<Offer | undefined> {
  return published ? published.offer(path) : { address: path };
}

/** Asks whoever answers; the path is of the server. */
function reach(path: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Response> {
  return published ? published.answer(path, init.signal)
    : fetch(new URL(path, document.baseURI), init);
}

/** The snapshot that all answers come from, and what is below it; at first the current one. */
let [bound, below] = ['', ''];
let whenGone = () => location.reload();

/** Asks from now on for answers of one snapshot, and calls back when the server has it no more. */
export function bind(snapshot: string, gone: () => void): void {
  [bound, below] = [snapshot, `v/${snapshot}/`];
  whenGone = gone;
}

/** The id of the snapshot that the page shows. */
export function boundSnapshot(): string {
  return bound;
}

/** Whether a snapshot is the one that the page shows. */
export function isBound(snapshot: string): boolean {
  return snapshot === bound;
}

/** The page itself as it is now, in HTML. */
export async function fetchPage(): Promise<string> {
  const response = await fetch(location.href,
    { cache: 'no-store', signal: AbortSignal.timeout(silentMs) });
  if (!response.ok) throw new Error(`the page: ${response.status}`);
  return response.text();
}

/** Listens to the server, which tells of newer snapshots by the event `snapshot`; files tell nothing. */
export function listenLive(): EventSource | undefined {
  return published ? undefined : new EventSource(new URL('live', document.baseURI));
}

/** How to ask. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** False: it fails where the server is away, instead of waiting for it. */
  readonly patient?: boolean;
  /** The path is of the server, not of the snapshot. */
  readonly here?: boolean;
}

export function fetchJSON<T>(path: string, asking?: AbortSignal | Asking): Promise<T> {
  return request(path, asking instanceof AbortSignal ? { signal: asking } : (asking ?? {}),
    async (response) => {
      if (!response.ok) throw await problem(response);
      return (await response.json()) as T;
    });
}

/** Of a server that is busy or being replaced; it answers otherwise before long. */
const passing: readonly number[] = [429, 502, 503, 504];

/** Asks until there is an answer that stays, and reads it. */
export async function request<T>(
  path: string, { signal, patient = true, here = false }: Asking,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  for (;;) {
    const missed = await ask(here ? path : below + path, signal, async (response) => {
      if (response.status === 410 && bound !== '') {
        whenGone();
        return new Promise<never>(() => undefined); // the page is about to be loaded anew
      }
      if (patient && passing.includes(response.status)) return response;
      connection.heard();
      return { value: await read(response) };
    });
    if (missed && 'value' in missed) return missed.value;
    if (!patient) {
      throw new ApiError(0, 'The server cannot be reached', 'Check the connection and try again.');
    }
    const seconds = Number(missed?.headers.get('Retry-After') ?? 0) || 0;
    await connection.again(missed?.status ?? 0, 1000 * seconds, signal);
  }
}

/** Asks once; undefined when there is no answer, or when it does not come to its end. */
async function ask<T>(
  path: string, signal: AbortSignal | undefined, read: (response: Response) => Promise<T>,
): Promise<T | undefined> {
  const control = new AbortController();
  const stop = () => control.abort(signal?.reason);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, silentMs);
  };
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    wait();
    const response = await reach(path, { signal: control.signal });
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, out) => {
        wait();
        out.enqueue(chunk);
      },
    });
    // an answer without content may have a stream all the same, which no answer can be made with
    return await read(response.status === 204 ? response
      : new Response(response.body?.pipeThrough(heard) ?? null, response));
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError || error instanceof SyntaxError) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** Reads application/problem+json (RFC 9457), or makes do without. */
export async function problem(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  try {
    const body = (await response.json()) as
      { title?: unknown; detail?: unknown; replaced_by?: readonly string[] };
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return new ApiError(response.status, text(body.title) || fallback, text(body.detail),
      body.replaced_by);
  } catch {
    return new ApiError(response.status, fallback, '');
  }
}

/** Whether an error only says that the answer was no longer wanted. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
