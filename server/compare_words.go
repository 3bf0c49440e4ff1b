package server

import "demarc/data/atlas"

// compareWords are the words of a comparison in one language. Neither of the maps is called right.
type compareWords struct {
	lang, Title, Map, Day, Show, AllDays, OnMap, Data string
	Pairs, PairsEver, Says, Land, Areas, Days, Differ string
	Alone, Stretches, Places, Place, Nothing, NotBoth string
	outside, asKnown, sum, most, always               string
	say                                               atlas.Words
}

// compareIn returns the words of a language, those of English if it has none.
func compareIn(lang string) compareWords {
	for _, w := range compareTexts {
		if w.lang == lang {
			w.say = atlas.WordsIn(lang)
			return w
		}
	}
	return compareIn("en")
}

// The translations await a check by native speakers.
var compareTexts = []compareWords{
	{
		lang: "en", Title: "Where two maps differ", Map: "Map", Day: "Day or interval", Show: "Show", AllDays: "all days", OnMap: "On the map", Data: "The same for programs:",
		Pairs: "What each says", PairsEver: "What each says, with the land on the day on which it was most", Says: "%s says", Land: "Land", Areas: "Areas", Days: "Days", Differ: "They differ on",
		Alone: "On one map alone", Stretches: "Day by day", Places: "Places of which they say different things", Place: "Place",
		Nothing: "Both say the same.", NotBoth: "They cannot be compared:",
		outside: "outside of its zones", asKnown: "as known on %s", sum: "They differ on %s; on %s they say the same; %s lie on one map alone.", most: "The most on %s.", always: "all days",
	},
	{
		lang: "az", Title: "İki xəritənin fərqləndiyi yerlər", Map: "Xəritə", Day: "Gün və ya aralıq", Show: "Göstər", AllDays: "bütün günlər", OnMap: "Xəritədə", Data: "Eyni məlumat proqramlar üçün:",
		Pairs: "Hər biri nə deyir", PairsEver: "Hər biri nə deyir, ən çox olduğu günün sahəsi ilə", Says: "%s deyir", Land: "Sahə", Areas: "Hissələr", Days: "Günlər", Differ: "Fərqlənən sahə",
		Alone: "Yalnız bir xəritədə", Stretches: "Günlər üzrə", Places: "Haqqında fərqli danışdıqları yerlər", Place: "Yer",
		Nothing: "Hər ikisi eyni şeyi deyir.", NotBoth: "Müqayisə etmək olmur:",
		outside: "zonalarından kənarda", asKnown: "%s tarixində məlum olduğu kimi", sum: "Fərq: %s; eyni: %s; yalnız bir xəritədə: %s.", most: "Ən çox %s.", always: "bütün günlər",
	},
	{
		lang: "hy", Title: "Որտեղ են տարբերվում երկու քարտեզները", Map: "Քարտեզ", Day: "Օր կամ ժամանակահատված", Show: "Ցույց տալ", AllDays: "բոլոր օրերը", OnMap: "Քարտեզի վրա", Data: "Նույնը՝ ծրագրերի համար՝",
		Pairs: "Ինչ է ասում յուրաքանչյուրը", PairsEver: "Ինչ է ասում յուրաքանչյուրը՝ ամենամեծ տարածքի օրվա տվյալով", Says: "Ըստ %s-ի", Land: "Տարածք", Areas: "Մասեր", Days: "Օրեր", Differ: "Տարբերվում են",
		Alone: "Միայն մեկ քարտեզում", Stretches: "Ըստ օրերի", Places: "Վայրեր, որոնց մասին տարբեր բան են ասում", Place: "Վայր",
		Nothing: "Երկուսն էլ նույնն են ասում։", NotBoth: "Հնարավոր չէ համեմատել՝",
		outside: "գոտիներից դուրս", asKnown: "ինչպես հայտնի էր %s", sum: "Տարբերվում են՝ %s, նույնն են ասում՝ %s, միայն մեկ քարտեզում՝ %s։", most: "Ամենաշատը՝ %s։", always: "բոլոր օրերը",
	},
	{
		lang: "ru", Title: "Где две карты расходятся", Map: "Карта", Day: "День или промежуток", Show: "Показать", AllDays: "все дни", OnMap: "На карте", Data: "То же для программ:",
		Pairs: "Что говорит каждая", PairsEver: "Что говорит каждая, с площадью в день, когда она была наибольшей", Says: "По %s", Land: "Площадь", Areas: "Участки", Days: "Дни", Differ: "Расхождение",
		Alone: "Только на одной карте", Stretches: "По дням", Places: "Места, о которых они говорят разное", Place: "Место",
		Nothing: "Обе говорят одно и то же.", NotBoth: "Сравнить нельзя:",
		outside: "вне её зон", asKnown: "как было известно %s", sum: "Расхождение: %s; одинаково: %s; только на одной карте: %s.", most: "Больше всего %s.", always: "все дни",
	},
}
