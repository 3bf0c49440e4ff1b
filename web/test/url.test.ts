import { describe, expect, it } from 'vitest';
import { parseISO } from '../src/days.ts';
import type { View } from '../src/state.ts';
import { decodeBounds, decodeView, encodeBounds, encodeView, keepKnown, type Vocabulary } from '../src/url.ts';

const known: Vocabulary = { lang: 'en', languages: ['en', 'az'], nameLanguages: ['en', 'az', 'hy'],
  viewpoints: ['confirmed', 'announced'] };
const view: Omit<View, 'chosen'> = {
  day: parseISO('2020-11-24')!, lang: 'az', names: 'own', center: [46.75, 39.81], zoom: 9,
  selection: [46.04, 40.1],
  compare: null, mode: 'one', other: '', events: '', tab: 'place', viewpoint: '', hidden: [],
};
const full: Omit<View, 'chosen'> = {
  ...view, zoom: 8.5, compare: parseISO('2020-09-27')!, mode: 'swipe', tab: 'changes',
  viewpoint: 'announced', other: 'isles', events: 'pins,actor:red,text:October 2020', names: 'hy', hidden: ['rivers', 'actor:red'],
};

describe('the address', () => {
  it('keeps the day as of which something was known', () => {
    keepKnown('2021-03-01');
    try {
      expect(encodeView(view, known)).toBe('?d=2020-11-24&c=39.81,46.75,9&sel=46.04,40.1&known=2021-03-01&lang=az');
      expect(decodeView(encodeView(view, known), known).problems).toEqual([]);
    } finally {
      keepKnown('');
    }
  });
  it('is short and readable', () => {
    expect(encodeView(view, known)).toBe('?d=2020-11-24&c=39.81,46.75,9&sel=46.04,40.1&lang=az');
    expect(encodeView({ ...view, lang: 'en', selection: null, tab: 'legend' }, known))
      .toBe('?d=2020-11-24&c=39.81,46.75,9');
    expect(encodeView(full, known))
      .toBe('?d=2020-11-24&c=39.81,46.75,8.5&sel=46.04,40.1&cmp=2020-09-27&mode=swipe&with=isles&tab=changes' +
      '&events=pins,actor:red,text:October%202020&vp=announced&hide=rivers,actor:red&names=hy&lang=az');
  });

  it('names the other map', () => {
    for (const other of ['isles', 'isles@2021-03-01', '@2021-03-01', '@']) {
      const query = encodeView({ ...view, other, tab: 'maps' }, known);
      expect(query).toContain(`&with=${other}&tab=maps`);
      expect(decodeView(query, known)).toMatchObject({ view: { other, tab: 'maps' }, problems: [] });
    }
    expect(decodeView('?with=%3Cb%3E', known).problems[0]).toContain('with=<b>');
  });

  it('survives a round trip', () => {
    expect(decodeView(encodeView(full, known), known)).toEqual({ view: full, problems: [] });
    const { selection, names, ...rest } = decodeView(encodeView(view, known), known).view;
    expect([selection, names, rest])
      .toEqual([[46.04, 40.1], undefined,
      { day: view.day, center: view.center, zoom: 9, lang: 'az' }]);
  });

  it('has years before Christ', () => {
    const old = { ...view, day: parseISO('-0044-03-15')!, compare: parseISO('0000-02-29')! };
    const query = encodeView(old, known);
    expect(query).toContain('?d=-0044-03-15&');
    expect(decodeView(query, known).view).toMatchObject({ day: old.day, compare: old.compare });
  });

  it('names places as everybody does, whatever copy of the world they were in', () => {
    expect(encodeView({ ...view, center: [187.7, -17.5], selection: [-532.3, -17.5] }, known))
      .toContain('c=-17.5,-172.3,9&sel=-172.3,-17.5');
    expect(decodeView('?c=-17.5,187.7,9&sel=547.7,-17.5', known).view)
      .toMatchObject({ center: [-172.3, -17.5], selection: [-172.3, -17.5] });
  });

  it('may be empty', () => {
    expect(decodeView('', known)).toEqual({ view: {}, problems: [] });
  });

  it.each([
    'd=2020-13-01', 'c=91,46,9', 'c=39,46', 'c=39,46,8.3', 'c=,46,8', 'sel=4000,10', 'sel=a,b',
    'lang=xx', 'cmp=2020', 'mode=x', 'tab=x', 'vp=x', 'names=ka',
  ])('says that %s cannot be read, and leaves it out', (query) => {
    const { view: read, problems } = decodeView(`?${query}`, known);
    expect(read).toEqual({});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(query);
  });

  it('is never the cause of an error', () => {
    let seed = 11;
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    const letters = 'dcselmp=&,.-:%0123456789 öə';
    for (let i = 0; i < 5000; i++) {
      const { view: read } = decodeView(`?${Array.from({ length: random(40) }, () => letters[random(letters.length)]).join('')}`, known);
      expect(encodeView({ ...view, ...read }, known)).toContain('?d=');
    }
  });
});

describe('bounds', () => {
  it.each([
    ['?bounds=45.4,38.8,47.5,40.5', [45.4, 38.8, 47.5, 40.5]], ['?bounds=170,-1,-170,1', [170, -1, -170, 1]],
    ['?bounds=1,2,3', undefined], ['?bounds=1,3,2,2', undefined], ['?bounds=a,b,c,d', undefined],
    ['?bounds=1,2,1,4', undefined], ['?d=2020-11-25', undefined],
  ] as const)('%s', (query, want) => expect(decodeBounds(query)).toEqual(want));

  it('come back as they were written', () => {
    expect(encodeBounds([170, -1, 190, 1])).toBe('bounds=170,-1,-170,1');
    expect(encodeBounds([-200, -60, 200, 60])).toBe('bounds=-180,-60,180,60');
    expect(decodeView('?bounds=1,2,3', known).problems.length).toBe(1);
  });
});
