// Package geoparquet writes and reads GeoParquet 1.1 (https://geoparquet.org): tables by columns,
// for data science.
package geoparquet

import (
	"encoding/binary"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/geo"
)

// rowsPerGroup is how many rows readers can skip at a time by the statistics of the boxes.
const rowsPerGroup = 20_000

// Write writes layer as one table compressed with Snappy. Geometries are WKB in a column geometry,
// with longitude and latitude in WGS 84 (OGC:CRS84, which the format takes for granted), shells
// anticlockwise; a column bbox covers them, so that readers with a box pass over what lies
// elsewhere. Every column may be null; dates are dates. The file's metadata hold the members of
// meta and, under column_titles, the titles of columns.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	return write(w, layer, meta, true)
}

// WriteTable is Write without geometries, for tables that have none.
func WriteTable(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	return write(w, layer, meta, false)
}

func write(w io.Writer, layer geo.Layer, meta geo.Meta, shapes bool) error {
	geometry, box := unusedName(layer, "geometry"), unusedName(layer, "bbox")
	about, err := metadata(layer, geometry, box)
	if err != nil {
		return err
	}
	options := []parquet.WriterOption{
		schemaOf(layer, geometry, box, shapes), parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.CreatedBy("demarc", "1", ""),
	}
	if shapes {
		options = append(options, parquet.KeyValueMetadata("geo", about), parquet.SkipPageBounds(geometry))
	}
	switch titles, err := titles(layer.Fields); {
	case err != nil:
		return err
	case titles != "":
		options = append(options, parquet.KeyValueMetadata(titlesKey, titles))
	}
	for _, e := range meta.Entries() {
		options = append(options, parquet.KeyValueMetadata(e.Name, e.Value))
	}
	out := parquet.NewWriter(w, options...)
	var row parquet.Row // used again: the writer keeps nothing of it
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return err
		}
		if row, err = rowOf(row[:0], layer.Fields, f, shapes); err != nil {
			return err
		}
		if _, err := out.WriteRows([]parquet.Row{row}); err != nil {
			return err
		}
	}
	return out.Close()
}

// unusedName puts underscores behind a name that the layer has already.
func unusedName(layer geo.Layer, name string) string {
	for slices.ContainsFunc(layer.Fields, func(f geo.Field) bool { return f.Name == name }) {
		name += "_"
	}
	return name
}

// columns is a group whose columns keep their order; parquet.Group sorts them.
type columns struct {
	parquet.Group
	order []string
}

func (c columns) Fields() []parquet.Field {
	fields := c.Group.Fields()
	slices.SortFunc(fields, func(a, b parquet.Field) int {
		return slices.Index(c.order, a.Name()) - slices.Index(c.order, b.Name())
	})
	return fields
}

func (c *columns) add(name string, node parquet.Node) {
	c.Group[name] = node
	c.order = append(c.order, name)
}

func schemaOf(layer geo.Layer, geometry, box string, shapes bool) *parquet.Schema {
	all := columns{Group: parquet.Group{}}
	for _, field := range layer.Fields {
		all.add(field.Name, parquet.Optional(leaf(field.Type)))
	}
	if !shapes {
		return parquet.NewSchema("schema", all)
	}
	all.add(geometry, parquet.Optional(parquet.Leaf(parquet.ByteArrayType)))
	sides := columns{Group: parquet.Group{}}
	for _, side := range []string{"xmin", "ymin", "xmax", "ymax"} {
		sides.add(side, parquet.Leaf(parquet.DoubleType))
	}
	all.add(box, parquet.Optional(sides))
	return parquet.NewSchema("schema", all)
}

func leaf(kind geo.FieldType) parquet.Node {
	switch kind {
	case geo.Int:
		return parquet.Int(64)
	case geo.Float:
		return parquet.Leaf(parquet.DoubleType)
	case geo.Bool:
		return parquet.Leaf(parquet.BooleanType)
	case geo.Date:
		return parquet.Date()
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

// rowOf appends the values of a feature, its geometry and the box around it, column for column. The
// level of a value is 1 where it is there and 0 where it is not.
func rowOf(row parquet.Row, fields []geo.Field, f *geo.Feature, shapes bool) (parquet.Row, error) {
	add := func(value parquet.Value) {
		level := 1
		if value.IsNull() {
			level = 0
		}
		row = append(row, value.Level(0, level, len(row)))
	}
	for i, value := range f.Values {
		v, err := valueOf(fields[i].Type, value)
		if err != nil {
			return nil, err
		}
		add(v)
	}
	if !shapes {
		return row, nil
	}
	g := geo.Plain(f.Geometry)
	if g == nil {
		for range 5 {
			add(parquet.NullValue())
		}
		return row, nil
	}
	bytes, err := wkb.Marshal(geo.WoundAll(g, false), binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	add(parquet.ByteArrayValue(bytes))
	b := g.Bound()
	for _, side := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		add(parquet.DoubleValue(side))
	}
	return row, nil
}

func valueOf(kind geo.FieldType, value any) (parquet.Value, error) {
	switch v := value.(type) {
	case string:
		if kind == geo.Date {
			day, err := geo.Day(v)
			return parquet.Int32Value(day), err
		}
		return parquet.ValueOf(v), nil
	case int, int64:
		return parquet.Int64Value(geo.Integer(v)), nil
	case float64:
		return parquet.DoubleValue(v), nil
	case bool:
		return parquet.BooleanValue(v), nil
	}
	return parquet.NullValue(), nil
}
