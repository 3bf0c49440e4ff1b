/** The texts of the search: they come when something is first looked for. */
const en = {
  groups: { actors: 'Actors', places: 'Places', events: 'Events', days: 'Days', spans: 'Stretches of time', sources: 'Sources' },
  nothing: (text: string) => `Nothing found for “${text}”. Try another spelling, or coordinates such as 39.76, 46.75.`,
  notationUnread: 'Only the server reads coordinates in this notation, and it cannot be reached. Degrees such as 39.76, 46.75 are read without it.',
  count: (n: string, count: number) => `${n} ${count === 1 ? 'result' : 'results'}`,
  readAs: (what: string, precision: string) => `read as ${what}, ±${precision}`,
  readAsLink: 'read as a link to this map',
  readAsLinkElsewhere: 'read as a link with coordinates',
  degreesNotation: 'degrees, latitude first',
  degreesSwapped: 'degrees, longitude first',
  changed: 'changes hands',
  then: 'as it was then',
  source: 'Source',
  rests: 'What rests on it',
  nothingRests: 'Nothing on the map rests on it.',
  more: (n: string) => `and ${n} more`,
};

/** These texts with their exact arguments. */
export type FoundTexts = typeof en;

const az: FoundTexts = {
  groups: { actors: 'Tərəflər', places: 'Yerlər', events: 'Hadisələr', days: 'Günlər', spans: 'Dövrlər', sources: 'Mənbələr' },
  nothing: (text) => `“${text}” üzrə heç nə tapılmadı. Başqa yazılışı və ya 39.76, 46.75 kimi koordinatları yoxlayın.`,
  notationUnread: 'Bu yazılışda koordinatları yalnız server oxuyur, ona isə çatmaq olmur. 39.76, 46.75 kimi dərəcələr onsuz da oxunur.',
  count: (n) => `${n} nəticə`,
  readAs: (what, precision) => `belə oxundu: ${what}, ±${precision}`,
  readAsLink: 'bu xəritəyə keçid kimi oxundu',
  readAsLinkElsewhere: 'koordinatlı keçid kimi oxundu',
  degreesNotation: 'dərəcə, əvvəl enlik',
  degreesSwapped: 'dərəcə, əvvəl uzunluq',
  changed: 'nəzarət dəyişir',
  then: 'o zaman olduğu kimi',
  source: 'Mənbə',
  rests: 'Ona əsaslananlar',
  nothingRests: 'Xəritədə ona əsaslanan heç nə yoxdur.',
  more: (n) => `və daha ${n}`,
};

const hy: FoundTexts = {
  groups: { actors: 'Կողմեր', places: 'Վայրեր', events: 'Իրադարձություններ', days: 'Օրեր', spans: 'Ժամանակահատվածներ', sources: 'Աղբյուրներ' },
  nothing: (text) => `«${text}»-ի համար ոչինչ չի գտնվել։ Փորձեք այլ գրություն կամ կոորդինատներ, օրինակ՝ 39.76, 46.75։`,
  notationUnread: 'Այս գրությամբ կոորդինատները կարդում է միայն սերվերը, որն անհասանելի է։ Աստիճանները, օրինակ՝ 39.76, 46.75, կարդացվում են առանց դրա։',
  count: (n) => `${n} արդյունք`,
  readAs: (what, precision) => `կարդացվել է որպես ${what}, ±${precision}`,
  readAsLink: 'կարդացվել է որպես այս քարտեզի հղում',
  readAsLinkElsewhere: 'կարդացվել է որպես կոորդինատներով հղում',
  degreesNotation: 'աստիճաններ, նախ լայնությունը',
  degreesSwapped: 'աստիճաններ, նախ երկայնությունը',
  changed: 'վերահսկողությունը փոխվում է',
  then: 'ինչպես այն ժամանակ',
  source: 'Աղբյուր',
  rests: 'Ինչ է հիմնված դրա վրա',
  nothingRests: 'Քարտեզի վրա ոչինչ հիմնված չէ դրա վրա։',
  more: (n) => `և ևս ${n}`,
};

/** Picks the form after a number: 1 результат, 2 результата, 5 результатов. */
const rules = new Intl.PluralRules('ru');
const form = (n: number, one: string, few: string, many: string) =>
  ({ one, few } as Readonly<Record<string, string>>)[rules.select(n)] ?? many;

const ru: FoundTexts = {
  groups: { actors: 'Стороны', places: 'Места', events: 'События', days: 'Дни', spans: 'Отрезки времени', sources: 'Источники' },
  nothing: (text) => `По запросу «${text}» ничего не найдено. Попробуйте другое написание или координаты, например 39.76, 46.75.`,
  notationUnread: 'Координаты в такой записи читает только сервер, а он недоступен. Градусы вида 39.76, 46.75 читаются и без него.',
  count: (n, count) => `${n} ${form(count, 'результат', 'результата', 'результатов')}`,
  readAs: (what, precision) => `прочитано как ${what}, ±${precision}`,
  readAsLink: 'прочитано как ссылка на эту карту',
  readAsLinkElsewhere: 'прочитано как ссылка с координатами',
  degreesNotation: 'градусы, сначала широта',
  degreesSwapped: 'градусы, сначала долгота',
  changed: 'переходит из рук в руки',
  then: 'как было тогда',
  source: 'Источник',
  rests: 'Что на нём основано',
  nothingRests: 'На карте на нём ничего не основано.',
  more: (n) => `и ещё ${n}`,
};

/** By language. */
export const allFoundTexts: Readonly<Record<string, FoundTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function foundTexts(locale: string): FoundTexts {
  return allFoundTexts[locale.slice(0, 2)] ?? en;
}
