package geoparquet

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"demarc/geo"
	"demarc/geo/internal/budget"
	"demarc/geo/wkb"
)

// maxValues is how many values of all columns together are read: pages say in a few bytes that a
// billion of them are null.
const maxValues = 100_000_000

// Read reads a Parquet file as a table: GeoParquet 1.0 and 1.1 with well-known binary or with the
// coordinates as nested numbers, or one whose column has the geometry type of Parquet itself. The
// reference system must be WGS 84, whose axes are longitude, latitude whatever its name, or none.
// Moments become days if all of a column are midnights, else texts; decimals become numbers. Lists,
// structures, bytes and further geometries are left out, which notes says, and so are heights.
func Read(r io.ReaderAt, size int64) (layer geo.Layer, notes []string, err error) {
	defer func() {
		if fault := recover(); fault != nil { // the library panics on some damaged files
			layer, notes, err = geo.Layer{}, nil, fmt.Errorf("the file is damaged: %v", fault)
		}
	}()
	if err := checkEnds(r, size); err != nil {
		return geo.Layer{}, nil, err
	}
	file, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return geo.Layer{}, nil, err
	}
	t := &table{file: file, in: r, leftOut: map[string][]string{}, lost: map[string]int{}, made: budget.Of(size), unpacked: budget.Of(size)}
	if err := t.describe(); err != nil {
		return geo.Layer{}, nil, err
	}
	if file.NumRows() < 0 || file.NumRows() > maxValues/int64(len(t.columns)+1) {
		return geo.Layer{}, nil, fmt.Errorf("%d rows of %d columns: want at most %d values", file.NumRows(), len(t.columns), maxValues)
	}
	for i, group := range file.RowGroups() {
		if err := t.read(i, group); err != nil {
			return geo.Layer{}, nil, fmt.Errorf("row group %d: %w", i+1, err)
		}
	}
	t.settle()
	return t.layer, t.notes(), nil
}

// checkEnds refuses files without the marks of Parquet, or whose end claims to be longer than they
// are: the library makes room for what is claimed.
func checkEnds(r io.ReaderAt, size int64) error {
	var start, end [8]byte
	if size < int64(len(magic)+len(end)) {
		return errors.New("not a Parquet file: it is too short")
	}
	_, err := r.ReadAt(start[:len(magic)], 0)
	_, err2 := r.ReadAt(end[:], size-int64(len(end)))
	switch {
	case err != nil || err2 != nil:
		return cmp.Or(err, err2)
	case string(start[:len(magic)]) != magic:
		return errors.New("not a Parquet file: its first bytes are others")
	case string(end[4:]) != magic:
		return errors.New("the Parquet file does not end as it should: is it whole?")
	case int64(binary.LittleEndian.Uint32(end[:4])) > size-int64(len(magic)+len(end)):
		return errors.New("the metadata of the Parquet file claim to be longer than it is: is it whole?")
	}
	return nil
}

// magic begins and ends a file.
const magic = "PAR1"

// table is what is made of a file.
type table struct {
	file     *parquet.File
	in       io.ReaderAt // of the file
	made     *budget.Budget
	unpacked *budget.Budget
	layer    geo.Layer
	columns  []column // of the fields, in their order
	geometry *geometry
	said     []string
	leftOut  map[string][]string // columns by the reason
	lost     map[string]int      // values that mean nothing to a table, by column
}

// column is a column that becomes a field.
type column struct {
	leaf *parquet.Column
	read func(parquet.Value) any
	time bool // its values are moments, as texts
}

// geometry is the column of geometries: one leaf of well-known binary, or those of x and y.
type geometry struct {
	name   string
	kind   string // as the metadata call the encoding
	leaves []*parquet.Column
}

// Why columns are left out.
const (
	nestedColumns = "lists and structures"
	bytesColumns  = "bytes"
	shapeColumns  = "further geometries"
	indexColumns  = "numbers of rows"
)

// describe finds out what becomes of each column.
func (t *table) describe() error {
	about, err := t.about()
	if err != nil {
		return err
	}
	if err := t.findGeometry(about); err != nil {
		return err
	}
	for _, c := range t.file.Root().Columns() {
		name := c.Name()
		_, drawn := about.Columns[name]
		switch {
		case t.geometry != nil && name == t.geometry.name, slices.Contains(about.boxes(), name):
		case drawn || isShape(c):
			t.leave(shapeColumns, name)
		case strings.HasPrefix(name, "__index_level_"):
			t.leave(indexColumns, name)
		case !c.Leaf() || c.Repeated():
			t.leave(nestedColumns, name)
		default:
			t.add(c)
		}
	}
	for _, entry := range t.file.Metadata().KeyValueMetadata {
		if entry.Key == "geo" || entry.Key == "pandas" || strings.HasPrefix(entry.Key, "ARROW:") {
			continue
		}
		if entry.Key == titlesKey {
			entitle(t.layer.Fields, entry.Value)
			continue
		}
		if t.layer.Metadata == nil {
			t.layer.Metadata = map[string]string{}
		}
		t.layer.Metadata[entry.Key] = entry.Value
	}
	return nil
}

func (t *table) leave(reason, name string) { t.leftOut[reason] = append(t.leftOut[reason], name) }

func (t *table) add(c *parquet.Column) {
	kind, read := reading(c.Type())
	if read == nil {
		t.leave(bytesColumns, c.Name())
		return
	}
	t.layer.Fields = append(t.layer.Fields, geo.Field{Name: c.Name(), Type: kind})
	t.columns = append(t.columns, column{c, read, isTime(c.Type())})
}

// read adds the rows of a group.
func (t *table) read(number int, group parquet.RowGroup) error {
	if err := t.check(number); err != nil {
		return err
	}
	chunks := group.ColumnChunks()
	first, rows := len(t.layer.Features), int(group.NumRows())
	if rows < 0 || int64(rows) > t.file.NumRows()-int64(first) {
		return errDamaged
	}
	if err := t.made.Take(int64(rows) * (rowBytes + slotBytes*int64(len(t.columns)))); err != nil {
		return err
	}
	for range rows {
		t.layer.Features = append(t.layer.Features, geo.Feature{Values: make([]any, len(t.columns))})
	}
	features := t.layer.Features[first:]
	for k, c := range t.columns {
		n := 0
		err := eachValue(chunks[c.leaf.Index()], t.made, func(v parquet.Value) error {
			if n >= rows {
				return errDamaged
			}
			if !v.IsNull() {
				if features[n].Values[k] = c.read(v); features[n].Values[k] == nil {
					t.lost[c.leaf.Name()]++
				}
			}
			n++
			return nil
		})
		if err == nil && n < rows {
			err = errDamaged
		}
		if err != nil {
			return fmt.Errorf("column %q: %w", c.leaf.Name(), err)
		}
	}
	if t.geometry == nil {
		return nil
	}
	if err := t.geometry.read(chunks, t.made, features); err != nil {
		return fmt.Errorf("column %q: %w", t.geometry.name, err)
	}
	return nil
}

var errDamaged = errors.New("its number of values is not that of the rows: the file is damaged")

// eachValue calls one for each value of a chunk, as long as there is room for them.
func eachValue(chunk parquet.ColumnChunk, room *budget.Budget, one func(parquet.Value) error) error {
	pages := chunk.Pages()
	defer pages.Close() // nothing was written
	var values [256]parquet.Value
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for in := page.Values(); ; {
			n, err := in.ReadValues(values[:])
			for _, v := range values[:n] {
				if err := take(room, v); err != nil {
					return err
				}
				if err := one(v); err != nil {
					return err
				}
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			if n == 0 {
				return io.ErrNoProgress
			}
		}
		parquet.Release(page)
	}
}

func (g *geometry) read(chunks []parquet.ColumnChunk, room *budget.Budget, features []geo.Feature) error {
	if g.kind != wellKnown {
		return g.readNested(chunks, room, features)
	}
	n := 0
	err := eachValue(chunks[g.leaves[0].Index()], room, func(v parquet.Value) error {
		if n >= len(features) {
			return errDamaged
		}
		if !v.IsNull() {
			shape, err := wkb.Parse(v.ByteArray())
			if err != nil {
				return fmt.Errorf("row %d: %w", n+1, err)
			}
			features[n].Geometry = geo.Plain(shape)
		}
		n++
		return nil
	})
	if err == nil && n < len(features) {
		err = errDamaged
	}
	return err
}

// settle gives features their ids, and columns of midnights the type of days.
func (t *table) settle() {
	for k, field := range t.layer.Fields {
		if field.Name == "id" && field.Type == geo.String {
			for i := range t.layer.Features {
				t.layer.Features[i].ID = t.layer.Features[i].Text(k)
			}
		}
		switch {
		case t.columns[k].time && t.allOf(k, func(text string) bool { return strings.Contains(text, midnight) }):
			for i := range t.layer.Features {
				if text, ok := t.layer.Features[i].Values[k].(string); ok {
					t.layer.Features[i].Values[k], _, _ = strings.Cut(text, midnight)
				}
			}
			t.layer.Fields[k].Type = geo.Date
		case field.Type == geo.Date:
			if !t.allOf(k, func(text string) bool { _, err := geo.Day(text); return err == nil }) {
				t.layer.Fields[k].Type = geo.String // years beyond those that have days
			}
		}
	}
}

const midnight = "T00:00:00"

func (t *table) allOf(column int, holds func(string) bool) bool {
	return !slices.ContainsFunc(t.layer.Features, func(f geo.Feature) bool {
		text, ok := f.Values[column].(string)
		return ok && !holds(text)
	})
}

func (t *table) notes() []string {
	notes := t.said
	for _, name := range slices.Sorted(maps.Keys(t.lost)) {
		notes = append(notes, fmt.Sprintf("column %q: values that are not finite, or no moment of the calendar, are left out: %d", name, t.lost[name]))
	}
	for _, reason := range []string{shapeColumns, nestedColumns, bytesColumns, indexColumns} {
		if names := t.leftOut[reason]; names != nil {
			notes = append(notes, fmt.Sprintf("columns of %s are left out: %s", reason, strings.Join(names, ", ")))
		}
	}
	return notes
}
