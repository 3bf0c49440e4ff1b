package workfile

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/tables"
	"demarc/geo"
	"demarc/geo/partition"
)

// gone retires ids of zones whose land others have now.
func (r *repairer) gone() {
	for _, was := range r.f.Base.Rows[tables.ZonesTable] {
		if r.find(idOf(was)) != nil {
			continue
		}
		heirs := r.heirs(was)
		if len(heirs) == 0 {
			continue // it was removed; the check tells what still names it
		}
		r.retire(was, heirs)
	}
}

// heirs are the zones that have the land of one that is gone, the one with most of it first; none
// if that is not nearly all of it.
func (r *repairer) heirs(was *tables.Row) []*tables.Row {
	type part struct {
		row *tables.Row
		m2  float64
	}
	var parts []part
	sum, all := 0.0, geo.Area(area(was))
	for _, row := range r.set.Rows[tables.ZonesTable] {
		if textOf(row, tables.LayerColumn) != textOf(was, tables.LayerColumn) {
			continue
		}
		before := r.before(idOf(row))
		m2 := partition.OverlapArea(area(was), area(row))
		if before != nil {
			m2 -= partition.OverlapArea(area(was), area(before))
		}
		if m2 > all*minShare {
			parts, sum = append(parts, part{row, m2}), sum+m2
		}
	}
	if sum < all/2 {
		return nil
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.m2, a.m2) })
	var rows []*tables.Row
	for _, p := range parts {
		rows = append(rows, p.row)
	}
	return rows
}

func (r *repairer) before(id string) *tables.Row {
	for _, row := range r.f.Base.Rows[tables.ZonesTable] {
		if idOf(row) == id {
			return row
		}
	}
	return nil
}

// retire leads an id on to those that have its land.
func (r *repairer) retire(was *tables.Row, heirs []*tables.Row) {
	old, heir := idOf(was), idOf(heirs[0])
	if !r.hasPeriods(heir) {
		r.copyPeriods(old, heir)
	}
	r.dropPeriods(old)
	var names []string
	r.set.Rows[tables.RetiredTable] = append(r.set.Rows[tables.RetiredTable], &tables.Row{Values: map[string]any{tables.IDColumn: old}})
	for _, row := range heirs {
		names = append(names, idOf(row))
		r.link("region_replaces", idOf(row), old)
		r.link("retired_replaced_by", old, idOf(row))
	}
	r.inherit(old)
	r.rename(old, heir)
	r.note("zone %s is gone: its id leads to %s, which has its land", old, strings.Join(names, " and "))
}

// inherit moves what a region said of its ancestors to its retired id.
func (r *repairer) inherit(old string) {
	for _, list := range []string{"region_replaces", "region_replaced_by"} {
		names := r.set.Table(list).Columns[1].Name
		r.set.Rows[list] = slices.DeleteFunc(r.set.Rows[list], func(row *tables.Row) bool {
			if textOf(row, "region") != old {
				return false
			}
			r.link("retired_"+strings.TrimPrefix(list, "region_"), old, textOf(row, names))
			return true
		})
		for _, row := range r.f.Base.Rows[list] { // programs that follow keys have removed them
			if textOf(row, "region") == old {
				r.link("retired_"+strings.TrimPrefix(list, "region_"), old, textOf(row, names))
			}
		}
	}
}

func (r *repairer) hasPeriods(zone string) bool {
	return slices.ContainsFunc(r.set.Rows[tables.PeriodsTable], func(row *tables.Row) bool { return textOf(row, tables.ZoneColumn) == zone })
}

// dropPeriods removes the periods of a zone with all that they list.
func (r *repairer) dropPeriods(zone string) {
	dropped := map[string]bool{}
	keys := r.set.Keys(tables.PeriodsTable)
	n := -1
	r.set.Rows[tables.PeriodsTable] = slices.DeleteFunc(r.set.Rows[tables.PeriodsTable], func(row *tables.Row) bool {
		n++
		gone := textOf(row, tables.ZoneColumn) == zone
		dropped[keys[n]] = gone
		return gone
	})
	for _, t := range r.set.Tables {
		if t.Listed && t.Columns[0].Refers == tables.PeriodsTable {
			r.set.Rows[t.Name] = slices.DeleteFunc(r.set.Rows[t.Name], func(row *tables.Row) bool { return dropped[textOf(row, t.Columns[0].Name)] })
		}
	}
}

// rename lets what names a region name another, but for ancestors and heirs.
func (r *repairer) rename(old, heir string) {
	for _, t := range r.set.Tables {
		if strings.Contains(t.Name, "_replace") || t.Name == tables.PeriodsTable {
			continue
		}
		for _, c := range t.Columns {
			if c.Refers != tables.ZonesTable && c.Refers != tables.RegionsTable || c.Type == tables.Parent {
				continue
			}
			r.renameIn(t, c.Name, old, heir)
		}
	}
}

// renameIn renames in a column; a list that has the heir already loses the old one.
func (r *repairer) renameIn(t *tables.Table, column, old, heir string) {
	has := map[string]bool{}
	for _, row := range r.set.Rows[t.Name] {
		if t.Listed && textOf(row, column) == heir {
			has[textOf(row, t.Columns[0].Name)] = true
		}
	}
	r.set.Rows[t.Name] = slices.DeleteFunc(r.set.Rows[t.Name], func(row *tables.Row) bool {
		if textOf(row, column) != old {
			return false
		}
		row.Values[column] = heir
		return t.Listed && (has[textOf(row, t.Columns[0].Name)] || textOf(row, t.Columns[0].Name) == heir)
	})
}

// days are those of a region, as numbers.
func days(row *tables.Row) (from, to int32) {
	from, to = math.MinInt32, math.MaxInt32
	if day, err := date.Parse(textOf(row, "valid_from")); err == nil {
		from = int32(day)
	}
	if day, err := date.Parse(textOf(row, "valid_to")); err == nil {
		to = int32(day)
	}
	return from, to
}
