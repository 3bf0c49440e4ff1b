/** The texts of the list of events and of their pins: they come with them. */
const en = {
  title: 'Events',
  kind: 'Kind',
  actor: 'Actor',
  span: 'Stretch of time',
  any: 'any',
  text: 'Words or days',
  hint: 'For example Hadrut, ceasefire, October 2020',
  pins: 'Pins on the map',
  reset: 'All events',
  count: (n: string, all: string, on: string) => `${n} of ${all} events, ${on} of them with a place on the map.`,
  none: 'No event fits. Choose less, or all events.',
  unread: (what: string) => `The address asks for what this dataset does not have; it was left out: ${what}`,
  near: (place: string) => `in ${place}, no nearer known`,
  nowhere: 'without a place on the map',
  several: (n: string) => `${n} events`,
  at: 'Only those at one pin',
  onMap: 'Events on the map: arrow keys go from pin to pin, Enter shows one.',
  byOne: 'only one side’s sources',
  kinds: {
    administrative: 'administration', agreement: 'agreement', capture: 'capture', ceasefire: 'ceasefire', handover: 'handover',
    deployment: 'deployment', displacement: 'displacement', war: 'war', start_of_war: 'start of a war', offensive: 'offensive',
  } as Readonly<Record<string, string>>,
};

/** These texts with their exact arguments. */
export type EventsTexts = typeof en;

const az: EventsTexts = {
  title: 'Hadisələr',
  kind: 'Növ',
  actor: 'Tərəf',
  span: 'Dövr',
  any: 'hamısı',
  text: 'Sözlər və ya günlər',
  hint: 'Məsələn Hadrut, atəşkəs, oktyabr 2020',
  pins: 'Xəritədə işarələr',
  reset: 'Bütün hadisələr',
  count: (n, all, on) => `${all} hadisədən ${n}, onlardan ${on} xəritədə yeri olan.`,
  none: 'Uyğun hadisə yoxdur. Daha az seçin və ya bütün hadisələri göstərin.',
  unread: (what) => `Ünvan bu məlumat dəstində olmayanı istəyir; nəzərə alınmadı: ${what}`,
  near: (place) => `${place}, daha dəqiq məlum deyil`,
  nowhere: 'xəritədə yeri yoxdur',
  several: (n) => `${n} hadisə`,
  at: 'Yalnız bir işarədəkilər',
  onMap: 'Xəritədə hadisələr: oxlar işarədən işarəyə keçir, Enter birini göstərir.',
  byOne: 'yalnız bir tərəfin mənbələri',
  kinds: {
    administrative: 'idarəetmə', agreement: 'saziş', capture: 'ələ keçirmə', ceasefire: 'atəşkəs', handover: 'təhvil',
    deployment: 'yerləşdirmə', displacement: 'köçkünlük', war: 'müharibə', start_of_war: 'müharibənin başlanması', offensive: 'hücum',
  },
};

const hy: EventsTexts = {
  title: 'Իրադարձություններ',
  kind: 'Տեսակ',
  actor: 'Կողմ',
  span: 'Ժամանակահատված',
  any: 'բոլորը',
  text: 'Բառեր կամ օրեր',
  hint: 'Օրինակ՝ Հադրութ, հրադադար, հոկտեմբեր 2020',
  pins: 'Նշաններ քարտեզի վրա',
  reset: 'Բոլոր իրադարձությունները',
  count: (n, all, on) => `${n} իրադարձություն ${all}-ից, որոնցից ${on}-ը քարտեզի վրա տեղ ունեն։`,
  none: 'Համապատասխան իրադարձություն չկա։ Ընտրեք ավելի քիչ կամ բոլորը։',
  unread: (what) => `Հասցեն խնդրում է այն, ինչ այս տվյալներում չկա․ բաց է թողնվել՝ ${what}`,
  near: (place) => `${place}, ավելի ճշգրիտ հայտնի չէ`,
  nowhere: 'քարտեզի վրա տեղ չունի',
  several: (n) => `${n} իրադարձություն`,
  at: 'Միայն մեկ նշանի մոտ եղածները',
  onMap: 'Իրադարձությունները քարտեզի վրա․ սլաքները նշանից նշան են տանում, Enter-ը ցույց է տալիս մեկը։',
  byOne: 'միայն մեկ կողմի աղբյուրներ',
  kinds: {
    administrative: 'վարչական', agreement: 'համաձայնագիր', capture: 'գրավում', ceasefire: 'հրադադար', handover: 'հանձնում',
    deployment: 'տեղակայում', displacement: 'տեղահանություն', war: 'պատերազմ', start_of_war: 'պատերազմի սկիզբ', offensive: 'հարձակում',
  },
};

/** Picks the form after a number: 1 событие, 2 события, 5 событий. */
const rules = new Intl.PluralRules('ru');

const ru: EventsTexts = {
  title: 'События',
  kind: 'Вид',
  actor: 'Сторона',
  span: 'Отрезок времени',
  any: 'любой',
  text: 'Слова или дни',
  hint: 'Например Гадрут, перемирие, октябрь 2020',
  pins: 'Отметки на карте',
  reset: 'Все события',
  count: (n, all, on) => `Событий: ${n} из ${all}, с местом на карте: ${on}.`,
  none: 'Ни одно событие не подходит. Выберите меньше условий или все события.',
  unread: (what) => `Адрес просит то, чего в этих данных нет; пропущено: ${what}`,
  near: (place) => `${place}, точнее не известно`,
  nowhere: 'без места на карте',
  several: (n) => `${n} ${{ one: 'событие', few: 'события' }[rules.select(Number(n)) as string] ?? 'событий'}`,
  at: 'Только у одной отметки',
  onMap: 'События на карте: стрелки ведут от отметки к отметке, Enter показывает одно.',
  byOne: 'источники только одной стороны',
  kinds: {
    administrative: 'управление', agreement: 'соглашение', capture: 'взятие', ceasefire: 'прекращение огня', handover: 'передача',
    deployment: 'размещение', displacement: 'перемещение людей', war: 'война', start_of_war: 'начало войны', offensive: 'наступление',
  },
};

/** By language. */
export const allEventsTexts: Readonly<Record<string, EventsTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function eventsTexts(locale: string): EventsTexts {
  return allEventsTexts[locale.slice(0, 2)] ?? en;
}
