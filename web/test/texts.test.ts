import { describe, expect, it } from 'vitest';
import { formatDay, formatMonth, parseISO } from '../src/days.ts';
import { formatKm2, formatMetres } from '../src/format.ts';
import { interfaceLanguages, loadTexts, pageLanguages, preferredLanguage } from '../src/strings.ts';
import { en } from '../src/texts/en.ts';
import { allChartTexts } from '../src/texts/chart.ts';
import { allDrawnTexts } from '../src/texts/drawn.ts';
import { allEventsTexts } from '../src/texts/events.ts';
import { allFoundTexts } from '../src/texts/found.ts';
import { allMapsTexts } from '../src/texts/maps.ts';
import { allTableTexts } from '../src/texts/table.ts';
import { allFilmTexts } from '../src/texts/film.ts';
import { allShareTexts } from '../src/texts/share.ts';
import { allStatementTexts } from '../src/texts/statement.ts';

/** Every text by its path; functions are called with samples. */
function flat(texts: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const here = `${path}${key}`;
    if (typeof value === 'string') found.set(here, value);
    else if (typeof value === 'function') for (const n of [1, 2, 5, 21]) found.set(`${here}(${n})`,
      String((value as (...args: unknown[]) => string)(String(n), n)));
    else for (const [k, v] of flat(value as object, `${here}.`)) found.set(k, v);
  }
  return found;
}

describe.each(interfaceLanguages.filter((lang) => lang !== 'en'))('the interface in %s', (lang) => {
  it('has every text, in its own words', async () => {
    const whole = (texts: object, language: string) => flat({ ...texts, share: allShareTexts[language],
      statement: allStatementTexts[language], maps: allMapsTexts[language], table: allTableTexts[language], drawn: allDrawnTexts[language],
      chart: allChartTexts[language], found: allFoundTexts[language], events: allEventsTexts[language],
      film: allFilmTexts[language] });
    const [own, english] = [whole(await loadTexts(lang), lang), whole(en, 'en')];
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of own) expect(text.trim(), path).not.toBe('');
    const same = [...own]
      .filter(([path, text]) => text === english.get(path) && /\p{L}{4}/u.test(text));
    expect(same.map(([path]) => path)).toEqual([]);
  });

  it('writes dates and measures its own way', async () => {
    const { locale } = await loadTexts(lang);
    const day = parseISO('2020-11-25')!;
    for (const words of [formatDay(day, locale), formatMonth(day, locale)]) {
      expect(words).not.toContain('November');
    }
    expect(formatMetres(3000, locale)).toContain('3');
    expect(formatKm2(1234, locale)).toContain('²');
  });
});

it('picks the first language that the page speaks', () => {
  expect(preferredLanguage(['ka-GE', 'ru-RU', 'en'])).toBe('ru');
  expect(preferredLanguage(['fr'])).toBe('en');
  const known = pageLanguages({ languages: ['en', 'fr', 'de', 'sr-Latn'] });
  expect(known).toEqual(['en', 'az', 'hy', 'ru', 'fr', 'de', 'sr-Latn']);
  expect(preferredLanguage(['de-AT', 'ru'], known)).toBe('de');
  expect(preferredLanguage(['sr-Latn-RS', 'de'], known)).toBe('sr-Latn');
  expect(preferredLanguage(['sr-Cyrl', 'fr'], known)).toBe('fr');
});
