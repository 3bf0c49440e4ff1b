package enrich

import (
	"bytes"

	"github.com/paulmach/orb"

	"demarc/data/date"
)

// objectTable is the work on one table of JSON objects or GeoJSON features.
type objectTable struct {
	*reader
	scanner  scanner
	answers  *answers
	options  Options
	features bool // rows without coordinates of their own are features, too
	roles    roles
	texts    *textPoints // made when needed
	names    []string    // of the columns
	dates    dayReader
	dated    bool // rows have a day each

	n      int
	rows   [chunk]objectRow
	points [chunk]orb.Point
	days   [chunk]int32
	zones  [chunk]int32
}

// objectRow says where the columns go: the input is copied up to from, then
// before, the columns and after are written, and the input goes on at to.
type objectRow struct {
	from, to      int
	before, after string
	problem       string
	broken        bool // not an object: b[from:to] becomes a text
	renamed       bool // a member has the name of a column
}

func newObjectTable(r *reader, a *answers, o Options) *objectTable {
	t := &objectTable{reader: r, answers: a, options: o, dates: dayReader{calendar: newCalendar(), counted: &r.result}, dated: o.Date != ""}
	a.start(t.tail)
	t.names = append(columnNames(a.columns), ErrorColumn)
	t.roles = newRoles(o, t.names)
	r.result.Read = Reading{day: date.Date(t.day()), dayGiven: o.Day != nil}
	return t
}

// tail writes members without braces. The problem is left out where there is
// none.
func (t *objectTable) tail(dst []byte, cells []value, problem string) []byte {
	for i, c := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, t.names[i]), ':')
		switch {
		case c.text == "":
			dst = append(dst, "null"...)
		case c.bare:
			dst = append(dst, c.text...)
		default:
			dst = appendString(dst, c.text)
		}
	}
	if problem != "" {
		dst = append(appendString(append(dst, ','), t.names[len(cells)]), ':')
		dst = appendString(dst, problem)
	}
	return dst
}

// object reads the object b[from:to] and adds it to the rows.
func (t *objectTable) object(from, to int) {
	f, err := t.row(t.buffer[:to], from)
	t.add(f, err == nil && skipSpace(t.buffer, f.end+1) >= to, from, to)
}

// row reads what the object that begins at from says.
func (t *objectTable) row(b []byte, from int) (found, error) {
	t.roles.at = 0
	return t.read(b, from)
}

// add adds a row, buffer[from:to]. It is whole if it is an object and nothing else.
func (t *objectTable) add(f found, whole bool, from, to int) {
	b := t.buffer[:to]
	row := &t.rows[t.n]
	t.points[t.n], t.days[t.n] = orb.Point{}, t.day()
	t.n++
	if !whole {
		*row = objectRow{from: from, to: to, broken: true, problem: "the row is not a JSON object"}
		return
	}
	*row = objectRow{from: f.end, to: f.end, before: ",", renamed: f.taken}
	if f.empty {
		row.before = ""
	}
	if f.geometry.to > 0 || bytes.Equal(f.kind.of(b), []byte(`"Feature"`)) {
		t.feature(b, row, f)
		return
	}
	p, err := t.point(b, f)
	t.settle(row, p, f.date, err)
}

// point reads the point of a row that is no feature.
func (t *objectTable) point(b []byte, f found) (orb.Point, error) {
	if max(f.lon.rank, f.lat.rank) >= pairRank && f.lon.rank != f.lat.rank {
		f.lon, f.lat = member{}, member{} // one half of a pair is no coordinate
	}
	read := &t.result.Read
	if f.lon.to == 0 && f.lat.to == 0 && f.point.to > 0 {
		if read.Point == "" {
			read.Point = string(f.point.name)
		}
		if t.texts == nil {
			t.texts = newTextPoints(t.answers.snapshot, read.Point, &t.result)
		}
		value := f.point.of(b)
		if value[0] == '[' {
			return t.scanner.coordinates(value, &t.result)
		}
		return t.texts.read(textOf(value))
	}
	if read.Lon == "" && read.Lat == "" {
		read.Lon, read.Lat = string(f.lon.name), string(f.lat.name)
	}
	return parsePoint(textOf(f.lon.of(b)), textOf(f.lat.of(b)), 0, &t.result)
}

// day is that of rows without one.
func (t *objectTable) day() int32 {
	if t.options.Day != nil {
		return int32(*t.options.Day)
	}
	return int32(t.options.DefaultDay)
}

// feature takes the point from the geometry, and puts the columns among the
// properties.
func (t *objectTable) feature(b []byte, row *objectRow, f found) {
	date := member{}
	switch properties := f.properties.of(b); {
	case f.properties.to == 0:
		row.before, row.after = `,"properties":{`, "}"
	case properties[0] == '{':
		inner, _ := t.read(b, f.properties.from) // it has been walked over before
		date = inner.date
		*row = objectRow{from: inner.end, to: inner.end, before: ",", renamed: inner.taken}
		if inner.empty {
			row.before = ""
		}
	default: // null
		*row = objectRow{from: f.properties.from, to: f.properties.to, before: "{", after: "}"}
	}
	t.result.Read.geometry = true
	p, err := t.scanner.point(b, f.geometry, &t.result)
	t.settle(row, p, date, err)
}

// settle gives the row its point and day, or its problem. From the first row
// with a day on, rows without one have a problem, unless the options give it.
func (t *objectTable) settle(row *objectRow, p orb.Point, date member, err error) {
	if name := t.options.Date; name == "" && t.options.Day != nil {
		if t.result.Read.unread == "" {
			t.result.Read.unread = string(date.name)
		}
		date = member{}
	} else if t.result.Read.Date == "" {
		t.result.Read.Date = string(date.name)
	}
	t.dated = t.dated || date.to > 0
	if day := textOf(date.of(t.buffer)); err == nil && t.dated && (len(day) > 0 || t.options.Day == nil) {
		t.days[t.n-1], err = t.dates.parse(day)
	}
	if err != nil {
		row.problem = err.Error()
		return
	}
	t.points[t.n-1] = p
}
