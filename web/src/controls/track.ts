import type { Day } from '../days.ts';
import type { Store } from '../state.ts';

/** The days at both ends of the time bar; fractions where it is zoomed. */
export interface Shown {
  readonly first: Day;
  readonly last: Day;
}

/** The track of days, for the strip that zooms, which takes its place once it has come. */
export interface Track {
  readonly element: HTMLElement;
  readonly slider: HTMLInputElement;
  readonly from: HTMLInputElement;
  /** Where its buttons have room. */
  readonly options: HTMLElement;
  /** All days, and then those that the strip shows. */
  readonly shown: Store<Shown>;
  /** Ends playback and shows a day. */
  readonly go: (day: Day) => void;
  /** Takes away what the strip draws itself. */
  readonly bare: () => void;
}
