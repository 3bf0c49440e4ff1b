import { dayOf, type Day } from '../days.ts';
import { eras, weekdayNamed } from './months.ts';
import { plain, tokenize, type Token } from './tokens.ts';
import { isClock } from './clock.ts';

/** The first and the last day that a text may mean. */
export type Days = readonly [first: Day, last: Day];

/** A date found among tokens. */
export interface Match {
  /** The token behind it. */
  readonly end: number;
  readonly fine: 'day' | 'month' | 'year';
  /** The meanings: two where the order of day and month decides, the day first in the first. */
  readonly meanings: readonly (Days | undefined)[];
}

function onDay(year: number, month: number, day: number): Days | undefined {
  const found = dayOf(year, month, day);
  return found === undefined ? undefined : [found, found];
}

function inMonth(year: number, month: number): Days | undefined {
  const first = month >= 1 && month <= 12 ? dayOf(year, month, 1) : undefined;
  if (first === undefined) return undefined;
  const next = month < 12 ? dayOf(year, month + 1, 1) : dayOf(year, 12, 31);
  return [first, month < 12 ? (next ?? first) - 1 : (next ?? first)];
}

function inYear(year: number): Days | undefined {
  const [first, last] = [dayOf(year, 1, 1), dayOf(year, 12, 31)];
  return first === undefined || last === undefined ? undefined : [first, last];
}

/**
 * Whether a separator may stand between parts: between numbers one of few, beside the name of a
 * month also none or a comma.
 */
function splits(sep: string, named: boolean): boolean {
  return ['-', '/', '.', ' ', '_'].includes(sep) || (named && ['', ',', '.,'].includes(sep));
}

/** A year with the token behind it. */
interface Year {
  readonly year: number;
  readonly next: number;
}

/** Finds a date at a token of a text, as `scan` in data/date/spelling does. */
class Scan {
  readonly #tokens: readonly Token[];
  /** A cell with 5.2014 is a number; what was typed into a field for a date is none. */
  readonly #typed: boolean;

  constructor(tokens: readonly Token[], typed: boolean) {
    this.#tokens = tokens;
    this.#typed = typed;
  }

  #is(i: number, kind: Token['kind']): boolean {
    return this.#tokens[i]?.kind === kind;
  }

  #text(i: number): string {
    return this.#tokens[i]?.text ?? '';
  }

  #value(i: number): number {
    return this.#tokens[i]?.value ?? 0;
  }

  #short(i: number): boolean {
    return this.#is(i, 'digits') && this.#text(i).length <= 2;
  }

  #named(i: number): boolean {
    return this.#is(i, 'word') && this.#value(i) > 0;
  }

  /**
   * What separates a part from the next one, '' for nothing, ' ' for spaces, and the next token.
   */
  #between(i: number): readonly [sep: string, next: number] {
    return this.#is(i, 'mark') ? [this.#text(i).trim() || ' ', i + 1] : ['', i];
  }

  /** The mark before a year without the minus that belongs to the year; undefined for none such. */
  #beforeYear(sep: string, next: number, named: boolean): string | undefined {
    if (this.#minus(next)) {
      const rest = sep.slice(0, -1).trim();
      return splits(rest, named) ? rest : undefined;
    }
    const mark = this.#text(next - 1);
    // 15 March -0044: a minus or a dash?
    if (this.#is(next - 1, 'mark') && mark.length > 1 && mark.endsWith(' -')) return undefined;
    return splits(sep, named) ? sep : undefined;
  }

  /** Whether the number has a minus: at the very beginning, or behind another separator. */
  #minus(i: number): boolean {
    const mark = this.#is(i - 1, 'mark') ? this.#text(i - 1) : '';
    if (!mark.endsWith('-') || !this.#is(i, 'digits') || this.#text(i).length !== 4) return false;
    return (i === 1 && mark === '-') || (mark.length > 1 && !/[ -]-$/.test(mark));
  }

  /** A year of four digits, or of one to four with an era before or behind it. */
  #year(i: number): Year | undefined {
    const ofEra = (at: number, before: boolean, next: number) => {
      const year = before ? 1 - this.#value(at) : this.#value(at);
      const fits = this.#value(at) > 0 && (this.#text(at).length <= 4 || year === -9999);
      return fits ? { year, next } : undefined;
    };
    const era = eras.get(this.#text(i));
    if (this.#is(i, 'word')) {
      const [, n] = this.#between(i + 1);
      return era !== undefined && this.#is(n, 'digits') ? ofEra(n, era, n + 1) : undefined;
    }
    if (!this.#is(i, 'digits')) return undefined;
    const [sep, n] = this.#between(i + 1);
    const behind = eras.get(this.#text(n));
    if (['', ' ', '_', '.'].includes(sep) && this.#is(n, 'word') && behind !== undefined) {
      const found = ofEra(i, behind, n + 1);
      if (found) return found;
    }
    if (this.#text(i).length !== 4) return undefined;
    if (!this.#minus(i)) return { year: this.#value(i), next: i + 1 };
    return this.#value(i) === 0 ? undefined : { year: -this.#value(i), next: i + 1 };
  }

  /** The longest date that begins at a token. */
  at(start: number): Match | undefined {
    const i = start === 0 && this.#text(0) === '-' ? 1 : start;
    for (const shape of [this.#compact, this.#yearFirst, this.#yearLast, this.#yearAndMonth,
      this.#monthAndYear]) {
      const match = shape.call(this, i);
      if (match?.meanings.some((days) => days)) return match;
    }
    const year = this.#year(i);
    return year && { end: year.next, fine: 'year', meanings: [inYear(year.year)] };
  }

  /** 20201125, with a time 202011251200, and 25112020 where that is no day the other way round. */
  #compact(i: number): Match | undefined {
    if (!this.#is(i, 'digits') || this.#minus(i)) return undefined;
    const m = /^(\d\d)(\d\d)(\d\d)(\d\d)(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?$/.exec(this.#text(i));
    if (!m) return undefined;
    const [a, b, c, d] = m.slice(1, 5).map(Number) as [number, number, number, number];
    const usual = onDay(100 * a + b, c, d);
    const timed = m[5] !== undefined;
    const year = 100 * c + d;
    if (timed ? a >= 10 && a <= 20 : usual) return { end: i + 1, fine: 'day', meanings: [usual] };
    if (timed || year < 1300 || year >= 2100) return undefined;
    return { end: i + 1, fine: 'day', meanings: [onDay(year, b, a), onDay(year, a, b)] };
  }

  /** 2020-11-25 and 2020 November 25. */
  #yearFirst(i: number): Match | undefined {
    const year = this.#year(i);
    if (!year) return undefined;
    const [sep, month] = this.#between(year.next);
    const named = this.#named(month);
    if (!(named || this.#short(month)) || !splits(sep, named)) return undefined;
    const [sep2, day] = this.#between(month + 1);
    if (!this.#short(day) || !splits(sep2, named) || (!named && sep !== sep2)) return undefined;
    return { end: day + 1, fine: 'day',
      meanings: [onDay(year.year, this.#value(month), this.#value(day))] };
  }

  /** 25.11.2020, 11/25/2020, 25 November 2020 and November 25, 2020. */
  #yearLast(i: number): Match | undefined {
    const [sep, j] = this.#between(i + 1);
    const named = (this.#named(i) && this.#short(j)) || (this.#named(j) && this.#short(i));
    if (!(named || (this.#short(i) && this.#short(j))) || !splits(sep, named)) return undefined;
    const [mark, k] = this.#between(j + 1);
    const year = this.#year(k);
    if (!year) return undefined;
    const sep2 = this.#beforeYear(mark, k, named);
    if (sep2 === undefined || (!named && sep !== sep2)) return undefined;
    const [a, b] = [this.#value(i), this.#value(j)];
    const [dayFirst, monthFirst] = [onDay(year.year, b, a), onDay(year.year, a, b)];
    return { end: year.next, fine: 'day',
      meanings: this.#named(i) ? [monthFirst] : named ? [dayFirst] : [dayFirst, monthFirst] };
  }

  /** 2020-11, 2020/11 and 2020 November. 2020.5 may be the middle of the year. */
  #yearAndMonth(i: number): Match | undefined {
    const year = this.#year(i);
    if (!year) return undefined;
    const [sep, month] = this.#between(year.next);
    const named = this.#named(month);
    if (!named && (!this.#short(month) || sep === '.' || sep === ' ')) return undefined;
    if (!splits(sep, named)) return undefined;
    return { end: month + 1, fine: 'month', meanings: [inMonth(year.year, this.#value(month))] };
  }

  /** 11/2020, 11.2020 and November 2020. */
  #monthAndYear(i: number): Match | undefined {
    const named = this.#named(i);
    if (!named && !this.#short(i)) return undefined;
    const [mark, k] = this.#between(i + 1);
    const year = this.#year(k);
    if (!year) return undefined;
    const sep = this.#beforeYear(mark, k, named);
    if (sep === undefined) return undefined;
    const number = sep === '.' && this.#text(i).length < 2 && !this.#typed;
    if (!named && (sep === ' ' || sep === '_' || number)) return undefined;
    return { end: year.next, fine: 'month', meanings: [inMonth(year.year, this.#value(i))] };
  }
}

/** Longer texts are no dates. */
const mostLetters = 100;

/** Reads a whole text as a date with or without a time of day; undefined where it is none. */
export function parseDate(text: string, typed: boolean): Match | undefined {
  if (text === '' || text.length > mostLetters) return undefined;
  const low = plain(text);
  const tokens = tokenize(low);
  const weekday = tokens[0]?.kind === 'word' ? weekdayNamed(tokens[0].text) : -1;
  const start = weekday < 0 ? 0 : tokens[1]?.kind === 'mark' ? 2 : 1;
  const found = new Scan(tokens, typed).at(start);
  if (!found) return undefined;
  const rest = low.slice(tokens[found.end - 1]?.to ?? 0).trimEnd();
  const ends = rest === '' || rest === '.' ||
    (found.fine === 'day' && !/^\d{12,}$/.test(tokens[found.end - 1]?.text ?? '') && isClock(rest));
  if (!ends) return undefined;
  if (weekday < 0) return found;
  const meanings = found.meanings.map((days) =>
    (days && found.fine === 'day' && ((days[0] % 7) + 7) % 7 === weekday ? days : undefined));
  return meanings.some((days) => days) ? { ...found, meanings } : undefined;
}

/** Whether a text is a date of three parts whose year has too few digits. */
export function hasShortYear(text: string): boolean {
  const tokens = tokenize(plain(text));
  return tokens.length === 5 && [0, 2, 4].every((i) => {
    const token = tokens[i];
    return token !== undefined && ((token.kind === 'digits' && token.text.length <= 3) ||
      (token.kind === 'word' && token.value > 0));
  });
}
