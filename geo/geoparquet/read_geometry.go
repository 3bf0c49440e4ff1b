package geoparquet

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/internal/budget"
)

// about is what the key "geo" says.
type about struct {
	Primary string `json:"primary_column"`
	Columns map[string]struct {
		Encoding string
		CRS      json.RawMessage
		Edges    string
		Covering map[string]map[string][]string
	}
}

// boxes names the columns of boxes that cover geometries.
func (a about) boxes() []string {
	var names []string
	for _, c := range a.Columns {
		for _, path := range c.Covering["bbox"] {
			if len(path) > 1 {
				names = append(names, path[0])
			}
		}
	}
	return names
}

func (t *table) about() (about, error) {
	var a about
	text, ok := t.file.Lookup("geo")
	if !ok {
		return a, nil
	}
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return a, fmt.Errorf("its metadata \"geo\": %w", err)
	}
	return a, nil
}

// wellKnown is the encoding as well-known binary.
const wellKnown = "WKB"

// encodings are those of GeoParquet 1.1 beside well-known binary, with the number of lists around
// their positions.
var encodings = map[string]int{"point": 0, "linestring": 1, "multipoint": 1, "polygon": 2, "multilinestring": 2, "multipolygon": 3}

// findGeometry finds the column of geometries: the one that the metadata name, else the first that
// Parquet knows as one, else one of bytes with such a name.
func (t *table) findGeometry(a about) error {
	for _, c := range t.file.Root().Columns() {
		if c.Name() != a.Primary {
			continue
		}
		said := a.Columns[a.Primary]
		note, err := CheckCRS(said.CRS)
		if err != nil {
			return err
		}
		if note != "" {
			t.said = append(t.said, note)
		}
		if said.Edges == "spherical" {
			t.said = append(t.said, "edges are those of a sphere there: taken as straight in longitude and latitude")
		}
		return t.setGeometry(c, said.Encoding)
	}
	if a.Primary != "" {
		return fmt.Errorf("its metadata name a column %q of geometries, which is missing", a.Primary)
	}
	for _, c := range t.file.Root().Columns() {
		if isShape(c) {
			t.said = append(t.said, "the file is no GeoParquet: its geometries are taken as longitude and latitude in WGS 84")
			return t.setGeometry(c, wellKnown)
		}
	}
	for _, c := range t.file.Root().Columns() {
		if c.Leaf() && !c.Repeated() && c.Type().Kind() == parquet.ByteArray && logical(c.Type()) == nil && slices.Contains(usualNames, strings.ToLower(c.Name())) {
			t.said = append(t.said, fmt.Sprintf("the file is no GeoParquet: column %q is taken for well-known binary with longitude and latitude in WGS 84", c.Name()))
			return t.setGeometry(c, wellKnown)
		}
	}
	return nil
}

var usualNames = []string{"geometry", "geom", "wkb_geometry", "the_geom", "wkb", "shape"}

func (t *table) setGeometry(c *parquet.Column, kind string) error {
	g := &geometry{name: c.Name(), kind: kind}
	if kind == wellKnown {
		if !c.Leaf() || c.Repeated() || c.Type().Kind() != parquet.ByteArray {
			return fmt.Errorf("column %q: want bytes for the encoding %s", g.name, kind)
		}
		g.leaves, t.geometry = []*parquet.Column{c}, g
		return nil
	}
	lists, known := encodings[kind]
	if !known {
		return fmt.Errorf("column %q: encoding %q: want WKB, point, linestring, polygon or the same with multi", g.name, kind)
	}
	for _, name := range []string{"x", "y"} {
		leaf := leafNamed(c, name)
		if leaf == nil || leaf.Type().Kind() != parquet.Double || leaf.MaxRepetitionLevel() != lists {
			return fmt.Errorf("column %q: want numbers %q in %d lists for the encoding %q", g.name, name, lists, kind)
		}
		g.leaves = append(g.leaves, leaf)
	}
	t.geometry = g
	return nil
}

func leafNamed(c *parquet.Column, name string) *parquet.Column {
	for _, child := range c.Columns() {
		if child.Leaf() && child.Name() == name {
			return child
		}
		if leaf := leafNamed(child, name); leaf != nil {
			return leaf
		}
	}
	return nil
}

// CheckCRS accepts WGS 84 as PROJJSON, and says what it takes for granted. Without any it is
// OGC:CRS84; null says that nobody knows.
func CheckCRS(text json.RawMessage) (note string, err error) {
	if len(text) == 0 {
		return "", nil
	}
	if string(text) == "null" {
		return "the file says that its reference system is not known: taken for longitude and latitude in WGS 84", nil
	}
	var said struct {
		Name, Type string
		ID         struct {
			Authority string
			Code      any
		}
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return "", fmt.Errorf("its reference system is no PROJJSON: %w", err)
	}
	id := fmt.Sprint(said.ID.Authority, ":", said.ID.Code)
	if id == "OGC:CRS84" || id == "EPSG:4326" || said.ID.Code == nil && said.Type == "GeographicCRS" && strings.HasPrefix(said.Name, "WGS 84") {
		return "", nil
	}
	if code, ok := said.ID.Code.(float64); ok && said.ID.Authority == "EPSG" {
		if note, ok := crs.NearCode(int(code)); ok {
			return note, nil
		}
	}
	return "", fmt.Errorf("reference system %s %q: want WGS 84 (OGC:CRS84 or EPSG:4326), convert it with ogr2ogr -t_srs EPSG:4326 or to_crs(4326) of geopandas", id, said.Name)
}

// coordinate is a number with how many of the lists around it go on.
type coordinate struct {
	value float64
	lists int
	there bool
}

// readNested reads geometries whose coordinates are numbers in lists in lists.
func (g *geometry) readNested(chunks []parquet.ColumnChunk, room *budget.Budget, features []geo.Feature) error {
	var axes [2][]coordinate
	for i, leaf := range g.leaves {
		err := eachValue(chunks[leaf.Index()], room, func(v parquet.Value) error {
			if len(axes[i]) >= maxValues {
				return fmt.Errorf("want at most %d positions", maxValues)
			}
			c := coordinate{lists: v.RepetitionLevel(), there: !v.IsNull()}
			if c.there {
				c.value = v.Double()
			}
			axes[i] = append(axes[i], c)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(axes[0]) != len(axes[1]) {
		return errDamaged
	}
	row, lists := -1, encodings[g.kind]
	var shape [][][]orb.Point
	finish := func() {
		if row >= 0 {
			features[row].Geometry = geo.Plain(g.shaped(shape))
		}
		shape = nil
	}
	for i, x := range axes[0] {
		y := axes[1][i]
		if x.lists != y.lists || x.there != y.there || row < 0 && x.lists > 0 {
			return errDamaged
		}
		if x.lists == 0 {
			if finish(); row+1 >= len(features) {
				return errDamaged
			}
			row++
		}
		if !x.there {
			continue
		}
		if x.lists < lists-1 || len(shape) == 0 {
			shape = append(shape, nil)
		}
		last := &shape[len(shape)-1]
		if x.lists < lists || len(*last) == 0 {
			*last = append(*last, nil)
		}
		ring := &(*last)[len(*last)-1]
		*ring = append(*ring, orb.Point{x.value, y.value})
	}
	finish()
	if row+1 != len(features) {
		return errDamaged
	}
	return nil
}

// shaped makes a geometry of the encoding's kind of polygons, rings and points.
func (g *geometry) shaped(shape [][][]orb.Point) orb.Geometry {
	if len(shape) == 0 {
		return nil
	}
	switch first := shape[0]; g.kind {
	case "point":
		return first[0][0]
	case "linestring":
		return orb.LineString(first[0])
	case "multipoint":
		return orb.MultiPoint(first[0])
	case "multilinestring":
		lines := make(orb.MultiLineString, len(first))
		for i, line := range first {
			lines[i] = line
		}
		return lines
	}
	polygons := make(orb.MultiPolygon, len(shape))
	for i, rings := range shape {
		for _, ring := range rings {
			polygons[i] = append(polygons[i], ring)
		}
	}
	if g.kind == "polygon" {
		return polygons[0]
	}
	return polygons
}
