package tables

import (
	"math"

	"github.com/paulmach/orb"
)

// LedTolerance is how far a corner may lie from the edge that is led through it, metres: it is
// rounded.
const LedTolerance = 0.01

// isLed tells whether a shape is another with more corners on its edges. That is no change of what
// it says: neighbours were cut.
func isLed(base, led any) bool {
	a, b := polygons(base), polygons(led)
	if len(a) == 0 || len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i]) != len(b[i]) {
			return false
		}
		for k := range a[i] {
			if !isLedRing(a[i][k], b[i][k]) {
				return false
			}
		}
	}
	return true
}

func polygons(v any) orb.MultiPolygon {
	switch v := v.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{v}
	case orb.MultiPolygon:
		return v
	}
	return nil
}

func isLedRing(base, led orb.Ring) bool {
	next := 0 // corner of base that is to come
	for _, p := range led {
		switch {
		case next < len(base) && p == base[next]:
			next++
		case next == 0 || next == len(base) || !OnEdge(base[next-1], base[next], p):
			return false
		}
	}
	return next == len(base)
}

// OnEdge tells whether a point lies on an edge, between its ends.
func OnEdge(a, b, p orb.Point) bool {
	const degree = 111_000 // metres of latitude
	east := math.Cos(p[1]*math.Pi/180) * degree
	dx, dy := (b[0]-a[0])*east, (b[1]-a[1])*degree
	px, py := (p[0]-a[0])*east, (p[1]-a[1])*degree
	length := math.Hypot(dx, dy)
	along := (px*dx + py*dy) / length
	return along > 0 && along < length && math.Abs(px*dy-py*dx)/length <= LedTolerance
}
