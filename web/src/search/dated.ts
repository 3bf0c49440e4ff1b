import type { Day } from '../days.ts';
import { readDate } from '../spelling/read.ts';

/** A text of a name and the days of a date beside it. */
export interface Dated {
  readonly name: string;
  readonly first: Day;
  /** Of a month or a year its last day. */
  readonly last: Day;
}

/**
 * Reads a name with a day, a month or a year before or after it, such as `Шуша 1992` or `9 May 1992
 * Shusha`, or such a date alone, with an empty name; undefined where there is no date in it.
 */
export function readDated(text: string, today: Day = Math.floor(Date.now() / 86_400_000)): Dated | undefined {
  const words = text.trim().split(/[\s,]+/).filter(Boolean);
  const dated = (name: readonly string[], date: readonly string[]): Dated | undefined => {
    const read = readDate(date.join(' '), today);
    if (!('first' in read) || (name.length > 0 && !name.some((word) => /\p{L}/u.test(word)))) return undefined;
    return { name: name.join(' '), first: read.first, last: read.last };
  };
  for (let n = words.length; n > 0; n--) { // as much of it as can be a date
    const found = dated(words.slice(0, -n), words.slice(-n)) ?? dated(words.slice(n), words.slice(0, n));
    if (found) return found;
  }
  return undefined;
}
