package workfile

import (
	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/geo"
)

// Dispute is what two sides of a merge say otherwise, as the layers of problems of the file of one
// of them show it.
type Dispute struct {
	Conflicts []tables.Conflict
	Replaced  []tables.Replaced
	Ours      *tables.Set
	Theirs    *tables.Set
	Here      tables.Side // which side the file is
	Other     string      // what the other one is called
}

// thisFile is what the file calls itself in messages that it shows.
const thisFile = "this file"

// Findings are the conflicts with what both sides say, and their shapes.
func (d Dispute) Findings() []Finding {
	ours, theirs := thisFile, d.Other
	here, there := d.Ours, d.Theirs
	if d.Here == tables.Theirs {
		ours, theirs = theirs, ours
		here, there = there, here
	}
	var all []Finding
	for _, c := range d.Conflicts {
		f := Finding{
			Severity: conflictSeverity, Rule: conflictSeverity, Message: c.In(ours, theirs),
			hint:  "mend one of the two, or decide all conflicts with -ours or -theirs of demarc copy",
			table: c.Table, key: c.Key, column: c.Column, hereSay: c.Says(d.Here), thereSay: c.Says(1 - d.Here),
			here: shapeOf(here, c), there: shapeOf(there, c),
		}
		all = append(all, f.placed())
	}
	for _, r := range d.Replaced {
		all = append(all, d.replaced(r, ours, theirs).placed())
	}
	return all
}

// replaced shows the region that was edited beside those that are in its place.
func (d Dispute) replaced(r tables.Replaced, ours, theirs string) Finding {
	edited, heirs := r.Shapes(d.Ours, d.Theirs)
	f := Finding{
		Severity: conflictSeverity, Rule: "replaced", Message: r.In(ours, theirs), table: r.Table, key: r.ID,
		hint: "copy so that the side with the new ones is taken, -ours if it is FROM, else -theirs, and edit those",
	}
	var land orb.MultiPolygon
	for _, heir := range heirs {
		land = append(land, area(heir)...)
	}
	mine, new := r.Text()
	f.here, f.hereSay = area(edited), mine
	f.there, f.thereSay = land, new
	if r.By == d.Here {
		f.here, f.there, f.hereSay, f.thereSay = f.there, f.here, f.thereSay, f.hereSay
	}
	return f
}

// placed puts the point of a finding into the middle of its shape.
func (f Finding) placed() Finding {
	for _, shape := range []orb.Geometry{f.there, f.here} {
		if shape != nil && !shape.Bound().IsEmpty() {
			point := shape.Bound().Center()
			f.Point = &point
		}
	}
	return f
}

// shapeOf is the shape of the row that a conflict is about, or of the zone that it is of.
func shapeOf(set *tables.Set, c tables.Conflict) orb.Geometry {
	for i, k := range set.Keys(c.Table) {
		if k != c.Key {
			continue
		}
		row := set.Rows[c.Table][i]
		if zone := textOf(row, tables.ZoneColumn); zone != "" && c.Table == tables.PeriodsTable {
			return shapeOf(set, tables.Conflict{Table: tables.ZonesTable, Key: zone})
		}
		if g, is := row.Values[tables.ShapeColumn].(orb.Geometry); is {
			if polygons := geo.Polygons(g); len(polygons) > 0 {
				return polygons
			}
			return g
		}
	}
	return nil
}
