package dataset

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/valid"
)

// sliverM2 is the area in square metres below which a gap, an overlap or a part of a region is a
// sliver.
const sliverM2 = 10_000

// space applies the rules about shapes: coordinates in their range and within the extent, valid
// rings, partitions without gap or overlap.
func (c *checker) space() {
	if c.extentSwapped() {
		return
	}
	for _, r := range c.dataset.Regions {
		c.sound[r.ID] = c.shape(r)
	}
	for _, p := range c.dataset.Places {
		c.position(p.Position, "place "+p.ID, []orb.Point{p.Point})
	}
	for _, e := range c.dataset.Events {
		if e.Point != nil {
			c.position(e.Position, "event "+e.ID, []orb.Point{*e.Point})
		}
	}
	for _, layer := range c.dataset.Layers {
		if layer.Partition {
			c.partition(layer)
		}
		if layer.Outline != "" {
			c.outline(layer)
		}
	}
}

// extentSwapped reports an extent with its axes swapped, where else every coordinate would be
// reported: all regions lie outside of it as given, and within once it is swapped.
func (c *checker) extentSwapped() bool {
	covers, drawn, turned := c.dataset.Covers, 0, 0
	reversed := covers // with west and east the other way round
	reversed.Extent[0], reversed.Extent[2] = covers.Extent[2], covers.Extent[0]
	for _, r := range c.dataset.Regions {
		if !r.Drawn() {
			continue
		}
		center := r.Shape().Bound().Center()
		switch {
		case covers.Holds(center):
			return false
		case covers.Extent[0] > covers.Extent[2] && reversed.Holds(center):
			turned++
		case !covers.Holds(orb.Point{center[1], center[0]}):
			return false
		}
		drawn++
	}
	if drawn < 2 {
		return false
	}
	at := c.line(Position{datasetFile, 1}, "covers")
	if turned > 0 {
		c.errorf("axes", at, "covers: extent %v goes from %g eastward around the globe to %g: none of %d regions lies in it",
			covers.Extent, covers.Extent[0], covers.Extent[2], drawn).hint("write the west first: %v", reversed.Extent)
		return true
	}
	c.errorf("axes", at, "covers: extent %v looks like [south, west, north, east]: none of %d regions lies in it",
		covers.Extent, drawn).hint("write [west, south, east, north], if the regions are longitude first")
	return true
}

// shape checks one region and tells whether it is free of faults.
func (c *checker) shape(r *Region) bool {
	what, layer, ok := "region "+r.ID, c.layers[r.Layer], true
	for i, polygon := range r.Geometry {
		for j, ring := range polygon {
			ok = c.position(c.ringAt(r, i, j), what, ring) && ok
		}
	}
	for _, line := range r.Lines {
		c.position(r.Position, what, line)
		if len(line) < 2 {
			c.errorf("ring", r.Position, "%s: a line needs two positions, got %d", what, len(line))
		}
		if i, message := valid.WideEdgeOf(line); i >= 0 {
			c.warnf("antimeridian", r.Position, "%s: %s", what, message).at(line[i]).hint(wrapHint)
		}
	}
	if r.Point != nil {
		c.position(r.Position, what, []orb.Point{*r.Point})
	}
	if !ok {
		return false // the rings are in the wrong place, not wrong
	}
	for _, fault := range c.polygons.Check(r.Geometry) {
		severity := Error
		if !fault.Kind.Warning() {
			ok = false
		}
		if fault.Kind.Warning() || layer != nil && layer.AsDrawn && drawable(fault.Kind) {
			severity = Warning
		}
		rule := "ring"
		if fault.Kind == valid.WideEdge {
			rule = "antimeridian"
		}
		problem := c.add(rule, severity, c.ringAt(r, fault.Polygon, fault.Ring), "%s: %s", what, fault.Message).at(fault.At)
		switch fault.Kind {
		case valid.WideEdge:
			problem.hint(wrapHint)
		case valid.Disconnected, valid.SharedEdge:
			problem.hint("other programs take it for invalid; demarc clean mends it")
		}
	}
	for i, polygon := range r.Geometry {
		if !ok || len(r.Geometry) == 1 || geo.LargerThan(polygon, sliverM2) {
			continue
		}
		if m2 := geo.Area(orb.MultiPolygon{polygon}); m2 < sliverM2 {
			c.warnf("sliver", c.ringAt(r, i, 0), "%s: a part of it near %s has %s only", what, positionText(polygon[0][0]), areaText(m2)).at(polygon[0][0])
		}
	}
	return ok
}

func positionText(p orb.Point) string { return fmt.Sprintf("%v,%v", p[0], p[1]) }

func areaText(m2 float64) string {
	if m2 > 0 && m2 < 1 {
		return "less than 1 m2"
	}
	return geo.AreaText(m2, 3)
}

// wrapHint is how to mend what should cross the antimeridian.
const wrapHint = "demarc clean, or import -wrap, cuts at the antimeridian what is to cross it"

// drawable tells whether a polygon with the fault still has an interior by the even-odd rule,
// though perhaps not the intended one.
func drawable(kind valid.Kind) bool {
	switch kind {
	case valid.NotClosed, valid.NotFinite, valid.TooFew:
		return false
	}
	return true
}

// position reports the first point with swapped axes or out of range, and tells whether there is
// none; a point outside of the extent is a warning.
func (c *checker) position(at Position, what string, points []orb.Point) bool {
	covers := c.dataset.Covers
	if c.undated[&c.dataset.Covers] {
		covers.Extent = [4]float64{-180, -90, 180, 90}
	}
	for _, p := range points {
		swapped := orb.Point{p[1], p[0]}
		switch {
		case !covers.Holds(p) && covers.Holds(swapped):
			c.errorf("axes", at, "%s: %v looks like latitude, longitude", what, p).at(swapped).
				hint("write longitude first: %v lies within the extent of the dataset", swapped)
			return false
		case !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90):
			problem := c.errorf("range", at, "%s: %v: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees", what, p)
			switch {
			case math.Abs(p[0]) > 360 || math.Abs(p[1]) > 360:
				problem.hint("these look like metres of a projected reference system")
			case math.Abs(p[1]) <= 90:
				problem.hint(wrapHint)
			case math.Abs(p[0]) <= 90 && math.Abs(p[1]) <= 180:
				problem.hint("these look like latitude, longitude, as some write where they name EPSG:4326; ogr2ogr -ct '+proj=axisswap +order=2,1' swaps them")
			}
			return false
		}
	}
	for _, p := range points {
		if !covers.Holds(p) {
			c.warnf("extent", at, "%s: %v lies outside the extent that %s says is covered", what, p, datasetFile).at(p)
			break
		}
	}
	return true
}

// ringAt returns where a ring begins in the file, the region itself when the ring is not known.
func (c *checker) ringAt(r *Region, polygon, ring int) Position {
	if line := c.reading.rings[r].Line(polygon, max(ring, 0)); line > 0 {
		return Position{r.File, line}
	}
	return r.Position
}
