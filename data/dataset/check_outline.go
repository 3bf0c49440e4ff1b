package dataset

import (
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// outline compares a partition with its outline layer: the outer borders of the two must have the
// same edges.
func (c *checker) outline(layer *RegionLayer) {
	reference := c.layers[layer.Outline]
	if reference == nil {
		return // reported as an unknown id
	}
	for _, l := range []*RegionLayer{layer, reference} {
		if _, all := c.soundRegions(l); !all {
			return // it would seem to end where a faulty region is left out
		}
	}
	drawn, wanted := c.outerEdges(layer), c.outerEdges(reference)
	missing, surplus := without(wanted, drawn), without(drawn, wanted)
	if len(missing)+len(surplus) == 0 {
		return
	}
	at := surplus
	if len(at) == 0 {
		at = missing
	}
	place := at.westernmost()
	c.errorf("outline", Position{datasetFile, layer.Line},
		"layer %s does not reach as far as layer %s: %.4g km2 against %.4g km2, their outer borders part near %s",
		layer.ID, reference.ID, c.layerKm2(layer), c.layerKm2(reference), positionText(place)).at(place).
		hint("%d edges of the outer border stand in only one of the two", len(missing)+len(surplus))
}

// edges are undirected: the western end first, the southern of two on one meridian.
type edges map[[2]orb.Point]bool

// outerEdges returns the edges of a layer that have a region on one side only.
func (c *checker) outerEdges(layer *RegionLayer) edges {
	outer := edges{}
	arcs := partition.Borders(c.shapes(layer))
	for _, arc := range arcs {
		if arc.Left != topology.Nowhere && arc.Right != topology.Nowhere {
			continue
		}
		for i := 1; i < len(arc.Points); i++ {
			outer[undirected(arc.Points[i-1], arc.Points[i])] = true
		}
	}
	return outer
}

func undirected(a, b orb.Point) [2]orb.Point {
	if b[0] < a[0] || b[0] == a[0] && b[1] < a[1] {
		a, b = b, a
	}
	return [2]orb.Point{a, b}
}

func without(e, other edges) edges {
	rest := edges{}
	for edge := range e {
		if !other[edge] {
			rest[edge] = true
		}
	}
	return rest
}

func (e edges) westernmost() orb.Point {
	var best orb.Point
	found := false
	for edge := range e {
		if p := edge[0]; !found || p[0] < best[0] || p[0] == best[0] && p[1] < best[1] {
			best, found = p, true
		}
	}
	return best
}

// shapes returns the drawn areas of a layer.
func (c *checker) shapes(layer *RegionLayer) []orb.MultiPolygon {
	regions, _ := c.soundRegions(layer)
	return ShapesOf(regions)
}

func (c *checker) layerKm2(layer *RegionLayer) float64 {
	km2 := 0.0
	for _, shape := range c.shapes(layer) {
		km2 += geo.Area(shape) / 1e6
	}
	return km2
}

func areaKm2(r *Region) float64 { return geo.Area(r.Geometry) / 1e6 }
