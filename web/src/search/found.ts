import type { SourcesAnswer } from '../answers.ts';
import type { Day } from '../days.ts';
import type { LonLat, Names } from '../model.ts';
import type { Tab, View } from '../state.ts';

/** One answer of the search. */
export interface Found {
  /** What it is listed under; places and coordinates where it says none. */
  readonly group?: 'days' | 'actors' | 'events' | 'spans' | 'sources';
  /** How well it fits: less is better, see `fit`; what has none was read and not looked for. */
  readonly score?: number;
  /** The publication that it is. */
  readonly source?: SourcesAnswer['sources'][number];
  /** The day that it leads to. */
  readonly day?: Day;
  /** The part of the panel that tells of it. */
  readonly tab?: Tab;
  readonly title: string;
  readonly lang?: string;
  /**
   * The name that fits what was typed, where that is another one, and its language if that is
   * known.
   */
  readonly also?: { readonly text: string; readonly lang?: string };
  /** The kind of place, or how the input was read. */
  readonly about: Names | string;
  readonly point?: LonLat;
  readonly box?: readonly [number, number, number, number];
  /** A view that was pasted as a link. */
  readonly link?: Partial<View>;
}
