package geojson

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/jsontree"
)

// Feature is one feature of a file, with the lines its parts stand on.
type Feature struct {
	ID         string // the top-level id, "" when there is none; numbers as they are written
	Line       int
	Properties *jsontree.Node // an object or nil
	Geometry   orb.Geometry   // nil when the file says null; a collection holds no others
	Rings      Rings          // of a Polygon or MultiPolygon
	Altered    bool           // Geometry is not to the digit as the file has it, or a collection
}

// Rings says on which lines the rings of a Polygon or MultiPolygon begin. It
// holds those that begin on another line than the one before, in order: most
// files have millions of rings on a few lines, or few rings.
type Rings []ringLine

// ringLine is a ring and the line it begins on.
type ringLine struct{ Polygon, Ring, Line int32 }

func (r *Rings) add(polygon, ring, line int) {
	if n := len(*r); n == 0 || (*r)[n-1].Line != int32(line) {
		*r = append(*r, ringLine{int32(polygon), int32(ring), int32(line)})
	}
}

// Line returns the line on which a ring begins, 0 if that is not known.
func (r Rings) Line(polygon, ring int) int {
	i, found := slices.BinarySearchFunc(r, ringLine{Polygon: int32(polygon), Ring: int32(ring)}, func(a, b ringLine) int {
		return cmp.Or(cmp.Compare(a.Polygon, b.Polygon), cmp.Compare(a.Ring, b.Ring))
	})
	if !found {
		i-- // the last one before it
	}
	if i < 0 {
		return 0
	}
	return int(r[i].Line)
}

// FaultKind tells the mistakes of a GeoJSON file apart.
type FaultKind string

// What may be wrong with a file.
const (
	Malformed  FaultKind = "geojson" // not as RFC 7946 wants it
	ForeignCRS FaultKind = "crs"     // another reference system than WGS 84 longitude, latitude
	Altitude   FaultKind = "altitude"
	Empty      FaultKind = "no-geometry" // coordinates that hold no position
	Noise      FaultKind = "range"       // positions beyond the edge of the globe by next to nothing
)

// Fault is one mistake; the features it does not touch are still good. A warning tells how
// something was read, and spoils nothing.
type Fault struct {
	Kind    FaultKind
	Warning bool
	Missing bool // a member that can be one thing only is missing: the feature is read all the same
	Line    int
	Message string
	Hint    string
}

// Read takes the features out of a FeatureCollection (RFC 7946), a document as
// Parse returns it. Features with a fault in their geometry are returned without
// it.
func Read(document *jsontree.Node) ([]Feature, []Fault) {
	r := reader{}
	if document.Kind != jsontree.Object {
		r.fault(Malformed, document.Line, "want an object with \"type\": \"FeatureCollection\", got %s", document.Kind)
		return nil, r.faults
	}
	if kind := text(document.Member("type")); kind != "FeatureCollection" {
		r.fault(Malformed, document.Line, "type %q: want \"FeatureCollection\"", kind)
		return nil, r.faults
	}
	r.crs(document)
	list := document.Member("features")
	if list == nil || list.Kind != jsontree.Array {
		r.fault(Malformed, document.Line, "\"features\": want an array")
		return nil, r.faults
	}
	features := make([]Feature, 0, len(list.Items))
	for i, item := range list.Items {
		r.number = i + 1
		if feature, ok := r.feature(item); ok {
			features = append(features, feature)
		}
	}
	r.sum()
	return features, r.faults
}

type reader struct {
	faults   []Fault
	altitude bool

	number    int // of the feature that is read, from 1
	empty     int // parts of its geometry without a position
	empties   int // features with such parts
	noisy     int // positions
	noisyLine int // of the first
}

func (r *reader) fault(kind FaultKind, line int, format string, args ...any) {
	r.faults = append(r.faults, Fault{Kind: kind, Line: line, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) feature(node *jsontree.Node) (Feature, bool) {
	if !r.isFeature(node) {
		r.fault(Malformed, node.Line, "want an object with \"type\": \"Feature\"")
		return Feature{}, false
	}
	feature := Feature{Line: node.Line}
	if id := node.Member("id"); id != nil {
		if id.Kind != jsontree.String && id.Kind != jsontree.Number {
			r.fault(Malformed, id.Line, "id: want a string or number, got %s", id.Kind)
		}
		feature.ID = id.Text
	}
	if properties := node.Member("properties"); properties != nil && properties.Kind == jsontree.Object {
		feature.Properties = properties
	} else if properties == nil || properties.Kind != jsontree.Null {
		r.fault(Malformed, node.Line, "\"properties\": want an object or null")
	}
	geometry := node.Member("geometry")
	switch {
	case geometry == nil:
		r.missing(node.Line, "\"geometry\": want a geometry or null")
	case geometry.Kind != jsontree.Null:
		r.empty = 0
		feature.Geometry, feature.Rings = r.geometry(geometry)
		r.settle(&feature, geometry.Line)
	}
	return feature, true
}

const unknownKind = "geometry type %q: want Point, LineString, Polygon, the same with Multi, or GeometryCollection"

// geometry reads every type of RFC 7946.
func (r *reader) geometry(node *jsontree.Node) (orb.Geometry, Rings) {
	kind, list := text(node.Member("type")), node.Member("coordinates")
	if kind == "GeometryCollection" {
		return r.collection(node), nil
	}
	if list == nil || list.Kind != jsontree.Array {
		r.fault(Malformed, node.Line, "geometry %q: \"coordinates\": want an array", kind)
		return nil, nil
	}
	if taken, ok := list.Taken().(*coordinates); ok {
		if geometry, rings := r.taken(kind, taken); geometry != nil {
			return geometry, rings
		}
		list = list.Expand()
	}
	before := len(r.faults)
	geometry, rings := r.coordinates(kind, list)
	for _, f := range r.faults[before:] {
		if f.Kind == Malformed {
			return nil, nil
		}
	}
	return geo.Plain(geometry), rings
}

// taken makes a geometry of the kind of what Parse has taken, nil if the arrays
// are not nested as that kind wants them.
func (r *reader) taken(kind string, c *coordinates) (orb.Geometry, Rings) {
	geometry, rings := c.geometry(kind)
	if geometry == nil {
		return nil, nil
	}
	if c.altitude > 0 {
		r.usesNoAltitude(c.altitude)
	}
	return geometry, rings
}

// geometry is the one of a kind, nil if the arrays are not nested as that kind wants them.
func (c *coordinates) geometry(kind string) (orb.Geometry, Rings) {
	switch first := c.shape[0]; {
	case kind == "Point" && c.depth == 1:
		return first[0][0], nil
	case kind == "MultiPoint" && c.depth == 2:
		return orb.MultiPoint(first[0]), nil
	case kind == "LineString" && c.depth == 2:
		return orb.LineString(first[0]), nil
	case kind == "MultiLineString" && c.depth == 3:
		lines := make(orb.MultiLineString, len(first))
		for i, line := range first {
			lines[i] = orb.LineString(line)
		}
		return lines, nil
	case kind == "Polygon" && c.depth == 3:
		return first, c.rings
	case kind == "MultiPolygon" && c.depth == 4:
		return c.shape, c.rings
	}
	return nil, nil
}

// usesNoAltitude reports the first position with a third number.
func (r *reader) usesNoAltitude(line int) {
	if !r.altitude {
		r.altitude = true
		r.warn(Altitude, line, "positions with a third number: altitudes are not used")
	}
}

// coordinates reads the tree, and leaves out parts that hold no position.
func (r *reader) coordinates(kind string, list *jsontree.Node) (orb.Geometry, Rings) {
	switch kind {
	case "Point":
		if r.isEmpty(list) {
			return nil, nil
		}
		return r.position(list), nil
	case "MultiPoint":
		return orb.MultiPoint(r.positions(r.filled(list))), nil
	case "LineString":
		if r.isEmpty(list) {
			return nil, nil
		}
		return orb.LineString(r.positions(list)), nil
	case "MultiLineString":
		var lines orb.MultiLineString
		for _, item := range r.filled(list).Items {
			lines = append(lines, r.positions(item))
		}
		return lines, nil
	case "Polygon":
		var rings Rings
		return r.polygon(list, 0, &rings), rings
	case "MultiPolygon":
		var polygons orb.MultiPolygon
		var rings Rings
		for _, item := range r.filled(list).Items {
			if polygon := r.polygon(item, len(polygons), &rings); polygon != nil {
				polygons = append(polygons, polygon)
			}
		}
		return polygons, rings
	}
	r.fault(Malformed, list.Line, unknownKind, kind)
	return nil, nil
}

// isEmpty counts an array without items.
func (r *reader) isEmpty(list *jsontree.Node) bool {
	if list.Kind != jsontree.Array || len(list.Items) > 0 {
		return false
	}
	r.empty++
	return true
}

// filled is the list without the parts in it that are empty arrays; all of it, if it is empty.
func (r *reader) filled(list *jsontree.Node) *jsontree.Node {
	r.isEmpty(list)
	kept := *list
	kept.Items = slices.DeleteFunc(slices.Clone(list.Items), r.isEmpty)
	return &kept
}

// polygon reads the rings of one, nil if it has none with positions.
func (r *reader) polygon(list *jsontree.Node, number int, rings *Rings) orb.Polygon {
	if list.Kind != jsontree.Array {
		r.fault(Malformed, list.Line, "polygon: want an array of rings")
		return nil
	}
	kept := r.filled(list).Items
	if len(kept) > 0 && len(list.Items[0].Items) == 0 && list.Items[0].Kind == jsontree.Array {
		r.fault(Malformed, list.Line, "polygon: its first ring, the outer one, has no position, but others have")
		return nil
	}
	var polygon orb.Polygon
	for i, item := range kept {
		polygon = append(polygon, r.positions(item))
		rings.add(number, i, item.Line)
	}
	return polygon
}

// positions reads an array of positions; one bad position spoils the array, and
// only the first one is reported.
func (r *reader) positions(list *jsontree.Node) []orb.Point {
	if list.Kind != jsontree.Array {
		r.fault(Malformed, list.Line, "want an array of positions, got %s", list.Kind)
		return nil
	}
	points := make([]orb.Point, 0, len(list.Items))
	for _, item := range list.Items {
		before := len(r.faults)
		points = append(points, r.position(item))
		if len(r.faults) > before && r.faults[len(r.faults)-1].Kind == Malformed {
			return nil
		}
	}
	return points
}

func (r *reader) position(node *jsontree.Node) orb.Point {
	if node.Kind != jsontree.Array || len(node.Items) < 2 {
		r.fault(Malformed, node.Line, "position: want [longitude, latitude]")
		return orb.Point{}
	}
	if len(node.Items) > 2 {
		r.usesNoAltitude(node.Line)
	}
	lon, lonOK := node.Items[0].Float()
	lat, latOK := node.Items[1].Float()
	if !lonOK || !latOK {
		r.fault(Malformed, node.Line, "position: want two numbers, longitude and latitude in degrees")
	}
	return orb.Point{lon, lat}
}

func text(node *jsontree.Node) string {
	if node == nil || node.Kind != jsontree.String {
		return ""
	}
	return node.Text
}
