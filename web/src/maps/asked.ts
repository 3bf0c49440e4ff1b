import { compareAddress, fetchAreas, fetchComparison } from '../api.ts';
import { isAbort } from '../request.ts';
import type { Context } from '../context.ts';
import { debounced } from '../dom.ts';
import type { Day } from '../days.ts';
import { toISO } from '../days.ts';
import { areaAt, areasOf, groupOf, placeOf, stretches, type Area, type CompareAnswer, type Stretch } from './differing.ts';
import type { LonLat } from '../model.ts';

/** So many groups of areas are kept. */
const mostGroups = 8;

/** Waits until somebody has stopped moving through the days. */
const restMs = 120;

/** Two maps compared, as far as it has come; one for each page. */
export class Asked {
  readonly #context: Context;
  readonly #calls = new Set<() => void>();
  readonly #groups = new Map<number, readonly Area[]>();
  readonly #later: () => void;
  #abort = new AbortController();
  #fetching = -1;
  #shown: { readonly day: Day; readonly of: readonly Area[]; readonly areas: readonly Area[] } | undefined;
  answer: CompareAnswer | undefined;
  failure: unknown;
  /** On which other areas differ, in order. */
  days: readonly Stretch[] = [];

  constructor(context: Context) {
    this.#context = context;
    this.#later = debounced(restMs, () => void this.#loadAreas());
    context.state.watch(['other', 'viewpoint'], () => void this.load());
    context.state.watch(['day'], () => {
      this.#later();
      this.#tell();
    });
    void this.load();
  }

  onChange(call: () => void): void {
    this.#calls.add(call);
  }

  #tell(): void {
    for (const call of this.#calls) call();
  }

  /** Asks anew; nothing is asked when no other map is chosen. */
  async load(): Promise<void> {
    this.#abort.abort();
    const abort = this.#abort = new AbortController();
    [this.answer, this.failure, this.days, this.#shown, this.#fetching] = [undefined, undefined, [], undefined, -1];
    this.#groups.clear();
    this.#tell();
    const { other } = this.#context.state.get();
    if (other === '') return;
    try {
      const answer = await fetchComparison(this.query(), abort.signal);
      [this.answer, this.days] = [answer, stretches(answer.series)];
      this.#tell();
      await this.#loadAreas();
    } catch (error) {
      if (!isAbort(error)) this.#fail(error, abort);
    }
  }

  #fail(error: unknown, of: AbortController): void {
    if (of !== this.#abort) return;
    this.failure = error;
    this.#tell();
  }

  /** The parameters of the two maps. */
  query(): Readonly<Record<string, string>> {
    const { other, viewpoint } = this.#context.state.get();
    return { b: other, viewpoint };
  }

  /** Where the comparison can be had in a form, on the day shown or on all. */
  address(f: string, everyday: boolean): string {
    const { day, lang } = this.#context.state.get();
    return compareAddress({ ...this.query(), ...(everyday ? {} : { datetime: toISO(day) }),
      ...(['html', 'png', 'svg'].includes(f) ? { lang } : {}), f });
  }

  async #loadAreas(): Promise<void> {
    const at = placeOf(this.days, this.#context.state.get().day);
    if (at < 0) return;
    const [first, end] = groupOf(this.days, at);
    if (this.#groups.has(first) || this.#fetching === first) return;
    const abort = this.#abort;
    this.#fetching = first;
    const [from, to] = [this.days[first]?.from ?? -Infinity, this.days[end - 1]?.to ?? Infinity];
    const whole = end - first === this.days.length;
    try {
      const found = await fetchAreas({ ...this.query(), ...(whole ? {} : { datetime: interval(from, to) }) },
        abort.signal);
      if (abort !== this.#abort) return;
      this.#groups.set(first, areasOf(found));
      const [oldest] = this.#groups.keys();
      if (this.#groups.size > mostGroups && oldest !== undefined) this.#groups.delete(oldest);
      this.#tell();
      if (this.#fetching === first) this.#fetching = -1;
    } catch (error) {
      if (!isAbort(error)) this.#fail(error, abort);
    }
  }

  /** The stretch of the day shown. */
  stretch(): Stretch | undefined {
    return this.days[placeOf(this.days, this.#context.state.get().day)];
  }

  /** The areas of the day shown; undefined while they have not come. */
  areas(): readonly Area[] | undefined {
    const { day } = this.#context.state.get();
    const at = placeOf(this.days, day);
    if (at < 0) return this.answer ? none : undefined;
    const of = this.#groups.get(groupOf(this.days, at)[0]);
    if (!of) return undefined;
    if (this.#shown?.day !== day || this.#shown.of !== of) {
      const areas = of.filter(({ from, to }) => from <= day && day < to);
      const before = this.#shown?.areas ?? [];
      const same = areas.length === before.length && areas.every((area, i) => area === before[i]);
      this.#shown = { day, of, areas: same ? before : areas };
    }
    return this.#shown.areas;
  }

  /** The area of the day shown in which a place lies. */
  at(point: LonLat): Area | undefined {
    return areaAt(this.areas() ?? none, point);
  }

  /** The nearest day before or after the one shown on which other areas differ. */
  step(by: -1 | 1): Day | undefined {
    const { day } = this.#context.state.get();
    const firsts = this.days.map(({ from }) => from).filter(Number.isFinite);
    return by < 0 ? firsts.filter((from) => from < day).at(-1) : firsts.find((from) => from > day);
  }
}

const none: readonly Area[] = [];

/** Days `[from, to)` as a closed interval. */
function interval(from: Day, to: Day): string {
  return `${Number.isFinite(from) ? toISO(from) : '..'}/${Number.isFinite(to) ? toISO(to - 1) : '..'}`;
}

const all = new WeakMap<Context, Asked>();

/** What the page has asked of two maps; the view on the map and the panel share it. */
export function askedOf(context: Context): Asked {
  const asked = all.get(context) ?? new Asked(context);
  all.set(context, asked);
  return asked;
}
