// Package columnar locates the rows of tables by columns, Parquet files and streams of Arrow: what
// is there is copied as it is, and what package enrich answers is put behind it as columns of their
// own.
package columnar

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/geo"
	"demarc/geo/calendar"
	"demarc/geo/geoparquet"
)

// source is a table by columns that is to be located.
type source interface {
	Leaves() []geoparquet.Leaf
	Points() []int
	Notes() []string
	Head(leaf int, one func(geoparquet.Cell) bool) error
	// copy writes it with columns added, of which the last one says what is wrong with rows.
	copy(w io.Writer, leaves []int, fields []geo.Field, each func([][]geoparquet.Cell, func([]geoparquet.Value)) error) error
	size() int64 // what was read of it, in bytes
}

// table is a Parquet file or a stream of Arrow that is to be located.
type table struct {
	source
	lookup   *enrich.Lookup[geoparquet.Value]
	leaves   []geoparquet.Leaf
	at       enrich.At
	read     []int // the leaves, in the order of cells
	progress func(enrich.Result)

	rows [geoparquet.BatchRows]enrich.Row
	of   struct{ lon, lat, point, date int } // indexes of cells, -1 for none
}

// newTable finds out what the columns mean.
func newTable(s *data.Snapshot, of source, o enrich.Options) (*table, error) {
	t := &table{source: of, leaves: of.Leaves(), progress: o.Progress}
	if points := of.Points(); points != nil && o.Lon == "" && o.Lat == "" && o.Point == "" {
		if len(points) == 1 {
			o.Point = t.leaves[points[0]].Name
		} else {
			o.Lon, o.Lat = t.leaves[points[0]].Name, t.leaves[points[1]].Name
		}
	}
	var names []string
	for _, leaf := range t.leaves {
		names = append(names, leaf.Name)
	}
	var err error
	if t.lookup, err = enrich.NewLookup(s, names, o, valueOf); err != nil {
		return nil, err
	}
	return t, t.decide()
}

// decide reads the first rows.
func (t *table) decide() error {
	if undecided := t.lookup.Undecided(); undecided != nil {
		first := make([]string, len(t.leaves))
		for _, i := range undecided {
			if t.leaves[i].Kind == geoparquet.Opaque {
				continue
			}
			err := t.Head(i, func(c geoparquet.Cell) bool {
				first[i] = textOf(t.leaves[i].Kind, c)
				return false
			})
			if err != nil {
				return &enrich.InputError{Detail: err.Error()}
			}
		}
		if err := t.lookup.Decide(first); err != nil {
			return err
		}
	} else if err := t.lookup.Decide(nil); err != nil {
		return err
	}
	t.at = t.lookup.At()
	if err := t.check(); err != nil {
		return err
	}
	if day := t.at.Date; day >= 0 && t.leaves[day].Kind != geoparquet.Days {
		err := t.Head(day, func(c geoparquet.Cell) bool {
			return t.lookup.LearnDay([]byte(textOf(t.leaves[day].Kind, c)))
		})
		if err != nil {
			return &enrich.InputError{Detail: err.Error()}
		}
		return t.lookup.Begin()
	}
	return nil
}

// check refuses columns that cannot be what they are taken for, and lists those that are read.
func (t *table) check() error {
	add := func(leaf int, what string, kinds ...geoparquet.Kind) (int, error) {
		if leaf < 0 {
			return -1, nil
		}
		if l := t.leaves[leaf]; !slices.Contains(kinds, l.Kind) {
			return -1, &enrich.InputError{Detail: fmt.Sprintf("column %q cannot be read as %s: want %s", l.Name, what, kindsText(kinds)), Asked: true}
		}
		t.read = append(t.read, leaf)
		return len(t.read) - 1, nil
	}
	var err1, err2, err3, err4 error
	t.of.lon, err1 = add(t.at.Lon, "longitude", geoparquet.Numbers, geoparquet.Texts)
	t.of.lat, err2 = add(t.at.Lat, "latitude", geoparquet.Numbers, geoparquet.Texts)
	t.of.point, err3 = add(t.at.Point, "coordinates", geoparquet.Points, geoparquet.Texts)
	t.of.date, err4 = add(t.at.Date, "day", geoparquet.Days, geoparquet.Texts, geoparquet.Numbers)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			return err
		}
	}
	return nil
}

func kindsText(kinds []geoparquet.Kind) string {
	words := map[geoparquet.Kind]string{geoparquet.Numbers: "numbers", geoparquet.Texts: "texts", geoparquet.Days: "days or moments", geoparquet.Points: "points as well-known binary"}
	text := words[kinds[0]]
	for _, k := range kinds[1:] {
		text += " or " + words[k]
	}
	return text
}

// textOf writes a cell as CSV would have it.
func textOf(kind geoparquet.Kind, c geoparquet.Cell) string {
	switch {
	case c.Null || c.Fault != "":
		return ""
	case kind == geoparquet.Numbers:
		return enrich.Degrees(c.Number)
	case kind == geoparquet.Days:
		return date.Date(c.Day).String()
	case kind == geoparquet.Points:
		return "POINT (" + enrich.Degrees(c.Point[0]) + " " + enrich.Degrees(c.Point[1]) + ")"
	}
	return string(c.Text)
}

// valueOf makes a value of a cell that is not empty.
func valueOf(c enrich.Column, text string) geoparquet.Value {
	v, err := geoparquet.ParseValue(c.Type(), text)
	if err != nil {
		panic(fmt.Sprintf("column %s: %v", c.Name, err)) // the column's type is wrong
	}
	return v
}

// Run writes the table with the columns added.
func (t *table) Run(out io.Writer) (enrich.Result, error) {
	var fields []geo.Field
	for _, c := range t.lookup.Columns() {
		fields = append(fields, geo.Field{Name: c.Name, Type: c.Type()})
	}
	written := &writer{out: out}
	if t.progress != nil { // before the first byte is written
		t.progress(t.result())
	}
	// Locate keeps no row, and takes as many as a batch has.
	err := t.copy(written, t.read, fields, t.batch)
	result := t.result()
	switch {
	case written.err != nil:
		return result, fmt.Errorf("write: %w", written.err)
	case err != nil:
		return result, &enrich.InputError{Detail: err.Error()}
	}
	return result, nil
}

// result counts what was done.
func (t *table) result() enrich.Result {
	r := t.lookup.Result()
	r.Bytes, r.Said = t.size(), slices.Clone(t.Notes())
	if day := t.at.Date; day >= 0 && t.leaves[day].UTC {
		r.Said = append(r.Said, fmt.Sprintf("%q holds moments: their days are those at UTC", t.leaves[day].Name))
	}
	return r
}

// writer tells the faults of the output from those of the table.
type writer struct {
	out io.Writer
	err error
}

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.out.Write(p)
	w.err = err
	return n, err
}

// Flush hands on what was written, so that who sends a stream batch by batch has each back before
// the next.
func (w *writer) Flush() error {
	if out, is := w.out.(interface{ Flush() error }); is {
		w.err = cmp.Or(w.err, out.Flush())
	}
	return w.err
}

// batch locates a batch of rows.
func (t *table) batch(cells [][]geoparquet.Cell, add func([]geoparquet.Value)) error {
	rows := t.rows[:len(cells[0])]
	for k := range rows {
		rows[k] = enrich.Row{}
		if t.of.point >= 0 {
			t.setPoint(&rows[k], &cells[t.of.point][k])
		} else {
			t.setPair(&rows[k], &cells[t.of.lon][k], &cells[t.of.lat][k])
		}
		if t.of.date >= 0 {
			t.setDay(&rows[k], &cells[t.of.date][k])
		}
	}
	t.lookup.Locate(rows, add)
	if t.progress != nil {
		t.progress(t.result())
	}
	return nil
}

func (t *table) setPoint(row *enrich.Row, c *geoparquet.Cell) {
	switch {
	case c.Fault != "":
		row.PointFault = errors.New(c.Fault)
	case c.Null && t.leaves[t.at.Point].Kind == geoparquet.Points:
		row.PointFault = enrich.ErrNoPoint
	case t.leaves[t.at.Point].Kind == geoparquet.Points:
		row.Point, row.HasPoint = c.Point, true
	default:
		row.Text = c.Text
	}
}

func (t *table) setPair(row *enrich.Row, lon, lat *geoparquet.Cell) {
	if t.leaves[t.at.Lon].Kind == geoparquet.Numbers && t.leaves[t.at.Lat].Kind == geoparquet.Numbers && !lon.Null && !lat.Null {
		row.Point, row.HasPoint = [2]float64{lon.Number, lat.Number}, true
		return
	}
	row.Lon = []byte(textOf(t.leaves[t.at.Lon].Kind, *lon))
	row.Lat = []byte(textOf(t.leaves[t.at.Lat].Kind, *lat))
}

var firstDay, lastDay = calendar.Number(calendar.FirstYear, 1, 1), calendar.Number(calendar.LastYear, 12, 31)

func (t *table) setDay(row *enrich.Row, c *geoparquet.Cell) {
	kind := t.leaves[t.at.Date].Kind
	switch {
	case c.Fault != "":
		row.DayFault = errors.New(c.Fault)
	case kind != geoparquet.Days || c.Null:
		row.DayText = []byte(textOf(kind, *c))
	case c.Day < firstDay || c.Day > lastDay:
		row.DayFault = fmt.Errorf("day %d from 1970-01-01: lies beyond the calendar", c.Day)
	default:
		row.Day, row.HasDay, row.Timed = date.Date(c.Day), true, c.Timed
	}
}
