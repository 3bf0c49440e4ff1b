package geopackage

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

const wgs84 = 4326

// blob is a geometry in GeoPackageBinary format (specification 2.1.3): a header with the box, then
// WKB, all little endian.
func blob(g orb.Geometry) ([]byte, error) {
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	const envelopeXY, littleEndian = 1 << 1, 1
	b := g.Bound()
	head := []byte{'G', 'P', 0, envelopeXY | littleEndian}
	head = binary.LittleEndian.AppendUint32(head, wgs84)
	for _, x := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
		head = binary.LittleEndian.AppendUint64(head, math.Float64bits(x))
	}
	return append(head, body...), nil
}

// geometryType is the type of a table's geometries, "" if it has none; where plain and multiple
// ones are mixed they all become multiple, which promote does.
func geometryType(geometries []orb.Geometry) string {
	name := ""
	for _, g := range geometries {
		switch next := typeOf(g); {
		case next == "" || next == name:
		case name == "":
			name = next
		case single(name) == single(next):
			name = "MULTI" + single(name)
		default:
			return "GEOMETRY"
		}
	}
	return name
}

func typeOf(g orb.Geometry) string {
	switch g.(type) {
	case nil:
		return ""
	case orb.Point:
		return "POINT"
	case orb.MultiPoint:
		return "MULTIPOINT"
	case orb.LineString:
		return "LINESTRING"
	case orb.MultiLineString:
		return "MULTILINESTRING"
	case orb.Polygon:
		return "POLYGON"
	case orb.MultiPolygon:
		return "MULTIPOLYGON"
	}
	return "GEOMETRY"
}

func single(name string) string {
	const multi = "MULTI"
	if len(name) > len(multi) && name[:len(multi)] == multi {
		return name[len(multi):]
	}
	return name
}

// promote makes a plain geometry a multiple one where the table holds these.
func promote(g orb.Geometry, table string) orb.Geometry {
	if table == typeOf(g) || table == "GEOMETRY" {
		return g
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.MultiPoint{g}
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return g
}
