package geo

import (
	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Assemble makes polygons of rings that stand next to each other without a word on which belongs to
// which, as in Shapefiles: those that run clockwise are shells, the others holes of the smallest
// shell around them. A hole with no shell around it is taken for a shell that runs the wrong way.
// The result shares the coordinates.
func Assemble(rings []orb.Ring) orb.MultiPolygon {
	var polygons orb.MultiPolygon
	var holes []orb.Ring
	for _, ring := range rings {
		if planar.Winding(ring) <= 0 {
			polygons = append(polygons, orb.Polygon{ring})
		} else {
			holes = append(holes, ring)
		}
	}
	boxes := make([]orb.Bound, len(polygons))
	for i, polygon := range polygons {
		boxes[i] = polygon.Bound()
	}
	shells := len(polygons)
	for _, hole := range holes {
		box, best := hole.Bound(), -1
		for i := range shells {
			if !boxes[i].Contains(box.Min) || !boxes[i].Contains(box.Max) || !planar.RingWithin(hole, polygons[i][0]) {
				continue
			}
			if best < 0 || boxArea(boxes[i]) < boxArea(boxes[best]) {
				best = i
			}
		}
		if best < 0 {
			polygons = append(polygons, orb.Polygon{hole})
		} else {
			polygons[best] = append(polygons[best], hole)
		}
	}
	return polygons
}

func boxArea(b orb.Bound) float64 { return (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]) }
