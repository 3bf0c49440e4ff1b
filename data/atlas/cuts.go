package atlas

import (
	"github.com/paulmach/orb"

	"demarc/data/dataset"
)

// contextBound is the box around all shapes of a context, along which they were cut out of larger
// ones.
func contextBound(c *dataset.Context) orb.Bound {
	var bound orb.Bound
	for i, f := range c.Features {
		if i == 0 {
			bound = f.Geometry.Bound()
		} else {
			bound = bound.Union(f.Geometry.Bound())
		}
	}
	return bound
}

// withoutCuts returns the outlines of areas without what runs along the box: there the data ends,
// not the country.
func withoutCuts(g orb.Geometry, bound orb.Bound) orb.Geometry {
	var lines orb.MultiLineString
	add := func(ring orb.Ring) {
		var line orb.LineString
		for i, p := range ring {
			if i > 0 && along(ring[i-1], p, bound) {
				if len(line) > 1 {
					lines = append(lines, line)
				}
				line = nil
			}
			line = append(line, p)
		}
		if len(line) > 1 {
			lines = append(lines, line)
		}
	}
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			add(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				add(ring)
			}
		}
	default:
		return g
	}
	return lines
}

// along tells whether an edge runs along a side of the box.
func along(a, b orb.Point, bound orb.Bound) bool {
	for axis := range 2 {
		if a[axis] == b[axis] && (a[axis] == bound.Min[axis] || a[axis] == bound.Max[axis]) {
			return true
		}
	}
	return false
}
