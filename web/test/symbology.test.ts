import { describe, expect, it } from 'vitest';
import { sampleAnswer } from './fixture.ts';
import { parseISO } from '../src/days.ts';
import { changeOf } from '../src/difference.ts';
import { borderLook, buildSymbology } from '../src/symbology.ts';
import { holdingOn } from '../src/held.ts';
import { buildTimeline } from '../src/timeline.ts';

const answer = sampleAnswer();
const timeline = buildTimeline(answer);
const symbology = buildSymbology(answer.actors, answer.dataset.statuses);
const on = (iso: string) => parseISO(iso)!;

describe('the look of a zone', () => {
  it.each([
    ['solid where one side controls it', 'a', '1995-01-01', '#ff0000', 'solid', null],
    ['hatched in the colour of who held it before', 'a', '2000-01-15', '#0000ff', 'hatch',
      '#ff0000'],
    ['striped in the colour of the patrol', 'b', '2001-01-01', '#ff0000', 'stripes', '#00ff00'],
    ['striped in its own colour under the patrol itself', 'b', '2006-01-01', '#00ff00', 'stripes',
      null],
    ['dotted where nothing is known', 'a', '2020-01-01', null, 'dots', null],
  ])('%s', (_name, zone, day, base, pattern, ink) => {
    const { key: _key, ...look } = symbology.zoneFill(timeline, zone, on(day));
    expect(look).toEqual({ base, pattern, ink });
  });

  it('has equal keys exactly for equal looks', () => {
    const keys = ['1995-01-01', '1999-12-31', '2000-01-15']
      .map((d) => symbology.zoneFill(timeline, 'a', on(d)).key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
  });
});

it('is level bands of both sides where it is not certain', () => {
  const unsure = sampleAnswer();
  const timeline = buildTimeline({ ...unsure, zones: unsure.zones.map((zone) => ({ ...zone,
    periods: zone.periods.map((period) => (period.from === '2000-01-01' ? { ...period,
      from_earliest: '1999-12-20', from_latest: '2000-01-05' } : period.from === '2005-01-01'
      ? { ...period, controller: 'red', status: 'controlled', from_latest: '2005-02-01' }
      : period)) })) });
  const look = (zone: string, day: string) => symbology.zoneFill(timeline, zone, on(day));
  expect(look('a', '1999-12-25')).toMatchObject(
    { base: '#ff0000', pattern: 'bands', ink: '#0000ff' });
  expect(look('a', '2000-01-02'), 'contested').toMatchObject(
    { base: '#0000ff', pattern: 'mesh', ink: '#ff0000' });
  expect(look('a', '2000-01-05').pattern).toBe('hatch');
  expect(look('b', '2005-01-15'), 'same side').toMatchObject(
    { base: '#ff0000', pattern: 'bands', ink: null });
});

it('hatches a contested zone in the colours of its claimants', () => {
  const contested = { controller: 'red', status: 'contested', claimants: ['red', 'green'] };
  expect(symbology.fill(contested, () => 'blue')).toMatchObject(
    { base: '#ff0000', pattern: 'hatch', ink: '#00ff00' });
});

it('what changed between two days is what looks otherwise', () => {
  const ids = (from: string, to: string) =>
    [...timeline.zones.keys()].filter((id) => symbology.changeFill(timeline, id, on(from), on(to)));
  expect(ids('1995-01-01', '2000-01-15')).toEqual(['a']);
  expect(ids('1995-01-01', '2009-01-01')).toEqual(['a', 'b']);
  expect(ids('1995-01-01', '1996-01-01')).toEqual([]);
});

it('what changed and changed back is hatched in a neutral colour', () => {
  const change = (from: string, to: string, zone = 'b') =>
    symbology.changeFill(timeline, zone, on(from), on(to));
  const back = sampleAnswer();
  const [zone] = back.zones;
  const there = buildTimeline({ ...back, zones: [{ ...zone!, periods: [
    { from: '1990-01-01', to: '1995-01-01', controller: 'red', status: 'controlled' },
    { from: '1995-01-01', to: '1996-01-01', controller: 'blue', status: 'controlled' },
    { from: '1996-01-01', to: null, controller: 'red', status: 'controlled' },
  ] }] });
  expect(symbology.changeFill(there, 'a', on('1994-01-01'), on('1997-01-01'))).toMatchObject({
    base: null, pattern: 'hatch',
  });
  expect(symbology.changeFill(there, 'a', on('1997-01-01'), on('1999-01-01'))).toBeUndefined();
  expect(change('1995-01-01', '1996-01-01')).toBeUndefined();
  expect(change('1995-01-01', '2006-01-01')).toMatchObject({ base: '#00ff00', pattern: 'dashes', ink: '#ff0000' });
});

describe('a change between two days', () => {
  const unknown = sampleAnswer();
  const there = buildTimeline({ ...unknown, zones: unknown.zones.map((zone) => ({ ...zone,
    periods: zone.id === 'a' ? [
      { from: '1990-01-01', to: '1995-01-01', status: 'unknown' },
      { from: '1995-01-01', to: '2003-01-01', controller: 'red', status: 'controlled' },
    ] : zone.periods })) });
  const change = (zone: string, from: string, to: string) =>
    changeOf(there, zone, on(from), on(to))?.kind;
  const fill = (zone: string, from: string, to: string) =>
    symbology.changeFill(there, zone, on(from), on(to));

  it.each([
    ['shows who lost and who gained', 'b', '1995-01-01', '2006-01-01', 'passed', '#00ff00', 'dashes', '#ff0000'],
    ['of the patrol is none of hands', 'b', '1995-01-01', '2001-01-01', 'altered', null, 'stripes', '#ff0000'],
    ['from unknown passes from nobody', 'a', '1993-01-01', '1996-01-01', 'appeared', '#ff0000', 'dots', null],
    ['between two days of which nothing is known was one back', 'a', '1993-01-01', '2004-01-01', 'back', null, 'hatch', '#767c84'],
    ['to no data passes to nobody', 'a', '1996-01-01', '2004-01-01', 'lost', null, 'dots', '#ff0000'],
  ])('%s', (_name, zone, from, to, kind, base, pattern, ink) => {
    expect(change(zone, from, to)).toBe(kind);
    expect(fill(zone, from, to)).toMatchObject({ base, pattern, ink });
    expect([change(zone, to, from), fill(zone, to, from)], 'given backwards')
      .toEqual([change(zone, from, to), fill(zone, from, to)]);
  });

  it('is none where nothing is known on both days, or one is not covered', () => {
    expect(change('a', '1991-01-01', '1992-01-01')).toBeUndefined();
    expect(change('a', '2004-01-01', '2005-01-01')).toBeUndefined();
    expect(change('b', '1995-01-01', '2015-01-01')).toBeUndefined();
    expect(change('b', '1995-01-01', '1995-01-01')).toBeUndefined();
  });
});

it('what one side claims has upright lines, in the colour of its patrol', () => {
  const claimed = { controller: 'red', status: 'controlled', claim: true };
  expect(symbology.fill(claimed)).toMatchObject({ base: '#ff0000', pattern: 'upright', ink: null });
  expect(symbology.fill({ ...claimed, status: 'peacekeepers', patrolled_by: 'green' }))
    .toMatchObject({ pattern: 'upright', ink: '#00ff00' });
  expect(symbology.fill({ ...claimed, claim: false }).pattern).toBe('solid');
});

describe('a border', () => {
  it.each([
    ['between zones of one controller', 'a', 'b', '1995-01-01', 'inner'],
    ['between two controllers', 'a', 'b', '2000-01-15', 'front'],
    ['of the partition', 'a', undefined, '1995-01-01', 'outer'],
    ['on a day that is not covered', 'a', 'b', '2020-01-01', 'inner'],
  ])('%s', (_name, left, right, day, want) => {
    expect(borderLook(holdingOn(timeline, on(day)), left, right).kind).toBe(want);
  });
});

it('a border is as sure as its less sure side, and sure where nobody says otherwise', () => {
  const graded = sampleAnswer();
  const [a, b] = graded.zones.map((zone, i) =>
    ({ ...zone, periods: zone.periods.map((p, n) =>
    ({ ...p, ...(i === 0 && n === 1 ? { confidence: 'low' } : i === 1 ? { confidence: 'medium' }
    : {}) })) }));
  const there = buildTimeline({ ...graded, zones: [a!, b!] });
  expect(borderLook(holdingOn(there, on('1995-01-01')), 'a', undefined).confidence).toBe('high');
  expect(borderLook(holdingOn(there, on('1995-01-01')), 'a', 'b').confidence).toBe('medium');
  expect(borderLook(holdingOn(there, on('2000-01-15')), 'b', 'a').confidence).toBe('low');
});
