package imports

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/fingerprint"
)

// beginEarlier lets all that began on the first day covered begin on an earlier one.
func (a *adder) beginEarlier(day date.Date) {
	if day >= a.covers.From {
		return
	}
	first := a.covers.From
	for _, list := range a.periods {
		for _, p := range list {
			if p.Interval.From == first {
				p.Interval.From = day
			}
		}
	}
	a.covers.From, a.d.Covers.From = day, day
	a.note("the days covered begin on %s now", day)
}

// dropEmpty takes out zones that were cut out for what nobody states any more, unless something
// made by hand names them.
func (a *adder) dropEmpty() {
	drop := map[*dataset.Region]bool{}
	for _, z := range a.zones {
		if a.touched[z.ID] && z.ID == pieceID+fingerprint.Of(z.Geometry) && a.isBare(z) && !a.named(z.ID) &&
			!slices.ContainsFunc(a.periods[z.ID], func(p *dataset.ControlPeriod) bool { return !isNoRow(p) }) {
			drop[z] = true
			a.retire(z, nil)
		}
	}
	gone := func(z *dataset.Region) bool { return drop[z] }
	a.d.Regions, a.zones = slices.DeleteFunc(a.d.Regions, gone), slices.DeleteFunc(a.zones, gone)
}

// isBare tells whether nothing is said of a zone but its name.
func (a *adder) isBare(z *dataset.Region) bool {
	bare := dataset.Region{
		ID: z.ID, Layer: z.Layer, Names: z.Names, Interval: date.Always, Replaces: z.Replaces, ReplacedBy: z.ReplacedBy,
		Geometry: z.Geometry, Position: z.Position,
	}
	return z.Names[a.Language] == z.ID && reflect.DeepEqual(*z, bare)
}

// join makes one again of zones that no statement tells apart any more.
func (a *adder) join(b *builder) {
	groups, keys := map[string][]*dataset.Region{}, []string{}
	for _, z := range a.zones {
		if z.ID != pieceID+fingerprint.Of(z.Geometry) {
			continue
		}
		key := a.saidOf(b, z)
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], z)
	}
	gone := map[*dataset.Region]bool{}
	for _, key := range keys {
		zones := groups[key]
		if len(zones) < 2 || !slices.ContainsFunc(zones, func(z *dataset.Region) bool { return a.touched[z.ID] }) {
			continue
		}
		a.joinZones(b, zones)
		for _, z := range zones[1:] {
			gone[z] = true
		}
	}
	keep := func(z *dataset.Region) bool { return gone[z] }
	a.d.Regions, a.zones = slices.DeleteFunc(a.d.Regions, keep), slices.DeleteFunc(a.zones, keep)
}

// saidOf is all that is said of a zone, but for its id and shape.
func (a *adder) saidOf(b *builder, z *dataset.Region) string {
	r := *z
	r.ID, r.Geometry, r.Replaces, r.ReplacedBy, r.Position = "", nil, nil, nil, dataset.Position{}
	if len(r.Names) == 1 && r.Names[b.Language] == z.ID {
		r.Names = nil
	}
	said := fmt.Appendf(nil, "%+v", r)
	for _, p := range a.periods[z.ID] {
		q := *p
		q.Zone, q.Position, q.FromEarliest, q.FromLatest = "", dataset.Position{}, nil, nil
		said = fmt.Appendf(said, "\n%+v %s %s", q, text(p.FromEarliest), text(p.FromLatest))
	}
	return string(said)
}

func (a *adder) joinZones(b *builder, zones []*dataset.Region) {
	var all orb.MultiPolygon
	for _, z := range zones {
		all = append(all, z.Geometry...)
	}
	area := unitedAreas(zones)
	if area == nil {
		area = all
	}
	first := zones[0]
	m := &made{adder: a, b: b}
	r := *first
	r.Geometry, r.Replaces, r.ReplacedBy = area, nil, nil
	r.ID = m.names([]orb.MultiPolygon{area}, first.ID)[0]
	m.call(&r, first)
	m.give(&r, a.periods[first.ID], part{})
	for _, z := range zones {
		m.retire(z, []*dataset.Region{&r})
	}
	*first = r
	a.byID[r.ID] = first
	m.born(first)
}
