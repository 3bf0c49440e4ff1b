import { describe, expect, it } from 'vitest';
import { sampleAnswer } from './fixture.ts';
import { apart, flagsOf } from '../src/controls/flags.ts';
import { stepFrom } from '../src/player.ts';
import { addToDay, parseISO, toISO } from '../src/days.ts';
import { buildTimeline } from '../src/timeline.ts';

const timeline = buildTimeline(sampleAnswer());
const day = (iso: string) => parseISO(iso)!;

it.each([
  ['2020-01-31', 'month', 1, '2020-02-29'], ['2020-02-29', 'year', 1, '2021-02-28'],
  ['2020-01-15', 'month', -1, '2019-12-15'],
  ['2020-01-01', 'day', -1, '2019-12-31'], ['2019-12-31', 'month', 2, '2020-02-29'],
] as const)('%s and a %s by %i is %s', (from, unit, count, want) => {
  expect(toISO(addToDay(day(from), unit, count))).toBe(want);
});

describe('a step', () => {
  it.each([
    ['1995-01-01', 'change', 1, '2000-01-01'], ['1995-01-01', 'year', 1, '1996-01-01'],
    ['1990-01-01', 'day', -1, undefined],
    ['2009-12-31', 'month', 1, undefined], ['2005-01-01', 'change', 1, undefined],
  ] as const)('from %s by %s %i leads to %s', (from, unit, by, want) => {
    const to = stepFrom({ timeline }, day(from), unit, by);
    expect(to === undefined ? undefined : toISO(to)).toBe(want);
  });
});

it('flags events of note, and not two on one spot', () => {
  const answer = sampleAnswer();
  const event = (id: string, on: string, kind: string, zones: string[] = []) =>
    ({ id, date: on, day: on, kind, title: { en: id }, zones });
  const flagged = buildTimeline({ ...answer, events: [
    event('truce', '1994-05-12', 'ceasefire'), event('truce again', '1994-05-13', 'ceasefire'),
    event('talk', '1996-01-01', 'agreement'), event('sweep', '2000-01-01', 'capture', ['a', 'b']),
  ] });
  const [first, last] = [day('1990-01-01'), day('2009-12-31')];
  const flags = flagsOf({ timeline: flagged }, first, last);
  const shown = (px: number) => apart(flags, last - first, px).map(({ title }) => title['en']);
  expect(shown(1200)).toEqual(['truce', 'sweep']);
  expect(shown(70), 'where they would be less than 24 px apart').toEqual(['truce']);
});
