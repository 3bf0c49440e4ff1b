/**
 * The pauses between questions whether the server is there again, the longest of them, and after
 * how long of quiet they begin anew.
 */
const [firstMs, longestMs, quietMs] = [1000, 30_000, 60_000];

/**
 * Whether the server answers. Who misses an answer waits here; after pauses that grow, when the
 * device comes online and when it is told to, it asks once whether the server is there, and only
 * then lets all of them ask again.
 */
export class Connection {
  readonly #reach: () => Promise<boolean>;
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  #away: number | undefined;
  #heard = Date.now();
  #back = -Infinity;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `reach` tells whether the server answers at all. */
  constructor(reach: () => Promise<boolean>) {
    this.#reach = reach;
  }

  /**
   * The status of a server that is busy, 0 of one that does not answer; undefined of one that does.
   */
  get away(): number | undefined {
    return this.#away;
  }

  /** When the server last answered, in milliseconds since 1970. */
  get heardAt(): number {
    return this.#heard;
  }

  /** Calls back when the server goes away and when it is there again. */
  onChange(call: () => void): void {
    this.#listeners.add(call);
  }

  /** The server has answered. */
  heard(): void {
    this.#heard = Date.now();
  }

  /** Settles when it is time to ask again; `afterMs` is what a busy server asks for. */
  again(status: number, afterMs: number, signal?: AbortSignal): Promise<void> {
    this.lost(status, afterMs);
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      signal?.addEventListener('abort', () => {
        this.#waiting.delete(resolve);
        reject(signal.reason);
      }, { once: true });
    });
  }

  /** The server does not answer, or is busy. */
  lost(status: number, afterMs = 0): void {
    if (this.#away !== undefined) return;
    if (Date.now() - this.#back > quietMs) this.#tries = 0;
    this.#away = status;
    this.#schedule(afterMs);
    this.#tell();
  }

  /** Asks now whether the server is there again. */
  async tryNow(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#away === undefined) return;
    const there = await this.#reach();
    if (this.#away === undefined) return; // another question was faster
    if (!there) return this.#schedule(0);
    this.#away = undefined;
    this.#heard = this.#back = Date.now();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#tell();
    for (const go of waiting) go();
  }

  #schedule(afterMs: number): void {
    const pause = Math.min(longestMs, firstMs * 2 ** this.#tries++);
    clearTimeout(this.#timer);
    // pages that lost the server together do not come back together
    this.#timer = setTimeout(() => void this.tryNow(),
      Math.max(afterMs, pause) * (0.75 + Math.random() / 2));
  }

  #tell(): void {
    for (const call of this.#listeners) call();
  }
}
