import { describe, expect, it } from 'vitest';
import { all, chosen, isWhole, readFilter, writeFilter, type Filter, type Told } from '../src/events/filter.ts';
import { pinsOf, spotsOf } from '../src/events/places.ts';
import { parseISO } from '../src/days.ts';

const event = (id: string, day: string, more: Partial<Told> = {}): Told =>
  ({ id, date: day, day, kind: 'capture', title: { en: `Event ${id}` }, ...more });
const events: readonly Told[] = [
  event('a', '1994-05-12', { kind: 'ceasefire', title: { en: 'Ceasefire of 1994', hy: '1994 թվականի զինադադար' } }),
  event('b', '2020-10-09', { title: { en: 'Hadrut announced', ru: 'Объявлено о взятии Гадрута' }, to_actor: 'azerbaijan', from_actor: 'forces', point: [47, 39.5] }),
  event('c', '2020-10-31', { claimed: { date: '2020-10-31', by: 'Azerbaijan' }, summary: { en: 'Villages: Sur, and others' }, regions: ['r1', 'r2'] }),
  event('d', '2020-11-01', { title: { en: 'On 31 October of 2020' }, to_actor: 'azerbaijan', regions: ['r1', 'r2', 'r3', 'r4'] }),
];
const rules = {
  sides: (actor: string) => new Set(actor === 'azerbaijan' ? ['azerbaijan', 'Azerbaijan'] : [actor]),
  span: (id: string) => (id === 'war' ? { from: parseISO('2020-09-27')!, to: parseISO('2020-11-01')! } : undefined),
};

describe('the filter of events', () => {
  it.each<readonly [what: string, filter: Partial<Filter>, ids: string]>([
    ['nothing', {}, 'abcd'],
    ['a kind', { kind: 'ceasefire' }, 'a'],
    ['who gained or said it', { actor: 'azerbaijan' }, 'bcd'],
    ['who lost', { actor: 'forces' }, 'b'],
    ['a stretch of time, without the day after its last', { span: 'war' }, 'bc'],
    ['a month', { text: 'October 2020' }, 'bc'],
    ['a month in Armenian', { text: 'հոկտեմբեր 2020' }, 'bc'],
    ['a month in Russian with a word', { text: 'Гадрут октябрь 2020' }, 'b'],
    ['a word in Armenian', { text: 'զինադադար' }, 'a'],
    ['a year in a title', { text: 'ceasefire 1994' }, 'a'],
    ['a word of the summary', { text: 'villages' }, 'c'],
    ['a day', { text: '2020-11-01' }, 'd'],
    ['all at once', { actor: 'azerbaijan', kind: 'capture', span: 'war', text: 'hadrut' }, 'b'],
    ['those at one pin', { at: ['a', 'd'] }, 'ad'],
    ['what is not there', { text: 'xyzzy' }, ''],
  ])('%s', (_, filter, ids) => {
    expect(chosen(events, { ...all, ...filter }, rules).map(({ id }) => id).join('')).toBe(ids);
  });

  it('goes into an address and comes back', () => {
    const filters: readonly Filter[] = [all, { ...all, pins: true }, { ...all, actor: 'x', text: 'a, b: 50% c' },
      { pins: true, kind: 'k', actor: 'a', span: 's', text: 't', at: ['e:1', 'e,2'] }];
    for (const filter of filters) expect(readFilter(writeFilter(filter))).toEqual({ filter, unread: [] });
    expect(writeFilter(all)).toBe('');
    expect(filters.map(isWhole)).toEqual([true, true, false, false]);
    expect(readFilter('pins,colour:red,kind,%E0:1,at').unread).toEqual(['colour:red', 'kind', '%E0:1', 'at']);
  });
});

describe('places of events', () => {
  const regions = ['r1', 'r2', 'r3', 'r4'].map((id, i) => ({ id, layer: 'l', names: { en: id }, bbox: [i, i, i + 2, i + 2] as const,
    valid_from: null, valid_to: null }));

  it('are their points, else their regions unless they are many', () => {
    const spots = spotsOf(events, { regions });
    expect(spots.get('c')?.map(({ point }) => point)).toEqual([[1, 1], [2, 2]]);
    expect([...spots].map(([id, list]) => `${id}${list.map(({ region }) => (region ? 'r' : 'p')).join('')}`)).toEqual(['a', 'bp', 'crr', 'd']);
  });

  it('that would touch are one pin', () => {
    const spots = [0, 1, 2, 50, 51, 100].map((x, i) => ({ event: event(String(i), '2000-01-01'), point: [x, 0] as const }));
    const pins = pinsOf(spots, ([x]) => ({ x: x * 10, y: 0 }), 26);
    expect(pins.map((pin) => pin.spots.length)).toEqual([3, 2, 1]);
    for (const [i, pin] of pins.entries()) if (i > 0) expect(pin.x - pins[i - 1]!.x).toBeGreaterThanOrEqual(26);
  });
});
