package workfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/geo"
	"demarc/geo/fingerprint"
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

func idOf(row *tables.Row) string { return textOf(row, tables.IDColumn) }

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
				r.taken[idOf(row)] = true
			}
		}
		for _, row := range set.Rows[tables.RetiredTable] {
			r.taken[idOf(row)] = true
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
			if idOf(row) != "" || len(area(row)) == 0 {
				continue
			}
			row.Values[tables.IDColumn] = r.free(area(row))
			r.note("a zone was drawn: it is %s", idOf(row))
		}
	}
}

// twins tells the halves of areas that were split apart.
func (r *repairer) twins() {
	for _, table := range []string{tables.ZonesTable, tables.RegionsTable} {
		byID := map[string][]*tables.Row{}
		for _, row := range r.set.Rows[table] {
			if idOf(row) != "" {
				byID[idOf(row)] = append(byID[idOf(row)], row)
			}
		}
		for _, row := range slices.Clone(r.set.Rows[table]) {
			if halves := byID[idOf(row)]; len(halves) > 1 {
				delete(byID, idOf(row))
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
			r.note("zone %s was there twice with one shape: one of them is left out", idOf(old))
			r.set.Rows[table] = slices.DeleteFunc(r.set.Rows[table], func(row *tables.Row) bool { return row == half })
			continue
		}
		half.Values[tables.IDColumn] = r.free(area(half))
		r.copyPeriods(idOf(old), idOf(half))
		r.copyLists("region", idOf(old), idOf(half))
		r.succeed(half, idOf(old))
		r.note("zone %s was split: the larger part keeps the id, the other is %s", idOf(old), idOf(half))
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
	r.link("region_replaces", idOf(row), old)
	if before != nil {
		r.link("region_replaced_by", old, idOf(row))
	} else {
		r.link("retired_replaced_by", old, idOf(row))
	}
}

func (r *repairer) find(id string) *tables.Row {
	for _, table := range regionTables {
		for _, row := range r.set.Rows[table] {
			if idOf(row) == id {
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

// minShare is the share of an area from which another is said to have land of it.
const minShare = 0.001

// partitions are the ids of layers of the table that are partitions.
func (r *repairer) partitions() []string {
	var all []string
	for _, row := range r.set.Rows["layers"] {
		if row.Values["partition"] == true && (row.Values["kind"] == nil || row.Values["kind"] == dataset.AreaKind) {
			all = append(all, idOf(row))
		}
	}
	return all
}
