package arrowipc

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"demarc/geo/geoparquet"
)

// leaf is where a column stands: a column of the stream, and fields of structures in it.
type leaf struct {
	path []int
	kind geoparquet.Kind
}

// The names of GeoArrow for what a column holds (https://geoarrow.org/extension-types).
const (
	extensionName = "ARROW:extension:name"
	extensionMore = "ARROW:extension:metadata"
	wellKnown     = "geoarrow.wkb"
	wellKnownText = "geoarrow.wkt"
	pointNumbers  = "geoarrow.point"
)

// usualNames are those of columns of well-known binary.
var usualNames = []string{"geometry", "geom", "wkb_geometry", "the_geom", "wkb", "shape"}

// list adds the leaves of fields.
func (s *Stream) list(above string, path []int, fields []arrow.Field) error {
	for i, f := range fields {
		name, path := above+f.Name, append(slices.Clone(path), i)
		of := extension(f)
		if strings.HasPrefix(of, "geoarrow.") {
			if err := s.checkCRS(f); err != nil {
				return fmt.Errorf("column %q: %w", name, err)
			}
		}
		first := len(s.leaves)
		if nested, is := f.Type.(*arrow.StructType); is {
			if err := s.list(name+".", path, nested.Fields()); err != nil {
				return err
			}
			if of == pointNumbers && s.points == nil && len(s.leaves) >= first+2 {
				s.points = []int{first, first + 1}
			}
			continue
		}
		kind, utc := kindOf(f, of)
		s.leaves = append(s.leaves, geoparquet.Leaf{Name: name, Kind: kind, UTC: utc})
		s.found = append(s.found, leaf{path, kind})
		if kind == geoparquet.Points && of == "" {
			s.said = append(s.said, fmt.Sprintf("column %q is taken for well-known binary with longitude and latitude in WGS 84", name))
		}
		if s.points == nil && kind == geoparquet.Points {
			s.points = []int{first}
		}
	}
	return nil
}

func extension(f arrow.Field) string {
	name, _ := f.Metadata.GetValue(extensionName)
	return name
}

// checkCRS refuses another reference system than WGS 84.
func (s *Stream) checkCRS(f arrow.Field) error {
	text, _ := f.Metadata.GetValue(extensionMore)
	var more struct{ CRS json.RawMessage }
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &more); err != nil {
		return fmt.Errorf("what it says of its geometries: %w", err)
	}
	var code string
	if json.Unmarshal(more.CRS, &code) == nil { // such as "EPSG:4326"
		if code != "OGC:CRS84" && code != "EPSG:4326" {
			return fmt.Errorf("reference system %q: want WGS 84 (OGC:CRS84 or EPSG:4326)", code)
		}
		return nil
	}
	note, err := geoparquet.CheckCRS(more.CRS)
	if note != "" {
		s.said = append(s.said, note)
	}
	return err
}

// kindOf tells what the cells of a column hold.
func kindOf(f arrow.Field, of string) (kind geoparquet.Kind, utc bool) {
	t := f.Type
	if d, is := t.(*arrow.DictionaryType); is {
		t = d.ValueType
	}
	switch t := t.(type) {
	case *arrow.FixedSizeListType:
		if of == pointNumbers && t.Len() >= 2 && t.Elem().ID() == arrow.FLOAT64 {
			return geoparquet.Points, false
		}
	case *arrow.BinaryType, *arrow.LargeBinaryType, *arrow.BinaryViewType:
		if of == wellKnown || of == "" && slices.Contains(usualNames, strings.ToLower(f.Name)) {
			return geoparquet.Points, false
		}
	case *arrow.StringType, *arrow.LargeStringType, *arrow.StringViewType:
		return geoparquet.Texts, false
	case *arrow.Date32Type, *arrow.Date64Type:
		return geoparquet.Days, false
	case *arrow.TimestampType:
		return geoparquet.Days, t.TimeZone != ""
	case *arrow.Decimal128Type:
		return geoparquet.Numbers, false
	default:
		if arrow.IsInteger(t.ID()) || arrow.IsFloating(t.ID()) {
			return geoparquet.Numbers, false
		}
	}
	return geoparquet.Opaque, false
}

// reader returns what reads the cells of the leaf in a batch.
func (l leaf) reader(batch arrow.RecordBatch) func(row int, c *geoparquet.Cell) {
	column := batch.Column(l.path[0])
	var around []arrow.Array // structures that may be null
	for _, i := range l.path[1:] {
		nested := column.(*array.Struct)
		if nested.NullN() > 0 {
			around = append(around, nested)
		}
		column = nested.Field(i)
	}
	read := valueReader(column)
	return func(row int, c *geoparquet.Cell) {
		c.Null = column.IsNull(row)
		for _, a := range around {
			c.Null = c.Null || a.IsNull(row)
		}
		if !c.Null {
			read(row, c)
		}
	}
}

// valueReader returns what reads the values of a column that are there.
func valueReader(column arrow.Array) func(row int, c *geoparquet.Cell) {
	switch a := column.(type) {
	case *array.Dictionary:
		read, values := valueReader(a.Dictionary()), a.Dictionary()
		return func(row int, c *geoparquet.Cell) {
			if at := a.GetValueIndex(row); values.IsNull(at) {
				c.Null = true
			} else {
				read(at, c)
			}
		}
	case *array.FixedSizeList:
		numbers, list := a.ListValues().(*array.Float64), a
		return func(row int, c *geoparquet.Cell) {
			from, _ := list.ValueOffsets(row)
			c.Point = [2]float64{numbers.Value(int(from)), numbers.Value(int(from) + 1)}
			c.Null = c.Point[0] != c.Point[0] && c.Point[1] != c.Point[1]
		}
	case interface{ Value(int) []byte }:
		return func(row int, c *geoparquet.Cell) { c.SetShape(a.Value(row)) }
	case array.StringLike:
		return func(row int, c *geoparquet.Cell) { c.Text = []byte(a.Value(row)) }
	case *array.Date32:
		return func(row int, c *geoparquet.Cell) { c.Day = int32(a.Value(row)) }
	case *array.Date64:
		return func(row int, c *geoparquet.Cell) { c.SetMoment(int64(a.Value(row)), 86_400_000) }
	case *array.Timestamp:
		unit := a.DataType().(*arrow.TimestampType).Unit
		perDay := int64(86_400) * int64(1e9/unit.Multiplier().Nanoseconds())
		return func(row int, c *geoparquet.Cell) { c.SetMoment(int64(a.Value(row)), perDay) }
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(row int, c *geoparquet.Cell) { c.Number = a.Value(row).ToFloat64(scale) }
	}
	return numberReader(column)
}

func numberReader(column arrow.Array) func(row int, c *geoparquet.Cell) {
	switch a := column.(type) {
	case *array.Float64:
		return func(row int, c *geoparquet.Cell) { c.Number = a.Value(row) }
	case *array.Float32:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Float16:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row).Float32()) }
	case *array.Int64:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Int32:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Int16:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Int8:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Uint64:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Uint32:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Uint16:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	case *array.Uint8:
		return func(row int, c *geoparquet.Cell) { c.Number = float64(a.Value(row)) }
	}
	return func(int, *geoparquet.Cell) { panic(fmt.Sprintf("a column of %s is read", column.DataType())) } // not of the kinds
}
