import { describe, expect, it } from 'vitest';
import { sampleAnswer } from './fixture.ts';
import { parseISO, toISO } from '../src/days.ts';
import { beganText } from '../src/doubt.ts';
import { en as english } from '../src/texts/en.ts';
import {
  currentChange, epochOf, eventsOn, nextChange, previousChange, sameMap, startingOn,
} from '../src/epochs.ts';
import { changedBetween, controlOn, passingOn } from '../src/held.ts';
import { buildTimeline, endOf, passingsOf, rivalOf, sameControl } from '../src/timeline.ts';
import { tally } from '../src/tally.ts';
import type { ControlPeriod, TimelineAnswer } from '../src/model.ts';

const timeline = buildTimeline(sampleAnswer());
const day = (iso: string) => parseISO(iso)!;
const iso = (d: number | undefined) => (d === undefined ? undefined : toISO(d));

describe('a period', () => {
  it.each([
    ['first day', '2000-01-01', 'contested'],
    ['last day', '2000-01-31', 'contested'],
    ['day it ended', '2000-02-01', 'controlled'],
    ['open end', '2009-12-31', 'controlled'],
  ])('on its %s', (_name, on, want) => {
    expect(controlOn(timeline, 'a', day(on))?.status).toBe(want);
  });

  it.each(['1989-12-31', '2010-01-01'])('is unknown on %s, which the dataset does not cover',
      (on) => {
    expect(controlOn(timeline, 'a', day(on))).toBeUndefined();
  });

  it('is unknown for a zone that is not there', () => {
    expect(controlOn(timeline, 'nowhere', day('2000-01-01'))).toBeUndefined();
  });
});

it('who holds a zone is the same in whatever order days are asked for', () => {
  const days = Array.from({ length: 24 }, (_, i) => day('1989-06-01') + i * 400);
  const asked = [...days, ...[...days].reverse(), ...days.flatMap((d, i) => [d, days[i - 2] ?? d])];
  for (const on of asked) {
    for (const id of ['a', 'b', 'nowhere']) {
      const want = on < timeline.covers.from || on >= timeline.covers.to ? undefined
        : timeline.zones.get(id)?.periods.find(({ from, to }) => from <= on && on < to);
      expect(controlOn(timeline, id, on)).toBe(want);
    }
  }
});

describe('the end of what is drawn over time', () => {
  const changes = [day('2000-01-01'), day('2001-01-01')];
  const open = { changes, covers: { from: day('2000-01-01'), to: Infinity } };
  it.each([
    ['the end of the data', { ...open, covers: { ...open.covers, to: day('2003-01-01') } }, '2002-01-01', '2003-01-01'],
    ['the day until which it was kept', open, '2001-02-01', '2001-02-02'],
    ['the last change', open, '2000-06-01', '2001-01-02'],
    ['a year after the last change', open, undefined, '2002-01-02'],
    ['more than a day', { ...open, changes: [] }, '2000-01-01', '2000-01-03'],
  ])('is %s', (_name, of, asOf, want) => {
    expect(iso(endOf(of, asOf))).toBe(want);
  });
});

describe('a period says', () => {
  it.each([[true, '1 Jan 2000 or earlier'], [undefined, '1 Jan 2000']])(
    'that it began then or earlier: %s', (earlier, want) => {
      const period = { from: day('2000-01-01'), ...(earlier ? { since_or_earlier: earlier } : {}) };
      expect(beganText(english, period)).toBe(want);
    });
});

describe('changes', () => {
  const { changes } = timeline;

  it.each([
    ['1989-12-31', 0, undefined, undefined, '1990-01-01'],
    ['1990-01-01', 1, '1990-01-01', undefined, '2000-01-01'],
    ['2000-01-31', 2, '2000-01-01', '2000-01-01', '2000-02-01'],
    ['2000-02-01', 3, '2000-02-01', '2000-01-01', '2005-01-01'],
    ['2009-01-01', 4, '2005-01-01', '2005-01-01', undefined],
  ])('around %s', (on, epoch, current, previous, next) => {
    const d = day(on);
    expect([epochOf(changes, d), iso(currentChange(changes, d)), iso(previousChange(changes, d)),
      iso(nextChange(changes, d))])
      .toEqual([epoch, current, previous, next]);
  });

  it.each([
    ['2000-01-01', '2000-01-31', true],
    ['2000-01-31', '2000-02-01', false],
    ['2009-12-31', '2010-01-01', false],
    ['1980-01-01', '2020-01-01', true],
  ])('%s and %s have the same map: %s', (a, b, same) => {
    expect(sameMap(timeline, day(a), day(b))).toBe(same);
  });

  it('name the zones and the events that begin', () => {
    expect(startingOn(timeline, day('2000-02-01')).map((z) => z.id)).toEqual(['a', 'b']);
    expect(eventsOn(timeline, day('2000-02-01')).map((e) => e.id)).toEqual(['taken']);
    expect(startingOn(timeline, day('2000-02-02'))).toEqual([]);
  });
});

it('the rival is who held the zone before, else after', () => {
  const [first, contested, last] = timeline.zones.get('a')!.periods;
  expect(rivalOf(timeline.zones.get('a')!.periods, contested!)).toBe('red');
  expect(rivalOf(timeline.zones.get('a')!.periods, first!)).toBe('blue');
  expect(rivalOf([last!], last!)).toBeUndefined();
});

it('a tally counts every zone once, unknown ones too', () => {
  const by = (on: string) => Object.fromEntries(tally(timeline, day(on), (p) => p.controller));
  expect(by('1995-01-01')).toEqual({ red: { zones: 2, km2: 40 } });
  expect(by('2006-01-01')).toEqual({ blue: { zones: 1, km2: 10 }, green: { zones: 1, km2: 30 } });
  expect(by('2020-01-01')).toEqual({ unknown: { zones: 2, km2: 40 } });
});

it('a bad date in the answer is reported, not drawn', () => {
  const answer = sampleAnswer();
  expect(() => buildTimeline({ ...answer, changes: ['2000-13-01'] }))
    .toThrow('date "2000-13-01": want YYYY-MM-DD');
});

it('another period holds a zone exactly from the day of its change on', () => {
  const changed = (a: string, b: string) => {
    const has = changedBetween(timeline, day(a), day(b));
    return [...timeline.zones.values()].filter((zone) => has?.(zone)).map(({ id }) => id).sort();
  };
  expect(changed('1999-12-31', '2000-01-01')).toEqual(['a']);
  expect(changed('2000-02-01', '2000-01-31')).toEqual(['a', 'b']);
  expect(changed('1995-01-01', '1996-01-01')).toEqual([]);
  expect(changed('2009-12-31', '2010-01-01'), 'what is not covered is unknown').toEqual(['a', 'b']);
});

describe('a zone of which two days say nothing', () => {
  const answer = sampleAnswer();
  const periods: readonly ControlPeriod[] = [
    { from: '1990-01-01', to: '1995-01-01', status: 'unknown' },
    { from: '1995-01-01', to: '2000-01-01', controller: 'red', status: 'controlled' },
  ];
  const gaps = buildTimeline({ ...answer, zones: answer.zones.map((zone) =>
    (zone.id === 'b' ? zone : { ...zone, periods })) });
  const changed = (a: string, b: string) =>
    changedBetween(gaps, day(a), day(b))?.(gaps.zones.get('a')) ?? false;

  it('has changed, and changed back, if somebody held it between', () => {
    expect([changed('1992-01-01', '2004-01-01'), changed('2004-01-01', '1992-01-01')]).toEqual([true, true]);
  });

  it('has not changed if nobody is known to have held it between either', () => {
    expect([changed('1991-01-01', '1992-01-01'), changed('2000-01-15', '2006-01-01')]).toEqual([false, false]);
  });
});

describe('a change of which nobody knows the day', () => {
  const answer = sampleAnswer();
  const bounded: TimelineAnswer = { ...answer, zones: answer.zones.map((zone) => ({ ...zone,
    periods: zone.periods.map((period, i) => (i === 1 ? { ...period, from_earliest: '1999-12-20',
      from_latest: '2000-03-01' } : period)) })) };
  const timeline = buildTimeline(bounded);
  const on = (iso: string, id = 'a') => passingOn(timeline, id, parseISO(iso)!);

  it('is uncertain from its first to before its last possible day', () => {
    expect(['1999-12-19', '1999-12-20', '2000-01-01', '2000-02-29', '2000-03-01']
      .map((iso) => on(iso) !== undefined)).toEqual([false, true, true, true, false]);
    expect(on('2000-01-15')).toMatchObject({ before: { controller: 'red' },
      after: { controller: 'blue' } });
  });

  it('is another map than the days around it, without being another change', () => {
    const days = ['1999-12-19', '1999-12-20', '2000-02-29', '2000-03-01'].map((d) => parseISO(d)!);
    expect(sameMap(timeline, days[0]!, days[1]!)).toBe(false);
    expect(sameMap(timeline, days[2]!, days[3]!)).toBe(false);
    expect(changedBetween(timeline, days[0]!, days[1]!)?.(timeline.zones.get('a'))).toBe(true);
    expect(timeline.changes).toEqual(buildTimeline(answer).changes);
  });

  it('is none where both periods say the same, or the day is not covered', () => {
    const same = { controller: 'x', status: 's' };
    const days = (from: number, to: number) => ({ from, to, earliest: from - 1, latest: from + 1 });
    expect(passingsOf([{ ...same, ...days(0, 9) }, { ...same, ...days(9, 20) }], sameControl)
      .map(({ after }) => after.from)).toEqual([0]);
    expect(passingOn({ ...timeline, covers: { from: 0, to: 1 } }, 'a', parseISO('2000-01-15')!))
      .toBeUndefined();
  });
});
