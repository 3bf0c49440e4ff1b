import type { Day } from './days.ts';
import type { Lang, LonLat } from './model.ts';

/** What the user looks at. Everything that the page shows follows from this and the data. */
export interface View {
  readonly day: Day;
  /** Language of the names on the map and in the panel. */
  readonly lang: Lang;
  readonly center: LonLat;
  readonly zoom: number;
  /** The place that the panel tells about. */
  readonly selection: LonLat | null;
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
