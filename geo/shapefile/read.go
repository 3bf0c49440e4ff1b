package shapefile

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/crs"
)

// Layer is what is read from one Shapefile.
type Layer struct {
	geo.Layer
	Notes []string // what was left out or guessed, a sentence each

	unplaced bool // nothing says what coordinates mean
}

// Reading is our own and not go-shapefile, which refuses a file for shapes with heights and no
// measures, as GDAL writes them, an absent day, a ring without an area, or most code pages of a
// .cpg.

// Read reads the Shapefile to which the file belongs, which may be named by any of its parts. A
// table without shapes is a layer without geometries. Heights and measures are left out. Texts are
// in the encoding, if one is given, else as the .cpg says, else as the header of the table does;
// where nothing says it, [charset.Guess] does.
func Read(fsys fs.FS, name, encoding string) (Layer, error) {
	base := strings.TrimSuffix(name, path.Ext(name))
	layer := Layer{Layer: geo.Layer{Name: path.Base(base)}}
	var whole map[string]string
	layer.Metadata, whole = readMetadata(fsys, path.Dir(name))
	table, err := readAll(fsys, base, ".dbf")
	if err != nil {
		return layer, err
	}
	if table == nil {
		return layer, fmt.Errorf("%s.dbf: the table of the Shapefile is missing", base)
	}
	cpg, err := readAll(fsys, base, ".cpg")
	if err != nil {
		return layer, err
	}
	if err := layer.readTable(table, encoding, string(cpg)); err != nil {
		return layer, fmt.Errorf("%s.dbf: %w", base, err)
	}
	for i, field := range layer.Fields {
		layer.Fields[i].Name = cmp.Or(whole[field.Name], field.Name)
	}
	shapes, err := readAll(fsys, base, ".shp")
	if err != nil || shapes == nil {
		return layer, err
	}
	prj, err := readAll(fsys, base, ".prj")
	if err != nil {
		return layer, err
	}
	if err := layer.checkCRS(string(prj)); err != nil {
		return layer, fmt.Errorf("%s.prj: %w", base, err)
	}
	index, err := readAll(fsys, base, ".shx")
	if err != nil {
		return layer, err
	}
	if err := layer.readShapes(shapes, index); err != nil {
		return layer, fmt.Errorf("%s.shp: %w", base, err)
	}
	if layer.unplaced {
		layer.Notes = append(layer.Notes, "there is no .prj: taken for longitude and latitude in WGS 84"+layer.place())
	}
	return layer, nil
}

// readMetadata reads what Write puts beside its files, nil if that is not there, and the whole
// names of fields.
func readMetadata(fsys fs.FS, directory string) (said, whole map[string]string) {
	content, err := fs.ReadFile(fsys, path.Join(directory, metadataFile))
	var members map[string]any
	if err != nil || json.Unmarshal(content, &members) != nil {
		return nil, nil
	}
	said, whole = map[string]string{}, map[string]string{}
	for name, value := range members {
		if fields, ok := value.(map[string]any); ok && name == "fields" {
			for short, field := range fields {
				whole[short], _ = field.(string)
			}
			continue
		}
		switch value := value.(type) {
		case string:
			said[name] = value
		case map[string]any:
			if text, err := json.Marshal(value); err == nil {
				said[name] = string(text)
			}
		}
	}
	return said, whole
}

// readAll reads a part whatever the case of its extension, nil if there is none.
func readAll(fsys fs.FS, base, extension string) ([]byte, error) {
	for _, name := range []string{base + extension, base + strings.ToUpper(extension)} {
		data, err := fs.ReadFile(fsys, name)
		if err == nil {
			return data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, nil
}

// checkCRS accepts longitude and latitude on WGS 84, or on what is as good as that.
func (l *Layer) checkCRS(prj string) error {
	if strings.TrimSpace(prj) == "" {
		l.unplaced = true
		return nil
	}
	flat := strings.ToUpper(strings.NewReplacer("_", "", " ", "").Replace(prj))
	geographic := strings.HasPrefix(flat, "GEOGCS[") || strings.HasPrefix(flat, "GEOGCRS[")
	if geographic && (strings.Contains(flat, "WGS1984") || strings.Contains(flat, "WGS84")) {
		return nil
	}
	if note, ok := crs.NearText(prj); ok {
		l.Notes = append(l.Notes, note)
		return nil
	}
	return fmt.Errorf("reference system %.80s: want longitude and latitude in WGS 84, convert it with ogr2ogr -t_srs EPSG:4326", prj)
}

// place says where the shapes lie, so that people see whether that is the place which they know.
func (l *Layer) place() string {
	var bound orb.Bound
	some := false
	for i := range l.Features {
		if g := l.Features[i].Geometry; g == nil {
			continue
		} else if b := g.Bound(); some {
			bound = bound.Union(b)
		} else {
			bound, some = b, true
		}
	}
	if !some {
		return ""
	}
	return fmt.Sprintf(", in which they lie within longitudes %.4g to %.4g and latitudes %.4g to %.4g", bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1])
}

// readShape reads the content of a record. Types above 10 are the same with heights, above 20 with
// measures, both of which follow what is read here.
func readShape(buf []byte) (orb.Geometry, error) {
	if len(buf) < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	kind := binary.LittleEndian.Uint32(buf)
	flat := kind
	if kind > 10 && kind < 30 {
		flat = kind % 10
	}
	buf = buf[4:]
	switch flat {
	case nullShape:
		return nil, nil
	case pointShape:
		points, err := readPoints(buf, 1)
		if err != nil || math.IsNaN(points[0][0]) {
			return nil, err
		}
		return points[0], nil
	case multiPointShape:
		if len(buf) < 36 {
			return nil, io.ErrUnexpectedEOF
		}
		points, err := readPoints(buf[36:], int(binary.LittleEndian.Uint32(buf[32:])))
		return orb.MultiPoint(points), err
	case polylineShape, polygonShape:
		parts, err := readParts(buf)
		if err != nil {
			return nil, err
		}
		return joined(flat, parts), nil
	}
	return nil, fmt.Errorf("shape type %d: want points, lines or polygons", kind)
}

// joined makes a line or polygon, or many of them, of the parts.
func joined(kind uint32, parts [][]orb.Point) orb.Geometry {
	if kind == polylineShape {
		if len(parts) == 1 {
			return orb.LineString(parts[0])
		}
		var lines orb.MultiLineString
		for _, p := range parts {
			lines = append(lines, p)
		}
		return lines
	}
	var rings []orb.Ring
	for _, p := range parts {
		rings = append(rings, p)
	}
	polygons := geo.Assemble(rings)
	for i, polygon := range polygons {
		polygons[i] = geo.Wound(polygon, false)
	}
	if len(polygons) == 1 {
		return polygons[0]
	}
	return polygons
}

func readParts(buf []byte) ([][]orb.Point, error) {
	if len(buf) < 40 {
		return nil, io.ErrUnexpectedEOF
	}
	le := binary.LittleEndian
	parts, count := int(le.Uint32(buf[32:])), int(le.Uint32(buf[36:]))
	buf = buf[40:]
	if parts > len(buf)/4 {
		return nil, io.ErrUnexpectedEOF
	}
	points, err := readPoints(buf[4*parts:], count)
	if err != nil {
		return nil, err
	}
	var list [][]orb.Point
	for i := range parts {
		begin, end := int(le.Uint32(buf[4*i:])), count
		if i+1 < parts {
			end = int(le.Uint32(buf[4*i+4:]))
		}
		if begin > end || end > count {
			return nil, fmt.Errorf("part %d lies outside of the shape", i+1)
		}
		if begin < end {
			list = append(list, slices.Clip(points[begin:end]))
		}
	}
	return list, nil
}

func readPoints(buf []byte, count int) ([]orb.Point, error) {
	if count > len(buf)/16 {
		return nil, io.ErrUnexpectedEOF
	}
	points := make([]orb.Point, count)
	for i := range points {
		for k := range 2 {
			points[i][k] = math.Float64frombits(binary.LittleEndian.Uint64(buf[16*i+8*k:]))
		}
	}
	return points, nil
}

// readTable reads a dBASE table: see read_table.go for its cells.
func (l *Layer) readTable(table []byte, encoding, cpg string) error {
	if len(table) < 32 {
		return fmt.Errorf("header: %w", io.ErrUnexpectedEOF)
	}
	le := binary.LittleEndian
	count, headSize, recordSize := int(le.Uint32(table[4:])), int(le.Uint16(table[8:])), int(le.Uint16(table[10:]))
	if headSize < 33 || recordSize < 1 {
		return errors.New("not a dBASE table: its header is too short")
	}
	if len(table) < headSize {
		return fmt.Errorf("header: %w", io.ErrUnexpectedEOF)
	}
	columns, rows := table[32:headSize], table[headSize:]
	fit := min(count, len(rows)/recordSize)
	texts, err := textsOf(encoding, cpg, table[29], func(yield func([]byte) bool) {
		eachText(columns, rows[:fit*recordSize], recordSize, yield)
	})
	if err != nil {
		return err
	}
	cells, err := l.readColumns(columns, recordSize, texts.decode)
	if err != nil {
		return err
	}
	if err := l.readRows(rows, count, recordSize, cells, texts.decode); err != nil {
		return err
	}
	l.Notes = append(l.Notes, texts.notes()...)
	return nil
}
