package permalink

import "demarc/data/atlas"

// Words are those that captions need in one language: the words of pictures and some more. All
// others of the page are in tables of its own.
type Words struct {
	atlas.Words
	Zone, Controller, Status, NoScript, Archived string
	Others                                       string
	Region, Layer                                string // of plain regions
	control, noChange                            string
	more                                         string // of rows that are not listed
	orEarlier, notCertain                        string // of a day, of two days
	reordered, sameDay                           string // of two days that are compared, sentences
	corrected                                    string // of a day
	AsKnown                                      string // on a day
	before, after, why, found                    string // of a correction
	uncovered, today                             string // which days the dataset speaks of, a sentence; an open end
}

// wordsIn returns the words of a language, those of English if it has none, and their language.
func wordsIn(lang string) (Words, string) {
	w, ok := words[lang]
	if !ok {
		lang = "en"
		w = words[lang]
	}
	w.Words = atlas.WordsIn(lang)
	return w, lang
}

// The translations await a check by native speakers.
var words = map[string]Words{
	"en": {
		Zone: "Zone", Archived: "archived copy", Controller: "Controller", Status: "Status",
		control: "Control", noChange: "Nothing changed hands between these days.",
		orEarlier: "%s or earlier", notCertain: "not certain: between %s and %s",
		uncovered: "The dataset speaks of %s to %s only", today: "today",
		reordered: "The days were put in order.", sameDay: "The same day twice: nothing changed.",
		more:    "All of them, %d more than are listed here",
		AsKnown: "as known on %s", corrected: "Corrected on %s", before: "before", after: "now", why: "why", found: "found by",
		NoScript: "The map itself needs JavaScript. The same data:",
		Others:   "Other maps",
		Region:   "Region", Layer: "Layer",
	},
	"az": {
		Zone: "Zona", Archived: "arxiv nüsxəsi", Controller: "Nəzarət edən", Status: "Vəziyyət",
		control: "Nəzarət", noChange: "Bu günlər arasında heç nə əldən-ələ keçməyib.",
		orEarlier: "%s və ya daha əvvəl", notCertain: "dəqiq deyil: %s ilə %s arasında",
		uncovered: "Məlumat toplusu yalnız bu günləri əhatə edir: %s – %s", today: "bu gün",
		reordered: "Günlər sıraya qoyulub.", sameDay: "Eyni gün iki dəfə: heç nə dəyişməyib.",
		more:    "Hamısı, burada göstərilənlərdən %d artıq",
		AsKnown: "%s tarixində məlum olduğu kimi", corrected: "%s düzəldilib", before: "əvvəl", after: "indi", why: "səbəb", found: "tapan",
		NoScript: "Xəritənin özü üçün JavaScript lazımdır. Eyni məlumatlar:",
		Others:   "Başqa xəritələr",
		Region:   "Ərazi", Layer: "Lay",
	},
	"hy": {
		Zone: "Գոտի", Archived: "արխիվային պատճեն", Controller: "Վերահսկող", Status: "Կարգավիճակ",
		control: "Վերահսկողություն", noChange: "Այս օրերի միջև ոչինչ ձեռքից ձեռք չի անցել։",
		orEarlier: "%s կամ ավելի վաղ", notCertain: "հստակ չէ․ %s և %s միջև",
		uncovered: "Տվյալների հավաքածուն խոսում է միայն այս օրերի մասին՝ %s – %s", today: "այսօր",
		reordered: "Օրերը դրվել են հերթականությամբ։", sameDay: "Նույն օրը երկու անգամ․ ոչինչ չի փոխվել։",
		more:    "Բոլորը՝ այստեղ նշվածներից %d-ով ավելի",
		AsKnown: "ինչպես հայտնի էր %s", corrected: "Ուղղվել է %s", before: "նախկինում", after: "այժմ", why: "պատճառը", found: "գտել է",
		NoScript: "Քարտեզին անհրաժեշտ է JavaScript։ Նույն տվյալները՝",
		Others:   "Այլ քարտեզներ",
		Region:   "Տարածք", Layer: "Շերտ",
	},
	"ru": {
		Zone: "Зона", Archived: "архивная копия", Controller: "Контролирует", Status: "Статус",
		control: "Контроль", noChange: "Между этими днями ничего не перешло из рук в руки.",
		orEarlier: "%s или раньше", notCertain: "точно не известно: между %s и %s",
		uncovered: "Данные охватывают только период с %s по %s", today: "сегодня",
		reordered: "Дни поставлены по порядку.", sameDay: "Один и тот же день дважды: ничего не изменилось.",
		more:    "Все, на %d больше, чем перечислено здесь",
		AsKnown: "как было известно %s", corrected: "Исправлено %s", before: "было", after: "стало", why: "почему", found: "кто нашёл",
		NoScript: "Для самой карты нужен JavaScript. Те же данные:",
		Others:   "Другие карты",
		Region:   "Регион", Layer: "Слой",
	},
}
