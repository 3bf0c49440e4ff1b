package dataset

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/partition"
)

// partitionCheck looks for gaps and overlaps between the regions of a layer over time. Regions with
// faults of their own are left out; gaps are then not reported, as they may be the place of such a
// region.
type partitionCheck struct {
	*checker
	layer *RegionLayer
	whole bool
	seen  map[partition.Fault]bool // nothing is reported twice
}

// partition checks a layer on every day on which its regions change.
func (c *checker) partition(layer *RegionLayer) {
	regions, whole := c.soundRegions(layer)
	check := partitionCheck{c, layer, whole, map[partition.Fault]bool{}}
	var before []*Region
	overlap := false
	for i, day := range Beginnings(regions) {
		var valid []*Region
		for _, r := range regions {
			if r.Interval.Contains(day) {
				valid = append(valid, r)
			}
		}
		gone, come := except(before, valid), except(valid, before)
		if i > 0 && !overlap && partition.SameOutline(ShapesOf(gone), ShapesOf(come)) {
			check.replaced(come, valid)
		} else {
			overlap = check.all(valid)
		}
		before = valid
	}
}

// all reports every fault of the regions, and whether any overlap.
func (c *partitionCheck) all(regions []*Region) (overlap bool) {
	_, faults := partition.Arcs(ShapesOf(regions))
	for _, fault := range faults {
		switch fault.Kind {
		case partition.Overlap:
			overlap = true
		case partition.Gap, partition.Hole:
			if !c.whole {
				continue
			}
		}
		c.report(fault, regions)
	}
	return overlap
}

// replaced does the work of all where new regions fill exactly the area of old ones and nothing
// overlapped before: overlaps and other gaps cannot arise, only vertices may be missing.
func (c *partitionCheck) replaced(come, regions []*Region) {
	var near []*Region
	for _, r := range regions {
		box := r.Geometry.Bound()
		if slices.ContainsFunc(come, func(new *Region) bool { return new == r || new.Geometry.Bound().Intersects(box) }) {
			near = append(near, r)
		}
	}
	_, faults := partition.Arcs(ShapesOf(near))
	for _, fault := range faults {
		if fault.Kind != partition.Gap && fault.Kind != partition.Hole { // what is not near is no gap
			c.report(fault, near)
		}
	}
}

// report reports a fault once, with the ids of its regions.
func (c *partitionCheck) report(fault partition.Fault, regions []*Region) {
	id := func(i int) string {
		if i < 0 {
			return ""
		}
		return regions[i].ID
	}
	a, b := id(fault.A), id(fault.B)
	key := partition.Fault{Kind: fault.Kind, At: fault.At, Message: a + " " + b}
	if !c.seen[key] {
		c.seen[key] = true
		c.partitionFault(c.layer, fault, a, b)
	}
}

// soundRegions returns the drawn areas of a layer without faults, and whether these are all its
// areas.
func (c *checker) soundRegions(layer *RegionLayer) (sound []*Region, all bool) {
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

// except returns the regions that are not among others, in their order.
func except(regions, others []*Region) []*Region {
	among := map[*Region]bool{}
	for _, r := range others {
		among[r] = true
	}
	return slices.DeleteFunc(slices.Clone(regions), func(r *Region) bool { return among[r] })
}

// ShapesOf returns the areas of regions, in their order.
func ShapesOf(regions []*Region) []orb.MultiPolygon {
	shapes := make([]orb.MultiPolygon, len(regions))
	for i, r := range regions {
		shapes[i] = r.Geometry
	}
	return shapes
}

// partitionFault words a fault with the ids of the regions a and b; b is empty where there is only
// one.
func (c *checker) partitionFault(layer *RegionLayer, fault partition.Fault, a, b string) {
	at := Position{File: datasetFile, Line: layer.Line}
	if r := c.regions[a]; r != nil {
		at = r.Position
	}
	area, near := areaText(fault.AreaM2), positionText(fault.At)
	rule := string(fault.Kind)
	if fault.AreaM2 > 0 && fault.AreaM2 < sliverM2 {
		rule = "sliver"
	}
	switch fault.Kind {
	case partition.Overlap:
		c.errorf(rule, at, "layer %s: regions %s and %s overlap near %s by about %s", layer.ID, a, b, near, area).at(fault.At).
			hint("demarc clean can mend it, and says what it would change")
	case partition.Gap:
		c.errorf(rule, at, "layer %s: between regions %s and %s a gap of %s near %s belongs to none", layer.ID, a, b, area, near).at(fault.At).
			hint("demarc clean -gap can give it to a neighbour")
	case partition.Hole:
		c.warnf(rule, at, "layer %s: a hole of region %s, %s near %s, belongs to no region", layer.ID, a, area, near).at(fault.At)
	default:
		c.warnf(rule, at, "layer %s: a vertex of region %s at %s lies within an edge of region %s, which lacks it", layer.ID, a, near, b).at(fault.At).
			hint("give both regions the same vertices along their common border")
	}
}

// Beginnings returns the days on which the set of valid regions changes.
func Beginnings(regions []*Region) []date.Date {
	var days []date.Date
	for _, r := range regions {
		days = append(days, r.Interval.From)
		if r.Interval.To != date.Forever {
			days = append(days, r.Interval.To)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
