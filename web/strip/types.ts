/** A day by its number; which day is 0 is the caller's affair: its `Words` write them. */
export type Day = number;

/** The days at the left and the right end of what is shown; fractions while it moves. */
export interface View {
  readonly from: Day;
  readonly to: Day;
}

/** A day on which something changes, and how much. */
export interface Change {
  readonly day: Day;
  readonly weight: number;
}

/** Something that happened on a day. */
export interface Mark {
  readonly day: Day;
  readonly title: string;
  /** Language of the title, where it is another one than the page's. */
  readonly lang?: string | undefined;
  /** Which of two marks is named where there is room for one: the heavier. */
  readonly weight: number;
  /** Has a flag, which is a button. */
  readonly flag?: boolean;
}

/** A named stretch of days, the last of which does not belong to it. */
export interface Span {
  readonly id: string;
  readonly title: string;
  readonly lang?: string | undefined;
  readonly from: Day;
  readonly to: Day;
}

/** What a tick of the axis stands for. */
export type Unit = 'day' | 'month' | 'year';

/** All that is read or heard. */
export interface Words {
  /** A day in full. */
  readonly day: (day: Day) => string;
  /** A tick: `9`, `Oct`, `2020`. */
  readonly tick: (day: Day, unit: Unit) => string;
  /** What the ticks at the left end lie in, where they do not say so themselves: `October 2020`. */
  readonly within: (day: Day, unit: Unit) => string;
  /** Name of the slider, where the strip makes it. */
  readonly slider: string;
  readonly spans: string;
  readonly whole: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

export interface Options {
  /** First and last day of all. */
  readonly first: Day;
  readonly last: Day;
  readonly day: Day;
  readonly changes: readonly Change[];
  readonly marks: readonly Mark[];
  readonly spans: readonly Span[];
  readonly words: Words;
  /** What is read of the days from `from` to `to`, which the pointer cannot tell apart. */
  readonly describe?: (from: Day, to: Day) => readonly string[];
  /** A slider that stands in the root already, `<input type="range">`; without it one is made. */
  readonly slider?: HTMLInputElement;
  /** Another handle, for the first day of a range, whose `input` the caller listens to. */
  readonly from?: HTMLInputElement;
  /** Half the width of a slider's handle, which is what its track is set in by. */
  readonly insetPx?: number;
  /** The user chose a day. */
  readonly onDay: (day: Day) => void;
  /** What is shown was moved or zoomed. */
  readonly onView?: (view: View, whole: boolean) => void;
}

export interface Strip {
  readonly view: () => View;
  /** The day that is shown; what is seen follows it. */
  readonly setDay: (day: Day) => void;
  /** The first day of a range; null where there is none. */
  readonly setFrom: (day: Day | null) => void;
  readonly setData: (data: Pick<Options, 'changes' | 'marks' | 'spans'>) => void;
  /** Shows these days, with some room around them. */
  readonly show: (from: Day, to: Day) => void;
  readonly whole: () => void;
  /** Shows that many times fewer days, around the one that is chosen. */
  readonly zoom: (times: number) => void;
  /** Buttons to zoom out, in, and to the whole, for the caller to put where there is room. */
  readonly buttons: HTMLElement;
  /** Draws anew, in the colours of now. */
  readonly redraw: () => void;
  /** Takes away all that it made. */
  readonly remove: () => void;
}
