package workfile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/tables"
	"demarc/geo"
	"demarc/geo/fingerprint"
	"demarc/geo/partition"
)

// pieceID begins the ids of areas that are named by their shapes.
const pieceID = "zone-"

// Repair gives what edits of shapes leave behind its meaning:
//
//	drawn      a zone without an id gets that of its shape; where it lies over others of a
//	           partition it wins, and one without periods has those of the zone below most of it
//	split      both halves have one id: the larger keeps it, the other gets that of its shape and
//	           has the same periods
//	merged,    the id that is gone is retired, in favour of the zones that are there now; what
//	drawn over named it names them
//
// A border that was moved in both neighbours changes no id.
func (f *File) Repair() error {
	if len(f.Problems) > 0 {
		return nil // what is not understood is mended first
	}
	r := repairer{f, f.Set, map[string]bool{}}
	r.takeIDs()
	r.name()
	r.twins()
	if err := r.cut(); err != nil {
		return err
	}
	r.gone()
	return nil
}

type repairer struct {
	f     *File
	set   *tables.Set
	taken map[string]bool // ids
}

func (r *repairer) note(format string, args ...any) {
	r.f.Notes = append(r.f.Notes, fmt.Sprintf(format, args...))
}

func id(row *tables.Row) string { return textOf(row, tables.IDColumn) }

func textOf(row *tables.Row, column string) string {
	value, _ := row.Values[column].(string)
	return value
}

// area is the shape of a row as polygons.
func area(row *tables.Row) orb.MultiPolygon {
	g, _ := row.Values[tables.ShapeColumn].(orb.Geometry)
	return geo.Polygons(g)
}

func (r *repairer) takeIDs() {
	for _, set := range []*tables.Set{r.set, r.f.Base} {
		for _, table := range regionTables {
			for _, row := range set.Rows[table] {
				r.taken[id(row)] = true
			}
		}
		for _, row := range set.Rows[tables.RetiredTable] {
			r.taken[id(row)] = true
		}
	}
}

// free is the id of a shape, told apart from those that are taken.
func (r *repairer) free(shape orb.MultiPolygon) string {
	name := pieceID + fingerprint.Of(shape)
	if r.taken[name] {
		name = pieceID + fingerprint.Exactly(shape)
	}
	for n, first := 2, name; r.taken[name]; n++ {
		name = fmt.Sprintf("%s-%d", first, n)
	}
	r.taken[name] = true
	return name
}

// name gives areas that were drawn without an id that of their shape.
func (r *repairer) name() {
	for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
		for _, row := range r.set.Rows[table] {
			if id(row) != "" || len(area(row)) == 0 {
				continue
			}
			row.Values[tables.IDColumn] = r.free(area(row))
			r.note("a zone was drawn: it is %s", id(row))
		}
	}
}

// twins tells the halves of areas that were split apart.
func (r *repairer) twins() {
	for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
		byID := map[string][]*tables.Row{}
		for _, row := range r.set.Rows[table] {
			if id(row) != "" {
				byID[id(row)] = append(byID[id(row)], row)
			}
		}
		for _, row := range slices.Clone(r.set.Rows[table]) {
			if halves := byID[id(row)]; len(halves) > 1 {
				delete(byID, id(row))
				r.split(table, halves)
			}
		}
	}
}

func (r *repairer) split(table string, halves []*tables.Row) {
	slices.SortStableFunc(halves, func(a, b *tables.Row) int { return cmp.Compare(geo.Area(area(b)), geo.Area(area(a))) })
	old := halves[0]
	for i, half := range halves[1:] {
		if slices.ContainsFunc(halves[:i+1], func(other *tables.Row) bool {
			return fingerprint.Exactly(area(other)) == fingerprint.Exactly(area(half))
		}) {
			r.note("zone %s was there twice with one shape: one of them is left out", id(old))
			r.set.Rows[table] = slices.DeleteFunc(r.set.Rows[table], func(row *tables.Row) bool { return row == half })
			continue
		}
		half.Values[tables.IDColumn] = r.free(area(half))
		r.copyPeriods(id(old), id(half))
		r.copyLists("region", id(old), id(half))
		r.succeed(half, id(old))
		r.note("zone %s was split: the larger part keeps the id, the other is %s", id(old), id(half))
	}
}

// copyPeriods gives a zone the periods of another, with all that they list.
func (r *repairer) copyPeriods(from, to string) {
	for i, key := range r.set.Keys(tables.PeriodsTable) {
		row := r.set.Rows[tables.PeriodsTable][i]
		if textOf(row, tables.ZoneColumn) != from {
			continue
		}
		copied := row.Clone()
		copied.ID, copied.Values[tables.ZoneColumn] = 0, to
		r.set.Rows[tables.PeriodsTable] = append(r.set.Rows[tables.PeriodsTable], copied)
		r.copyLists("period", key, to+strings.TrimPrefix(key, from))
	}
}

// copyLists copies what a thing lists, but for its ancestors and heirs.
func (r *repairer) copyLists(one, from, to string) {
	for _, t := range r.set.Tables {
		if !t.Listed || t.Columns[0].Name != one || strings.HasPrefix(t.Name, "region_replace") {
			continue
		}
		for _, row := range slices.Clone(r.set.Rows[t.Name]) {
			if textOf(row, one) == from {
				copied := row.Clone()
				copied.ID, copied.Values[one] = 0, to
				r.set.Rows[t.Name] = append(r.set.Rows[t.Name], copied)
			}
		}
	}
}

// succeed says of a region that it came in place of another, and of that the same.
func (r *repairer) succeed(row *tables.Row, old string) {
	before := r.find(old)
	if before != nil && textOf(row, "valid_from") < textOf(before, "valid_from") {
		return // it was there before it
	}
	r.link("region_replaces", id(row), old)
	if before != nil {
		r.link("region_replaced_by", old, id(row))
	} else {
		r.link("retired_replaced_by", old, id(row))
	}
}

func (r *repairer) find(id0 string) *tables.Row {
	for _, table := range regionTables {
		for _, row := range r.set.Rows[table] {
			if id(row) == id0 {
				return row
			}
		}
	}
	return nil
}

// link adds a row to a list of ids.
func (r *repairer) link(list, of, other string) {
	t := r.set.Table(list)
	one, names := t.Columns[0].Name, t.Columns[1].Name
	there := func(row *tables.Row) bool { return textOf(row, one) == of && textOf(row, names) == other }
	if !slices.ContainsFunc(r.set.Rows[list], there) {
		r.set.Rows[list] = append(r.set.Rows[list], &tables.Row{Values: map[string]any{one: of, names: other}})
	}
}

// gone retires ids of zones whose land others have now.
func (r *repairer) gone() {
	for _, was := range r.f.Base.Rows[tables.ZonesTable] {
		if r.find(id(was)) != nil {
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
		before := r.before(id(row))
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

// minShare is the share of an area from which another is said to have land of it.
const minShare = 0.001

func (r *repairer) before(id0 string) *tables.Row {
	for _, row := range r.f.Base.Rows[tables.ZonesTable] {
		if id(row) == id0 {
			return row
		}
	}
	return nil
}

// retire leads an id on to those that have its land.
func (r *repairer) retire(was *tables.Row, heirs []*tables.Row) {
	old, heir := id(was), id(heirs[0])
	if !r.hasPeriods(heir) {
		r.copyPeriods(old, heir)
	}
	r.dropPeriods(old)
	var names []string
	r.set.Rows[tables.RetiredTable] = append(r.set.Rows[tables.RetiredTable], &tables.Row{Values: map[string]any{tables.IDColumn: old}})
	for _, row := range heirs {
		names = append(names, id(row))
		r.link("region_replaces", id(row), old)
		r.link("retired_replaced_by", old, id(row))
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

// partitions are the ids of layers of the table that are partitions.
func (r *repairer) partitions() []string {
	var all []string
	for _, row := range r.set.Rows["layers"] {
		if row.Values["partition"] == true && (row.Values["kind"] == nil || row.Values["kind"] == dataset.AreaKind) {
			all = append(all, id(row))
		}
	}
	return all
}
