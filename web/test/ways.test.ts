import { describe, expect, it } from 'vitest';
import { parseISO } from '../src/days.ts';
import { controlOn, passingOn } from '../src/held.ts';
import { buildTimeline } from '../src/timeline.ts';
import { tally } from '../src/tally.ts';
import { waysOn } from '../src/ways.ts';
import { sampleAnswer } from './fixture.ts';

const answer = sampleAnswer();
const [a, b] = answer.zones;
if (!a || !b) throw new Error('no zones');
// `c` is held as `a` is, since another day that is not known
const timeline = buildTimeline({ ...answer, zones: [a, b, { ...a, id: 'c', area_km2: 5,
  periods: (a.periods ?? []).map((period) => period.from === '2000-02-01'
    ? { ...period, from_earliest: '2000-01-15', from_latest: '2000-03-01' } : period) }] });

describe.each(['1989-01-01', '1995-01-01', '2000-01-20', '2000-02-10', '2004-01-01', '2006-01-01'])(
  'the ways in which zones are held on %s', (iso) => {
    const day = parseISO(iso)!;
    const view = new Set(['b', 'c']);
    const ways = waysOn(timeline, day, view);

    it('are those of the zones, one by one', () => {
      const told = ways.map(({ zone, period, passing }) => [period, passing,
        period === controlOn(timeline, zone.id, day), passing === !!passingOn(timeline, zone.id, day)]);
      expect(told.every(([, , same, alike]) => same && alike)).toBe(true);
      expect(new Set(told.map(([period, passing]) => {
        const p = period as ReturnType<typeof controlOn>;
        return `${p?.controller} ${p?.status} ${p?.patrolled_by} ${String(passing)}`;
      })).size).toBe(ways.length);
    });

    it('count all zones, and those in view', () => {
      const by = (of: 'all' | 'seen') => ways.reduce((sums, { period, [of]: { zones, km2 } }) => {
        const key = period?.controller ?? 'unknown';
        const sum = sums.get(key) ?? { zones: 0, km2: 0 };
        return zones === 0 ? sums : sums.set(key, { zones: sum.zones + zones, km2: sum.km2 + km2 });
      }, new Map<string, { zones: number; km2: number }>());
      expect(by('all')).toEqual(tally(timeline, day, (period) => period.controller));
      expect(by('seen')).toEqual(tally({ ...timeline, zones: new Map([...timeline.zones]
        .filter(([id]) => view.has(id))) }, day, (period) => period.controller));
    });

    it('are kept for the same day and view alone', () => {
      const again = waysOn(timeline, day, view);
      expect(waysOn(timeline, day, view)).toBe(again);
      const other = waysOn(timeline, day, new Set(['a']));
      expect(other.reduce((sum, { seen }) => sum + seen.km2, 0)).toBe(10);
    });
  });
