package publish

// words are those of pages of text that are no words of a view.
type words struct {
	all               string // leads to the list of all pages
	days, zones       string // headings of it
	files             string
	earlier, later    string // lead to the days before and after
	everything, feeds string // kinds of files
}

// The translations await a check by native speakers.
var wordsByLanguage = map[string]words{
	"en": {
		all: "All days and zones", days: "Days on which something changes", zones: "Zones", files: "Files",
		earlier: "Earlier", later: "Later", everything: "The whole dataset", feeds: "What changes, for feed readers",
	},
	"az": {
		all: "Bütün günlər və zonalar", days: "Nəyinsə dəyişdiyi günlər", zones: "Zonalar", files: "Fayllar",
		earlier: "Əvvəl", later: "Sonra", everything: "Bütün məlumat toplusu", feeds: "Dəyişikliklər, xəbər lenti oxuyanlar üçün",
	},
	"hy": {
		all: "Բոլոր օրերն ու գոտիները", days: "Օրեր, երբ ինչ-որ բան փոխվում է", zones: "Գոտիներ", files: "Ֆայլեր",
		earlier: "Ավելի վաղ", later: "Ավելի ուշ", everything: "Ամբողջ հավաքածուն", feeds: "Փոփոխությունները՝ լրահոսի ընթերցիչների համար",
	},
	"ru": {
		all: "Все дни и зоны", days: "Дни, когда что-то меняется", zones: "Зоны", files: "Файлы",
		earlier: "Раньше", later: "Позже", everything: "Все данные", feeds: "Что меняется, для программ чтения лент",
	},
}

// wordsIn returns the words of a language, those of English if it has none.
func wordsIn(lang string) words {
	if w, ok := wordsByLanguage[lang]; ok {
		return w
	}
	return wordsByLanguage["en"]
}
