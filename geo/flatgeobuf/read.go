package flatgeobuf

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/internal/budget"
)

// The greatest header and feature that are read, in bytes.
const (
	maxHeader  = 64 << 20
	maxFeature = 1 << 30
	maxColumns = 1 << 16 // more have no number
)

// What is made of a feature in memory, about, beside what it holds itself: features share columns,
// of which each has a slot in every one of them.
const (
	featureBytes = 80
	slotBytes    = 16
)

// header is what is needed of a file's header.
type header struct {
	layer    geo.Layer
	types    []byte // of the columns
	notes    []string
	kind     byte
	features uint64
	nodes    uint64 // children of a node of the index, 0: none
	room     *budget.Budget
}

// Read reads a whole file. Columns of the type DateTime become Date fields if all their values are
// midnights, else strings as they stand, unless a column beside them has their days as text; binary
// columns are left out, heights too. The file must say that it is in WGS 84 (EPSG 4326, OGC CRS84),
// or in what is as good as that, which is noted, or say nothing. Metadata of the layer are the
// members of the header's metadata that are strings or objects, these as JSON, with its title and
// description.
func Read(r io.Reader) (layer geo.Layer, notes []string, err error) {
	in := bufio.NewReaderSize(r, 1<<16)
	var start [8]byte
	if _, err := io.ReadFull(in, start[:]); err != nil || [4]byte(start[:4]) != [4]byte(magic[:4]) || start[4] != 'f' {
		return geo.Layer{}, nil, errors.New("not a FlatGeobuf file of version 3: its first bytes are others")
	}
	buf, err := sized(in, maxHeader)
	if err != nil {
		return geo.Layer{}, nil, fmt.Errorf("header: %w", err)
	}
	h, metadata, err := readHeader(buf)
	if err != nil {
		return geo.Layer{}, nil, fmt.Errorf("header: %w", err)
	}
	if err := h.skipIndex(in); err != nil {
		return geo.Layer{}, nil, fmt.Errorf("index: %w", err)
	}
	for n := uint64(0); h.features == 0 || n < h.features; n++ {
		buf, err := sized(in, maxFeature)
		if err == io.EOF && h.features == 0 {
			break
		}
		if err == nil {
			err = h.feature(buf)
		}
		if err != nil {
			return geo.Layer{}, nil, fmt.Errorf("feature %d: %w", n+1, err)
		}
	}
	h.takeTexts()
	h.settleDates()
	h.dropBinary()
	h.layer.Metadata = metadata
	return h.layer, h.notes, nil
}

// sized reads a buffer with its size before it. io.EOF means that there is no more.
func sized(in *bufio.Reader, limit uint32) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n > limit {
		return nil, fmt.Errorf("has %d bytes: want at most %d", n, limit)
	}
	buf, err := io.ReadAll(io.LimitReader(in, int64(n))) // what is not there is not allocated
	if err == nil && len(buf) < int(n) {
		err = io.ErrUnexpectedEOF
	}
	return buf, err
}

func readHeader(buf []byte) (*header, map[string]string, error) {
	t := root(buf)
	h := &header{layer: geo.Layer{Name: t.text(headerName)}, kind: t.byteOr(headerGeometryType, unknownType), nodes: nodeSize, room: budget.Of(int64(len(buf)))}
	if at := t.field(headerFeaturesCount); at > 0 {
		h.features = t.uint64(at)
	}
	if at := t.field(headerIndexNodeSize); at > 0 {
		h.nodes = uint64(t.uint16(at))
	}
	columns := t.tables(headerColumns)
	if len(columns) > maxColumns {
		return nil, nil, fmt.Errorf("it has %d columns: want at most %d", len(columns), maxColumns)
	}
	for _, column := range columns {
		kind := column.byteOr(columnType, byteColumn)
		field := geo.Field{Name: column.text(columnName), Type: geo.Int, Title: column.text(columnTitle)}
		switch kind {
		case boolColumn:
			field.Type = geo.Bool
		case floatColumn, doubleColumn:
			field.Type = geo.Float
		case stringColumn, jsonColumn, dateTimeColumn, binaryColumn:
			field.Type = geo.String
		}
		h.types = append(h.types, kind)
		h.layer.Fields = append(h.layer.Fields, field)
	}
	if crs, ok := t.sub(headerCRS); ok {
		if err := h.checkCRS(crs); err != nil {
			return nil, nil, err
		}
	}
	metadata := readMetadata(t)
	if t.damaged {
		return nil, nil, errDamaged
	}
	return h, metadata, nil
}

func readMetadata(t table) map[string]string {
	metadata := map[string]string{}
	var members map[string]any
	if json.Unmarshal([]byte(t.text(headerMetadata)), &members) == nil {
		for name, value := range members {
			switch value := value.(type) {
			case string:
				metadata[name] = value
			case map[string]any:
				if text, err := json.Marshal(value); err == nil {
					metadata[name] = string(text)
				}
			}
		}
	}
	for name, text := range map[string]string{"title": t.text(headerTitle), "description": t.text(headerDescription)} {
		if text != "" {
			metadata[name] = text
		}
	}
	return metadata
}

// checkCRS accepts WGS 84, and what is as good as that.
func (h *header) checkCRS(said table) error {
	code := int32(0)
	if at := said.field(crsCode); at > 0 {
		code = int32(said.uint32(at))
	}
	org, name := said.text(crsOrg), said.text(crsName)
	if code == 4326 || code == 0 && (said.text(crsCodeString) == "CRS84" || strings.Contains(name, "WGS 84") || name+said.text(crsWKT) == "") {
		return nil
	}
	if note, ok := crs.NearCode(int(code)); ok && (org == "" || strings.EqualFold(org, "EPSG")) {
		h.notes = append(h.notes, note)
		return nil
	}
	return fmt.Errorf("reference system %s:%d %q: want WGS 84, EPSG:4326, convert it with ogr2ogr -t_srs EPSG:4326", org, code, name)
}

// skipIndex passes over the R-tree.
func (h *header) skipIndex(in *bufio.Reader) error {
	if h.nodes == 0 || h.features == 0 {
		return nil
	}
	if h.nodes < 2 || h.features > math.MaxInt64/(2*nodeBytes) {
		return errDamaged
	}
	nodes := uint64(0)
	for _, n := range levels(h.features, h.nodes) {
		nodes += n
	}
	_, err := io.CopyN(io.Discard, in, int64(nodes*nodeBytes))
	return err
}

func (h *header) feature(buf []byte) error {
	h.room.Grow(int64(len(buf)))
	if err := h.room.Take(featureBytes + slotBytes*int64(len(h.types))); err != nil {
		return err
	}
	t := root(buf)
	f := geo.Feature{Values: make([]any, len(h.types))}
	if g, ok := t.sub(featureGeometry); ok {
		var err error
		if f.Geometry, err = readGeometry(g, h.kind, 0); err != nil {
			return err
		}
	}
	at, n := t.vector(featureProperties, 1)
	values := t.bytes(at, n)
	if t.damaged {
		return errDamaged
	}
	for len(values) >= 2 {
		column := int(binary.LittleEndian.Uint16(values))
		if column >= len(h.types) {
			return fmt.Errorf("property of column %d, of which there are %d", column, len(h.types))
		}
		value, size, err := decode(h.types[column], values[2:])
		if err != nil {
			return fmt.Errorf("column %q: %w", h.layer.Fields[column].Name, err)
		}
		f.Values[column] = value
		values = values[2+size:]
	}
	if i := h.idColumn(); i >= 0 {
		f.ID, _ = f.Values[i].(string)
	}
	h.layer.Features = append(h.layer.Features, f)
	return nil
}

// idColumn is the string column called id, -1 if there is none.
func (h *header) idColumn() int {
	for i, field := range h.layer.Fields {
		if field.Name == "id" && field.Type == geo.String {
			return i
		}
	}
	return -1
}

var sizes = map[byte]int{
	byteColumn: 1, ubyteColumn: 1, boolColumn: 1, shortColumn: 2, ushortColumn: 2, intColumn: 4, uintColumn: 4,
	longColumn: 8, ulongColumn: 8, floatColumn: 4, doubleColumn: 8,
}

// decode reads one value and says how many bytes it took.
func decode(kind byte, buf []byte) (value any, size int, err error) {
	le := binary.LittleEndian
	size, fixed := sizes[kind]
	if !fixed {
		if kind > binaryColumn {
			return nil, 0, fmt.Errorf("type %d is not known", kind)
		}
		if len(buf) < 4 || uint64(le.Uint32(buf)) > uint64(len(buf)-4) {
			return nil, 0, errDamaged
		}
		size = 4 + int(le.Uint32(buf))
		return strings.ToValidUTF8(string(buf[4:size]), "\uFFFD"), size, nil
	}
	if len(buf) < size {
		return nil, 0, errDamaged
	}
	switch kind {
	case byteColumn:
		return int64(int8(buf[0])), size, nil
	case ubyteColumn:
		return int64(buf[0]), size, nil
	case boolColumn:
		return buf[0] != 0, size, nil
	case shortColumn:
		return int64(int16(le.Uint16(buf))), size, nil
	case ushortColumn:
		return int64(le.Uint16(buf)), size, nil
	case intColumn:
		return int64(int32(le.Uint32(buf))), size, nil
	case uintColumn:
		return int64(le.Uint32(buf)), size, nil
	case longColumn:
		return int64(le.Uint64(buf)), size, nil
	case ulongColumn:
		if n := le.Uint64(buf); n <= math.MaxInt64 {
			return int64(n), size, nil
		}
		return nil, 0, fmt.Errorf("value %d: want at most %d", le.Uint64(buf), math.MaxInt64)
	case floatColumn:
		return number(float64(math.Float32frombits(le.Uint32(buf)))), size, nil
	}
	return number(math.Float64frombits(le.Uint64(buf))), size, nil
}

// number is nil for what is not one.
func number(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}
