package enrich

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The usual names of coordinates and days, the most telling first, as normal
// writes them.
var (
	lonNames  = []string{"lon", "lng", "longitude", "long", "decimallongitude", "londd", "pointx", "xcoord", "xcoordinate", "gpslon", "gpslongitude", "x"}
	latNames  = []string{"lat", "latitude", "decimallatitude", "latdd", "pointy", "ycoord", "ycoordinate", "gpslat", "gpslatitude", "y"}
	dateNames = []string{"date", "datetime", "day", "eventdate", "timestamp", "time", "observedon", "when"}
)

// normal writes a name without case, spaces and punctuation.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.\t()[]", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// places says in which columns of CSV, from 0 on, the point and its day stand.
type places struct {
	lon, lat, date int // date is -1 when there is none
	columns        int
	day            int32 // of rows without one
	dayKnown       bool
}

// find locates the columns by what the options name or by their usual names.
func find(header []string, o Options) (places, error) {
	p := places{columns: len(header), date: -1, day: int32(o.DefaultDay), dayKnown: true}
	var err error
	if p.lon, err = findOne("longitude", o.Ask[0], o.Lon, lonNames, header, o.NoHeader); err != nil {
		return p, err
	}
	if p.lat, err = findOne("latitude", o.Ask[1], o.Lat, latNames, header, o.NoHeader); err != nil {
		return p, err
	}
	if p.lon == p.lat {
		return p, inputErrorf("longitude and latitude are the same column, %q", header[p.lon])
	}
	if o.Day != nil {
		p.day = int32(*o.Day)
	}
	if o.Date != "" || o.Day == nil && !o.NoHeader {
		if p.date, err = findOne("day", o.Ask[2], o.Date, dateNames, header, o.NoHeader); err != nil && o.Date != "" {
			return p, err
		}
	}
	p.dayKnown = p.date < 0 || o.Day != nil
	return p, nil
}

// findOne returns the index of a column, -1 with an error that names the option.
func findOne(what, option, named string, usual, header []string, noHeader bool) (int, error) {
	if named != "" {
		if i := slices.Index(header, named); i >= 0 && !noHeader {
			return i, nil
		}
		if n, err := strconv.Atoi(named); err == nil && n >= 1 && n <= len(header) {
			return n - 1, nil
		}
		if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), named) }); i >= 0 && !noHeader {
			return i, nil
		}
		return -1, inputErrorf("%s: there is no column %q among the %d: %s", what, named, len(header), shorten(header))
	}
	if noHeader {
		return -1, inputErrorf("without a header name the column of the %s by its number with %s", what, option)
	}
	for _, name := range usual {
		found := -1
		for i, h := range header {
			if normal(h) != name {
				continue
			}
			if found >= 0 {
				return -1, inputErrorf("%s: the columns %q and %q could both be meant; name one with %s", what, header[found], h, option)
			}
			found = i
		}
		if found >= 0 {
			return found, nil
		}
	}
	return -1, inputErrorf("%s: no column has a usual name such as %s; name one of %s with %s", what, usual[0], shorten(header), option)
}

// shorten lists names for a message.
func shorten(header []string) string {
	var b strings.Builder
	for i, h := range header {
		if i == 12 {
			fmt.Fprintf(&b, " and %d more", len(header)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(h[:min(len(h), 40)]))
	}
	return b.String()
}

// ParseDelimiter reads the name of a delimiter: a character, or comma,
// semicolon, tab, bar.
func ParseDelimiter(s string) (byte, error) {
	switch strings.ToLower(s) {
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	case "tab", `\t`:
		return '\t', nil
	case "bar", "pipe":
		return '|', nil
	}
	if len(s) != 1 || s[0] >= 0x80 || strings.ContainsAny(s, "\"\r\n\x00.+-") || s[0]-'0' < 10 {
		return 0, fmt.Errorf("delimiter %q: want one character such as , ; or |, or comma, semicolon, tab or bar", s)
	}
	return s[0], nil
}

// delimiters are tried in this order.
const delimiters = ",;\t|"

// recognise finds the delimiter with which the header names a point, else the
// one that makes most columns.
func recognise(line []byte, o Options) byte {
	best, most := byte(','), 0
	for i := range len(delimiters) {
		header := fields(line, delimiters[i])
		if _, err := find(header, o); err == nil && !o.NoHeader {
			return delimiters[i]
		}
		if len(header) > most {
			best, most = delimiters[i], len(header)
		}
	}
	return best
}

// unique changes a name until it is not taken.
func unique(name string, taken func(string) bool) string {
	for i := 1; taken(name); i++ {
		if i == 1 {
			name = "locate_" + name
		} else {
			name = fmt.Sprintf("%s_%d", strings.TrimSuffix(name, fmt.Sprintf("_%d", i-1)), i)
		}
	}
	return name
}

// clip keeps messages short.
func clip(b []byte) string {
	if len(b) > 40 {
		return string(b[:40]) + "..."
	}
	return string(b)
}
