package server

import "demarc/data/atlas"

// pageWords are the words of the page that the server itself writes, in one
// language: those of pictures and some more. All others are in the page's own
// tables.
type pageWords struct {
	atlas.Words
	Zone, Controller, Status    string
	Control, NoChange, NoScript string
	Others                      string
}

// pageWordsIn returns the words of a language and its tag, those of English if it is not known.
func pageWordsIn(lang string) (pageWords, string) {
	w, ok := words[lang]
	if !ok {
		lang = "en"
		w = words[lang]
	}
	w.Words = atlas.WordsIn(lang)
	return w, lang
}

// The translations await a check by native speakers.
var words = map[string]pageWords{
	"en": {
		Zone: "Zone", Controller: "Controller", Status: "Status",
		Control: "Control", NoChange: "Nothing changed hands between these days.",
		NoScript: "The map itself needs JavaScript. The same data:",
		Others:   "Other maps",
	},
	"az": {
		Zone: "Zona", Controller: "Nəzarət edən", Status: "Vəziyyət",
		Control: "Nəzarət", NoChange: "Bu günlər arasında heç nə əldən-ələ keçməyib.",
		NoScript: "Xəritənin özü üçün JavaScript lazımdır. Eyni məlumatlar:",
		Others:   "Başqa xəritələr",
	},
	"hy": {
		Zone: "Գոտի", Controller: "Վերահսկող", Status: "Կարգավիճակ",
		Control: "Վերահսկողություն", NoChange: "Այս օրերի միջև ոչինչ ձեռքից ձեռք չի անցել։",
		NoScript: "Քարտեզին անհրաժեշտ է JavaScript։ Նույն տվյալները՝",
		Others:   "Այլ քարտեզներ",
	},
	"ru": {
		Zone: "Зона", Controller: "Контролирует", Status: "Статус",
		Control: "Контроль", NoChange: "Между этими днями ничего не перешло из рук в руки.",
		NoScript: "Для самой карты нужен JavaScript. Те же данные:",
		Others:   "Другие карты",
	},
}
