package enrich

import (
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

// Lookup answers for tables whose rows another package reads and writes, with values V of its own.
// What is found of a column's name, how days are read and what is answered is as for CSV.
//
//	NewLookup -> Undecided, Decide -> LearnsDays, LearnDay, Begin -> Locate, Locate, ...
type Lookup[V any] struct {
	answers answers
	places  places
	names   []string // of the columns of the table
	options Options
	dates   dayReader
	texts   *textPoints
	result  Result
	columns []Column
	value   func(c Column, text string) V

	kept [][]V // by the number that stands in the answers; see keep
	row  []V   // that of the last answer which is not kept
	none V

	points   [chunk]orb.Point
	days     [chunk]int32
	zones    [chunk]int32
	problems [chunk]string
}

// Row is what a row says of its point and its day, as numbers where the table has such, else as
// texts.
type Row struct {
	Lon, Lat   []byte
	Text       []byte // of both
	Point      orb.Point
	HasPoint   bool // Point holds longitude and latitude
	Day        date.Date
	HasDay     bool // Day holds the day
	DayText    []byte
	Timed      bool  // the day has a time of day, which is not looked at
	PointFault error // why there is no point
	DayFault   error
}

// At is the place of something among the columns of a table, -1 for none.
type At struct{ Lon, Lat, Point, Date int }

// NewLookup finds the columns by the names. value makes a value of a cell that is not empty; the
// zero one stands for those that are. problems takes what is wrong with rows.
func NewLookup[V any](s *data.Snapshot, names []string, o Options, value func(c Column, text string) V) (*Lookup[V], error) {
	columns, err := chooseColumns(s, o.Columns)
	if err != nil {
		return nil, err
	}
	found, err := find(names, o)
	if err != nil {
		return nil, err
	}
	l := &Lookup[V]{places: found, names: names, options: o, columns: columns, value: value}
	l.answers = answers{snapshot: s, columns: columns, fixed: allFixed(columns), extras: extrasFor(columns), located: o.Located}
	l.answers.start(l.keep)
	l.dates = dayReader{calendar: newCalendar(), counted: &l.result}
	return l, nil
}

// Columns are those that are added, the last one for what is wrong with rows, under names that the
// table does not have in any case.
func (l *Lookup[V]) Columns() []Column {
	all := append(slices.Clone(l.columns), Column{Name: ErrorColumn})
	for i := range all {
		all[i].Name = unique(all[i].Name, func(name string) bool {
			return slices.ContainsFunc(l.names, func(s string) bool { return strings.EqualFold(s, name) })
		})
	}
	return all
}

// At tells where point and day stand, once it is decided.
func (l *Lookup[V]) At() At {
	return At{l.places.lon, l.places.lat, l.places.point, l.places.date}
}

// Undecided lists the columns whose cells in the first row decide what they are.
func (l *Lookup[V]) Undecided() []int {
	if !l.places.undecided(l.names, l.options) {
		return nil
	}
	columns := slices.Clone(l.places.points)
	if l.places.date >= 0 {
		columns = append(columns, l.places.date)
	}
	return columns
}

// Decide decides by the first row, nil if there is none. Cells that are points are WKT.
func (l *Lookup[V]) Decide(row []string) error {
	if l.places.undecided(l.names, l.options) {
		err := l.places.choose(l.names, row, l.options, func(cell string) bool {
			_, err := newTextPoints(l.answers.snapshot, "", &Result{}).read([]byte(cell))
			return err == nil
		})
		if err != nil {
			return err
		}
	}
	l.result.Read = l.places.reading(l.names, l.options)
	l.texts = newTextPoints(l.answers.snapshot, l.result.Read.Point, &l.result)
	return nil
}

// LearnDay takes the day of one of the first rows into account, and tells whether more are wanted.
func (l *Lookup[V]) LearnDay(text []byte) bool {
	l.dates.learn(text)
	return l.dates.learned < deciding
}

// Begin ends the learning.
func (l *Lookup[V]) Begin() error {
	if l.places.date < 0 {
		return nil
	}
	return l.dates.decide(l.options)
}

// Locate answers for rows, at most as many as CSV locates together, 256: each is called with what
// is added to one after the other.
func (l *Lookup[V]) Locate(rows []Row, each func(added []V)) {
	n := len(rows)
	if n == 0 {
		return
	}
	for k := range rows {
		l.points[k], l.days[k], l.problems[k] = orb.Point{}, l.places.day, ""
		if p, day, err := l.read(&rows[k]); err != nil {
			l.problems[k] = err.Error()
		} else {
			l.points[k], l.days[k] = p, day
		}
	}
	a := &l.answers
	a.snapshot.ZonesAt(l.points[:n], l.days[:n], l.zones[:n])
	l.result.Swapped += a.swapped(l.points[:n], l.zones[:n])
	if a.located != nil {
		a.located(Located{Points: l.points[:n], Days: l.days[:n], Zones: l.zones[:n], problems: l.problems[:n]})
	}
	for k := range n {
		l.result.Rows++
		if l.problems[k] != "" {
			l.result.Failed++
			a.failed(l.problems[k])
			each(l.row)
			continue
		}
		day := date.Date(l.days[k])
		a.countDay(day)
		text := a.of(l.zones[k], l.points[k], day)
		if !a.fixed {
			each(l.row)
			continue
		}
		each(l.kept[binary.LittleEndian.Uint32(text)])
	}
}

// read reads point and day of a row.
func (l *Lookup[V]) read(r *Row) (p orb.Point, day int32, err error) {
	switch {
	case r.PointFault != nil:
		err = r.PointFault
	case r.HasPoint:
		if p, err = geo.TurnPoint(r.Point); err == nil && p[0] != r.Point[0] {
			l.result.turned++
		}
	case l.places.point >= 0:
		p, err = l.texts.read(r.Text)
	default:
		p, err = parsePoint(r.Lon, r.Lat, 0, &l.result)
	}
	switch {
	case err != nil:
	case l.places.date < 0:
		day = l.places.day
	case r.DayFault != nil:
		err = r.DayFault
	case r.HasDay:
		if day = int32(r.Day); r.Timed {
			l.result.timed++
		}
	case len(strings.TrimSpace(string(r.DayText))) == 0 && l.places.dayKnown:
		day = l.places.day
	default:
		day, err = l.dates.parse(r.DayText)
	}
	return p, day, err
}

// keep makes the values of a row. Where they are those of all points of a zone in a period they are
// kept, and their number stands for them in the answers.
func (l *Lookup[V]) keep(dst []byte, cells []value, problem string) []byte {
	row := l.row[:0]
	if l.answers.fixed && problem == "" {
		row = nil
	}
	for i, c := range cells {
		if c.text == "" {
			row = append(row, l.none)
		} else {
			row = append(row, l.value(l.columns[i], c.text))
		}
	}
	if problem == "" {
		row = append(row, l.none)
	} else {
		row = append(row, l.value(Column{Name: ErrorColumn}, problem))
	}
	if !l.answers.fixed || problem != "" {
		l.row = row
		return dst
	}
	l.kept = append(l.kept, row)
	return binary.LittleEndian.AppendUint32(dst, uint32(len(l.kept)-1))
}

// Result counts what was done.
func (l *Lookup[V]) Result() Result {
	r := l.result
	r.Uncovered, r.UncoveredDay = l.answers.uncovered, l.answers.uncoveredDay
	return r
}

// Degrees writes a coordinate as a text of which the same number is read.
func Degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// ErrNoPoint is the fault of rows without coordinates.
var ErrNoPoint = errors.New("no coordinates")
