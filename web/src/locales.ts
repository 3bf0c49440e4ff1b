/**
 * How languages write dates and numbers that browsers may not know: they carry
 * the rules of their own interface languages only, and fall back to English or
 * to `2020 M11 25` for others.
 */
export interface LocaleRules {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** Months that stand without a day. */
  readonly aloneMonths: readonly string[];
  readonly day: (day: number, month: string, year: string) => string;
  readonly month: (month: string, year: string) => string;
  /** A year before Christ, from 1 on. */
  readonly before: (year: number) => string;
  readonly group: string;
  readonly decimal: string;
  readonly metre: string;
  readonly kilometre: string;
}

const azMonths = ['yanvar', 'fevral', 'mart', 'aprel', 'may', 'iyun', 'iyul', 'avqust', 'sentyabr',
  'oktyabr', 'noyabr', 'dekabr'];

const rules: Readonly<Record<string, LocaleRules>> = {
  az: {
    months: azMonths, aloneMonths: azMonths,
    shortMonths: ['yan', 'fev', 'mar', 'apr', 'may', 'iyn', 'iyl', 'avq', 'sen', 'okt', 'noy',
      'dek'],
    day: (day, month, year) => `${day} ${month} ${year}`,
    month: (month, year) => `${month} ${year}`,
    before: (year) => `e.ə. ${year}`,
    group: '.', decimal: ',', metre: 'm', kilometre: 'km',
  },
  hy: {
    months: ['հունվարի', 'փետրվարի', 'մարտի', 'ապրիլի', 'մայիսի', 'հունիսի', 'հուլիսի', 'օգոստոսի',
      'սեպտեմբերի', 'հոկտեմբերի', 'նոյեմբերի', 'դեկտեմբերի'],
    aloneMonths: ['հունվար', 'փետրվար', 'մարտ', 'ապրիլ', 'մայիս', 'հունիս', 'հուլիս', 'օգոստոս',
      'սեպտեմբեր', 'հոկտեմբեր', 'նոյեմբեր', 'դեկտեմբեր'],
    shortMonths: ['հնվ', 'փտվ', 'մրտ', 'ապր', 'մյս', 'հնս', 'հլս', 'օգս', 'սեպ', 'հոկ', 'նոյ',
      'դեկ'],
    day: (day, month, year) => `${day} ${month}, ${year} թ.`,
    month: (month, year) => `${year} թ. ${month}`,
    before: (year) => `մ.թ.ա. ${year}`,
    group: '\u00a0', decimal: ',', metre: 'մ', kilometre: 'կմ',
  },
};

/** The rules of a locale that must not be left to the browser. */
export function rulesOf(locale: string): LocaleRules | undefined {
  return rules[locale.split('-')[0] ?? ''];
}
