package atlas

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"demarc/data/date"
)

// Words are the few words that a picture needs beside those of the dataset, in one language.
type Words struct {
	Since, Sources, licence, version, Km2, km, m string
	NoControl                                    string // of a dataset of plain regions, a sentence
	More                                         string // how many are not named, with a verb
	uncertain                                    string // of a zone that may have passed or not
	mediumLine, lowLine                          string // of borders
	asOf                                         string // of the day up to which the dataset was kept
	undrawn                                      string // how many names are not drawn as asked
	Claim                                        string // of what rests on the word of one side
	altered                                      string // of a change under the same controller
	nowUnknown, unknownBefore                    string // of a change from and to somebody known

	months  [12]string
	order   string // of day, month and year, with the verbs %[1]d, %[2]s and %[3]d
	before  string // the same before Christ
	comma   string // before decimals
	grouped string // between thousands
}

// Languages lists those that WordsIn knows.
func Languages() []string { return []string{"en", "az", "hy", "ru"} }

// WordsIn returns the words of a language, those of English if it is not known.
func WordsIn(language string) Words {
	if w, ok := words[language]; ok {
		return w
	}
	return words["en"]
}

// Date writes a day in words, an open end as "..".
func (w Words) Date(day date.Date) string {
	if day.Optional() == nil {
		return day.String()
	}
	year, month, d := day.Civil()
	if year < 1 {
		return fmt.Sprintf(w.before, d, w.months[month-1], 1-year)
	}
	return fmt.Sprintf(w.order, d, w.months[month-1], year)
}

// Undrawn says how many names a picture gives otherwise for want of letters.
func (w Words) Undrawn(n int) string { return fmt.Sprintf(w.undrawn, n) }

// area writes square kilometres without decimals: "4,388 km²".
func (w Words) area(km2 float64) string { return w.Number(math.Round(km2)) + " " + w.Km2 }

// length writes metres as metres or kilometres.
func (w Words) length(metres float64) string {
	if metres < 1000 {
		return w.Number(metres) + " " + w.m
	}
	return w.Number(metres/1000) + " " + w.km
}

// Number writes a number with the separators of the language.
func (w Words) Number(x float64) string {
	whole, decimals, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + w.grouped + whole[i:]
	}
	if decimals != "" {
		whole += w.comma + decimals
	}
	return whole
}

// Months stand as they do within a date. The translations await a check by native speakers.
var words = map[string]Words{
	"en": {
		Since: "since", Sources: "Sources", licence: "Licence", version: "version", Km2: "km²", km: "km", m: "m",
		NoControl: "This dataset states no control.", More: "and %d more", uncertain: "Not certain on this day",
		undrawn: "Names in letters that the fonts of this picture lack, given in another language, by id or as …: %d. The SVG has them.",
		asOf:    "as of %s", mediumLine: "Broken borders: who held it is known with medium confidence", lowLine: "Dotted borders: with low confidence",
		Claim: "a claim of one side", altered: "other status or patrol", nowUnknown: "%s before, then not known", unknownBefore: "not known before, then %s",
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
			"October", "November", "December"},
		order: "%[1]d %[2]s %[3]d", before: "%[1]d %[2]s %[3]d BC", comma: ".", grouped: ",",
	},
	"az": {
		Since: "başlanğıc:", Sources: "Mənbələr", licence: "Lisenziya", version: "versiya", Km2: "km²", km: "km", m: "m",
		NoControl: "Bu məlumat toplusu nəzarət haqqında heç nə bildirmir.", More: "və daha %d", uncertain: "Bu gün üçün dəqiq deyil",
		undrawn: "Şəklin şriftlərində hərfləri olmayan, başqa dildə, identifikatorla və ya … kimi verilən adlar: %d. SVG-də onlar var.",
		asOf:    "%s tarixinə olan məlumat", mediumLine: "Qırıq xətt: kimin saxladığı orta etibarlılıqla məlumdur", lowLine: "Nöqtəli xətt: aşağı etibarlılıqla",
		Claim: "bir tərəfin iddiası", altered: "başqa vəziyyət və ya patrul", nowUnknown: "əvvəl %s, sonra məlum deyil", unknownBefore: "əvvəl məlum deyil, sonra %s",
		months: [12]string{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr",
			"oktyabr", "noyabr", "dekabr"},
		order: "%[1]d %[2]s %[3]d", before: "%[1]d %[2]s e.ə. %[3]d", comma: ",", grouped: ".",
	},
	"hy": {
		Since: "սկսած", Sources: "Աղբյուրներ", licence: "Լիցենզիա", version: "տարբերակ", Km2: "կմ²", km: "կմ", m: "մ",
		NoControl: "Այս տվյալների հավաքածուն վերահսկողության մասին ոչինչ չի նշում։", More: "և ևս %d", uncertain: "Այս օրը հստակ չէ",
		undrawn: "Անուններ, որոնց տառերը նկարի տառատեսակները չունեն, տրված այլ լեզվով, նույնացուցիչով կամ …՝ %d։ SVG-ն դրանք ունի։",
		asOf:    "%s-ի դրությամբ", mediumLine: "Ընդհատված գիծ. ով էր պահում՝ հայտնի է միջին վստահությամբ", lowLine: "Կետագիծ. ցածր վստահությամբ",
		Claim: "մի կողմի պնդում", altered: "այլ կարգավիճակ կամ պարեկություն", nowUnknown: "առաջ՝ %s, ապա հայտնի չէ", unknownBefore: "առաջ հայտնի չէ, ապա՝ %s",
		months: [12]string{"հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի",
			"սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"},
		order: "%[1]d %[2]s, %[3]d թ.", before: "%[1]d %[2]s, մ.թ.ա. %[3]d թ.", comma: ",", grouped: "\u00a0",
	},
	"ru": {
		Since: "с", Sources: "Источники", licence: "Лицензия", version: "версия", Km2: "км²", km: "км", m: "м",
		NoControl: "Этот набор данных ничего не говорит о контроле.", More: "и ещё %d", uncertain: "В этот день точно не известно",
		undrawn: "Названия, букв которых нет в шрифтах картинки, даны на другом языке, идентификатором или как …: %d. В SVG они есть.",
		asOf:    "по состоянию на %s", mediumLine: "Прерывистая граница: кто удерживал, известно со средней достоверностью", lowLine: "Точечная граница: с низкой достоверностью",
		Claim: "заявление одной стороны", altered: "другой статус или патруль", nowUnknown: "раньше %s, затем неизвестно", unknownBefore: "раньше неизвестно, затем %s",
		months: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
			"октября", "ноября", "декабря"},
		order: "%[1]d %[2]s %[3]d г.", before: "%[1]d %[2]s %[3]d г. до н. э.", comma: ",", grouped: "\u00a0",
	},
}
