package mvt

import (
	"fmt"
	"slices"
)

// checkPolygons finds what makes a feature's polygons invalid, by comparing every two edges: rings
// that are not simple, that cross or run along each other, and holes that are not in their shell.
// The tests against GEOS find what else there is.
func checkPolygons(f decodedFeature) error {
	rings := slices.Concat(f.polygons...)
	for i, r := range rings {
		if !simpleRing(r) {
			return fmt.Errorf("ring %v is not simple", r)
		}
		for _, other := range rings[:i] {
			if err := checkRings(r, other); err != nil {
				return err
			}
		}
	}
	for _, polygon := range f.polygons {
		shell := newRingIndex(polygon[0])
		for _, hole := range polygon[1:] {
			for i, p := range hole {
				q := hole[(i+1)%len(hole)]
				if inside, border := shell.holdsHalf(point{p.x + q.x, p.y + q.y}); !inside && !border {
					return fmt.Errorf("hole %v is not in its shell %v", hole, polygon[0])
				}
			}
		}
	}
	return nil
}

func checkRings(r, other []point) error {
	for i, a := range r {
		b := r[(i+1)%len(r)]
		for k, c := range other {
			d := other[(k+1)%len(other)]
			if crosses(a, b, c, d) || within(a, b, c) || within(a, b, d) || within(c, d, a) || within(c, d, b) || a == c && b == d || a == d && b == c {
				return fmt.Errorf("edges %v %v and %v %v meet", a, b, c, d)
			}
		}
	}
	return nil
}
