package flatgeobuf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// maxDepth is how deep collections may lie in each other.
const maxDepth = 8

// readGeometry reads a geometry; its own type counts where the file has none for all.
func readGeometry(t table, kind byte, depth int) (orb.Geometry, error) {
	if own := t.byteOr(geometryType, unknownType); own != unknownType && (kind == unknownType || depth > 0) {
		kind = own
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("collections lie more than %d deep in each other", maxDepth)
	}
	switch kind {
	case multiPolygonType:
		var polygons orb.MultiPolygon
		for _, part := range t.tables(geometryParts) {
			polygons = append(polygons, rings(part, positions(part)))
		}
		if t.damaged {
			return nil, errDamaged
		}
		return geo.Plain(polygons), nil
	case collectionType:
		var members orb.Collection
		for _, part := range t.tables(geometryParts) {
			member, err := readGeometry(part, unknownType, depth+1)
			if err != nil {
				return nil, err
			}
			if member != nil {
				members = append(members, member)
			}
		}
		return geo.Plain(members), nil
	}
	return flatGeometry(t, kind)
}

func flatGeometry(t table, kind byte) (orb.Geometry, error) {
	points := positions(t)
	var g orb.Geometry
	switch kind {
	case pointType:
		if len(points) > 0 {
			g = points[0]
		}
	case multiPointType:
		g = orb.MultiPoint(points)
	case lineStringType:
		g = orb.LineString(points)
	case multiLineStringType:
		var lines orb.MultiLineString
		for _, line := range split(t, points) {
			lines = append(lines, line)
		}
		g = lines
	case polygonType:
		g = rings(t, points)
	default:
		return nil, fmt.Errorf("geometry type %d: want points, lines, polygons or collections", kind)
	}
	if t.damaged {
		return nil, errDamaged
	}
	return geo.Plain(g), nil
}

func positions(t table) []orb.Point {
	at, count := t.vector(geometryXY, 8)
	points := make([]orb.Point, count/2)
	for i := range points {
		points[i] = orb.Point{t.float64(at + 16*i), t.float64(at + 16*i + 8)}
	}
	return points
}

// split cuts the positions at the ends that the geometry names.
func split(t table, points []orb.Point) [][]orb.Point {
	at, count := t.vector(geometryEnds, 4)
	if count == 0 {
		return [][]orb.Point{points}
	}
	var parts [][]orb.Point
	begin := 0
	for i := range count {
		end := int(t.uint32(at + 4*i))
		if end < begin || end > len(points) {
			t.damaged = true
			return nil
		}
		parts = append(parts, slices.Clip(points[begin:end]))
		begin = end
	}
	return parts
}

func rings(t table, points []orb.Point) orb.Polygon {
	var polygon orb.Polygon
	for _, ring := range split(t, points) {
		polygon = append(polygon, ring)
	}
	return polygon
}

// settleDates makes Date fields of the DateTime columns that hold nothing but midnights.
func (h *header) settleDates() {
	for i, kind := range h.types {
		if kind == dateTimeColumn && h.allDays(i) {
			h.layer.Fields[i].Type = geo.Date
			for _, f := range h.layer.Features {
				if text, ok := f.Values[i].(string); ok {
					f.Values[i], _, _ = strings.Cut(text, "T")
				}
			}
		}
	}
}

func (h *header) allDays(column int) bool {
	for _, f := range h.layer.Features {
		text, ok := f.Values[column].(string)
		if !ok {
			continue
		}
		day, clock, _ := strings.Cut(text, "T")
		if _, err := geo.Day(day); err != nil || !slices.Contains([]string{"", "00:00:00", "00:00:00Z", "00:00:00.000Z"}, clock) {
			return false
		}
	}
	return true
}

// takeTexts takes days from the columns of text beside them, as Write makes them, and leaves these
// out: whatever wrote the file again may have moved its times to another zone, but not its texts.
func (h *header) takeTexts() {
	for i := len(h.types) - 1; i >= 0; i-- {
		name, ok := strings.CutSuffix(h.layer.Fields[i].Name, textEnding)
		times := slices.IndexFunc(h.layer.Fields, func(f geo.Field) bool { return f.Name == name })
		if !ok || times < 0 || h.types[i] != stringColumn || h.types[times] != dateTimeColumn || !h.sameDays(times, i) {
			continue
		}
		h.layer.Fields[times].Type = geo.Date
		for _, f := range h.layer.Features {
			f.Values[times] = f.Values[i]
		}
		h.drop(i)
	}
}

// sameDays tells whether a column of text has days, in the features that have a time in another.
func (h *header) sameDays(times, texts int) bool {
	return !slices.ContainsFunc(h.layer.Features, func(f geo.Feature) bool {
		text, ok := f.Values[texts].(string)
		if _, err := geo.Day(text); ok && err != nil {
			return true
		}
		return ok != (f.Values[times] != nil)
	})
}

// drop leaves a column out.
func (h *header) drop(column int) {
	h.types = slices.Delete(h.types, column, column+1)
	h.layer.Fields = slices.Delete(h.layer.Fields, column, column+1)
	for k, f := range h.layer.Features {
		h.layer.Features[k].Values = slices.Delete(f.Values, column, column+1)
	}
}

// dropBinary leaves out the columns that no field can hold.
func (h *header) dropBinary() {
	for i := len(h.types) - 1; i >= 0; i-- {
		if h.types[i] == binaryColumn {
			h.drop(i)
		}
	}
}
