package spelling

import "strings"

// months are the names of months, and how they are cut short, in the languages of the page:
// English, Azerbaijani, Russian, Armenian. Endings of cases are told by monthNamed.
var months = [12][]string{
	{"january", "jan", "yanvar", "yan", "январь", "янв", "հունվար", "հնվ", "հուն"},
	{"february", "feb", "fevral", "fev", "февраль", "фев", "февр", "փետրվար", "փտվ", "փետ"},
	{"march", "mar", "mart", "март", "мар", "մարտ", "մրտ", "մար"},
	{"april", "apr", "aprel", "апрель", "апр", "ապրիլ", "ապր"},
	{"may", "май", "мая", "մայիս", "մյս", "մայ"},
	{"june", "jun", "iyun", "iyn", "июнь", "июн", "հունիս", "հնս"},
	{"july", "jul", "iyul", "iyl", "июль", "июл", "հուլիս", "հլս", "հուլ"},
	{"august", "aug", "avqust", "avq", "август", "авг", "օգոստոս", "օգս", "օգոստ"},
	{"september", "sep", "sept", "sentyabr", "sen", "сентябрь", "сен", "сент", "սեպտեմբեր", "սեպ", "սեպտ"},
	{"october", "oct", "oktyabr", "okt", "октябрь", "окт", "հոկտեմբեր", "հոկ", "հոկտ"},
	{"november", "nov", "noyabr", "noy", "ноябрь", "ноя", "нояб", "նոյեմբեր", "նոյ"},
	{"december", "dec", "dekabr", "dek", "декабрь", "дек", "դեկտեմբեր", "դեկ"},
}

var monthNumbers = numberMonths()

func numberMonths() map[string]int {
	numbers := map[string]int{}
	for i, names := range months {
		for _, name := range names {
			numbers[plain(name)] = i + 1
		}
	}
	return numbers
}

// endings are those of names of months: Azerbaijani and Armenian genitives, and those Russian ones
// that follow a consonant.
var endings = []string{"ın", "in", "un", "ün", "ի", "ին", "а", "е"}

// monthNamed returns the number of a month by its name in small letters, 0 for other words.
func monthNamed(name string) int {
	if n := monthNumbers[name]; n > 0 || len(name) < 6 {
		return n
	}
	for _, ending := range endings {
		if stem, ok := strings.CutSuffix(name, ending); ok && len(stem) > 4 && monthNumbers[stem] > 0 {
			return monthNumbers[stem]
		}
	}
	for _, ending := range []string{"я", "е"} { // января, январе
		if stem, ok := strings.CutSuffix(name, ending); ok {
			if n := monthNumbers[stem+"ь"]; n > 0 {
				return n
			}
		}
	}
	return 0
}

// weekdays are the English days of the week by their first three letters, from Thursday on, the
// first day of 1970.
var weekdays = map[string]int{"thu": 0, "fri": 1, "sat": 2, "sun": 3, "mon": 4, "tue": 5, "wed": 6}

var fullWeekdays = map[string]bool{
	"thursday": true, "friday": true, "saturday": true, "sunday": true, "monday": true, "tuesday": true, "wednesday": true, "thurs": true, "tues": true,
}

// weekday returns the number of a day of the week, see weekdays.
func weekday(name string) (number int, ok bool) {
	if len(name) < 3 || len(name) > 3 && !fullWeekdays[name] {
		return 0, false
	}
	number, ok = weekdays[name[:3]]
	return number, ok
}

// eras are the words for them, true before the year 1.
var eras = map[string]bool{"bc": true, "bce": true, "ad": false, "ce": false}
