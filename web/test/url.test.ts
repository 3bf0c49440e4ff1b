import { describe, expect, it } from 'vitest';
import { parseISO } from '../src/days.ts';
import type { View } from '../src/state.ts';
import { decodeView, encodeView } from '../src/url.ts';

const languages = ['en', 'az'];
const view: View = { day: parseISO('2020-11-24')!, lang: 'az', center: [46.75, 39.81], zoom: 9, selection: [46.04, 40.1] };

describe('the address', () => {
  it('is short and readable', () => {
    expect(encodeView(view, 'en')).toBe('?d=2020-11-24&c=39.81,46.75,9&sel=46.04,40.1&lang=az');
    expect(encodeView({ ...view, lang: 'en', selection: null }, 'en')).toBe('?d=2020-11-24&c=39.81,46.75,9');
  });

  it('survives a round trip', () => {
    expect(decodeView(encodeView(view, 'en'), languages)).toEqual({ view, problems: [] });
  });

  it('may be empty', () => {
    expect(decodeView('', languages)).toEqual({ view: {}, problems: [] });
  });

  it.each(['d=2020-13-01', 'c=91,46,9', 'c=39,46', 'c=39,46,8.5', 'c=,46,8', 'sel=200,10', 'sel=a,b', 'lang=xx'])(
    'says that %s cannot be read, and leaves it out',
    (query) => {
      const { view: read, problems } = decodeView(`?${query}`, languages);
      expect(read).toEqual({});
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(query);
    },
  );
});
