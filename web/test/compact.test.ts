import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandTimeline } from '../src/compact.ts';
import type { CompactTimelineAnswer, TimelineAnswer } from '../src/model.ts';

/** What the server answers about a made-up dataset; its own tests write the files. */
function golden<T>(name: string): T {
  const file = new URL(`../../server/testdata/golden/timeline-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

describe('a compact timeline', () => {
  it.each(['small', 'isles', 'isles-crown', 'olden', 'globe'])(
    'says what the full one says: %s', (name) => {
      expect(expandTimeline(golden<CompactTimelineAnswer>(`${name}-compact`)))
        .toEqual(golden<TimelineAnswer>(name));
    });

  const small = golden<CompactTimelineAnswer>('small-compact');
  const [zone] = small.zones;
  const of = (periods: readonly number[]) => expandTimeline({
    ...small,
    starts: [{ day: null, since_or_earlier: true }, { day: '2001-01-01', event: 'e' },
      { day: '2002-01-01', from_earliest: '2001-12-01', from_latest: '2002-02-01' }],
    ways: [{ controller: 'reds', status: 'controlled' }, { status: 'unknown' }],
    zones: [{ ...zone!, periods }],
  }).zones[0]!.periods;
  const [red, unknown] = [{ controller: 'reds', status: 'controlled' }, { status: 'unknown' }];
  const uncertain = { from_earliest: '2001-12-01', from_latest: '2002-02-01' };

  it.each([
    ['no period', [], []],
    ['one without bounds', [0, 0], [{ from: null, to: null, since_or_earlier: true, ...red }]],
    ['a gap', [1, 0, 2, -1], [{ from: '2001-01-01', to: '2002-01-01', event: 'e', ...red }]],
    ['a gap between two', [0, 0, 1, -1, 2, 1],
      [{ from: null, to: '2001-01-01', since_or_earlier: true, ...red },
        { from: '2002-01-01', to: null, ...uncertain, ...unknown }]],
    ['one after the other', [1, 0, 2, 1],
      [{ from: '2001-01-01', to: '2002-01-01', event: 'e', ...red },
        { from: '2002-01-01', to: null, ...uncertain, ...unknown }]],
  ])('has %s', (_name, places, want) => {
    expect(of(places)).toEqual(want);
  });

  it('of a start that is not there is refused', () => {
    expect(() => of([3, 0])).toThrow('start 3: want less than 3');
  });
});
