package imports

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
)

// rowsLayer has a region that is not drawn for each row of the source whose attributes belong to
// several pieces.
const rowsLayer = "rows"

// sourceRows makes the regions of rowsLayer.
type sourceRows struct {
	b       *builder
	regions []*dataset.Region
	byID    map[string]*dataset.Region
}

// add returns the id of the region of a row, which it makes if there is none with that id.
func (s *sourceRows) add(id string, x *row, values dataset.Values) string {
	if s.byID == nil {
		s.byID = map[string]*dataset.Region{}
	}
	if s.byID[id] == nil {
		names := x.names
		if len(names) == 0 {
			names = map[string]string{s.b.Language: id}
		}
		r := &dataset.Region{ID: id, Names: names, Interval: x.interval, Attributes: values}
		if s.b.table.days != nil {
			r.Interval = date.Always // what several files say may hold on days apart
		}
		s.byID[id], s.regions = r, append(s.regions, r)
	}
	return id
}

// addTo adds the layer to a dataset.
func (s *sourceRows) addTo(d *dataset.Dataset) {
	if len(s.regions) > 0 {
		s.b.addLayer(d, rowsLayer, "Rows of the source", s.regions)
	}
}

// attributesOf returns the region that a row names as having its attributes, "" for none.
func (b *builder) attributesOf(x *row) string { return b.idOf(b.text(x, attributesOfRole)) }

// keepOfRegions gives regions, one for each row, the values of the own columns. Pieces of a row
// refer to the region that has them.
func (b *builder) keepOfRegions(regions []*dataset.Region) *sourceRows {
	rows := &sourceRows{b: b}
	whole, known := map[string]*dataset.Region{}, map[string]bool{}
	for i, r := range regions {
		known[r.ID] = true
		if r.Attributes = valuesOf(b.rows[i], b.own); r.Attributes != nil {
			if of := b.attributesOf(b.rows[i]); of == "" || of == r.ID {
				whole[r.ID] = r
			}
		}
	}
	for i, r := range regions {
		of := b.attributesOf(b.rows[i])
		if of == "" || of == r.ID || r.Attributes == nil {
			continue
		}
		if !known[of] {
			rows.add(of, b.rows[i], r.Attributes)
		}
		if !known[of] || whole[of] != nil {
			r.Attributes, r.AttributesOf = nil, of
		}
	}
	return rows
}

// keepOfPeriods gives every period the values that its row has in the own columns. What all rows
// that name the same region in attributes_of have in common belongs to that region.
func (b *builder) keepOfPeriods(zones []*zone) *sourceRows {
	rows := &sourceRows{b: b}
	var ofRows, ofPeriods, ofZones []own
	for _, c := range b.own {
		if b.table.ofZones > 0 && c.field >= b.table.ofZones {
			ofZones = append(ofZones, c)
		} else if b.columns.has(attributesOfRole) && b.sharedByRows(c) {
			ofRows = append(ofRows, c)
		} else {
			c.declare.Of = dataset.OfPeriods
			ofPeriods = append(ofPeriods, c)
		}
	}
	byID := map[string]*zone{}
	for _, z := range zones {
		byID[z.ID] = z
	}
	for _, z := range zones {
		z.Attributes = valuesOf(b.rows[z.row-1], ofZones)
	}
	for _, z := range zones {
		refs := map[string]bool{}
		for i := range z.periods {
			p := &z.periods[i]
			x := b.rows[p.row-1]
			p.Attributes = valuesOf(x, ofPeriods)
			of, values := b.attributesOf(x), valuesOf(x, ofRows)
			if values == nil {
				of = ""
			} else if other := byID[of]; other != nil {
				other.Attributes = values
			} else {
				rows.add(of, x, values)
			}
			p.of = of
			refs[of] = true
		}
		b.refer(z, slices.Collect(maps.Keys(refs)))
	}
	for _, z := range zones {
		if z.Attributes != nil {
			z.AttributesOf = "" // others refer to it
		}
	}
	return rows
}

// refer names the regions that have the attributes of a zone, once for all its periods where that
// can be.
func (b *builder) refer(z *zone, refs []string) {
	if len(refs) == 1 {
		if refs[0] != z.ID {
			z.AttributesOf = refs[0]
		}
		return
	}
	lost := 0
	for i := range z.periods {
		switch p := &z.periods[i]; {
		case p.of == "" || p.of == z.ID:
		case p.Attributes == nil:
			p.AttributesOf = p.of
		default:
			lost++
		}
	}
	if lost > 0 {
		b.note("zone %s: periods with own columns of their own, which cannot name the region that has the others: %d", z.ID, lost)
	}
}

// rowKey names a row by what it says, and not by its place in the table. A row of a file that shows
// a day says the same on other days.
func (b *builder) rowKey(x *row, values dataset.Values) string {
	days := ""
	if b.table.days == nil {
		days = x.interval.String()
	}
	said := fmt.Appendf(nil, "%s %q %q", days, x.names, values)
	sum := sha256.Sum256(said)
	return fmt.Sprintf("%x", sum[:5])
}

// sharedByRows tells whether a column has values only in rows that name the region that has them,
// and the same in all that name the same.
func (b *builder) sharedByRows(c own) bool {
	seen := map[string]any{}
	for _, x := range b.rows {
		of, value := b.attributesOf(x), c.read(x.Values[c.field])
		if other, known := seen[of]; of == "" && value != nil || of != "" && known && other != value {
			return false
		}
		if of != "" {
			seen[of] = value
		}
	}
	return true
}

// keepOfPieces moves the attributes of periods whose zones were cut to a region for each row, which
// the pieces refer to.
func (b *builder) keepOfPieces(zones []*zone) *sourceRows {
	rows := &sourceRows{b: b}
	for _, c := range b.own {
		c.declare.Of = dataset.OfRegions
	}
	taken := map[string]bool{}
	for _, z := range zones {
		taken[z.ID] = true
	}
	keep := func(number int) string {
		x := b.rows[number-1]
		values := valuesOf(x, b.own)
		if values == nil {
			return ""
		}
		id := "row-" + b.rowKey(x, values)
		for taken[id] {
			id += "~"
		}
		return rows.add(id, x, values)
	}
	others := 0
	for _, z := range zones {
		z.Attributes, z.AttributesOf = nil, ""
		for i := range z.periods {
			p := &z.periods[i]
			p.Attributes, p.AttributesOf = nil, ""
			if p.row == 0 {
				continue
			}
			p.AttributesOf = keep(p.row)
			others += len(p.also)
			for _, row := range p.also {
				keep(row)
			}
		}
	}
	if others > 0 && len(rows.regions) > 0 {
		b.note("periods of several rows name the first in attributes_of; the own columns of the others stay in the layer %s: %d", rowsLayer, others)
	}
	return rows
}
