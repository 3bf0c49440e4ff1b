package imports

import (
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// noRow is the note of days of which no row says anything.
const noRow = "no row of the imported table"

// statements are the periods that changes state, in the ids of the dataset; nil for none. Actors,
// statuses and sources that it does not have are added to it.
func (a *adder) statements(b *builder, changes []change) []*dataset.ControlPeriod {
	list := make([]*dataset.ControlPeriod, len(changes))
	sources := a.sourcesOf(b)
	for i, c := range changes {
		if c.told == nil {
			continue
		}
		p := c.told.ControlPeriod
		p.Interval = c.days
		p.Sources = a.renamedSources(p.Sources, sources)
		if p.Sources == nil {
			p.Sources = a.unknown(b, c.days).Sources
		}
		p.Event = "" // a table of days names none
		a.meet(b, &p)
		a.keepColumns(b, c.told, &p)
		list[i] = &p
	}
	return list
}

// meet adds the actors and the status of a period.
func (a *adder) meet(b *builder, p *dataset.ControlPeriod) {
	for _, id := range append([]string{p.Controller, p.PatrolledBy}, p.Claimants...) {
		isID := func(x *dataset.Actor) string { return x.ID }
		if id == "" || find(a.d.Actors, isID, id) != nil {
			continue
		}
		if actor := find(b.actors, isID, id); actor != nil {
			a.d.Actors = append(a.d.Actors, actor)
			a.note("a new actor: %s", id)
		}
	}
	if find(a.d.Statuses, func(s *dataset.Status) string { return s.ID }, p.Status) == nil {
		a.d.Statuses = append(a.d.Statuses, b.newStatus(p.Status))
		a.note("a new status: %s", p.Status)
	}
}

// keepColumns keeps the own columns of a row: with the period, where the dataset has them so, else
// in a region that is not drawn, which the period names.
func (a *adder) keepColumns(b *builder, told *shapedPeriod, p *dataset.ControlPeriod) {
	p.Attributes, p.AttributesOf = nil, ""
	if told.Attributes == nil || len(b.own) == 0 {
		return
	}
	values := dataset.Values{}
	ofPeriods := false
	for _, c := range b.own {
		value, known := told.Attributes[c.declare.Name]
		if !known {
			continue
		}
		declared := find(a.d.Attributes, func(x *dataset.Attribute) string { return x.Name }, c.declare.Name)
		if declared == nil {
			declare := *c.declare
			declare.Of, declare.Layer = dataset.OfRegions, rowsLayer
			a.d.Attributes = append(a.d.Attributes, &declare)
			declared = &declare
		}
		if value != nil && declared.Type != c.declare.Type {
			value = asDeclared(declared.Type, value)
		}
		ofPeriods = ofPeriods || declared.Of == dataset.OfPeriods
		values[declared.Name] = value
	}
	if ofPeriods {
		p.Attributes = values
		return
	}
	p.AttributesOf = a.rowRegion(b, told.period.row, values)
}

// asDeclared is a value as the type that a column was declared with, nil if it is none.
func asDeclared(kind string, value any) any {
	text := readText(value)
	switch kind {
	case dataset.TextType:
		return text
	case dataset.DateType:
		return readDay(text)
	}
	return nil
}

// rowRegion returns the id of the region that has what a row says, which it makes if there is none.
func (a *adder) rowRegion(b *builder, row int, values dataset.Values) string {
	x := b.rows[row-1]
	id := "row-" + b.rowKey(x, values)
	if a.byID[id] != nil {
		return id
	}
	names := dataset.Names(x.names)
	if len(names) == 0 {
		names = dataset.Names{b.Language: id}
	}
	r := &dataset.Region{ID: id, Layer: rowsLayer, Names: names, Interval: date.Always, Attributes: values}
	if find(a.d.Layers, func(l *dataset.RegionLayer) string { return l.ID }, rowsLayer) == nil {
		a.d.Layers = append(a.d.Layers, &dataset.RegionLayer{ID: rowsLayer, Title: dataset.Names{b.Language: "Rows of the source"}, Kind: dataset.AreaKind})
	}
	a.d.Regions, a.byID[id] = append(a.d.Regions, r), r
	return id
}

// sourcesOf says which sources of a dataset those of a table are: the one that says the same, else
// a new one.
func (a *adder) sourcesOf(b *builder) map[string]func() string {
	is := map[string]func() string{}
	for _, s := range b.sources {
		is[s.ID] = func() string {
			same := *s
			for _, other := range a.d.Sources {
				if same.ID = other.ID; sameSource(&same, other) {
					return other.ID
				}
			}
			for n := len(a.d.Sources) + 1; ; n++ {
				if same.ID = fmt.Sprintf("source-%d", n); find(a.d.Sources, func(s *dataset.Source) string { return s.ID }, same.ID) == nil {
					a.d.Sources = append(a.d.Sources, &same)
					return same.ID
				}
			}
		}
	}
	return is
}

// sameSource tells whether a source says of itself what another does; more may be said of that one
// by hand.
func sameSource(s, other *dataset.Source) bool {
	same := func(day, as *date.Date) bool { return day == nil || as != nil && *day == *as }
	return s.Title == other.Title && s.URL == other.URL && s.Publisher == other.Publisher && same(s.Date, other.Date)
}

func (a *adder) renamedSources(ids []string, of map[string]func() string) []string {
	var all []string
	for _, id := range ids {
		if is := of[id]; is != nil {
			id = is()
		}
		all = union(all, id)
	}
	return all
}

// unknown is a period of days of which no row says anything.
func (a *adder) unknown(b *builder, days date.Interval) *dataset.ControlPeriod {
	p := &dataset.ControlPeriod{Interval: days, Status: dataset.UnknownStatus, Note: dataset.NewText(noRow)}
	for _, other := range a.d.Periods {
		if isNoRow(other) {
			p.Sources = other.Sources
			return p
		}
	}
	if len(a.d.Sources) > 0 && (b.SourceTitle == "" || len(b.sources) == 0) {
		p.Sources = []string{a.d.Sources[0].ID}
		return p
	}
	p.Sources = a.renamedSources(b.unknown(days).Sources, a.sourcesOf(b))
	return p
}

// isNoRow tells whether a period says no more than that no row says anything.
func isNoRow(p *dataset.ControlPeriod) bool {
	return p.Status == dataset.UnknownStatus && p.Controller == "" && p.Event == "" && p.Note.Equal(dataset.NewText(noRow))
}

// state puts what is stated on some days, nil for nothing, in place of what a zone had then, and
// says so in the delta.
func (m *made) state(list []*dataset.ControlPeriod, days date.Interval, stated *dataset.ControlPeriod, z *dataset.Region, area orb.MultiPolygon) []*dataset.ControlPeriod {
	if stated == nil {
		stated = m.unknown(m.b, days)
	}
	if !m.rows {
		return m.merged(m.put(list, days, stated, z, area))
	}
	for _, p := range list { // what is known already stays as it is
		both := date.Interval{From: max(days.From, p.Interval.From), To: min(days.To, p.Interval.To)}
		if both.From >= both.To || (period{ControlPeriod: *p}).says(period{ControlPeriod: *stated}) {
			continue
		}
		if !m.Replace && !isNoRow(p) {
			m.differ = append(m.differ, fmt.Sprintf("%s, %s: %s, added %s", z.ID, daysText(both), heldOf(p), heldOf(stated)))
			continue
		}
		list = m.put(list, both, stated, z, area)
	}
	return m.merged(list)
}

// put puts a statement in place of all others on some days.
func (m *made) put(list []*dataset.ControlPeriod, days date.Interval, stated *dataset.ControlPeriod, z *dataset.Region, area orb.MultiPolygon) []*dataset.ControlPeriod {
	var out []*dataset.ControlPeriod
	at := 0 // where the period comes in
	for _, p := range list {
		if !p.Interval.Overlaps(days) {
			if out = append(out, p); p.Interval.To <= days.From {
				at = len(out)
			}
			continue
		}
		m.delta.passes(p, stated, z, area, days)
		if p.Interval.From < days.From {
			left := *p
			left.Interval.To = days.From
			out = append(out, &left)
			at = len(out)
		}
		if p.Interval.To > days.To {
			right := *p
			right.Interval.From, right.FromOpen, right.FromEarliest, right.FromLatest = days.To, false, nil, nil
			right.Event, right.Sources = "", m.sourcesFor(p)
			out = append(out, &right)
		}
	}
	p := *stated
	p.Interval = days
	p.FromOpen = days.From == m.covers.From && p.Status != dataset.UnknownStatus
	return slices.Insert(out, at, &p)
}

// sourcesFor are the sources of a period, else those of its event.
func (a *adder) sourcesFor(p *dataset.ControlPeriod) []string {
	if e := find(a.d.Events, func(e *dataset.Event) string { return e.ID }, p.Event); len(p.Sources) == 0 && e != nil {
		return e.Sources
	}
	return p.Sources
}

// merged makes one of periods that follow each other and say the same.
func (a *adder) merged(list []*dataset.ControlPeriod) []*dataset.ControlPeriod {
	var out []*dataset.ControlPeriod
	for _, p := range list {
		if n := len(out); n > 0 && (&period{ControlPeriod: *out[n-1]}).continuedBy(&period{ControlPeriod: *p}) && !p.FromOpen && sameClaims(out[n-1], p) {
			one := *out[n-1]
			one.Interval.To = p.Interval.To
			out[n-1] = &one
			continue
		}
		out = append(out, p)
	}
	return out
}

// sameClaims tells whether two periods say the same in members that no table has.
func sameClaims(p, q *dataset.ControlPeriod) bool {
	return maps.Equal(p.Claims, q.Claims) && maps.Equal(p.Viewpoints, q.Viewpoints)
}
