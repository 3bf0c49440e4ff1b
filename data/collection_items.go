package data

import (
	"context"
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/relation"
)

// item is a feature of a collection as far as its place among the others needs it.
type item struct {
	id      string
	open    bool // it has not ended, of a layer in which others may have
	span    date.Interval
	feature func() geo.Feature
	// box is that of the shape; missing where it is not drawn, and where the list was chosen by
	// box.
	box *orb.Bound
}

// items are those that a selection asks for, in the order of pages, each made when it is looked at.
type items struct {
	n  int
	at func(i int) item
}

// listed are items that have been made.
func listed(all []item) items {
	return items{len(all), func(i int) item { return all[i] }}
}

// itemOf is the item of a feature with its days in the fields from and to, -1 for none.
func itemOf(f *geo.Feature, from, to int) item {
	x := item{id: f.ID, span: date.Always, open: to >= 0 && f.Values[to] == nil, feature: func() geo.Feature { return *f }}
	if from >= 0 && to >= 0 {
		x.span = date.Interval{From: dateOr(f.Values[from], date.Beginning), To: dateOr(f.Values[to], date.Forever)}
	}
	if f.Geometry != nil {
		box := f.Geometry.Bound()
		x.box = &box
	}
	return x
}

func dateOr(value any, open date.Date) date.Date {
	text, ok := value.(string)
	if !ok {
		return open
	}
	day, err := date.Parse(text)
	if err != nil {
		return open // our own layers write days
	}
	return day
}

// compareItems is the order of pages: ended ones first, then by id.
func compareItems(a, b item) int {
	switch {
	case a.open == b.open:
		return strings.Compare(a.id, b.id)
	case a.open:
		return 1
	}
	return -1
}

// cursor names the place behind an item. Cursors compare as the items do.
func (x item) cursor() string {
	if x.open {
		return "o:" + x.id
	}
	return "c:" + x.id
}

// selectedItems returns those of the items that a selection asks for. What is not drawn lies in
// every box (OGC 17-069r4, 7.15.3).
func selectedItems(items []item, wanted Selection) []item {
	if wanted.During == date.Always && wanted.Within == nil {
		return items
	}
	var found []item
	for _, x := range items {
		if x.span.Overlaps(wanted.During) && (x.box == nil || wanted.Within == nil || x.meets(wanted.Within)) {
			found = append(found, x)
		}
	}
	return found
}

func (x item) meets(boxes []orb.Bound) bool {
	return slices.ContainsFunc(boxes, func(box orb.Bound) bool {
		return box.Intersects(*x.box) && relation.Intersects(x.feature().Geometry, box)
	})
}

// sample makes the features that tell of a layer's fields and shapes what all would tell: one of
// each dimension, and for each field one with a day before the year 0, which is not a date
// everywhere.
func sample(layer geo.Layer, all items) geo.Layer {
	seen := map[any]bool{} // dimensions, and names of fields
	for i := range all.n {
		f, tells := all.at(i).feature(), false
		note := func(what any) {
			tells = tells || !seen[what]
			seen[what] = true
		}
		if f.Geometry != nil {
			note(f.Geometry.Dimensions())
		}
		for i, field := range layer.Fields {
			if text, ok := f.Values[i].(string); ok && field.Type == geo.Date && strings.HasPrefix(text, "-") {
				note(field.Name)
			}
		}
		if tells {
			layer.Features = append(layer.Features, f)
		}
	}
	return layer
}

// newControlCollection lists the periods of zones, whose features, and ids, are made when a page
// holds them: there are as many as zones and periods, of which a day has one for each zone.
func (s *Snapshot) newControlCollection() *Collection {
	fields := s.controlColumns()
	c := newCollection(fields.layer(dataset.ControlLayer))
	itemOf := func(zone *Zone, p *dataset.ControlPeriod) item {
		id := controlID(zone, p)
		return item{id: id, span: p.Interval, open: p.Interval.To == date.Forever, feature: func() geo.Feature {
			return fields.feature(id, zone.Shape(), controlRow{id, zone, p, s.control(p)})
		}}
	}
	type row struct {
		zone   *Zone
		period *dataset.ControlPeriod
	}
	of := func(rows []row) items {
		return items{len(rows), func(i int) item { return itemOf(rows[i].zone, rows[i].period) }}
	}
	selected := func(wanted Selection) []row {
		type named struct {
			row
			item
		}
		var found []named
		for zone, p := range s.controlPeriods(wanted) {
			found = append(found, named{row{zone, p}, item{id: controlID(zone, p), open: p.Interval.To == date.Forever}})
		}
		slices.SortFunc(found, func(a, b named) int { return compareItems(a.item, b.item) })
		rows := make([]row, len(found))
		for i, x := range found {
			rows[i] = x.row
		}
		return rows
	}
	all := sync.OnceValue(func() []row { return selected(Selection{During: date.Always}) })
	c.list = func(_ context.Context, wanted Selection) (items, error) {
		if wanted.Within == nil && wanted.During == date.Always {
			return of(all()), nil
		}
		return of(selected(wanted)), nil
	}
	c.dayInID, c.sample = true, sync.OnceValue(func() geo.Layer { return sample(c.Layer, of(all())) })
	c.Extent = extentOf(shapesOf(slices.DeleteFunc(slices.Concat(s.zones, s.overlays), func(zone *Zone) bool {
		return len(s.Periods(zone)) == 0
	})))
	return c
}

// controlID is the id of the feature of a period of a zone.
func controlID(zone *Zone, p *dataset.ControlPeriod) string {
	return zone.ID + "@" + p.Interval.From.String()
}

// controlPeriods are the zones and overlays that are drawn with those of their periods that a
// selection asks for.
func (s *Snapshot) controlPeriods(wanted Selection) iter.Seq2[*Zone, *dataset.ControlPeriod] {
	return func(yield func(*Zone, *dataset.ControlPeriod) bool) {
		for i, id := range slices.Concat([]string{s.Dataset.ControlLayer}, s.Dataset.OverlayLayers) {
			for _, r := range s.regionIndex(id).selected(wanted) {
				if !r.Drawn() || i > 0 && len(r.Geometry) == 0 {
					continue
				}
				zone := s.zone[r.ID]
				for _, p := range periodsDuring(s.Periods(zone), wanted.During) {
					if !yield(zone, p) {
						return
					}
				}
			}
		}
	}
}

// periodsDuring returns the periods of a zone, in order, that hold a day of the interval.
func periodsDuring(periods []*dataset.ControlPeriod, wanted date.Interval) []*dataset.ControlPeriod {
	first := sort.Search(len(periods), func(i int) bool { return periods[i].Interval.To > wanted.From })
	last := sort.Search(len(periods), func(i int) bool { return periods[i].Interval.From >= wanted.To })
	return periods[first:max(first, last)]
}

// shapesOf are the shapes of the zones that are drawn.
func shapesOf(zones []*Zone) iter.Seq[orb.Geometry] {
	return func(yield func(orb.Geometry) bool) {
		for _, zone := range zones {
			if zone.Drawn() && !yield(zone.Shape()) {
				return
			}
		}
	}
}

func geometries(features []geo.Feature) iter.Seq[orb.Geometry] {
	return func(yield func(orb.Geometry) bool) {
		for i := range features {
			if g := features[i].Geometry; g != nil && !yield(g) {
				return
			}
		}
	}
}
