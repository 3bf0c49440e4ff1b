/** Texts as sentences, each with one full stop; empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts.filter(Boolean).map(ended).join(' ');
}

/** A sentence with its full stop, which an abbreviation at its end has already: `25 мая 2020 г.` */
export function ended(text: string): string {
  return /[.։…?!]$/.test(text) ? text : `${text}.`;
}
