import type { EventsAnswer } from '../answers.ts';
import { parseISO, type Day } from '../days.ts';
import type { Names } from '../model.ts';
import { bestFit } from '../search/happened.ts';
import { readDated } from '../search/dated.ts';
import { fold } from '../search/fold.ts';

/** An event with all that it is looked for by. */
export type Told = EventsAnswer['events'][number];

/** Which events are wanted; what is empty says nothing. */
export interface Filter {
  /** Whether they are on the map. */
  readonly pins: boolean;
  readonly kind: string;
  /** Who gained, lost, or said something. */
  readonly actor: string;
  /** The id of a stretch of time. */
  readonly span: string;
  /** Words, days, or both. */
  readonly text: string;
  /** The ids of those at one pin. */
  readonly at: readonly string[];
}

/** All events, and none on the map. */
export const all: Filter = { pins: false, kind: '', actor: '', span: '', text: '', at: [] };

const keys = ['kind', 'actor', 'span', 'text'] as const;

/**
 * A filter as addresses have it, such as `pins,actor:azerbaijan,text:October 2020`; commas, colons
 * and percents of values are escaped. Empty for all events.
 */
export function writeFilter(filter: Filter): string {
  const escaped = (value: string) => value.replace(/[%,:]/g, encodeURIComponent);
  return [...(filter.pins ? ['pins'] : []),
    ...keys.filter((key) => filter[key] !== '').map((key) => `${key}:${escaped(filter[key])}`),
    ...(filter.at.length > 0 ? [`at:${filter.at.map(escaped).join(':')}`] : [])].join(',');
}

/** Reads what `writeFilter` wrote, and names the parts of it that mean nothing. */
export function readFilter(text: string): { readonly filter: Filter; readonly unread: readonly string[] } {
  const unread: string[] = [];
  let filter = all;
  for (const part of text.split(',').filter(Boolean)) {
    const [name = '', ...values] = part.split(':').map(unescaped);
    const key = keys.find((known) => known === name);
    if (part === 'pins') filter = { ...filter, pins: true };
    else if (name === 'at' && values.length > 0) filter = { ...filter, at: values };
    else if (key && values.length === 1 && values[0]) filter = { ...filter, [key]: values[0] };
    else unread.push(part);
  }
  return { filter, unread };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a filter lets all events through. */
export function isWhole(filter: Filter): boolean {
  return keys.every((key) => filter[key] === '') && filter.at.length === 0;
}

/** What the rules of a filter read. */
export interface Rules {
  /** The ids and names that stand for an actor where somebody says something. */
  readonly sides: (actor: string) => ReadonlySet<string>;
  readonly span: (id: string) => { readonly from: Day; readonly to: Day } | undefined;
}

/** The events that a filter lets through, in their order. */
export function chosen(events: readonly Told[], filter: Filter, rules: Rules): readonly Told[] {
  const span = filter.span === '' ? undefined : rules.span(filter.span);
  const sides = filter.actor === '' ? undefined : rules.sides(filter.actor);
  const [dated, words] = [readDated(filter.text), fold(filter.text)];
  const within = (event: Told, from: Day, to: Day) => {
    const day = parseISO(event.day);
    return day !== undefined && from <= day && day < to;
  };
  const says = (event: Told) => {
    if (words === '') return true;
    const texts = wordsOf(event);
    // a title may have a year in it that is not its own; of days alone only days are meant
    if (dated?.name !== '' && bestFit(words, texts) !== undefined) return true;
    return dated !== undefined && within(event, dated.first, dated.last + 1) &&
      (dated.name === '' || bestFit(fold(dated.name), texts) !== undefined);
  };
  return events.filter((event) => (filter.kind === '' || event.kind === filter.kind) &&
    (!sides || actorsOf(event).some((id) => sides.has(id))) &&
    (!span || within(event, span.from, span.to)) &&
    (filter.at.length === 0 || filter.at.includes(event.id)) && says(event));
}

/** Who gained, lost, or said something. */
export function actorsOf({ from_actor, to_actor, claimed, confirmed, claims }: Told): readonly string[] {
  return [from_actor, to_actor, claimed?.by, confirmed?.by, ...Object.keys(claims ?? {})]
    .filter((id) => id !== undefined);
}

/** What words are looked for in, folded: an event is read once. */
function wordsOf(event: Told): readonly string[] {
  let words = folded.get(event);
  if (!words) {
    const texts = (names: Names | string | undefined) =>
      (names === undefined ? [] : typeof names === 'string' ? [names] : Object.values(names));
    words = [...texts(event.title), ...texts(event.summary), event.place ?? ''].map(fold).filter(Boolean);
    folded.set(event, words);
  }
  return words;
}

const folded = new WeakMap<Told, readonly string[]>();
