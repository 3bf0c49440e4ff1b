import type { Day } from './days.ts';
import type { Lang, LonLat } from './model.ts';

/**
 * How two dates are shown: only one, beside each other, one wiped over the other, or what differs.
 */
export const modes = ['one', 'swipe', 'side', 'difference'] as const;
export type Mode = (typeof modes)[number];

/** The parts of the panel. */
export const tabs = ['place', 'changes', 'legend', 'zones', 'events', 'sources', 'maps'] as const;
export type Tab = (typeof tabs)[number];

/**
 * Names of places: in the language of the page, in the local ones, in both, or in a language by its
 * tag.
 */
type NameChoice = 'own' | 'local' | 'both' | Lang;

/** The view of the user: everything on the page follows from it and the data. */
export interface View {
  readonly day: Day;
  /** Language of the page. */
  readonly lang: Lang;
  readonly names: NameChoice;
  readonly center: LonLat;
  /** In quarters: canvases of tiles are scaled between whole zooms. */
  readonly zoom: number;
  /** The place that the panel tells about. */
  readonly selection: LonLat | null;
  /** The other date of a comparison; the map shows it only in a mode that has two. */
  readonly compare: Day | null;
  readonly mode: Mode;
  /**
   * The map that the one shown is compared with, a dataset of the server; after an @ as it was known
   * on a day, without a name before it this one; empty for none. It is drawn in the mode of one day.
   */
  readonly other: string;
  readonly tab: Tab;
  /** Which events are listed and whether they are on the map, see events/filter.ts; empty for all, and none on the map. */
  readonly events: string;
  /** The ids of those that `events` lets through; null for all. */
  readonly chosen: ReadonlySet<string> | null;
  /** Whose statements are drawn; empty is the dataset's default. */
  readonly viewpoint: string;
  /** Ids of hidden layers, and of hidden actors after `actor:`. */
  readonly hidden: readonly string[];
}

/** Called after a change, with the new value and the one before. */
export type Listener<T> = (now: T, before: T) => void;

/** Holds one immutable value and tells who wants to know when it is replaced. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<Listener<T>>();

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  /** Replaces some properties; silent when none of them differs. */
  set(change: Partial<T>): void {
    const before = this.#value;
    const keys = Object.keys(change) as (keyof T)[];
    if (keys.every((key) => Object.is(before[key], change[key]))) return;
    this.#value = { ...before, ...change };
    for (const listener of [...this.#listeners]) listener(this.#value, before);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As `subscribe`, but only when one of the named properties was replaced. */
  watch(keys: readonly (keyof T)[], listener: Listener<T>): () => void {
    return this.subscribe((now, before) => {
      if (keys.some((key) => !Object.is(now[key], before[key]))) listener(now, before);
    });
  }
}

/** The store of the page. */
export type State = Store<View>;
