package topology

import (
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
)

// Topology is geometry as arcs: every stretch of line that the same rings and lines use stands in
// it once, as in TopoJSON (https://github.com/topojson/topojson-specification).
type Topology struct {
	// Arcs meet each other only at their ends, apart from crossings that have no vertex. One that
	// ends where it begins repeats that position.
	Arcs []orb.LineString
	// Outlines are the shapes, in the order of the input.
	Outlines []Outline
}

// Outline is a shape as chains of arcs, in the order of its geometry; those of a collection follow
// each other.
type Outline struct {
	Lines    []Chain
	Polygons [][]Chain // rings, the shell first
	Points   []orb.Point
}

// New finds the arcs of geometries, valid or not; nil ones have an empty outline. Rings and lines
// share stretches with the same vertices, in either direction. Positions that are not finite or
// repeat the one before are left out. The chain of a ring of fewer than three positions then left,
// or of a line of fewer than two, is empty; that of a ring may begin at another vertex.
//
// It takes about 0.3 microseconds and 60 bytes a vertex beside the result, which shares nothing
// with the input.
func New(shapes []orb.Geometry) *Topology {
	count := 0
	for _, shape := range shapes {
		count += countPositions(shape)
	}
	c := pathCollector{
		numbers:  keys.NewNumbering[orb.Point](count / 2),
		paths:    Paths{Vertices: make([]int32, 0, count)},
		outlines: make([]Outline, len(shapes)),
	}
	for i, shape := range shapes {
		c.add(&c.outlines[i], shape)
	}
	arcs, chains := c.paths.share(len(c.numbers.Keys))
	for _, o := range c.outlines {
		for i := range o.Lines {
			o.Lines[i], chains = chains[0], chains[1:]
		}
		for _, rings := range o.Polygons {
			for i := range rings {
				rings[i], chains = chains[0], chains[1:]
			}
		}
	}
	return &Topology{Arcs: lineStrings(arcs, c.numbers.Keys), Outlines: c.outlines}
}

func countPositions(shape orb.Geometry) (count int) {
	geo.EachPart(shape, func(part orb.Geometry) {
		switch part := part.(type) {
		case orb.Point:
			count++
		case orb.LineString:
			count += len(part)
		case orb.Polygon:
			for _, ring := range part {
				count += len(ring)
			}
		}
	})
	return count
}

// lineStrings gives paths their coordinates, all in one piece of memory.
func lineStrings(arcs *Paths, points []orb.Point) []orb.LineString {
	all := make(orb.LineString, len(arcs.Vertices))
	for i, v := range arcs.Vertices {
		all[i] = points[v]
	}
	lines := make([]orb.LineString, len(arcs.ends))
	first := 0
	for i, end := range arcs.ends {
		lines[i] = all[first:end:end]
		first = end
	}
	return lines
}

// pathCollector turns geometries into paths: of each shape the lines first, then the rings.
type pathCollector struct {
	numbers  *keys.Numbering[orb.Point]
	paths    Paths
	outlines []Outline
}

func (c *pathCollector) add(o *Outline, shape orb.Geometry) {
	var polygons []orb.Polygon
	geo.EachPart(shape, func(part orb.Geometry) {
		switch part := part.(type) {
		case orb.Point:
			if planar.Finite(part) {
				o.Points = append(o.Points, part)
			}
		case orb.LineString:
			c.path(part, false)
			o.Lines = append(o.Lines, nil)
		case orb.Polygon:
			polygons = append(polygons, part)
		}
	})
	for _, polygon := range polygons {
		for _, ring := range polygon {
			c.path(orb.LineString(ring), true)
		}
		o.Polygons = append(o.Polygons, make([]Chain, len(polygon)))
	}
}

func (c *pathCollector) path(points orb.LineString, closed bool) {
	first := len(c.paths.Vertices)
	v := int32(-1)
	for _, p := range points {
		if !planar.Finite(p) {
			continue
		}
		v = c.numbers.NumberBeside(p, v)
		if n := len(c.paths.Vertices); n == first || c.paths.Vertices[n-1] != v {
			c.paths.Vertices = append(c.paths.Vertices, v)
		}
	}
	n := len(c.paths.Vertices)
	if closed && n-first > 1 && c.paths.Vertices[first] == c.paths.Vertices[n-1] {
		n--
	}
	if closed && n-first < 3 {
		n = first
	}
	c.paths.Vertices = c.paths.Vertices[:n]
	c.paths.End(closed)
}
