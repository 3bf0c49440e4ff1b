package imports

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo/partition"
)

// unitedAreas makes one area of zones, which fit together.
func unitedAreas(zones []*dataset.Region) orb.MultiPolygon {
	parts := partition.Known(dataset.ShapesOf(zones))
	for _, d := range partition.Dissolve(parts, func(int) (int, bool) { return 0, true }) {
		return d.Area
	}
	return nil
}

// replace lets zones come in place of one.
func (m *made) replace(z *dataset.Region, into []*dataset.Region) {
	if m.zones == nil {
		m.zones = map[*dataset.Region][]*dataset.Region{}
	}
	m.zones[z] = into
	m.retire(z, into)
	for _, r := range into {
		m.byID[r.ID] = r
		m.born(r)
	}
}

// born takes note of a zone that is new. Its id may be that of one that was there before.
func (a *adder) born(r *dataset.Region) {
	if back := a.retired[r.ID]; back != nil {
		a.revive(r, back)
	} else {
		a.fresh[r.ID] = true
	}
	a.byID[r.ID] = r
}

// revive takes an id back: what came in its place is no longer what it was replaced by.
func (a *adder) revive(r *dataset.Region, back *dataset.Retired) {
	delete(a.retired, r.ID)
	for _, id := range back.ReplacedBy {
		if next := a.replacesOf(id); next != nil {
			*next = slices.DeleteFunc(*next, func(id string) bool { return id == r.ID })
		}
	}
	r.Replaces = union(slices.Clone(back.Replaces), r.Replaces...)
}

// replacesOf is what a zone, or a retired id, says that it replaces, nil for an unknown one.
func (a *adder) replacesOf(id string) *[]string {
	if r := a.retired[id]; r != nil {
		return &r.Replaces
	}
	if r := a.byID[id]; r != nil {
		return &r.Replaces
	}
	return nil
}

// replacedByOf is the opposite.
func (a *adder) replacedByOf(id string) *[]string {
	if r := a.retired[id]; r != nil {
		return &r.ReplacedBy
	}
	if r := a.byID[id]; r != nil {
		return &r.ReplacedBy
	}
	return nil
}

// retire takes a zone out. Its id is kept with those that came in its place, unless this run has
// made it: then nobody knows it, and they come in place of what it replaced.
func (a *adder) retire(z *dataset.Region, into []*dataset.Region) {
	var ids []string
	for _, r := range into {
		ids = append(ids, r.ID)
	}
	if !slices.Contains(ids, z.ID) {
		delete(a.periods, z.ID)
		delete(a.byID, z.ID)
		delete(a.touched, z.ID)
	}
	before := slices.Clone(z.Replaces)
	a.lead(z.ID, ids)
	if a.fresh[z.ID] {
		delete(a.fresh, z.ID)
		for _, id := range before {
			if by := a.replacedByOf(id); by != nil {
				*by = union(slices.DeleteFunc(*by, func(id string) bool { return id == z.ID }), ids...)
			}
		}
		for _, r := range into {
			r.Replaces = union(r.Replaces, before...)
		}
		return
	}
	if slices.Contains(ids, z.ID) {
		return
	}
	a.retired[z.ID] = &dataset.Retired{ID: z.ID, Replaces: before, ReplacedBy: union(slices.Clone(z.ReplacedBy), ids...)}
	for _, r := range into {
		r.Replaces = union(r.Replaces, z.ID)
	}
}

// named tells whether something else names a zone by its id.
func (a *adder) named(id string) bool {
	for _, e := range a.d.Events {
		if slices.Contains(e.Zones, id) || slices.Contains(e.Regions, id) {
			return true
		}
	}
	return slices.ContainsFunc(a.d.Figures, func(f *dataset.Figure) bool { return f.Zone == id || f.Region == id }) ||
		slices.ContainsFunc(a.d.Places, func(p *dataset.Place) bool { return p.Region == id }) ||
		slices.ContainsFunc(a.d.DeJure, func(j *dataset.DeJure) bool { return slices.Contains(j.Regions, id) }) ||
		slices.ContainsFunc(a.d.Regions, func(r *dataset.Region) bool {
			return r.Parent == id || r.AttributesOf == id || slices.Contains(r.Related, id)
		})
}

// lead lets what names a zone by its id name those that came in its place.
func (a *adder) lead(id string, into []string) {
	if len(into) == 0 {
		return // nothing names it
	}
	follow := func(list *[]string) {
		if i := slices.Index(*list, id); i >= 0 {
			rest := slices.Delete(slices.Clone(*list), i, i+1)
			*list = union(rest, into...)
		}
	}
	one := func(named *string) {
		if *named == id {
			*named = into[0] // the largest
		}
	}
	for _, p := range a.delta.passed {
		follow(&p.Zones)
	}
	for _, e := range a.d.Events {
		follow(&e.Zones)
		follow(&e.Regions)
	}
	for _, f := range a.d.Figures {
		one(&f.Zone)
		one(&f.Region)
	}
	for _, p := range a.d.Places {
		one(&p.Region)
	}
	for _, j := range a.d.DeJure {
		follow(&j.Regions)
	}
	for _, r := range a.d.Regions {
		follow(&r.Related)
		one(&r.Parent)
		if r.AttributesOf == id {
			r.AttributesOf = into[0]
		}
	}
}
