// Package compound makes one geometry of the points, lines and areas that files lump together:
// GeometryCollection of GeoJSON and WKT, MultiGeometry of KML.
package compound

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/valid"
)

// Left counts what was not taken: points, lines and polygons, by their dimension.
type Left [3]int

// Any reports whether anything was left out.
func (l Left) Any() bool { return l != Left{} }

// String words what was left out, such as "1 point, 2 lines".
func (l Left) String() string {
	var words []string
	for dimension, what := range [3]string{"point", "line", "area"} {
		switch n := l[dimension]; n {
		case 0:
		case 1:
			words = append(words, "1 "+what)
		default:
			words = append(words, fmt.Sprintf("%d %ss", n, what))
		}
	}
	return strings.Join(words, ", ")
}

// Dimension returns the largest dimension of the parts of g.
func Dimension(g orb.Geometry) int {
	largest := 0
	geo.EachPart(g, func(part orb.Geometry) { largest = max(largest, part.Dimensions()) })
	return largest
}

// Take returns the parts of g that have the dimension as one geometry, nil if there are none, and
// what it left out. Areas that overlap or share an edge are united; those that do so nowhere stay
// as they are, to the last digit.
func Take(g orb.Geometry, dimension int) (taken orb.Geometry, left Left) {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	geo.EachPart(g, func(part orb.Geometry) {
		if part.Dimensions() != dimension {
			left[part.Dimensions()]++
			return
		}
		switch part := part.(type) {
		case orb.Point:
			points = append(points, part)
		case orb.LineString:
			lines = append(lines, part)
		case orb.Polygon:
			areas = append(areas, part)
		}
	})
	switch dimension {
	case 0:
		if len(points) == 1 {
			return points[0], left
		}
		return geo.Plain(points), left
	case 1:
		if len(lines) == 1 {
			return geo.Plain(lines[0]), left
		}
		return geo.Plain(lines), left
	}
	if areas = United(areas); len(areas) == 1 {
		return geo.Plain(areas[0]), left
	}
	return geo.Plain(areas), left
}

// United returns the polygons with those made one that overlap or share an edge. If one of them is
// not valid itself, nobody knows what it covers, and all stay as they are.
func United(areas orb.MultiPolygon) orb.MultiPolygon {
	if len(areas) < 2 {
		return areas
	}
	apart := true
	for _, fault := range new(valid.Checker).Check(areas) {
		switch {
		case fault.Kind == valid.Overlap || fault.Kind == valid.SharedEdge:
			apart = false
		case !fault.Kind.Warning():
			return areas
		}
	}
	if apart {
		return areas
	}
	united, err := clean.Clean([]orb.MultiPolygon{areas}, clean.Options{})
	if err != nil || united.Shapes[0] == nil {
		return areas
	}
	return united.Shapes[0]
}
