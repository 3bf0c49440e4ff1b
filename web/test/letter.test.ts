import { describe, expect, it } from 'vitest';
import { letterAddress, type Letter } from '../src/letter.ts';

const letter: Letter = {
  subject: 'Mistake: A & B', question: 'What is wrong?',
  facts: [{ key: 'name', words: 'Place', text: 'Հյուսիս? & "B" <c>' },
    { key: 'view', words: 'View', text: 'https://map.example/?d=1975-06-15&c=1,2,3' }],
  sources: ['Gazette, On the hill, https://example.org/?a=1&b=2', 'Almanac'],
};

/** What a mail program makes of an address (RFC 6068). */
function opened(address: string): Record<string, string> {
  return Object.fromEntries((address.split(/\?(.*)/s)[1] ?? '').split('&').map((part) =>
    part.split(/=(.*)/s).slice(0, 2).map(decodeURIComponent)));
}

describe('a letter about a mistake', () => {
  it('is written but for what is wrong', () => {
    const address = letterAddress('mailto:survey@example.org', letter)!;
    expect(address).toMatch(/^mailto:survey@example\.org\?subject=[!-~]*$/);
    expect(opened(address)).toEqual({ subject: 'Mistake: A & B', body: ['What is wrong?', '', '', '--',
      'Place: Հյուսիս? & "B" <c>', 'View: https://map.example/?d=1975-06-15&c=1,2,3',
      '- Gazette, On the hill, https://example.org/?a=1&b=2', '- Almanac'].join('\r\n') });
  });

  it('keeps what the dataset has of its own', () => {
    const address = letterAddress('mailto:a@example.org?cc=b@example.org&subject=Map', letter)!;
    expect(opened(address)).toMatchObject({ cc: 'b@example.org', subject: 'Map' });
    expect(address.match(/subject=/g)).toHaveLength(1);
  });

  it('is a form with parameters where that is how mistakes are reported', () => {
    const url = new URL(letterAddress('https://example.org/form?map=isles&day=x#top', letter)!);
    expect(url.hash).toBe('#top');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ map: 'isles', day: 'x',
      name: 'Հյուսիս? & "B" <c>', view: 'https://map.example/?d=1975-06-15&c=1,2,3',
      sources: letter.sources.join('\n') });
  });

  it('is no longer than what mail programs open', () => {
    const many = letterAddress('mailto:a@example.org',
      { ...letter, sources: Array.from({ length: 60 }, (_, i) => `Вестник ${i}`) })!;
    expect(many.length).toBeLessThanOrEqual(2000);
    expect(opened(many)['body']).toMatch(/- Вестник 0\r\n(.*\r\n)*- …$/);
    const long = letterAddress('mailto:a@example.org', { ...letter, subject: 'Ж'.repeat(900),
      facts: [{ key: 'statement', words: 'S', text: 'Ж'.repeat(900) }, ...letter.facts] })!;
    expect(long.length).toBeLessThanOrEqual(2000);
    expect(opened(long)['body']).toContain('https://map.example/?d=1975-06-15&c=1,2,3');
  });

  it('goes nowhere else', () => {
    for (const address of [undefined, '', 'javascript:alert(1)', 'http://example.org/']) {
      expect(letterAddress(address, letter), address).toBeUndefined();
    }
  });
});
