package enrich

import (
	"bytes"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/data/date"
)

// objectTable is the work on one table of JSON objects or GeoJSON features.
type objectTable struct {
	*reader
	answers  *answers
	options  Options
	features bool // rows without coordinates of their own are features, too
	roles    roles
	texts    *textPoints // made when needed
	names    []string    // of the columns
	calendar *calendar
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
	t := &objectTable{reader: r, answers: a, options: o, calendar: newCalendar(), dated: o.Date != ""}
	a.start(t.tail)
	t.names = append(columnNames(a.columns), ErrorColumn)
	t.roles = newRoles(o, t.names)
	r.result.Read = Reading{Day: date.Date(t.day()), DayGiven: o.Day != nil}
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

// found is what a row says.
type found struct {
	lon, lat, date, point      member
	kind, geometry, properties span
	end                        int // the closing brace
	empty, taken               bool
}

// member is a value with its name; of members with the same role the one of the least rank counts.
type member struct {
	span
	name []byte
	rank int
}

func (m *member) take(other member) {
	if m.to == 0 || other.rank <= m.rank {
		*m = other
	}
}

// span is a value within the buffer; to is 0 when there is none.
type span struct{ from, to int }

func (s span) of(b []byte) []byte { return b[s.from:s.to] }

// object reads the object b[from:to] and adds it to the rows.
func (t *objectTable) object(from, to int) {
	b := t.buffer[:to]
	row := &t.rows[t.n]
	t.points[t.n], t.days[t.n] = orb.Point{}, t.day()
	t.n++
	f, err := t.read(b, from)
	if err != nil || skipSpace(b, f.end+1) < to {
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
			return coordinatesOf(value)
		}
		return t.texts.read(textOf(value))
	}
	if read.Lon == "" && read.Lat == "" {
		read.Lon, read.Lat = string(f.lon.name), string(f.lat.name)
	}
	return parsePoint(textOf(f.lon.of(b)), textOf(f.lat.of(b)), false)
}

// day is that of rows without one.
func (t *objectTable) day() int32 {
	if t.options.Day != nil {
		return int32(*t.options.Day)
	}
	return int32(t.options.DefaultDay)
}

// read notes the members that matter.
func (t *objectTable) read(b []byte, from int) (found, error) {
	var f found
	m := walk(b, from)
	for m.next() {
		here := span{m.from, m.to}
		is := t.roles.of(m.key)
		if is.role == dateMember && is.rank == datumRank && !isDatum(textOf(m.value())) {
			is.role = plainMember
		}
		f.taken = f.taken || is.taken
		named := member{here, m.key, is.rank}
		switch is.role {
		case lonMember:
			f.lon.take(named)
		case latMember:
			f.lat.take(named)
		case dateMember:
			f.date.take(named)
		case pointMember:
			if string(m.key) == "geometry" && (b[m.from] == '{' || b[m.from] == 'n') {
				f.geometry = here
			} else {
				f.point.take(named)
			}
		default:
			switch string(m.key) {
			case "type":
				f.kind = here
			case "geometry":
				f.geometry = here
			case "properties":
				f.properties = here
			}
		}
	}
	f.end, f.empty = m.end, m.count == 0
	return f, m.err
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
	t.result.Read.Geometry = true
	p, err := pointOf(b, f.geometry)
	t.settle(row, p, date, err)
}

// settle gives the row its point and day, or its problem. From the first row
// with a day on, rows without one have a problem, unless the options give it.
func (t *objectTable) settle(row *objectRow, p orb.Point, date member, err error) {
	if name := t.options.Date; name == "" && t.options.Day != nil {
		if t.result.Read.Unread == "" {
			t.result.Read.Unread = string(date.name)
		}
		date = member{}
	} else if t.result.Read.Date == "" {
		t.result.Read.Date = string(date.name)
	}
	t.dated = t.dated || date.to > 0
	if day := textOf(date.of(t.buffer)); err == nil && t.dated && (len(day) > 0 || t.options.Day == nil) {
		t.days[t.n-1], err = t.calendar.parse(day)
	}
	if err != nil {
		row.problem = err.Error()
		return
	}
	t.points[t.n-1] = p
}

// textOf returns a string without quotes, a number as it stands, and nothing
// for null.
func textOf(value []byte) []byte {
	switch {
	case len(value) > 0 && value[0] == '"':
		return unescape(value, 0)
	case bytes.Equal(value, []byte("null")):
		return nil
	}
	return value
}

// pointOf reads a GeoJSON Point.
func pointOf(b []byte, geometry span) (orb.Point, error) {
	if geometry.to == 0 || b[geometry.from] != '{' {
		return orb.Point{}, fmt.Errorf("no geometry")
	}
	var kind, coordinates []byte
	for m := walk(b, geometry.from); m.next(); {
		switch string(m.key) {
		case "type":
			kind = m.value()
		case "coordinates":
			coordinates = m.value()
		}
	}
	if string(kind) != `"Point"` {
		return orb.Point{}, fmt.Errorf("geometry %s: want a Point", clip(kind))
	}
	return coordinatesOf(coordinates)
}

// coordinatesOf reads an array that begins with longitude and latitude.
func coordinatesOf(coordinates []byte) (orb.Point, error) {
	if len(coordinates) == 0 || coordinates[0] != '[' {
		return orb.Point{}, fmt.Errorf("no coordinates")
	}
	var two [2][]byte
	i := 1
	for axis := range two {
		from := skipSpace(coordinates, i)
		to, err := skipValue(coordinates, from)
		if err != nil {
			return orb.Point{}, fmt.Errorf("no coordinates")
		}
		two[axis] = coordinates[from:to]
		if i = skipSpace(coordinates, to); axis == 0 && coordinates[i] != ',' {
			return orb.Point{}, fmt.Errorf("coordinates %s: want longitude and latitude", clip(coordinates))
		}
		i++
	}
	return parsePoint(two[0], two[1], false)
}
