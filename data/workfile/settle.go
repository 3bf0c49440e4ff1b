package workfile

import (
	"context"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// Settle notes in the file that another place took over all it says: the state, its content as it
// was read and repaired, is what both have in common from now on. Rows get what Repair made of
// them, so that ids that were given stay, and no row changes its number: somebody may have the file
// open. Conflicts that were shown are shown no more.
func (f *File) Settle(ctx context.Context, now Base) error {
	about, err := f.said.relation(now.State, Agreed(f.Bases, now))
	if err != nil {
		return err
	}
	edits := geopackage.Edits{Rows: f.repaired(), Replace: []geopackage.Relation{about}}
	shown, err := geopackage.ReadRaw(ctx, f.name, ProblemsTable)
	if err != nil {
		return err
	}
	if showsConflicts(shown[ProblemsTable]) {
		edits.Replace = append(edits.Replace, problems(nil), problemShapes(nil))
	}
	return geopackage.Edit(ctx, f.name, edits)
}

func showsConflicts(t geopackage.RawTable) bool {
	for _, row := range t.Rows {
		for i, column := range t.Columns {
			if column == "severity" && row[i] == conflictSeverity {
				return true
			}
		}
	}
	return false
}

// repaired are the edits that make the rows in the file those of the set. Rows that go come first:
// what comes may have their ids.
func (f *File) repaired() []geopackage.RowEdit {
	var gone, changed []geopackage.RowEdit
	f.number()
	for _, t := range f.Set.Tables {
		was, stays := map[int64]*tables.Row{}, map[int64]bool{}
		for _, r := range f.read[t.Name] {
			was[r.ID] = r
		}
		of := relation(f.Set, t).Geometry
		for _, r := range f.Set.Rows[t.Name] {
			stays[r.ID] = true
			if values := f.changes(t, was[r.ID], r); len(values) > 0 {
				changed = append(changed, geopackage.RowEdit{Table: t.Name, ID: r.ID, Geometry: of, Values: values})
			}
		}
		for _, r := range f.read[t.Name] {
			if !stays[r.ID] {
				gone = append(gone, geopackage.RowEdit{Table: t.Name, ID: r.ID, Geometry: of})
			}
		}
	}
	return append(gone, changed...)
}

// number gives rows that have come the numbers after those that are there.
func (f *File) number() {
	for table, rows := range f.Set.Rows {
		last := int64(0)
		for _, r := range append(f.read[table], rows...) {
			last = max(last, r.ID)
		}
		for _, r := range rows {
			if r.ID == 0 {
				last++
				r.ID = last
			}
		}
	}
}

// changes are the values of a row that are not what they were in the file; all of one that is new.
func (f *File) changes(t *tables.Table, was, now *tables.Row) map[string]any {
	values := map[string]any{}
	for i := range t.Columns {
		c := &t.Columns[i]
		switch v := now.Values[c.Name]; {
		case was != nil && tables.Same(was.Values[c.Name], v):
		case c.Type == tables.Parent && f.Set.Table(c.Refers).Column(tables.IDColumn) == nil:
			values[c.Name] = f.numberOf(c.Refers, v)
		case c.Type.Spatial():
			values[c.Name] = shape(v)
		default:
			values[c.Name] = v
		}
	}
	return values
}

// numberOf is the number of the row with a key.
func (f *File) numberOf(table string, key any) any {
	for i, k := range f.Set.Keys(table) {
		if k == key {
			return f.Set.Rows[table][i].ID
		}
	}
	return nil
}
