import { monthNamed } from './months.ts';

/** A run of digits, of letters, or of all that stands between. */
export interface Token {
  readonly kind: 'mark' | 'digits' | 'word';
  readonly text: string;
  /** Of digits; the month of a word, 0 for none. */
  readonly value: number;
  /** Where the token ends in the text, with what was left out behind it. */
  to: number;
}

/** Words for years before Christ that have points within, in the languages of the page. */
const erasBefore =
  /(^|[\s\d.,_-])(?:b\. ?c\.(?: ?e\.)?|e\. ?ə\.|до ?н\. ?э\.?|մ\. ?թ\. ?ա\.)(?=$|[\s\d.,_-])/g;

/** A text in small letters with one sign of those that look alike. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[\u2212\u2010\u2011\u2013]/g, '-').replaceAll('\u2024', '.')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replaceAll('\u0307', '') // the dot that remains of a small Turkish İ
    .replace(erasBefore, '$1bc');
}

/**
 * Words behind numbers that add nothing: endings of ordinal numbers, "of", and words for year.
 */
const fillers = new Set(('st nd rd th of г год года году го е il ilin ildə ci cı cu cü ' +
  'թ թվական թվականի ին').split(' '));

/** Cuts a plain text. Fillers and the mark before them are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(/[0-9]+|(?:[a-z]|(?=[^\0-\x7f])[\p{L}\p{M}\p{N}])+|[^0-9a-z]/gu)) {
    const [run] = found;
    const to = found.index + run.length;
    const kind = /^[0-9]/.test(run) ? 'digits' : /^[a-z\p{L}\p{M}\p{N}]/u.test(run) ? 'word' : 'mark';
    const last = tokens.at(-1);
    if (kind === 'word' && fillers.has(run) && afterNumber(tokens)) {
      if (last?.kind === 'mark') tokens.pop();
      const number = tokens.at(-1);
      if (number) number.to = to;
    } else if (kind === 'mark' && last?.kind === 'mark' && last.to === found.index) {
      tokens[tokens.length - 1] = { ...last, text: last.text + run, to };
    } else {
      tokens.push({ kind, text: run, to,
        value: kind === 'digits' ? Number(run) : kind === 'word' ? monthNamed(run) : 0 });
    }
  }
  return tokens;
}

/** Whether a number stands last, or before the last mark. */
function afterNumber(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  const before = last?.kind === 'mark' && last.text.length <= 2 && tokens.length > 1
    ? tokens.at(-2) : last;
  return before?.kind === 'digits';
}
