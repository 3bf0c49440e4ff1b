package geo

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo/calendar"
	"demarc/geo/internal/planar"
)

// Check tells what keeps a feature from being written: a value too many, of another type than its
// field or not finite, or a position that is not finite.
func (l *Layer) Check(f *Feature) error {
	if len(f.Values) != len(l.Fields) {
		return fmt.Errorf("feature %q of layer %q has %d values: want %d, one for each field", f.ID, l.Name, len(f.Values), len(l.Fields))
	}
	for i, v := range f.Values {
		if err := l.Fields[i].check(v); err != nil {
			return fmt.Errorf("feature %q of layer %q: field %q: %w", f.ID, l.Name, l.Fields[i].Name, err)
		}
	}
	if at, found := findInfinite(f.Geometry); found {
		return fmt.Errorf("feature %q of layer %q: position %v,%v: want finite numbers", f.ID, l.Name, at[0], at[1])
	}
	return nil
}

func (f Field) check(value any) error {
	ok := value == nil
	switch v := value.(type) {
	case string:
		ok = f.Type == String || f.Type == Date
		if f.Type == Date {
			if _, err := Day(v); err != nil {
				return err
			}
		}
	case int, int64:
		ok = f.Type == Int
	case float64:
		ok = f.Type == Float && !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		ok = f.Type == Bool
	}
	if !ok {
		return fmt.Errorf("value %v of type %T does not fit the field", value, value)
	}
	return nil
}

// Day reads the value of a Date field as a number of days from 1970-01-01.
func Day(value string) (int32, error) {
	day, ok := calendar.Parse(value)
	if !ok {
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD", value)
	}
	return day, nil
}

// Integer returns the value of an Int field as an int64; other values are 0.
func Integer(value any) int64 {
	switch v := value.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	}
	return 0
}

// Polygons returns an area, nil for other geometries.
func Polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// Plain returns g in the types that files know: a ring or box becomes a polygon, and a geometry
// without any position nil. Parts without positions are left out. It shares the coordinates.
func Plain(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return Plain(orb.Polygon{g})
	case orb.Bound:
		return Plain(g.ToPolygon())
	case orb.Point:
		return g
	case orb.MultiPoint:
		return orNil(g, len(g))
	case orb.LineString:
		return orNil(g, len(g))
	case orb.MultiLineString:
		g = filled(g)
		return orNil(g, len(g))
	case orb.Polygon:
		if len(g) == 0 || len(g[0]) == 0 {
			return nil
		}
		return orb.Polygon(filled(g))
	case orb.MultiPolygon:
		kept := make(orb.MultiPolygon, 0, len(g))
		for _, p := range g {
			if p, ok := Plain(p).(orb.Polygon); ok {
				kept = append(kept, p)
			}
		}
		return orNil(kept, len(kept))
	case orb.Collection:
		var kept orb.Collection
		for _, member := range g {
			if m := Plain(member); m != nil {
				kept = append(kept, m)
			}
		}
		return orNil(kept, len(kept))
	}
	return nil
}

func orNil(g orb.Geometry, size int) orb.Geometry {
	if size == 0 {
		return nil
	}
	return g
}

func filled[T ~[]E, E ~[]orb.Point](parts T) T {
	for _, part := range parts {
		if len(part) == 0 {
			return slices.DeleteFunc(slices.Clone(parts), func(e E) bool { return len(e) == 0 })
		}
	}
	return parts
}

// Wound returns the polygon with its shell running anticlockwise and its holes clockwise, as most
// formats want it, or the other way round. Rings that run so already are shared, others copied.
func Wound(polygon orb.Polygon, shellClockwise bool) orb.Polygon {
	wound := slices.Clone(polygon)
	for i, ring := range polygon {
		anticlockwise := planar.Winding(ring) >= 0
		if anticlockwise == ((i == 0) == shellClockwise) {
			wound[i] = slices.Clone(ring)
			slices.Reverse(wound[i])
		}
	}
	return wound
}

// WoundAll returns g with all its polygons as Wound has them; other geometries are g itself.
func WoundAll(g orb.Geometry, shellClockwise bool) orb.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		return Wound(g, shellClockwise)
	case orb.MultiPolygon:
		polygons := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			polygons[i] = Wound(p, shellClockwise)
		}
		return polygons
	case orb.Collection:
		members := make(orb.Collection, len(g))
		for i, m := range g {
			members[i] = WoundAll(m, shellClockwise)
		}
		return members
	}
	return g
}

// findInfinite returns the first position that is not finite.
func findInfinite(g orb.Geometry) (orb.Point, bool) {
	for p := range Positions(g) {
		if !planar.Finite(p) {
			return p, true
		}
	}
	return orb.Point{}, false
}

// Positions yields every position of a geometry, ring for ring.
func Positions(g orb.Geometry) func(yield func(orb.Point) bool) {
	return func(yield func(orb.Point) bool) { positions(g, yield) }
}

func positions(g orb.Geometry, yield func(orb.Point) bool) bool {
	each := func(points []orb.Point) bool {
		for _, p := range points {
			if !yield(p) {
				return false
			}
		}
		return true
	}
	switch g := g.(type) {
	case orb.Point:
		return yield(g)
	case orb.MultiPoint:
		return each(g)
	case orb.LineString:
		return each(g)
	case orb.Ring:
		return each(g)
	case orb.Bound:
		return each([]orb.Point{g.Min, g.Max})
	case orb.MultiLineString:
		return every(g, func(line orb.LineString) bool { return each(line) })
	case orb.Polygon:
		return every(g, func(ring orb.Ring) bool { return each(ring) })
	case orb.MultiPolygon:
		return every(g, func(p orb.Polygon) bool { return positions(p, yield) })
	case orb.Collection:
		return every(g, func(member orb.Geometry) bool { return positions(member, yield) })
	}
	return true
}

func every[T any](list []T, one func(T) bool) bool {
	for _, v := range list {
		if !one(v) {
			return false
		}
	}
	return true
}

// Words joins the entries of a Meta for formats that have only one text for all: one line each.
// What is for programs is not among them.
func (m Meta) Words() string {
	m.About = nil
	var lines []string
	for _, e := range m.Entries() {
		lines = append(lines, strings.ReplaceAll(e.Name, "_", " ")+": "+e.Value)
	}
	return strings.Join(lines, "\n")
}

// EachPart calls visit with the points, lines and polygons that g is made of, in order. Rings and
// bounds count as polygons.
func EachPart(g orb.Geometry, visit func(part orb.Geometry)) {
	switch g := g.(type) {
	case orb.Point, orb.LineString, orb.Polygon:
		visit(g)
	case orb.MultiPoint:
		for _, p := range g {
			visit(p)
		}
	case orb.MultiLineString:
		for _, line := range g {
			visit(line)
		}
	case orb.Ring:
		visit(orb.Polygon{g})
	case orb.Bound:
		visit(g.ToPolygon())
	case orb.MultiPolygon:
		for _, polygon := range g {
			visit(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			EachPart(member, visit)
		}
	}
}
