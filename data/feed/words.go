package feed

// words are what entries say beside names.
type words struct {
	Corrected, Before, After, Why, Found, Sources, Nobody string
}

// The translations await a check by native speakers.
var inLanguage = map[string]words{
	"en": {"Corrected", "before", "now", "why", "found by", "Sources", "unknown"},
	"az": {"Düzəldilib", "əvvəl", "indi", "səbəb", "tapan", "Mənbələr", "naməlum"},
	"hy": {"Ուղղված է", "նախկինում", "այժմ", "պատճառը", "գտել է", "Աղբյուրներ", "անհայտ"},
	"ru": {"Исправлено", "было", "стало", "почему", "нашёл", "Источники", "неизвестно"},
}

func wordsIn(lang string) words {
	if w, ok := inLanguage[lang]; ok {
		return w
	}
	return inLanguage["en"]
}
