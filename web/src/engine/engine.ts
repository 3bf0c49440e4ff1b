/**
 * The engine: what the server answers from a dataset, made in the reader's browser by the same
 * program. Whoever wants it loads this file lazily and writes
 *
 *     const engine = await Engine.open(zip, { signal, progress });
 *     const { status, type, body } = await engine.answer('locate?lon=46.04&lat=40.1', { signal });
 *
 * where `zip` is a Blob with the dataset's files in a zip, at its root or in one folder. An address
 * is that of the server's API, relative to the page; below `v/{snapshot}/` too, if it is the
 * snapshot that is open. Answers have the bytes of the server's, errors too (application/problem+json):
 * `new Response(body, { status, headers: { 'Content-Type': type } })` is what `fetch` would have
 * given. Which paths there are, `Paths` in server/answer says; all others are 404.
 *
 * With a body it is a POST, of a table to `locate`. Its answer may be as long as the table; it
 * comes as a Blob, which browsers keep out of memory. Whoever aborts the signal is rejected with
 * its reason; what is being computed meanwhile ends with the next piece. An engine that fails to
 * open leaves nothing behind; `close` ends the worker, and all that is asked rejects.
 */
import type { FromWorker, Part, Points, Progress, Sheet, ToWorker } from './protocol.ts';

export type { Kind, Points, Progress, Sheet } from './protocol.ts';
export { noDay } from './protocol.ts';

export interface EngineAnswer {
  readonly status: number;
  /** The media type. */
  readonly type: string;
  readonly body: Blob;
  /** Of a table: the columns that were read, in a sentence; '' else. */
  readonly read: string;
  /** Of a table: what to check, in sentences; '' for nothing. */
  readonly notes: string;
}

export interface Opening {
  /** Which program; the core without it. */
  readonly part?: Part;
  /** Where the programs and wasm_exec.js are; `engine/` beside the page without it. */
  readonly at?: string;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (progress: Progress) => void;
}

export interface Question {
  /** A table: the address is asked with POST. */
  readonly body?: Blob;
  /** The media type of the body; without it the first bytes tell. */
  readonly type?: string;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (progress: Progress) => void;
  /** Is told the points of a table while they are located. */
  readonly points?: (points: Points) => void;
}

/** The engine failed: it could not be fetched, or the dataset cannot be opened. */
class EngineError extends Error {}

interface Waiting {
  readonly settle: (message: FromWorker) => void;
  readonly fail: (reason: unknown) => void;
  readonly question: Pick<Question, 'progress' | 'points'>;
}

export class Engine {
  /** The id of the snapshot that answers. */
  snapshot = '';
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  private constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    this.worker.onerror = ({ message }) => this.fail(new EngineError(message || 'the engine cannot be loaded'));
  }

  /** Fetches the program and opens a dataset with it. */
  static async open(dataset: Blob, { part = 'core', at, signal, progress }: Opening = {}): Promise<Engine> {
    const engine = new Engine();
    try {
      const opened = await engine.ask({ do: 'open', part, ...placeOf(at), dataset },
        { signal, ...(progress && { progress }) });
      engine.snapshot = opened.is === 'opened' ? opened.snapshot : '';
      return engine;
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  /** Reads a workbook, with a program of its own, which is as large as the core. */
  static async sheet(workbook: Blob, { at, signal, progress }: Opening = {}): Promise<Sheet> {
    const engine = new Engine();
    try {
      const read = await engine.ask({ do: 'sheet', ...placeOf(at), workbook }, { signal, ...(progress && { progress }) });
      if (read.is !== 'sheet') throw new EngineError('the workbook has no sheet');
      return read.sheet;
    } finally {
      engine.close();
    }
  }

  /** Answers as the server would. */
  async answer(address: string, question: Question = {}): Promise<EngineAnswer> {
    const now = new Date();
    const today = `${now.getFullYear()}-${`0${now.getMonth() + 1}`.slice(-2)}-${`0${now.getDate()}`.slice(-2)}`;
    const heard = await this.ask({
      do: 'answer', address, today, type: question.type ?? '', points: Boolean(question.points),
      ...(question.body && { body: question.body }),
    }, question);
    if (heard.is !== 'answer') throw new EngineError('the engine answered nothing');
    return heard;
  }

  /** Ends the engine and all that waits for it. */
  close(): void {
    this.fail(new EngineError('the engine was closed'));
    this.worker.terminate();
  }

  private ask(
    message: Asked<ToWorker>, question: Question,
  ): Promise<FromWorker> {
    const id = ++this.last;
    const { signal } = question;
    return new Promise<FromWorker>((resolve, reject) => {
      const stop = () => {
        this.waiting.delete(id);
        this.send({ id, do: 'cancel' });
        reject(signal?.reason);
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const end = () => {
        this.waiting.delete(id);
        signal?.removeEventListener('abort', stop);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.waiting.set(id, {
        settle: (answer) => { end(); resolve(answer); },
        fail: (reason) => { end(); reject(reason); },
        question,
      });
      this.send({ ...message, id });
    });
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    const waiting = this.waiting.get(message.id); // whoever has left is told nothing
    if (message.is === 'progress') waiting?.question.progress?.(message.progress);
    else if (message.is === 'points') waiting?.question.points?.(message.points);
    else if (message.is === 'failed') waiting?.fail(new EngineError(message.reason));
    else waiting?.settle(message);
  }

  private fail(reason: EngineError): void {
    for (const { fail } of [...this.waiting.values()]) fail(reason);
  }
}

/** Where the programs are, and whether they are compressed as files. */
function placeOf(at: string | undefined): { readonly at: string; readonly packed: boolean } {
  const published = document.querySelector<HTMLLinkElement>('link[data-site]')?.dataset['engine'];
  return { at: new URL(at ?? published ?? 'engine/', document.baseURI).href, packed: published !== undefined };
}

type Asked<M> = M extends unknown ? Omit<M, 'id'> : never;
