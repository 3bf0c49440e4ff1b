package feed

// words are what entries say beside names.
type words struct {
	Corrected, Before, After, Why, Found, Sources, Nobody, Version string
}

// The translations await a check by native speakers.
var inLanguage = map[string]words{
	"en": {"Corrected", "before", "now", "why", "found by", "Sources", "unknown", "Version"},
	"az": {"Düzəldilib", "əvvəl", "indi", "səbəb", "tapan", "Mənbələr", "naməlum", "Buraxılış"},
	"hy": {"Ուղղված է", "նախկինում", "այժմ", "պատճառը", "գտել է", "Աղբյուրներ", "անհայտ", "Տարբերակ"},
	"ru": {"Исправлено", "было", "стало", "почему", "нашёл", "Источники", "неизвестно", "Версия"},
}

func wordsIn(lang string) words {
	if w, ok := inLanguage[lang]; ok {
		return w
	}
	return inLanguage["en"]
}
