package geojson

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// AppendGeometry appends g as a GeoJSON geometry object: null if g is nil or has no positions.
// Shells run anticlockwise, holes clockwise (RFC 7946 section 3.1.6). Each coordinate is the
// shortest decimal that reads back as the same float64; one that is not finite, for which JSON has
// no form, becomes null.
func AppendGeometry(dst []byte, g orb.Geometry) []byte {
	if countPositions(g) == 0 {
		return append(dst, "null"...)
	}
	switch g := g.(type) {
	case orb.Point:
		return append(appendPosition(open(dst, "Point"), g), '}')
	case orb.MultiPoint:
		return append(appendLine(open(dst, "MultiPoint"), g, false), '}')
	case orb.LineString:
		return append(appendLine(open(dst, "LineString"), g, false), '}')
	case orb.MultiLineString:
		return append(AppendList(open(dst, "MultiLineString"), g, func(dst []byte, line orb.LineString) []byte {
			return appendLine(dst, line, false)
		}), '}')
	case orb.Ring:
		return AppendGeometry(dst, orb.Polygon{g})
	case orb.Bound:
		return AppendGeometry(dst, g.ToPolygon())
	case orb.Polygon:
		return append(appendPolygon(open(dst, "Polygon"), g), '}')
	case orb.MultiPolygon:
		return append(AppendList(open(dst, "MultiPolygon"), g, appendPolygon), '}')
	case orb.Collection:
		dst = append(dst, `{"type":"GeometryCollection","geometries":`...)
		return append(AppendList(dst, g, AppendGeometry), '}')
	}
	return append(dst, "null"...)
}

func open(dst []byte, kind string) []byte {
	dst = append(dst, `{"type":"`...)
	dst = append(dst, kind...)
	return append(dst, `","coordinates":`...)
}

// AppendList writes a list as a JSON array, each element by one.
func AppendList[T any](dst []byte, list []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, v)
	}
	return append(dst, ']')
}

func appendPolygon(dst []byte, polygon orb.Polygon) []byte {
	dst = append(dst, '[')
	for i, ring := range polygon {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendLine(dst, ring, runsWrong(ring, i > 0))
	}
	return append(dst, ']')
}

// runsWrong tells whether a ring is to be turned round. One that runs wrong either way, as those
// may that cross themselves, stays as it is: what is written must not change when it is written
// again.
func runsWrong(ring orb.Ring, hole bool) bool {
	wrong := -1
	if hole {
		wrong = 1
	}
	if geo.Winding(ring) != wrong {
		return false
	}
	turned := slices.Clone(ring)
	slices.Reverse(turned)
	return geo.Winding(turned) != wrong
}

func appendLine(dst []byte, points []orb.Point, backwards bool) []byte {
	if !backwards {
		return AppendList(dst, points, appendPosition)
	}
	dst = append(dst, '[')
	for i, p := range slices.Backward(points) {
		dst = appendPosition(dst, p)
		if i > 0 {
			dst = append(dst, ',')
		}
	}
	return append(dst, ']')
}

func appendPosition(dst []byte, p orb.Point) []byte {
	dst = appendNumber(append(dst, '['), p[0])
	dst = appendNumber(append(dst, ','), p[1])
	return append(dst, ']')
}

// appendNumber appends the shortest decimal that reads back as v, in the form that JavaScript gives
// it.
func appendNumber(dst []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(dst, "null"...)
	}
	if v == 0 {
		return append(dst, '0') // not -0
	}
	format := byte('f')
	if size := math.Abs(v); size < 1e-6 || size >= 1e21 {
		format = 'e'
	}
	return strconv.AppendFloat(dst, v, format, -1, 64)
}

func countPositions(g orb.Geometry) int {
	n := 0
	eachPosition(g, func(orb.Point) { n++ })
	return n
}

func checkFinite(g orb.Geometry) error {
	var err error
	eachPosition(g, func(p orb.Point) {
		if p[0]-p[0] != 0 || p[1]-p[1] != 0 {
			err = fmt.Errorf("position %v,%v: want finite numbers", p[0], p[1])
		}
	})
	return err
}

func eachPosition(g orb.Geometry, visit func(orb.Point)) {
	each := func(points []orb.Point) {
		for _, p := range points {
			visit(p)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		visit(g)
	case orb.MultiPoint:
		each(g)
	case orb.LineString:
		each(g)
	case orb.Ring:
		each(g)
	case orb.Bound:
		each([]orb.Point{g.Min, g.Max})
	case orb.MultiLineString:
		for _, line := range g {
			each(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			each(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			eachPosition(polygon, visit)
		}
	case orb.Collection:
		for _, member := range g {
			eachPosition(member, visit)
		}
	}
}
