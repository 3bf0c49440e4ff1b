import type { Lang, Names } from './model.ts';

/** Between names of one place. */
export const between = ' / ';

/** A text in the wanted language, else in English, else in any. */
export function pick(text: Names | string | undefined, lang: Lang): string {
  if (text === undefined) return '';
  if (typeof text === 'string') return text;
  return text[lang] ?? text['en'] ?? Object.values(text)[0] ?? '';
}

/** The language that `pick` answers in. */
export function pickedLang(text: Names | string | undefined, lang: Lang): Lang {
  if (text === undefined || typeof text === 'string') return 'en';
  if (text[lang] !== undefined) return lang;
  return text['en'] !== undefined ? 'en' : (Object.keys(text)[0] ?? 'en');
}

/** The names in the other languages, without repetition of what is shown already. */
export function others(names: Names, lang: Lang): readonly (readonly [Lang, string])[] {
  const shown = new Set([pick(names, lang)]);
  const rest: (readonly [Lang, string])[] = [];
  for (const [other, name] of Object.entries(names)) {
    if (other === lang || shown.has(name)) continue;
    shown.add(name);
    rest.push([other, name]);
  }
  return rest;
}

/** Own names of languages that some browsers carry no words for. */
const autonyms: Names =
  { az: 'Azərbaycanca', en: 'English', hy: 'Հայերեն', ka: 'ქართული', ru: 'Русский' };

/** A language's own name; the tag itself when the browser knows none. */
export function autonym(lang: Lang): string {
  const known = autonyms[lang];
  if (known !== undefined) return known;
  try {
    const name = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
    return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
  } catch {
    return lang;
  }
}
