package imports

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/fingerprint"
	"demarc/geo/locate"
)

type geometry = orb.Geometry

// part is what cutting made of a zone, or of land without one, by the changes that it lies in.
type part struct {
	changes []int
	area    orb.MultiPolygon
}

// apply cuts the zones that changes meet, and gives the pieces their periods.
func (a *adder) apply(b *builder, changes []change) error {
	changes = slices.DeleteFunc(changes, func(c change) bool { return len(c.area) == 0 })
	if len(changes) == 0 {
		return nil
	}
	met := a.meeting(changes)
	var shapes []orb.MultiPolygon
	var spans []locate.Span
	for _, z := range met {
		shapes, spans = append(shapes, z.Geometry), append(spans, locate.Span{From: 0, To: 1})
	}
	for i, c := range changes {
		shapes, spans = append(shapes, c.area), append(spans, locate.Span{From: int32(i + 1), To: int32(i + 2)})
	}
	cut, err := clean.Cut(shapes, clean.Options{ToleranceM: refineToleranceM, Spans: spans, Settled: len(met)})
	if err != nil {
		return err
	}
	parts := make([][]part, len(met)+1) // of each zone; the last are of none
	for _, place := range cut.Places {
		zone, p := len(met), part{area: place.Area}
		for _, shape := range place.Shapes {
			if shape < len(met) {
				zone = shape
			} else {
				p.changes = append(p.changes, shape-len(met))
			}
		}
		slices.Sort(p.changes)
		parts[zone] = append(parts[zone], p)
	}
	m := &made{adder: a, b: b, changes: changes, periods: a.statements(b, changes)}
	for i, z := range met {
		m.ofZone(z, parts[i])
	}
	m.ofNone(parts[len(met)])
	a.placeZones(m)
	return nil
}

// meeting returns the zones whose box meets that of a part of a change.
func (a *adder) meeting(changes []change) []*dataset.Region {
	const margin = 2e-5 // degrees, more than lines are moved by
	var boxes []orb.Bound
	for _, c := range changes {
		for _, polygon := range c.area {
			boxes = append(boxes, polygon.Bound().Pad(margin))
		}
	}
	var met []*dataset.Region
	for _, z := range a.zones {
		if slices.ContainsFunc(z.Geometry, func(polygon orb.Polygon) bool {
			box := polygon.Bound()
			return slices.ContainsFunc(boxes, box.Intersects)
		}) {
			met = append(met, z)
		}
	}
	return met
}

// made gathers what becomes of zones.
type made struct {
	*adder
	b       *builder
	changes []change
	periods []*dataset.ControlPeriod // by change; nil: unknown
	zones   map[*dataset.Region][]*dataset.Region
	more    []*dataset.Region
}

// ofZone makes zones of the parts of one. One that is whole stays, but for what cutting moved.
func (m *made) ofZone(z *dataset.Region, parts []part) {
	switch len(parts) {
	case 0:
		return
	case 1:
		m.whole(z, parts[0])
		return
	}
	slices.SortStableFunc(parts, func(p, q part) int { return cmp.Compare(geo.Area(q.area), geo.Area(p.area)) })
	var into []*dataset.Region
	var areas []orb.MultiPolygon
	for _, p := range parts {
		areas = append(areas, p.area)
	}
	names := m.names(areas, z.ID)
	old := m.adder.periods[z.ID]
	for i, p := range parts {
		r := *z
		r.ID, r.Geometry, r.Replaces, r.ReplacedBy = names[i], p.area, nil, nil
		m.call(&r, z)
		into = append(into, &r)
		m.give(&r, old, p)
	}
	m.replace(z, into)
}

// whole keeps a zone, of which vertices may have come where others end.
func (m *made) whole(z *dataset.Region, p part) {
	if !samePositions(z.Geometry, p.area) {
		id := z.ID
		if id == pieceID+fingerprint.Of(z.Geometry) || m.manyShapes(id) {
			if name := pieceID + fingerprint.Of(p.area); name != id && !m.isFine(z) {
				id = m.names([]orb.MultiPolygon{p.area}, z.ID)[0]
			}
		}
		if id != z.ID {
			r := *z
			r.ID, r.Geometry, r.Replaces, r.ReplacedBy = id, p.area, nil, nil
			m.call(&r, z)
			m.give(&r, m.adder.periods[z.ID], p)
			m.replace(z, []*dataset.Region{&r})
			return
		}
		z.Geometry = p.area
	}
	if len(p.changes) > 0 {
		m.give(z, m.adder.periods[z.ID], p)
	}
}

// isFine tells whether a zone is named by all its positions.
func (m *made) isFine(z *dataset.Region) bool {
	return z.ID == pieceID+fingerprint.Exactly(z.Geometry)
}

// manyShapes tells whether an id that the data gave is that of several shapes by now.
func (a *adder) manyShapes(id string) bool {
	if a.raw == nil {
		return false
	}
	shape, given := a.raw.IDs[id]
	return given && shape == ""
}

// samePositions tells whether two shapes have the same vertices, wherever their rings begin.
func samePositions(a, b orb.MultiPolygon) bool {
	if orb.Equal(a, b) {
		return true
	}
	all := func(m orb.MultiPolygon) map[orb.Point]int {
		count := map[orb.Point]int{}
		for _, polygon := range m {
			for _, ring := range polygon {
				for _, p := range ring[:max(len(ring)-1, 0)] {
					count[p]++
				}
			}
		}
		return count
	}
	return maps.Equal(all(a), all(b))
}

// call gives a zone that is called as its id the name of its new one.
func (m *made) call(r, as *dataset.Region) {
	if language := m.b.Language; len(as.Names) == 1 && as.Names[language] == as.ID {
		r.Names = dataset.Names{language: r.ID}
	}
}

// give gives a zone periods: those of another, with what the changes state on their days.
func (m *made) give(r *dataset.Region, old []*dataset.ControlPeriod, p part) {
	list := old
	for _, i := range p.changes {
		list = m.state(list, m.changes[i].days, m.periods[i], r, p.area)
	}
	own := make([]*dataset.ControlPeriod, len(list))
	for i, q := range list {
		c := *q
		c.Zone = r.ID
		own[i] = &c
	}
	m.adder.periods[r.ID] = own
	if len(p.changes) > 0 {
		m.touched[r.ID] = true
	}
}

// ofNone makes zones of land that had none: it was unknown.
func (m *made) ofNone(parts []part) {
	for _, p := range parts {
		told := m.changes[p.changes[0]].told
		if told == nil && len(p.changes) == 1 {
			continue // a hair of land on which nothing is stated
		}
		id := m.changes[p.changes[0]].given
		if id == "" || m.byID[id] != nil || m.retired[id] != nil || !alikeInSize(p.area, m.changes[p.changes[0]].area) {
			id = m.names([]orb.MultiPolygon{p.area}, "")[0]
		}
		r := &dataset.Region{ID: id, Layer: m.d.ControlLayer, Interval: date.Always, Geometry: p.area, Names: dataset.Names{m.b.Language: id}}
		if told != nil && !m.b.unnamed(told.zone) {
			r.Names = told.zone.Names
		}
		m.give(r, []*dataset.ControlPeriod{m.unknown(m.b, m.covers)}, p)
		m.more = append(m.more, r)
		m.born(r)
	}
}

// names are ids for areas, by their shapes; the one that takes the place of old may have its id.
func (m *made) names(areas []orb.MultiPolygon, old string) []string {
	alike := map[string]int{}
	for _, area := range areas {
		alike[fingerprint.Of(area)]++
	}
	ids := numberer{}
	names := make([]string, len(areas))
	for i, area := range areas {
		name := fingerprint.Of(area)
		if other := m.byID[pieceID+name]; alike[name] > 1 || other != nil && other.ID != old {
			name = fingerprint.Exactly(area)
		}
		for other := m.byID[pieceID+name]; other != nil && other.ID != old; other = m.byID[pieceID+name] {
			ids.take(pieceID + name)
			name += "-2"
		}
		names[i] = ids.free(pieceID + name)
	}
	return names
}

// placeZones puts the zones that were made where the ones stand that they came in place of.
func (a *adder) placeZones(m *made) {
	var regions []*dataset.Region
	last := -1
	for _, r := range a.d.Regions {
		if into := m.zones[r]; into != nil {
			regions = append(regions, into...)
		} else {
			regions = append(regions, r)
		}
		if r.Layer == a.d.ControlLayer {
			last = len(regions)
		}
	}
	if last < 0 {
		last = len(regions)
	}
	a.d.Regions = slices.Insert(regions, last, m.more...)
	a.zones = nil
	for _, r := range a.d.Regions {
		if r.Layer == a.d.ControlLayer && len(r.Geometry) > 0 {
			a.zones = append(a.zones, r)
		}
	}
}
