/** What the page and the worker with the engine tell each other; each message has the number of its question. */

/** How far something is. */
export interface Progress {
  /** Which part: the program is fetched, the dataset is read, a table is gone through. */
  readonly of: 'fetch' | 'open' | 'table';
  /** Bytes done with. */
  readonly bytes: number;
  /** Of so many; 0 where that is not known. */
  readonly size: number;
  /** Rows done with, and how many of them have an error; of a table alone. */
  readonly rows?: number;
  readonly failed?: number;
}

/** The points of a piece of a table, an entry a row, in the order of the rows. */
export interface Points {
  /** Degrees, by pairs of longitude and latitude; NaN where a row has no point. */
  readonly lonlat: Float64Array<ArrayBuffer>;
  /** Days since 1970; `noDay` where a row has none. */
  readonly days: Int32Array<ArrayBuffer>;
  /** The place in `kinds` of all pieces so far of what holds there. */
  readonly kinds: Uint16Array<ArrayBuffer>;
  /** Kinds that came with this piece: a controller and a status, or an error. */
  readonly found: readonly Kind[];
}

export interface Kind {
  readonly controller: string;
  readonly status: string;
  /** What is wrong with the row; '' for none. */
  readonly error: string;
}

/** The first sheet of a workbook that has rows. */
export interface Sheet {
  readonly name: string;
  /** How many other sheets there are. */
  readonly others: number;
  /** Its rows as CSV. */
  readonly csv: Blob;
}

/** The day of a row that has none. */
export const noDay = -(2 ** 31);

/**
 * The programs of the engine: the core, and the one that makes files of export formats too
 * (`export/LAYER.EXTENSION`), which is twice as large.
 */
export type Part = 'core' | 'exports';

export type ToWorker =
  | { readonly id: number; readonly do: 'open'; readonly part: Part; readonly at: string; readonly packed: boolean; readonly dataset: Blob }
  | {
    readonly id: number; readonly do: 'answer'; readonly address: string; readonly today: string;
    readonly body?: Blob; readonly type: string; readonly points: boolean;
  }
  | { readonly id: number; readonly do: 'sheet'; readonly at: string; readonly packed: boolean; readonly workbook: Blob }
  | { readonly id: number; readonly do: 'cancel' };

export type FromWorker =
  | { readonly id: number; readonly is: 'progress'; readonly progress: Progress }
  | { readonly id: number; readonly is: 'points'; readonly points: Points }
  | { readonly id: number; readonly is: 'opened'; readonly snapshot: string }
  | { readonly id: number; readonly is: 'sheet'; readonly sheet: Sheet }
  | {
    readonly id: number; readonly is: 'answer'; readonly status: number; readonly type: string; readonly body: Blob;
    readonly read: string; readonly notes: string;
  }
  | { readonly id: number; readonly is: 'failed'; readonly reason: string };
