import type { Context } from './context.ts';
import { addToDay, type Day } from './days.ts';
import { nextChange, previousChange } from './epochs.ts';
import { covered } from './timeline.ts';

/** The units of the time bar's steps. */
export const stepUnits = ['change', 'day', 'month', 'year'] as const;
export type StepUnit = (typeof stepUnits)[number];

/** How many steps a second at speed 1. */
const stepsPerSecond = 1;
export const speeds = [0.25, 0.5, 1, 2, 4, 8] as const;

/** Goes through time by itself, one step after the other, and stops at the end. */
export interface Player {
  readonly playing: () => boolean;
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** The day one step on or back; undefined where there is no further change, or the data ends. */
export function stepFrom(
  { timeline }: Pick<Context, 'timeline'>, day: Day, unit: StepUnit, by: 1 | -1,
): Day | undefined {
  if (unit === 'change') return (by > 0 ? nextChange : previousChange)(timeline.changes, day);
  const next = addToDay(day, unit, by);
  return covered(timeline, next) ? next : undefined;
}

/** The settings of playback, each read when a step is due. */
export interface Playing {
  readonly unit: () => StepUnit;
  readonly speed: () => number;
  /** Whether it pauses after a step from a day to another. */
  readonly rests: (from: Day, to: Day) => boolean;
  /** Is called when it starts and when it stops. */
  readonly changed: () => void;
}

/** Plays by the unit and at the speed that hold when each step is due. */
export function createPlayer(context: Context, { unit, speed, rests, changed }: Playing): Player {
  const { state } = context;
  let timer = 0;
  const stop = () => {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    changed();
  };
  const schedule = () => {
    timer = window.setTimeout(() => {
      const before = state.get().day;
      const day = stepFrom(context, before, unit(), 1);
      if (day === undefined) return stop();
      state.set({ day });
      if (rests(before, day)) return stop();
      schedule();
    }, 1000 / (stepsPerSecond * speed()));
  };
  const start = () => {
    const { first, last } =
      { first: context.timeline.covers.from, last: context.timeline.changes.at(-1) ?? Infinity };
    // at the end, from the beginning
    if (state.get().day >= last && unit() === 'change') state.set({ day: first });
    schedule();
    changed();
  };
  return { playing: () => timer !== 0, toggle: () => (timer === 0 ? start() : stop()), stop };
}
