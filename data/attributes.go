package data

import (
	"slices"
	"unicode/utf8"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// attributeTypes are the types of fields that hold own columns.
var attributeTypes = map[string]geo.FieldType{
	dataset.TextType: geo.String, dataset.NumberType: geo.Float, dataset.BooleanType: geo.Bool, dataset.DateType: geo.Date,
}

// attributeColumn holds an own column; rows without it, and those known to be empty, have no value.
func attributeColumn[Row any](a *dataset.Attribute, of func(Row) dataset.Values) column[Row] {
	title := a.Title.In("en")
	if a.Unit != "" {
		title += " (" + a.Unit + ")"
	}
	return column[Row]{Name: a.Name, Type: attributeTypes[a.Type], Title: title, Of: func(row Row) any {
		if day, ok := of(row)[a.Name].(date.Date); ok {
			return day.String()
		}
		return of(row)[a.Name]
	}}
}

// attributesOfColumn names the region whose attributes stand in a row.
func attributesOfColumn[Row any](of func(Row) string) column[Row] {
	column := textColumn("attributes_of", of)
	column.Title = "Region that the attributes belong to: count them once for each"
	return column
}

// sourceRow returns the region that has the attributes of a region: the region itself, unless it is
// a piece of a row.
func (s *Snapshot) sourceRow(r *dataset.Region) *dataset.Region {
	if row := s.regions[r.AttributesOf]; row != nil {
		return row
	}
	return r
}

// given lists the attributes of regions that a layer declares or any of these regions has.
func (s *Snapshot) given(layer string, regions []*dataset.Region) []*dataset.Attribute {
	has := map[string]bool{}
	for _, r := range regions {
		for name := range r.Attributes {
			has[name] = true
		}
	}
	var given []*dataset.Attribute
	for _, a := range s.Dataset.Attributes {
		if a.Of == dataset.OfRegions && (has[a.Name] || a.Layer == layer && layer != "") {
			given = append(given, a)
		}
	}
	return given
}

// regionAttributes are the own columns of a layer of regions, with a column attributes_of if some
// are pieces of rows.
func (s *Snapshot) regionAttributes(x *regionIndex) columns[*dataset.Region] {
	rows, pieces := make([]*dataset.Region, len(x.regions)), false
	for i, r := range x.regions {
		rows[i] = s.sourceRow(r)
		pieces = pieces || r.AttributesOf != ""
	}
	var all columns[*dataset.Region]
	for _, a := range s.given(x.ID, rows) {
		all = append(all, attributeColumn(a, func(r *dataset.Region) dataset.Values { return s.sourceRow(r).Attributes }))
	}
	if pieces {
		all = append(all, attributesOfColumn(func(r *dataset.Region) string { return r.AttributesOf }))
	}
	return all
}

// sourceRow returns the region that has the attributes which are not the period's own, nil if there
// is none.
func (r controlRow) sourceRow(s *Snapshot) *dataset.Region {
	row := s.regions[r.period.AttributesOf]
	if row == nil {
		row = s.sourceRow(r.zone.Region)
	}
	if len(row.Attributes) == 0 {
		return nil
	}
	return row
}

// controlAttributes are the own columns of periods, and those of their zones and rows, with a
// column attributes_of for these.
func (s *Snapshot) controlAttributes() columns[controlRow] {
	var all columns[controlRow]
	for _, a := range s.Dataset.Attributes {
		if a.Of == dataset.OfPeriods {
			all = append(all, attributeColumn(a, func(r controlRow) dataset.Values { return r.period.Attributes }))
		}
	}
	var rows []*dataset.Region
	for _, zones := range [][]*Zone{s.Zones(), s.Overlays()} {
		for _, zone := range zones {
			rows = append(rows, s.sourceRow(zone.Region))
		}
	}
	for _, p := range s.Dataset.Periods {
		if row := s.regions[p.AttributesOf]; row != nil {
			rows = append(rows, row)
		}
	}
	given := s.given("", rows)
	for _, a := range given {
		all = append(all, attributeColumn(a, func(r controlRow) dataset.Values {
			if row := r.sourceRow(s); row != nil {
				return row.Attributes
			}
			return nil
		}))
	}
	if len(given) > 0 {
		all = append(all, attributesOfColumn(func(r controlRow) string {
			if row := r.sourceRow(s); row != nil {
				return row.ID
			}
			return ""
		}))
	}
	return all
}

// maxTileText is how many bytes of an attribute tiles carry.
const maxTileText = 200

// notInTiles are columns for whoever takes a table elsewhere, of which a map has no use: who
// decided on lines, successors, ids elsewhere, sources by their ids, notes of periods, sources of
// regions.
func notInTiles(layer, column string) bool {
	switch column {
	case "decided_by", "replaces", "replaced_by", "same_as", "time_precision", "geo_precision", "source_ids":
		return true
	case "note":
		return layer == dataset.ControlLayer
	case "sources":
		return layer != dataset.ControlLayer && layer != dataset.EventsLayer
	}
	return false
}

// forTiles leaves out the columns that tiles do not carry, and cuts long texts of own ones.
func (s *Snapshot) forTiles(layer geo.Layer) geo.Layer {
	declared := map[string]*dataset.Attribute{}
	for _, a := range s.Dataset.Attributes {
		declared[a.Name] = a
	}
	if len(declared) == 0 && !slices.ContainsFunc(layer.Fields, func(f geo.Field) bool { return notInTiles(layer.Name, f.Name) }) {
		return layer
	}
	var kept, cut []int
	carried := 0
	for i, field := range layer.Fields {
		switch a := declared[field.Name]; {
		case a == nil && notInTiles(layer.Name, field.Name):
		case a == nil && (field.Name != "attributes_of" || carried > 0):
			kept = append(kept, i)
		case a != nil && a.InTiles && carried < dataset.MaxTileAttributes:
			if carried++; field.Type == geo.String {
				cut = append(cut, len(kept))
			}
			kept = append(kept, i)
		}
	}
	fields := make([]geo.Field, len(kept))
	for to, from := range kept {
		fields[to] = layer.Fields[from]
	}
	features := slices.Clone(layer.Features)
	for i, f := range features {
		features[i].Values = make([]any, len(kept))
		for to, from := range kept {
			features[i].Values[to] = f.Values[from]
		}
		for _, k := range cut {
			if text, ok := features[i].Values[k].(string); ok {
				features[i].Values[k] = bounded(text, maxTileText)
			}
		}
	}
	return geo.Layer{Name: layer.Name, Fields: fields, Features: features}
}

// bounded returns the characters of a text that fit into so many bytes; an ellipsis ends one that
// was cut.
func bounded(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	end := bytes - len("…")
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
