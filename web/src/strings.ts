import { en } from './texts/en.ts';
import type { Lang } from './model.ts';
import type { Texts } from './texts/texts.ts';

/** Languages that the page speaks, in their own names. */
export const interfaceLanguages = ['en', 'az', 'hy', 'ru'] as const;

const translations: Readonly<Record<string, () => Promise<Texts>>> = {
  az: async () => (await import('./texts/az.ts')).az,
  hy: async () => (await import('./texts/hy.ts')).hy,
  ru: async () => (await import('./texts/ru.ts')).ru,
};

/** The texts of a language; English for languages that have none, and when they cannot be had. */
export async function loadTexts(lang: string): Promise<Texts> {
  try {
    return (await translations[lang]?.()) ?? en;
  } catch {
    return en;
  }
}

/** Languages that a page about a dataset can be had in: those of the interface and of the names. */
export function pageLanguages({ languages }: { readonly languages: readonly Lang[] }): Lang[] {
  return [...new Set([...interfaceLanguages, ...languages])];
}

/**
 * The first of the wanted languages that is known, else English; `de-AT` is also `de`, and
 * `sr-Latn-RS` rather `sr-Latn` than `sr`.
 */
export function preferredLanguage(
  wanted: readonly string[], known: readonly Lang[] = interfaceLanguages,
): Lang {
  for (const tag of wanted) {
    for (let parts = tag.toLowerCase().split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
      const found = known.find((lang) => lang.toLowerCase() === parts.join('-'));
      if (found !== undefined) return found;
    }
  }
  return 'en';
}
