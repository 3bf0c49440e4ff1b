package server

import (
	"fmt"
	"time"

	"demarc/data"
)

// pageWords are the words of the page that the server itself writes, in one
// language. All others are in the page's own tables.
type pageWords struct {
	Zone, Controller, Status, Since, Sources string
	Control, NoChange, NoScript, Km2         string
	months                                   [12]string
	order                                    string // of day, month and year, with the verbs %[1]d, %[2]s and %[3]d
}

// date writes a day in words.
func (w pageWords) date(day data.Date) string {
	t, err := time.Parse(time.DateOnly, day.String())
	if err != nil {
		return day.String() // an open end
	}
	return fmt.Sprintf(w.order, t.Day(), w.months[t.Month()-1], t.Year())
}

var wordsEn = pageWords{
	Zone: "Zone", Controller: "Controller", Status: "Status", Since: "since", Sources: "Sources",
	Control: "Control", NoChange: "Nothing changed hands between these days.", Km2: "km²",
	NoScript: "The map itself needs JavaScript. The same data:",
	months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December"},
	order: "%[1]d %[2]s %[3]d",
}

// The translations await a check by native speakers.
var words = map[string]pageWords{
	"en": wordsEn,
	"az": {
		Zone: "Zona", Controller: "Nəzarət edən", Status: "Vəziyyət", Since: "başlanğıc:", Sources: "Mənbələr",
		Control: "Nəzarət", NoChange: "Bu günlər arasında heç nə əldən-ələ keçməyib.", Km2: "km²",
		NoScript: "Xəritənin özü üçün JavaScript lazımdır. Eyni məlumatlar:",
		months: [12]string{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr",
			"oktyabr", "noyabr", "dekabr"},
		order: "%[1]d %[2]s %[3]d",
	},
	"hy": {
		Zone: "Գոտի", Controller: "Վերահսկող", Status: "Կարգավիճակ", Since: "սկսած", Sources: "Աղբյուրներ",
		Control: "Վերահսկողություն", NoChange: "Այս օրերի միջև ոչինչ ձեռքից ձեռք չի անցել։", Km2: "կմ²",
		NoScript: "Քարտեզին անհրաժեշտ է JavaScript։ Նույն տվյալները՝",
		months: [12]string{"հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի",
			"սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"},
		order: "%[1]d %[2]s, %[3]d թ.",
	},
	"ru": {
		Zone: "Зона", Controller: "Контролирует", Status: "Статус", Since: "с", Sources: "Источники",
		Control: "Контроль", NoChange: "Между этими днями ничего не перешло из рук в руки.", Km2: "км²",
		NoScript: "Для самой карты нужен JavaScript. Те же данные:",
		months: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
			"октября", "ноября", "декабря"},
		order: "%[1]d %[2]s %[3]d г.",
	},
}
