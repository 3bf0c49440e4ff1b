package flatgeobuf

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"slices"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"

	"demarc/geo"
)

// Write writes layer. Coordinates are kept as they are; shells run anticlockwise. In a layer where
// some features are polygons and others multipolygons (or lines, or points) all become multi, so
// that the file has one type; what is more mixed than that is written as unknown type, which
// readers allow. The format has no dates: a Date becomes a DateTime at midnight UTC, which clients
// may show as the day before, and a text beside it, in a column of the same name and textEnding.
// The index is left out when a feature has no geometry, because such features cannot be in it; with
// an index the features stand in the order of a Hilbert curve.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	kind, multi := typeOf(layer)
	e := &encoder{builder: flatbuffers.NewBuilder(1 << 12), multi: multi, texts: textsOf(layer.Fields)}
	items := make([]item, len(layer.Features))
	indexed := len(layer.Features) > 0
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return err
		}
		g := geo.Plain(f.Geometry)
		items[i].feature = f
		if g != nil {
			items[i].box = g.Bound()
		}
		indexed = indexed && g != nil
	}
	head, err := e.header(layer, meta, kind, items, indexed)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(magic[:], head...)); err != nil {
		return err
	}
	if indexed {
		for i := range items { // the tree tells where each begins, and a file of all is not held for that
			items[i].bytes = len(e.feature(layer.Fields, items[i].feature))
		}
		sortByHilbert(items)
		if _, err := w.Write(packedTree(items)); err != nil {
			return err
		}
	}
	for _, it := range items {
		if _, err := w.Write(e.feature(layer.Fields, it.feature)); err != nil {
			return err
		}
	}
	return nil
}

// textEnding ends the names of columns with the dates of another as text.
const textEnding = "_text"

// textsOf lists the fields that have a column of text beside theirs: dates, unless a field has the
// name.
func textsOf(fields []geo.Field) (texts []int) {
	for i, field := range fields {
		taken := slices.ContainsFunc(fields, func(other geo.Field) bool { return other.Name == field.Name+textEnding })
		if field.Type == geo.Date && !taken {
			texts = append(texts, i)
		}
	}
	return texts
}

// item is a feature with its box and its length in the file.
type item struct {
	box     orb.Bound
	feature *geo.Feature
	bytes   int
}

// multiOf gives the type of many for that of one.
var multiOf = map[int]int{pointType: multiPointType, lineStringType: multiLineStringType, polygonType: multiPolygonType}

// typeOf returns the type of all geometries of the layer, and whether single ones must be made
// multi for that.
func typeOf(layer geo.Layer) (kind int, multi bool) {
	kind = -1
	for _, f := range layer.Features {
		g := geo.Plain(f.Geometry)
		if g == nil {
			continue
		}
		switch t := typeOfGeometry(g); {
		case kind < 0 || kind == t:
			kind = t
		case multiOf[kind] == t || multiOf[t] == kind:
			kind, multi = max(kind, t), true // the multi type is the greater of two
		default:
			return unknownType, false
		}
	}
	return max(kind, unknownType), multi
}

func typeOfGeometry(g orb.Geometry) int {
	switch g.(type) {
	case orb.Point:
		return pointType
	case orb.MultiPoint:
		return multiPointType
	case orb.LineString:
		return lineStringType
	case orb.MultiLineString:
		return multiLineStringType
	case orb.Polygon:
		return polygonType
	case orb.MultiPolygon:
		return multiPolygonType
	}
	return collectionType
}

type encoder struct {
	builder *flatbuffers.Builder
	multi   bool
	texts   []int // fields with a column of text, in the order of these columns behind all fields
	// of what was written last, room for the next
	values []byte
	points []orb.Point
	ends   []int
}

// finish returns the buffer with its size before it, until the next one is begun.
func (e *encoder) finish(root flatbuffers.UOffsetT) []byte {
	e.builder.FinishSizePrefixed(root)
	return e.builder.FinishedBytes()
}

func (e *encoder) header(layer geo.Layer, meta geo.Meta, kind int, items []item, indexed bool) ([]byte, error) {
	b := e.builder
	b.Reset()
	credits, err := json.Marshal(meta.Members())
	if err != nil {
		return nil, err
	}
	name, title := b.CreateString(layer.Name), b.CreateString(meta.Title)
	description, metadata := b.CreateString(meta.Description), b.CreateString(string(credits))
	envelope := e.envelope(layer)
	columns, crs := e.columns(layer.Fields), e.crs()
	b.StartObject(headerFields)
	b.PrependUOffsetTSlot(headerName, name, 0)
	b.PrependUOffsetTSlot(headerEnvelope, envelope, 0)
	b.PrependByteSlot(headerGeometryType, byte(kind), 0)
	b.PrependUOffsetTSlot(headerColumns, columns, 0)
	b.PrependUint64Slot(headerFeaturesCount, uint64(len(items)), 0)
	if !indexed {
		b.PrependUint16Slot(headerIndexNodeSize, 0, nodeSize)
	}
	b.PrependUOffsetTSlot(headerCRS, crs, 0)
	b.PrependUOffsetTSlot(headerTitle, title, 0)
	b.PrependUOffsetTSlot(headerDescription, description, 0)
	b.PrependUOffsetTSlot(headerMetadata, metadata, 0)
	return e.finish(b.EndObject()), nil
}

// envelope is the box around all features, 0 when nothing is located.
func (e *encoder) envelope(layer geo.Layer) flatbuffers.UOffsetT {
	box, located := orb.Bound{}, false
	for _, f := range layer.Features {
		g := geo.Plain(f.Geometry)
		switch {
		case g == nil:
		case located:
			box = box.Union(g.Bound())
		default:
			box, located = g.Bound(), true
		}
	}
	if !located {
		return 0
	}
	return e.doubles([]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]})
}

// columnTypes are the types of columns by those of fields.
var columnTypes = map[geo.FieldType]byte{
	geo.String: stringColumn, geo.Int: longColumn, geo.Float: doubleColumn, geo.Bool: boolColumn, geo.Date: dateTimeColumn,
}

func (e *encoder) columns(fields []geo.Field) flatbuffers.UOffsetT {
	b := e.builder
	fields = slices.Clone(fields)
	for _, i := range e.texts {
		fields = append(fields, geo.Field{Name: fields[i].Name + textEnding})
	}
	offsets := make([]flatbuffers.UOffsetT, len(fields))
	for i, field := range fields {
		name, title := b.CreateString(field.Name), flatbuffers.UOffsetT(0)
		if field.Title != "" {
			title = b.CreateString(field.Title)
		}
		b.StartObject(columnFields)
		b.PrependUOffsetTSlot(columnName, name, 0)
		b.PrependByteSlot(columnType, columnTypes[field.Type], 0)
		b.PrependUOffsetTSlot(columnTitle, title, 0)
		offsets[i] = b.EndObject()
	}
	return e.offsets(offsets)
}

func (e *encoder) crs() flatbuffers.UOffsetT {
	b := e.builder
	org, name := b.CreateString("EPSG"), b.CreateString("WGS 84")
	b.StartObject(crsFields)
	b.PrependUOffsetTSlot(crsOrg, org, 0)
	b.PrependInt32Slot(crsCode, 4326, 0)
	b.PrependUOffsetTSlot(crsName, name, 0)
	return b.EndObject()
}

func (e *encoder) offsets(list []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	e.builder.StartVector(flatbuffers.SizeUOffsetT, len(list), flatbuffers.SizeUOffsetT)
	for i := len(list) - 1; i >= 0; i-- {
		e.builder.PrependUOffsetT(list[i])
	}
	return e.builder.EndVector(len(list))
}

func (e *encoder) doubles(list []float64) flatbuffers.UOffsetT {
	e.builder.StartVector(flatbuffers.SizeFloat64, len(list), flatbuffers.SizeFloat64)
	for i := len(list) - 1; i >= 0; i-- {
		e.builder.PrependFloat64(list[i])
	}
	return e.builder.EndVector(len(list))
}

func (e *encoder) feature(fields []geo.Field, f *geo.Feature) []byte {
	b := e.builder
	b.Reset()
	var geometry flatbuffers.UOffsetT
	if g := geo.Plain(f.Geometry); g != nil {
		geometry = e.geometry(g)
	}
	e.values = e.properties(e.values[:0], fields, f.Values)
	values := b.CreateByteVector(e.values)
	b.StartObject(featureFields)
	b.PrependUOffsetTSlot(featureGeometry, geometry, 0)
	b.PrependUOffsetTSlot(featureProperties, values, 0)
	return e.finish(b.EndObject())
}

// properties appends the values that are there, each after the number of its column.
func (e *encoder) properties(dst []byte, fields []geo.Field, values []any) []byte {
	le := binary.LittleEndian
	for i, value := range values {
		if value == nil {
			continue
		}
		dst = le.AppendUint16(dst, uint16(i))
		switch v := value.(type) {
		case string:
			if fields[i].Type == geo.Date {
				v += "T00:00:00Z"
			}
			dst = append(le.AppendUint32(dst, uint32(len(v))), v...)
		case bool:
			on := byte(0)
			if v {
				on = 1
			}
			dst = append(dst, on)
		case float64:
			dst = le.AppendUint64(dst, math.Float64bits(v))
		default:
			dst = le.AppendUint64(dst, uint64(geo.Integer(v)))
		}
	}
	for k, i := range e.texts {
		if text, ok := values[i].(string); ok {
			dst = le.AppendUint16(dst, uint16(len(fields)+k))
			dst = append(le.AppendUint32(dst, uint32(len(text))), text...)
		}
	}
	return dst
}
