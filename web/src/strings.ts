import { en } from './texts/en.ts';
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

/** The first of the wanted languages that the page speaks. */
export function preferredLanguage(wanted: readonly string[]): string {
  const known: readonly string[] = interfaceLanguages;
  return wanted.map((tag) => tag.split('-')[0] ?? '').find((lang) => known.includes(lang)) ?? 'en';
}
