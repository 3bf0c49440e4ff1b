package imports

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/antimeridian"
	"demarc/geo/compound"
)

// kindOf returns the kind of a geometry: that of the largest dimension in a collection.
func kindOf(g orb.Geometry) string {
	switch g.(type) {
	case orb.Polygon, orb.MultiPolygon:
		return dataset.AreaKind
	case orb.LineString, orb.MultiLineString:
		return dataset.LineKind
	case orb.Point:
		return dataset.PointKind
	case orb.Collection:
		return []string{dataset.PointKind, dataset.LineKind, dataset.AreaKind}[compound.Dimension(g)]
	case nil:
		return ""
	}
	return "other"
}

// mendRings ends rings where they begin, as some programs do not, and leaves out those that enclose
// nothing.
func (b *builder) mendRings() {
	closed, empty := 0, 0
	for i := range b.table.Features {
		f := &b.table.Features[i]
		shape := geo.Polygons(f.Geometry)
		if shape == nil {
			continue
		}
		var mended orb.MultiPolygon
		for _, polygon := range shape {
			var rings orb.Polygon
			for k, ring := range polygon {
				if n := len(ring); n > 2 && ring[0] != ring[n-1] {
					ring = append(slices.Clone(ring), ring[0])
					closed++
				}
				if len(ring) > 3 && turns(ring) {
					rings = append(rings, ring)
				} else if empty++; k == 0 {
					break
				}
			}
			if len(rings) > 0 {
				mended = append(mended, rings)
			}
		}
		f.Geometry = geo.Plain(mended)
	}
	if closed > 0 {
		b.note("rings that did not end where they begin are closed: %d", closed)
	}
	if empty > 0 {
		b.note("rings of fewer than three different positions, which enclose nothing, are left out: %d", empty)
	}
}

// turns tells whether a ring has three positions that differ.
func turns(ring orb.Ring) bool {
	second := slices.IndexFunc(ring, func(p orb.Point) bool { return p != ring[0] })
	return second > 0 && slices.ContainsFunc(ring[second:], func(p orb.Point) bool { return p != ring[0] && p != ring[second] })
}

// takeCompounds makes one geometry of those of a collection that are of the kind of the layer. What
// KML has as one geometry are many polygons in a MultiGeometry, which may overlap or share edges.
func (b *builder) takeCompounds() {
	dimension := map[string]int{dataset.AreaKind: 2, dataset.LineKind: 1, dataset.PointKind: 0}[b.kind]
	taken, united := 0, 0
	var left compound.Left
	for i := range b.table.Features {
		f := &b.table.Features[i]
		switch g := f.Geometry.(type) {
		case orb.Collection:
			one, rest := compound.Take(g, dimension)
			if one == nil {
				continue // is no feature of the layer
			}
			f.Geometry = one
			taken++
			for k, n := range rest {
				left[k] += n
			}
		case orb.MultiPolygon:
			if b.table.Format != "KML" && b.table.Format != "KMZ" {
				continue
			}
			if one := compound.United(g); len(one) != len(g) {
				f.Geometry = geo.Plain(one)
				united++
			}
		}
	}
	if taken > 0 {
		b.note("features with a collection of geometries, whose %ss are taken as one geometry: %d", b.kind, taken)
	}
	if left.Any() {
		b.note("what else is in these collections is left out: %s", left)
	}
	if united > 0 {
		b.note("features whose areas overlapped or shared an edge and are united: %d", united)
	}
}

// ontoGlobe takes the noise of computing beyond 180 and 90 degrees for what was meant, and cuts at
// the antimeridian what crosses it, if that was asked for.
func (b *builder) ontoGlobe() {
	noisy, cut := 0, 0
	for i := range b.table.Features {
		f := &b.table.Features[i]
		moved := 0
		f.Geometry, moved = geo.OnGlobe(f.Geometry)
		noisy += moved
		if !b.Wrap {
			continue
		}
		g, changed := antimeridian.Cut(f.Geometry)
		if !changed {
			continue
		}
		cut++
		if areas := geo.Polygons(g); len(areas) > 1 {
			g = geo.Plain(compound.United(areas)) // halves that met at the edge of the old map
		}
		f.Geometry = g
	}
	if noisy > 0 {
		b.note("positions beyond 180 or 90 degrees by at most 1e-9, the noise of computing, are taken as on them: %d", noisy)
	}
	switch {
	case cut > 0:
		b.note("features with longitudes beyond 180 degrees or edges over the antimeridian, which are brought within -180 to 180 and cut there: %d", cut)
	case b.Wrap:
		b.note("nothing crosses the antimeridian: -wrap changed nothing")
	}
}
