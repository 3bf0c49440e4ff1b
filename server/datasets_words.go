package server

import (
	"fmt"

	"demarc/data/atlas"
	"demarc/data/dataset"
)

// datasetsWords are the words of the list of datasets in one language. The pages of the OGC API are
// in English, as its descriptions are.
type datasetsWords struct {
	lang, where string
	Datasets, Version, Snapshot, NotAccepted, Programs, Status,
	And, ForNow string
	sides             [4]string // after degrees: east, west, north, south
	span              string    // of the first and the last of two
	between, on, till string    // of days: a first and a last one, a first one, a last one
}

// datasetsIn returns the words of a language, those of English if it has none.
func datasetsIn(lang string) datasetsWords {
	for _, w := range datasetsTexts {
		if w.lang == lang {
			return w
		}
	}
	return datasetsTexts[0]
}

// extent words what a dataset covers: "45.4° E to 47.6° E, 38.8° N to 40.6° N; 20 February 1988 to
// 31 December 2024".
func (w datasetsWords) extent(c *dataset.Coverage) string {
	b, days := c.Extent, c.Interval()
	text := fmt.Sprintf(w.span, w.degrees(b[0], 0), w.degrees(b[2], 0)) + ", " +
		fmt.Sprintf(w.span, w.degrees(b[1], 2), w.degrees(b[3], 2))
	say := atlas.WordsIn(w.lang)
	first, last := days.From.Optional() != nil, days.Last().Optional() != nil
	switch {
	case first && last:
		text += "; " + fmt.Sprintf(w.between, say.Date(days.From), say.Date(days.Last()))
	case first:
		text += "; " + fmt.Sprintf(w.on, say.Date(days.From))
	case last:
		text += "; " + fmt.Sprintf(w.till, say.Date(days.Last()))
	}
	return text
}

// degrees words an angle, whose sides are those from a number on.
func (w datasetsWords) degrees(angle float64, sides int) string {
	if angle < 0 {
		angle, sides = -angle, sides+1
	}
	return fmt.Sprintf("%.3g° %s", angle, w.sides[sides])
}

// The translations await a check by native speakers.
var datasetsTexts = []datasetsWords{
	{
		lang: "en", where: "Where this is", Datasets: "Datasets", Version: "Version", Snapshot: "snapshot",
		NotAccepted: "Its files have not been accepted yet, the status says why.", Programs: "For programs:", Status: "status",
		And: "and", ForNow: "for now",
		sides: [4]string{"E", "W", "N", "S"}, span: "%s to %s",
		between: "%s to %s", on: "from %s on", till: "until %s",
	},
	{
		lang: "az", where: "Bu haradadır", Datasets: "Məlumat topluları", Version: "Versiya", Snapshot: "anlıq surət",
		NotAccepted: "Faylları hələ qəbul edilməyib, səbəbi vəziyyətdə göstərilib.", Programs: "Proqramlar üçün:", Status: "vəziyyət",
		And: "və", ForNow: "hələlik",
		sides: [4]string{"ş. u.", "q. u.", "ş. e.", "c. e."}, span: "%s – %s",
		between: "%s – %s", on: "%s tarixindən", till: "%s tarixinədək",
	},
	{
		lang: "hy", where: "Որտեղ է սա", Datasets: "Տվյալների հավաքածուներ", Version: "Տարբերակ", Snapshot: "պատկեր",
		NotAccepted: "Ֆայլերը դեռ չեն ընդունվել, պատճառը նշված է վիճակում։", Programs: "Ծրագրերի համար՝", Status: "վիճակ",
		And: "և", ForNow: "առայժմ",
		sides: [4]string{"արլ. երկ.", "արմ. երկ.", "հս. լայն.", "հվ. լայն."}, span: "%s – %s",
		between: "%s – %s", on: "սկսած %s", till: "մինչև %s",
	},
	{
		lang: "ru", where: "Где это", Datasets: "Наборы данных", Version: "Версия", Snapshot: "снимок",
		NotAccepted: "Файлы ещё не приняты, причину называет состояние.", Programs: "Для программ:", Status: "состояние",
		And: "и", ForNow: "пока",
		sides: [4]string{"в. д.", "з. д.", "с. ш.", "ю. ш."}, span: "%s – %s",
		between: "%s – %s", on: "с %s", till: "по %s",
	},
}
