package workfile

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/geo/clean"
	"demarc/geo/locate"
	"demarc/geo/partition"
)

// minOverlap is the area that two zones must share to be said to lie over each other, m2.
const minOverlap = 1

// cut fits areas that were drawn or split among those around them: what was drawn wins, and their
// neighbours get its corners.
func (r *repairer) cut() error {
	for _, layer := range r.partitions() {
		for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
			var rows []*tables.Row
			for _, row := range r.set.Rows[table] {
				if textOf(row, tables.LayerColumn) == layer && len(area(row)) > 0 {
					rows = append(rows, row)
				}
			}
			if err := r.fit(table, rows); err != nil {
				return fmt.Errorf("layer %s: %w", layer, err)
			}
		}
	}
	return nil
}

// fit cuts the areas of a layer, if any of them is new.
func (r *repairer) fit(table string, rows []*tables.Row) error {
	known := map[string]bool{}
	for _, row := range r.f.Base.Rows[table] {
		known[idOf(row)] = true
	}
	options := clean.Options{ToleranceM: tables.LedTolerance}
	var shapes []orb.MultiPolygon
	fresh := false
	for _, row := range rows {
		priority := 0
		if !known[idOf(row)] {
			fresh, priority = true, 1
			r.lay(row, rows, known)
		}
		from, to := days(row)
		shapes = append(shapes, area(row))
		options.Priority = append(options.Priority, priority)
		options.Spans = append(options.Spans, locate.Span{From: from, To: to})
	}
	if !fresh {
		return nil
	}
	if !slices.ContainsFunc(options.Spans, func(s locate.Span) bool { return s != locate.Always() }) {
		options.Spans = nil
	}
	result, err := clean.Clean(shapes, options)
	if err != nil {
		return err
	}
	r.take(table, rows, shapes, result.Shapes)
	r.outlines(textOf(rows[0], tables.LayerColumn), r.fresher(table, rows))
	return nil
}

// fresher are the corners of areas that no area had in the base.
func (r *repairer) fresher(table string, rows []*tables.Row) []orb.Point {
	seen := map[orb.Point]bool{}
	for _, row := range r.f.Base.Rows[table] {
		eachPoint(area(row), func(p *orb.Point) { seen[*p] = true })
	}
	var fresh []orb.Point
	for _, row := range rows {
		eachPoint(area(row), func(p *orb.Point) {
			if !seen[*p] {
				seen[*p] = true
				fresh = append(fresh, *p)
			}
		})
	}
	return fresh
}

// Lead leads the edges of areas that lie side by side through the corners on them that have come
// since base: of two who edited, each knew those of its own alone.
func Lead(set, base *tables.Set) {
	r := repairer{&File{Base: base, Set: set}, set, nil}
	for _, layer := range r.partitions() {
		for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
			var rows []*tables.Row
			for _, row := range set.Rows[table] {
				if textOf(row, tables.LayerColumn) == layer && len(area(row)) > 0 {
					rows = append(rows, row)
				}
			}
			corners := r.fresher(table, rows)
			for _, row := range rows {
				if shape, changed := through(area(row), corners); changed {
					row.Values[tables.ShapeColumn] = orb.Geometry(shape)
				}
			}
			r.outlines(layer, corners)
		}
	}
}

// outlines leads the edges of layers that reach exactly as far as this one through corners that lie
// on them.
func (r *repairer) outlines(layer string, corners []orb.Point) {
	related := map[string]bool{}
	for _, row := range r.set.Rows["layers"] {
		switch layer {
		case textOf(row, "outline"):
			related[idOf(row)] = true
		case idOf(row):
			related[textOf(row, "outline")] = true
		}
	}
	for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
		for _, row := range r.set.Rows[table] {
			if !related[textOf(row, tables.LayerColumn)] {
				continue
			}
			if shape, changed := through(area(row), corners); changed {
				row.Values[tables.ShapeColumn] = orb.Geometry(shape)
			}
		}
	}
}

// through leads the edges of a shape through the corners that lie on them.
func through(shape orb.MultiPolygon, corners []orb.Point) (led orb.MultiPolygon, changed bool) {
	const degree = 111_000 // metres of latitude
	box := shape.Bound().Pad(tables.LedTolerance / degree)
	led = orb.Clone(shape).(orb.MultiPolygon)
	for _, p := range corners {
		if !box.Contains(p) {
			continue
		}
		for _, polygon := range led {
			for k, ring := range polygon {
				if i := edgeAt(ring, p); i > 0 {
					polygon[k], changed = slices.Insert(ring, i, p), true
				}
			}
		}
	}
	return led, changed
}

// edgeAt returns the vertex at the end of the edge that a point lies on between its ends, 0 for
// none.
func edgeAt(ring orb.Ring, p orb.Point) int {
	for i := 1; i < len(ring); i++ {
		switch {
		case p == ring[i-1] || p == ring[i]:
			return 0
		case tables.OnEdge(ring[i-1], ring[i], p):
			return i
		}
	}
	return 0
}

// lay gives an area that was drawn over others the periods of the one below most of it, if it has
// none, and says which it lies over.
func (r *repairer) lay(row *tables.Row, rows []*tables.Row, known map[string]bool) {
	below, most := "", float64(minOverlap)
	for _, other := range rows {
		if !known[idOf(other)] || !area(other).Bound().Intersects(area(row).Bound()) {
			continue
		}
		m2 := partition.OverlapArea(area(row), area(other))
		if m2 > minOverlap {
			r.note("zone %s was drawn over %s, which keeps what lies outside", idOf(row), idOf(other))
		}
		if m2 > most {
			below, most = idOf(other), m2
		}
	}
	if below != "" && !r.hasPeriods(idOf(row)) {
		r.copyPeriods(below, idOf(row))
		r.note("zone %s has the periods of %s, as it had none", idOf(row), below)
	}
}

// take takes over the shapes that the cut changed. Corners are where they were before it, to the
// last digit.
func (r *repairer) take(table string, rows []*tables.Row, before, after []orb.MultiPolygon) {
	exact := map[[2]int64]orb.Point{}
	for _, shape := range before {
		eachPoint(shape, func(p *orb.Point) { exact[onGrid(*p)] = *p })
	}
	for i, row := range rows {
		shape := after[i]
		if len(shape) == 0 {
			r.set.Rows[table] = slices.DeleteFunc(r.set.Rows[table], func(other *tables.Row) bool { return other == row })
			continue
		}
		eachPoint(shape, func(p *orb.Point) {
			if at, known := exact[onGrid(*p)]; known {
				*p = at
			}
		})
		if !samePoints(shape, before[i]) {
			row.Values[tables.ShapeColumn] = orb.Geometry(shape)
		}
	}
}

// onGrid is a position in whole units of nine decimals, as the cut has it.
func onGrid(p orb.Point) [2]int64 {
	return [2]int64{int64(math.Round(p[0] * 1e9)), int64(math.Round(p[1] * 1e9))}
}

func eachPoint(shape orb.MultiPolygon, visit func(*orb.Point)) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := range ring {
				visit(&ring[i])
			}
		}
	}
}

// samePoints tells whether two shapes have the same corners, in whatever order.
func samePoints(a, b orb.MultiPolygon) bool {
	corners := func(shape orb.MultiPolygon) map[orb.Point]bool {
		all := map[orb.Point]bool{}
		eachPoint(shape, func(p *orb.Point) { all[*p] = true })
		return all
	}
	x, y := corners(a), corners(b)
	if len(x) != len(y) {
		return false
	}
	for p := range x {
		if !y[p] {
			return false
		}
	}
	return true
}
