/**
 * The names of months, and how they are cut short, in the languages of the page. Endings of cases
 * are told by `monthNamed`. The same as in data/date/spelling, with which this folder shares its
 * table of cases.
 */
const months = [
  'january jan yanvar yan январь янв հունվար հնվ հուն',
  'february feb fevral fev февраль фев февр փետրվար փտվ փետ',
  'march mar mart март мар մարտ մրտ մար',
  'april apr aprel апрель апр ապրիլ ապր',
  'may май мая մայիս մյս մայ',
  'june jun iyun iyn июнь июн հունիս հնս',
  'july jul iyul iyl июль июл հուլիս հլս հուլ',
  'august aug avqust avq август авг օգոստոս օգս օգոստ',
  'september sep sept sentyabr sen сентябрь сен сент սեպտեմբեր սեպ սեպտ',
  'october oct oktyabr okt октябрь окт հոկտեմբեր հոկ հոկտ',
  'november nov noyabr noy ноябрь ноя нояб նոյեմբեր նոյ',
  'december dec dekabr dek декабрь дек դեկտեմբեր դեկ',
];

const numbers = new Map(months.flatMap((names, i) =>
  names.split(' ').map((name) => [name, i + 1] as const)));

/** Of Azerbaijani and Armenian genitives, and those Russian ones that follow a consonant. */
const endings = ['ın', 'in', 'un', 'ün', 'ի', 'ին', 'а', 'е'];

/** The number of a month by its name in small letters, 0 for other words. */
export function monthNamed(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  for (const ending of endings) {
    const stem = name.slice(0, -ending.length);
    if (name.endsWith(ending) && stem.length > 2) {
      const found = numbers.get(stem);
      if (found !== undefined) return found;
    }
  }
  return /[яе]$/.test(name) ? (numbers.get(`${name.slice(0, -1)}ь`) ?? 0) : 0; // января, январе
}

/** English days of the week by their first three letters, from Thursday on, the first of 1970. */
const weekdays = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

/** The number of a day of the week, -1 for other words. */
export function weekdayNamed(name: string): number {
  return /^(?:(?:sun|mon|fri)(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|sat(?:urday)?)$/.test(name)
    ? weekdays.indexOf(name.slice(0, 3)) : -1;
}

/** The words for eras; true before the year 1. */
export const eras: ReadonlyMap<string, boolean> =
  new Map([['bc', true], ['bce', true], ['ad', false], ['ce', false]]);
