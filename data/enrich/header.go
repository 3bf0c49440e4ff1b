package enrich

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarc/data/date"
)

// places says in which columns of CSV, from 0 on, the point and its day stand; -1 where there is
// none.
type places struct {
	lon, lat, date int
	point          int   // of both coordinates
	points         []int // what may be point, the most telling first; the first row tells, see choose
	unread         int   // would be date, but one day was given for all rows
	columns        int
	day            int32 // of rows without one
	dayKnown       bool
}

// find locates the columns by what the options name or by their usual names.
func find(header []string, o Options) (places, error) {
	p := places{columns: len(header), lon: -1, lat: -1, date: -1, point: -1, unread: -1, day: int32(o.DefaultDay)}
	if o.Day != nil {
		p.day = int32(*o.Day)
	}
	err := p.findPoint(header, o)
	if err == nil {
		err = p.findDate(header, o)
	}
	p.dayKnown = p.date < 0 || o.Day != nil
	return p, err
}

func (p *places) findPoint(header []string, o Options) (err error) {
	if o.Point != "" {
		if o.Lon != "" || o.Lat != "" {
			return inputErrorf("%s names a column of both coordinates: want %s and %s, or %s", o.Ask.Point, o.Ask.Lon, o.Ask.Lat, o.Ask.Point)
		}
		p.point, err = findNamed("point", o.Point, header, o.NoHeader)
		return err
	}
	if p.lon, err = findOne("longitude", o.Ask.Lon, o.Lon, lonNames, header, o.NoHeader); err != nil {
		return err
	}
	if p.lat, err = findOne("latitude", o.Ask.Lat, o.Lat, latNames, header, o.NoHeader); err != nil {
		return err
	}
	if p.lon < 0 && p.lat < 0 {
		p.points = findPoints(header)
		p.findPair(header)
	}
	if len(p.points) > 0 {
		return nil
	}
	return p.complete(header, o)
}

// complete tells whether there are two columns of coordinates.
func (p *places) complete(header []string, o Options) error {
	const lacks = "%s: no column has a usual name such as %s; name one of %s with %s"
	switch {
	case p.lon < 0 && p.lat < 0:
		return inputErrorf(lacks+", or one of both coordinates with %s", "longitude", "lon", shorten(header), o.Ask.Lon, o.Ask.Point)
	case p.lon < 0:
		return inputErrorf(lacks, "longitude", "lon", shorten(header), o.Ask.Lon)
	case p.lat < 0:
		return inputErrorf(lacks, "latitude", "lat", shorten(header), o.Ask.Lat)
	case p.lon == p.lat:
		return inputErrorf("longitude and latitude are the same column, %q", header[p.lon])
	}
	return nil
}

func (p *places) findDate(header []string, o Options) (err error) {
	if o.Date == "" && o.NoHeader {
		return nil
	}
	p.date, err = findOne("day", o.Ask.Date, o.Date, dateNames, header, o.NoHeader)
	if o.Date == "" && o.Day != nil {
		p.unread, p.date = p.date, -1
		return nil
	}
	return err
}

// findOne returns the index of a column, -1 if none has a usual name. Errors name the option.
func findOne(what, option, named string, usual, header []string, noHeader bool) (int, error) {
	if named != "" {
		return findNamed(what, named, header, noHeader)
	}
	if noHeader {
		return -1, inputErrorf("without a header name the column of the %s by its number with %s", what, option)
	}
	found, rank := -1, len(usual)
	for i, h := range header {
		switch k := usualRank(usual, h); {
		case k >= 0 && k < rank:
			found, rank = i, k
		}
	}
	for i, h := range header {
		if i != found && rank < len(usual) && usualRank(usual, h) == rank {
			return -1, inputErrorf("%s: the columns %q and %q could both be meant; name one with %s", what, header[found], h, option)
		}
	}
	return found, nil
}

func findNamed(what, named string, header []string, noHeader bool) (int, error) {
	if i := slices.Index(header, named); i >= 0 && !noHeader {
		return i, nil
	}
	if n, err := strconv.Atoi(named); err == nil && n >= 1 && n <= len(header) {
		return n - 1, nil
	}
	if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), named) }); i >= 0 && !noHeader {
		return i, nil
	}
	return -1, askedErrorf("%s: there is no column %q among the %d: %s", what, named, len(header), shorten(header))
}

// findPoints lists the columns that may hold both coordinates.
func findPoints(header []string) []int {
	var found []int
	for _, name := range pointNames {
		for i, h := range header {
			if normal(h) == name {
				found = append(found, i)
			}
		}
	}
	return found
}

// findPair looks for names that are coordinates only together.
func (p *places) findPair(header []string) {
	for _, pair := range pairNames {
		lon := slices.IndexFunc(header, func(h string) bool { return normal(h) == pair[0] })
		lat := slices.IndexFunc(header, func(h string) bool { return normal(h) == pair[1] })
		if lon >= 0 && lat >= 0 {
			p.lon, p.lat = lon, lat
			return
		}
	}
}

// undecided tells whether the first row decides what a column is.
func (p *places) undecided(header []string, o Options) bool {
	return len(p.points) > 0 || o.Date == "" && p.date >= 0 && normal(header[p.date]) == datum
}

// choose decides by the first row, nil if there is none: a column holds points if the first can be
// read, and days if the first can be one.
func (p *places) choose(header, row []string, o Options, readable func(cell string) bool) error {
	cell := func(i int) string {
		if i < len(row) {
			return row[i]
		}
		return ""
	}
	if o.Date == "" && p.date >= 0 && normal(header[p.date]) == datum && !isDatum([]byte(cell(p.date))) {
		p.date, p.dayKnown = -1, true
	}
	if len(p.points) == 0 {
		return nil
	}
	for _, i := range p.points {
		if row == nil || readable(cell(i)) {
			p.point, p.lon, p.lat = i, -1, -1
			return nil
		}
	}
	if err := p.complete(header, o); err != nil {
		i := p.points[0]
		return inputErrorf("%v; %q holds no coordinates in the first row, but %q", err, header[i], clip([]byte(cell(i))))
	}
	return nil
}

// reading says what was found.
func (p *places) reading(header []string, o Options) Reading {
	name := func(i int) string {
		switch {
		case i < 0:
			return ""
		case o.NoHeader:
			return strconv.Itoa(i + 1)
		}
		return header[i]
	}
	return Reading{
		Lon: name(p.lon), Lat: name(p.lat), Point: name(p.point), Date: name(p.date), unread: name(p.unread),
		day: date.Date(p.day), dayGiven: o.Day != nil, numbered: o.NoHeader,
	}
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

// recognise finds the delimiter with which the header names longitude and
// latitude, or else a point, else the one that makes most columns.
func recognise(line []byte, o Options) byte {
	best, rank, most := byte(','), 0, 0
	for i := range len(delimiters) {
		header := fields(line, delimiters[i])
		found := 0
		if p, err := find(header, o); err == nil && !o.NoHeader {
			found = 1
			if p.lon >= 0 && p.lat >= 0 {
				return delimiters[i]
			}
		}
		if found > rank || found == rank && len(header) > most {
			best, rank, most = delimiters[i], found, len(header)
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
