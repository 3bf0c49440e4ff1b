package relation

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/planar"
)

// place is where a point lies: outside of a shape, on its border, or inside.
type place int

const (
	outside place = iota
	onBorder
	inside
)

// figure is a shape of one dimension.
type figure struct {
	dim    int
	points []orb.Point        // of dimension 0
	lines  []orb.LineString   // and of areas the rings, with their area on the left
	areas  [][]orb.LineString // the rings of each polygon
	ends   map[orb.Point]bool // the border of lines
	box    orb.Bound
}

func figureOf(g orb.Geometry) (*figure, bool) {
	f, mixed := &figure{dim: -1}, false
	geo.EachPart(g, func(part orb.Geometry) {
		if bound, ok := part.(orb.Bound); ok {
			part = bound.ToPolygon()
		}
		if ring, ok := part.(orb.Ring); ok {
			part = orb.Polygon{ring}
		}
		dim := part.Dimensions()
		mixed = mixed || f.dim >= 0 && f.dim != dim
		f.dim = dim
		if box := part.Bound(); len(f.points)+len(f.lines) == 0 {
			f.box = box
		} else {
			f.box = f.box.Union(box)
		}
		switch part := part.(type) {
		case orb.Point:
			f.points = append(f.points, part)
		case orb.LineString:
			f.addLine(part)
		case orb.Polygon:
			var rings []orb.LineString
			for i, ring := range geo.Wound(part, false) {
				if len(ring) > 0 || i > 0 {
					rings = append(rings, orb.LineString(ring))
				}
			}
			f.lines, f.areas = append(f.lines, rings...), append(f.areas, rings)
		}
	})
	return f, !mixed && len(f.points)+len(f.lines) > 0
}

func (f *figure) addLine(line orb.LineString) {
	if len(line) == 0 {
		return
	}
	f.lines = append(f.lines, line)
	if f.ends == nil {
		f.ends = map[orb.Point]bool{}
	}
	for _, end := range []orb.Point{line[0], line[len(line)-1]} {
		if f.ends[end] {
			delete(f.ends, end)
		} else {
			f.ends[end] = true
		}
	}
}

// role is the place within the figure of one of its own points.
func (f *figure) role(p orb.Point) place {
	if f.dim == 2 || f.ends[p] {
		return onBorder
	}
	return inside
}

// at tells where a point lies.
func (f *figure) at(p orb.Point) place {
	if !f.box.Contains(p) {
		return outside
	}
	best := outside
	switch f.dim {
	case 0:
		if slices.Contains(f.points, p) {
			return inside
		}
	case 1:
		for _, line := range f.lines {
			for i := 1; i < len(line); i++ {
				if onEdge(line[i-1], line[i], p) {
					return f.role(p)
				}
			}
		}
	case 2:
		for _, rings := range f.areas {
			if best = max(best, placeIn(rings, p)); best == inside {
				return inside
			}
		}
	}
	return best
}

func onEdge(a, b, p orb.Point) bool {
	return boundOf(a, b).Contains(p) && planar.Orient(a, b, p) == 0
}

// placeIn tells where a point lies to the rings of a polygon.
func placeIn(rings []orb.LineString, p orb.Point) place {
	within := outside
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if onEdge(a, b, p) {
				return onBorder
			}
			if a[1] > p[1] != (b[1] > p[1]) && planar.Orient(a, b, p) > 0 == (b[1] > a[1]) {
				within = inside - within
			}
		}
	}
	return within
}
