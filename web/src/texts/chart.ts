/** The texts of the chart of areas: they come with it. */
const en = {
  title: 'Area by controller',
  note: 'Each step is a change. Choose a date in the table to move the map to it.',
  table: 'The chart as a table',
  area: 'Area',
  share: 'Share',
  day: (day: string) => `On ${day}`,
  inView: 'Only what is in view',
  whole: 'All zones',
  keys: 'Arrow keys read change by change, PgUp and PgDn year by year, Enter moves the map to the day.',
  boxNote: (size: string, outside: string) => `Computed exactly for the part of the map that is in view, ${size}: zones are cut at its edges. ${outside} of it lie in no zone.`,
  asking: 'It is being computed.',
  nothingHere: 'No zone is in view.',
  total: 'Together',
  mostly: 'Patterns are those of the map; where a second colour changes from zone to zone, the one of the largest area.',
};

/** These texts with their exact arguments. */
export type ChartTexts = typeof en;

const az: ChartTexts = {
  title: 'Nəzarət edənlərə görə sahə',
  note: 'Hər pillə bir dəyişiklikdir. Xəritəni həmin tarixə keçirmək üçün cədvəldə tarix seçin.',
  table: 'Qrafik cədvəl şəklində',
  area: 'Sahə',
  share: 'Pay',
  day: (day) => `${day}`,
  inView: 'Yalnız görünən hissə',
  whole: 'Bütün zonalar',
  keys: 'Oxlar dəyişikliklər üzrə, PgUp və PgDn illər üzrə oxuyur, Enter xəritəni həmin günə keçirir.',
  boxNote: (size, outside) => `Xəritənin görünən hissəsi (${size}) üçün dəqiq hesablanıb: zonalar onun kənarlarında kəsilir. Bundan ${outside} heç bir zonada deyil.`,
  asking: 'Hesablanır.',
  nothingHere: 'Görünən zona yoxdur.',
  total: 'Cəmi',
  mostly: 'Naxışlar xəritədəki kimidir; ikinci rəng zonadan zonaya dəyişirsə, ən böyük sahəninki götürülür.',
};

const hy: ChartTexts = {
  title: 'Մակերեսն ըստ վերահսկողի',
  note: 'Յուրաքանչյուր աստիճան փոփոխություն է։ Ընտրեք ամսաթիվն աղյուսակում՝ քարտեզը դրան տանելու համար։',
  table: 'Գծապատկերը՝ աղյուսակով',
  area: 'Մակերես',
  share: 'Բաժին',
  day: (day) => `${day}`,
  inView: 'Միայն տեսանելի մասը',
  whole: 'Բոլոր գոտիները',
  keys: 'Սլաքները կարդում են ըստ փոփոխությունների, PgUp-ը և PgDn-ը՝ ըստ տարիների, Enter-ը քարտեզը տանում է այդ օրը։',
  boxNote: (size, outside) => `Հաշված է ճշգրիտ քարտեզի տեսանելի մասի համար (${size})․ գոտիները կտրված են եզրերով։ Դրանից ${outside} ոչ մի գոտում չէ։`,
  asking: 'Հաշվարկվում է։',
  nothingHere: 'Տեսադաշտում գոտի չկա։',
  total: 'Ընդամենը',
  mostly: 'Նախշերը քարտեզի նախշերն են. որտեղ երկրորդ գույնը գոտուց գոտի փոխվում է, վերցված է ամենամեծ մակերեսինը։',
};

const ru: ChartTexts = {
  title: 'Площадь по сторонам',
  note: 'Каждая ступень — изменение. Выберите дату в таблице, чтобы перейти к ней на карте.',
  table: 'График в виде таблицы',
  area: 'Площадь',
  share: 'Доля',
  day: (day) => `${day}`,
  inView: 'Только видимая часть',
  whole: 'Все зоны',
  keys: 'Стрелки читают изменение за изменением, PgUp и PgDn — год за годом, Enter переводит карту на этот день.',
  boxNote: (size, outside) => `Вычислено точно для видимой части карты (${size}): зоны обрезаны по её краям. Из неё ${outside} не лежат ни в одной зоне.`,
  asking: 'Идёт расчёт.',
  nothingHere: 'В поле зрения нет зон.',
  total: 'Вместе',
  mostly: 'Узоры те же, что на карте; где второй цвет меняется от зоны к зоне, взят цвет наибольшей площади.',
};

/** By language. */
export const allChartTexts: Readonly<Record<string, ChartTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function chartTexts(locale: string): ChartTexts {
  return allChartTexts[locale.slice(0, 2)] ?? en;
}
