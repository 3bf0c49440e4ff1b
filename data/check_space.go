package data

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// sliverM2 is the area in square metres below which a gap, an overlap or a part
// of a region is taken for a slip of the pen.
const sliverM2 = 10_000

// space applies the rules about shapes: coordinates that exist and lie where the
// dataset says it is, rings that are rings, partitions without gap or overlap.
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

// extentSwapped reports an extent with its axes swapped, which would make every
// coordinate seem so: everything drawn lies outside of it as given, and within
// when swapped.
func (c *checker) extentSwapped() bool {
	extent, drawn := c.dataset.Covers.Bound(), 0
	for _, r := range c.dataset.Regions {
		if !r.Drawn() {
			continue
		}
		center := r.Shape().Bound().Center()
		if extent.Contains(center) || !extent.Contains(orb.Point{center[1], center[0]}) {
			return false
		}
		drawn++
	}
	if drawn < 2 {
		return false
	}
	c.errorf("axes", c.line(Position{datasetFile, 1}, "covers"), "covers: extent %v looks like [south, west, north, east]: none of %d regions lies in it",
		c.dataset.Covers.Extent, drawn).hint("write [west, south, east, north], if the regions are longitude first")
	return true
}

// shape checks one region and tells whether it is free of faults.
func (c *checker) shape(r *Region) bool {
	what, layer, ok := "region "+r.ID, c.layers[r.Layer], true
	for i, polygon := range r.Geometry {
		for j, ring := range polygon {
			ok = c.position(r.ringAt(i, j), what, ring) && ok
		}
	}
	for _, line := range r.Lines {
		c.position(r.Position, what, line)
		if len(line) < 2 {
			c.errorf("ring", r.Position, "%s: a line needs two positions, got %d", what, len(line))
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
		c.add("ring", severity, r.ringAt(fault.Polygon, fault.Ring), "%s: %s", what, fault.Message).at(fault.At)
	}
	for i, polygon := range r.Geometry {
		if !ok || len(r.Geometry) == 1 || geo.LargerThan(polygon, sliverM2) {
			continue
		}
		if m2 := geo.Area(orb.MultiPolygon{polygon}); m2 < sliverM2 {
			c.warnf("sliver", r.ringAt(i, 0), "%s: a part of it is only %.0f m2 large", what, m2).at(polygon[0][0])
		}
	}
	return ok
}

// drawable tells whether a polygon with the fault still has an inside by the
// rule of geo.Contains, though perhaps not the one that was meant.
func drawable(kind geo.FaultKind) bool {
	switch kind {
	case geo.FaultNotClosed, geo.FaultNotFinite, geo.FaultTooFew:
		return false
	}
	return true
}

// position reports the first of the points that cannot be where it is said to
// be, and tells whether all of them can.
func (c *checker) position(at Position, what string, points []orb.Point) bool {
	extent := c.dataset.Covers.Bound()
	if c.dataset.Covers.faulty {
		extent = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	}
	for _, p := range points {
		swapped := orb.Point{p[1], p[0]}
		switch {
		case !extent.Contains(p) && extent.Contains(swapped):
			c.errorf("axes", at, "%s: %v looks like latitude, longitude", what, p).at(swapped).
				hint("write longitude first: %v lies within the extent of the dataset", swapped)
			return false
		case !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90):
			problem := c.errorf("range", at, "%s: %v: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees", what, p)
			if math.Abs(p[0]) > 360 || math.Abs(p[1]) > 360 {
				problem.hint("these look like metres of a projected reference system")
			}
			return false
		}
	}
	for _, p := range points {
		if !extent.Contains(p) {
			c.warnf("extent", at, "%s: %v lies outside the extent that %s says is covered", what, p, datasetFile).at(p)
			break
		}
	}
	return true
}

// ringAt returns where a ring begins in the file, the region itself when the
// ring is not known.
func (r *Region) ringAt(polygon, ring int) Position {
	if line := r.rings.Line(polygon, max(ring, 0)); line > 0 {
		return Position{r.File, line}
	}
	return r.Position
}

// partition looks for gaps and overlaps between the regions of a layer, once
// for every stretch of days in which its regions are the same. Regions that are
// not sound, which is reported, are left out; what seems a gap then is none.
func (c *checker) partition(layer *Layer) {
	regions, whole := c.soundRegions(layer)
	seen := map[geo.PartitionFault]bool{}
	for _, day := range beginnings(regions) {
		var valid []*Region
		for _, r := range regions {
			if r.Interval.Contains(day) {
				valid = append(valid, r)
			}
		}
		c.partitionOn(layer, valid, whole, seen)
	}
}

// soundRegions returns the drawn areas of a layer that are free of faults, and
// whether that is all of them.
func (c *checker) soundRegions(layer *Layer) (sound []*Region, all bool) {
	all = true
	for _, r := range c.dataset.Regions {
		switch {
		case r.Layer != layer.ID || len(r.Geometry) == 0:
		case c.sound[r.ID]:
			sound = append(sound, r)
		default:
			all = false
		}
	}
	return sound, all
}

// partitionOn reports what geo finds, but nothing twice, and gaps only if the
// layer is whole.
func (c *checker) partitionOn(layer *Layer, regions []*Region, whole bool, seen map[geo.PartitionFault]bool) {
	shapes := make([]orb.MultiPolygon, len(regions))
	for i, r := range regions {
		shapes[i] = r.Geometry
	}
	id := func(i int) string {
		if i < 0 {
			return ""
		}
		return regions[i].ID
	}
	_, faults := geo.Arcs(shapes)
	for _, fault := range faults {
		if !whole && (fault.Kind == geo.PartitionGap || fault.Kind == geo.PartitionHole) {
			continue
		}
		a, b := id(fault.A), id(fault.B)
		key := geo.PartitionFault{Kind: fault.Kind, At: fault.At, Message: a + " " + b}
		if !seen[key] {
			seen[key] = true
			c.partitionFault(layer, fault, a, b)
		}
	}
}

// partitionFault words a fault with the ids of the regions a and b; b is empty
// where there is only one.
func (c *checker) partitionFault(layer *Layer, fault geo.PartitionFault, a, b string) {
	at := Position{File: datasetFile, Line: layer.Line}
	if r := c.regions[a]; r != nil {
		at = r.Position
	}
	km2 := fault.AreaM2 / 1e6
	rule := string(fault.Kind)
	if fault.AreaM2 > 0 && fault.AreaM2 < sliverM2 {
		rule = "sliver"
	}
	switch fault.Kind {
	case geo.PartitionOverlap:
		c.errorf(rule, at, "layer %s: regions %s and %s overlap near %v by about %.3g km2", layer.ID, a, b, fault.At, km2).at(fault.At).
			hint("demarc clean can mend it, and says what it would change")
	case geo.PartitionGap:
		c.errorf(rule, at, "layer %s: between regions %s and %s a gap of %.3g km2 near %v belongs to none", layer.ID, a, b, km2, fault.At).at(fault.At).
			hint("demarc clean -gap can give it to a neighbour")
	case geo.PartitionHole:
		c.warnf(rule, at, "layer %s: a hole of region %s, %.3g km2 near %v, belongs to no region", layer.ID, a, km2, fault.At).at(fault.At)
	default:
		c.warnf(rule, at, "layer %s: a vertex of region %s at %v lies within an edge of region %s, which lacks it", layer.ID, a, fault.At, b).at(fault.At).
			hint("give both regions the same vertices along their common border")
	}
}

// beginnings returns the days on which the set of valid regions changes.
func beginnings(regions []*Region) []Date {
	var days []Date
	for _, r := range regions {
		days = append(days, r.Interval.From)
		if r.Interval.To != Forever {
			days = append(days, r.Interval.To)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
