package spelling

import "strings"

// Spans are pairs of names of columns that bound the days on which a row holds, in small letters.
var Spans = [][2]string{
	{"valid_from", "valid_to"}, {"from", "to"}, {"start_date", "end_date"}, {"date_from", "date_to"}, {"startdate", "enddate"}, {"datefrom", "dateto"},
	{"begin_date", "end_date"}, {"start", "end"}, {"begin", "end"}, {"since", "until"}, {"gwsdate", "gwedate"}, {"cowsdate", "cowedate"},
	{"validfrom", "validto"}, {"fromdate", "todate"}, {"first_day", "last_day"}, {"gwsyear", "gweyear"}, {"start_year", "end_year"},
	{"start_datetime", "end_datetime"}, {"date_start", "date_end"}, {"begindate", "enddate"}, {"effective_from", "effective_to"},
	{"from_year", "to_year"}, {"fromyear", "toyear"}, {"begin_year", "end_year"}, {"year_from", "year_to"}, {"year_start", "year_end"},
}

// FindSpan chooses the first pair of columns of which there are both, else of which there is one;
// find returns a column by its name, -1 if there is none.
func FindSpan(find func(name string) int) (from, to int) {
	for _, least := range []int{2, 1} {
		for _, span := range Spans {
			from, to := find(span[0]), find(span[1])
			if min(from, 0)+min(to, 0) >= least-2 {
				return from, to
			}
		}
	}
	return -1, -1
}

// openWords stand for an end that has not come.
var openWords = map[string]bool{"": true, "..": true, "present": true, "now": true, "ongoing": true, "open": true, "null": true, "none": true, "-": true}

// isOpen tells whether a text stands for an end that has not come, or a beginning that nobody
// knows.
func isOpen(text string) bool {
	return openWords[strings.ToLower(strings.TrimSpace(text))] || Never(text)
}

// Never tells a day of the year 9999, which stands for an open end, whatever the day is.
func Never(text string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "9999")
	_, n := leading(rest)
	return ok && (n == 0 || n == len("1231"))
}
