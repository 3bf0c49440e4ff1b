/** The texts about what was corrected and how mistakes are reported: they come with what tells of a place. */
const en = {
  corrected: (day: string) => `Corrected on ${day}`,
  before: 'Before',
  now: 'Now',
  why: 'Why',
  foundBy: 'Found by',
  reportOf: (what: string) => `Report a mistake: ${what}`,
  mistake: (where: string, day: string) => `Mistake on the map: ${where}, ${day}`,
  whatIsWrong: 'What is wrong, and who says so:',
  statement: 'The map says',
  place: 'Place',
  day: 'Day',
  view: 'View',
  snapshot: 'Snapshot of the data',
};

/** These texts with their exact arguments. */
export type StatementTexts = typeof en;

const az: StatementTexts = {
  corrected: (day) => `${day} düzəldilib`,
  before: 'Əvvəl',
  now: 'İndi',
  why: 'Səbəb',
  foundBy: 'Tapan',
  reportOf: (what) => `Səhv haqqında bildir: ${what}`,
  mistake: (where, day) => `Xəritədə səhv: ${where}, ${day}`,
  whatIsWrong: 'Nə səhvdir və bunu kim deyir:',
  statement: 'Xəritə deyir',
  place: 'Yer',
  day: 'Gün',
  view: 'Görünüş',
  snapshot: 'Məlumatların nüsxəsi',
};

const hy: StatementTexts = {
  corrected: (day) => `Ուղղվել է ${day}`,
  before: 'Նախկինում',
  now: 'Այժմ',
  why: 'Պատճառը',
  foundBy: 'Գտել է',
  reportOf: (what) => `Հաղորդել սխալի մասին՝ ${what}`,
  mistake: (where, day) => `Սխալ քարտեզում՝ ${where}, ${day}`,
  whatIsWrong: 'Ինչն է սխալ, և ով է դա ասում՝',
  statement: 'Քարտեզն ասում է',
  place: 'Վայր',
  day: 'Օր',
  view: 'Տեսք',
  snapshot: 'Տվյալների պատճենը',
};

const ru: StatementTexts = {
  corrected: (day) => `Исправлено ${day}`,
  before: 'Было',
  now: 'Стало',
  why: 'Почему',
  foundBy: 'Кто нашёл',
  reportOf: (what) => `Сообщить об ошибке: ${what}`,
  mistake: (where, day) => `Ошибка на карте: ${where}, ${day}`,
  whatIsWrong: 'Что неверно и кто об этом говорит:',
  statement: 'На карте сказано',
  place: 'Место',
  day: 'День',
  view: 'Вид',
  snapshot: 'Снимок данных',
};

/** By language. */
export const allStatementTexts: Readonly<Record<string, StatementTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function statementTexts(locale: string): StatementTexts {
  return allStatementTexts[locale.slice(0, 2)] ?? en;
}
