package geoparquet

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"github.com/paulmach/orb"

	"demarc/geo/internal/budget"
	"demarc/geo/wkb"
)

// File is a Parquet file that is read a batch of rows at a time, of few of its columns, and copied
// with others added.
type File struct {
	table
	size   int64
	leaves []Leaf
	points []int
}

// Leaf is a column of which each row has one value at most, at any depth of structures.
type Leaf struct {
	Name  string // those of the structures around it before it, with full stops between them
	Kind  Kind
	UTC   bool // Days are those of moments in all time zones
	leaf  *parquet.Column
	value func(parquet.Value, *Cell)
}

// Kind is what the cells of a leaf hold.
type Kind uint8

// The kinds. What means nothing to a point or a day is Opaque.
const (
	Opaque Kind = iota
	Numbers
	Texts
	Days
	Points
)

// Cell is a value. Text is valid until the next batch.
type Cell struct {
	Null   bool
	Number float64
	Text   []byte
	Day    int32 // from 1970-01-01
	Timed  bool  // a moment other than the midnight that begins the day
	Point  orb.Point
	Fault  string // why it cannot be read
}

// Open reads what a file says of its columns. Its reference system must be WGS 84, as for Read.
func Open(r io.ReaderAt, size int64) (f *File, err error) {
	defer recovered(&err)
	if err := checkEnds(r, size); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, err
	}
	f = &File{table: table{file: file, in: r, made: budget.Of(size), unpacked: budget.Of(size)}, size: size}
	about, err := f.about()
	if err == nil {
		err = f.findGeometry(about)
	}
	if err != nil {
		return nil, err
	}
	f.list(nil, file.Root())
	if about.Primary != "" {
		f.points = f.shapes()
	}
	return f, f.checkGroups()
}

// recovered turns a panic into an error: the library panics on some damaged files.
func recovered(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("the file is damaged: %v", fault)
	}
}

// list adds the leaves of a column.
func (f *File) list(path []string, c *parquet.Column) {
	for _, child := range c.Columns() {
		path := append(slices.Clone(path), child.Name())
		switch {
		case child.MaxRepetitionLevel() > 0:
		case child.Leaf():
			kind, value := f.celled(child)
			stamp, _ := logical(child.Type()).(*format.TimestampType)
			f.leaves = append(f.leaves, Leaf{strings.Join(path, "."), kind, stamp != nil && stamp.IsAdjustedToUTC, child, value})
		default:
			f.list(path, child)
		}
	}
}

// shapes finds the leaves of the geometries: one, or those of longitude and latitude.
func (f *File) shapes() []int {
	var found []int
	for _, of := range f.geometry.leaves {
		i := slices.IndexFunc(f.leaves, func(l Leaf) bool { return l.leaf == of })
		if i < 0 {
			return nil // lines and areas
		}
		found = append(found, i)
	}
	return found
}

// Leaves are the columns that can be read.
func (f *File) Leaves() []Leaf { return f.leaves }

// Points are the leaves of the points that GeoParquet says the rows are about: one of Points, or
// those of longitude and latitude; nil if it does not.
func (f *File) Points() []int { return f.points }

// Notes say what was taken for granted.
func (f *File) Notes() []string { return f.said }

// celled tells what the cells of a column hold, and how they are read.
func (f *File) celled(c *parquet.Column) (Kind, func(parquet.Value, *Cell)) {
	text := func(v parquet.Value, c *Cell) { c.Text = v.ByteArray() }
	kind := c.Type().Kind()
	if isShape(c) || f.geometry != nil && f.geometry.kind == wellKnown && f.geometry.leaves[0] == c {
		return Points, func(v parquet.Value, c *Cell) { c.SetShape(v.ByteArray()) }
	}
	switch l := logical(c.Type()).(type) {
	case *format.DateType:
		return Days, func(v parquet.Value, c *Cell) { c.Day = v.Int32() }
	case *format.TimestampType:
		perDay := 86_400_000_000_000 / nanoseconds(l.Unit)
		return Days, func(v parquet.Value, c *Cell) { c.SetMoment(v.Int64(), perDay) }
	case *format.DecimalType:
		return Numbers, func(v parquet.Value, c *Cell) {
			if c.Number, c.Null = 0, true; l.Scale >= 0 {
				if n, ok := decimal(v, int(l.Scale)).(float64); ok {
					c.Number, c.Null = n, false
				}
			}
		}
	case *format.StringType, *format.EnumType, *format.JsonType:
		return Texts, text
	case *format.IntType, nil:
	default:
		return Opaque, nil
	}
	unsigned := false
	if l, ok := logical(c.Type()).(*format.IntType); ok {
		unsigned = !l.IsSigned
	}
	switch {
	case kind == parquet.Float:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = float64(v.Float()) }
	case kind == parquet.Double:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = v.Double() }
	case kind == parquet.Int32 && unsigned:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = float64(v.Uint32()) }
	case kind == parquet.Int32:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = float64(v.Int32()) }
	case kind == parquet.Int64 && unsigned:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = float64(v.Uint64()) }
	case kind == parquet.Int64:
		return Numbers, func(v parquet.Value, c *Cell) { c.Number = float64(v.Int64()) }
	case kind == parquet.Int96:
		return Days, func(v parquet.Value, c *Cell) { c.ofJulian(v.Int96()) }
	case kind == parquet.ByteArray:
		return Texts, text
	}
	return Opaque, nil
}

// SetMoment takes the day of a moment, a count of units from 1970-01-01.
func (c *Cell) SetMoment(units, perDay int64) {
	day, rest := units/perDay, units%perDay
	if rest < 0 {
		day, rest = day-1, rest+perDay
	}
	if c.Timed = rest != 0; day != int64(int32(day)) {
		c.Fault = "the moment lies beyond the calendar"
	}
	c.Day = int32(day)
}

// ofJulian is SetMoment for the moments of old files, see julian.
func (c *Cell) ofJulian(v [3]uint32) {
	const epoch, perDay = 2440588, 86_400_000_000_000
	c.SetMoment(int64(uint64(v[1])<<32|uint64(v[0])), perDay)
	if day := int64(c.Day) + int64(v[2]) - epoch; day == int64(int32(day)) {
		c.Day = int32(day)
	} else {
		c.Fault = "the moment lies beyond the calendar"
	}
}

// SetShape takes the point of well-known binary.
func (c *Cell) SetShape(content []byte) {
	if len(content) == 0 {
		c.Null = true
		return
	}
	shape, err := wkb.Parse(content)
	if err != nil {
		c.Fault = err.Error()
		return
	}
	switch shape := shape.(type) {
	case nil:
		c.Null = true
	case orb.Point:
		if c.Point = shape; shape[0] != shape[0] && shape[1] != shape[1] { // an empty point
			c.Null = true
		}
	default:
		c.Fault = fmt.Sprintf("geometry %q: want a Point", shape.GeoJSONType())
	}
}

// leafReader reads the values of a leaf in a group of rows, one after the other.
type leafReader struct {
	leaf   Leaf
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [BatchRows]parquet.Value
	at, n  int
	ended  bool // the page
	texts  []byte
}

// BatchRows is how many rows a batch has at most.
const BatchRows = 256

// fill reads as many values as there are cells.
func (r *leafReader) fill(cells []Cell) error {
	r.texts = r.texts[:0]
	for i := range cells {
		for r.at == r.n {
			if err := r.more(); err == io.EOF {
				return errDamaged
			} else if err != nil {
				return err
			}
		}
		v := r.buffer[r.at]
		r.at++
		c := &cells[i]
		*c = Cell{Null: v.IsNull()}
		if c.Null {
			continue
		}
		if r.leaf.value(v, c); c.Text != nil { // the page may be gone before the batch
			from := len(r.texts)
			r.texts = append(r.texts, c.Text...)
			c.Text = r.texts[from:]
		}
	}
	return nil
}

// more reads on, to the next page where one has ended.
func (r *leafReader) more() error {
	if r.page == nil || r.ended {
		r.release()
		page, err := r.pages.ReadPage()
		if err != nil {
			return err
		}
		r.page, r.values, r.ended = page, page.Values(), false
	}
	n, err := r.values.ReadValues(r.buffer[:])
	r.at, r.n = 0, n
	switch {
	case errors.Is(err, io.EOF):
		r.ended = true
		return nil
	case err == nil && n == 0:
		return io.ErrNoProgress
	}
	return err
}

func (r *leafReader) release() {
	if r.page != nil {
		parquet.Release(r.page)
		r.page = nil
	}
}

func (r *leafReader) close() {
	r.release()
	r.pages.Close() // nothing was written
}
