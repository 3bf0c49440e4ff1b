package workfile_test

import (
	"io/fs"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
)

// edited is what QGIS says of an edit.
type edited struct {
	Edit   string
	Said   any
	Errors []string
}

// edit lets QGIS edit a file of the bundled dataset, and returns it repaired.
func edit(t *testing.T, edits ...string) (*workfile.File, []edited) {
	t.Helper()
	return editOf(t, karabakh.FS(), edits...)
}

func editOf(t *testing.T, root fs.FS, edits ...string) (*workfile.File, []edited) {
	t.Helper()
	name := written(t, canonical(t, root))
	var said []edited
	testdata.Python(t, &said, "qgis.core", "python3-qgis", "testdata/edit_in_qgis.py", append([]string{name}, edits...)...)
	f := read(t, name)
	if err := f.Repair(); err != nil {
		t.Fatal(err)
	}
	return f, said
}

// changed are the changes since the file was made, by table.
func changed(f *workfile.File) map[string][]string {
	all := map[string][]string{}
	for _, c := range tables.Diff(f.Base, f.Set) {
		all[c.Table] = append(all[c.Table], c.String())
	}
	return all
}

// sound fails if the check finds errors.
func sound(t *testing.T, f *workfile.File) {
	t.Helper()
	_, problems, err := f.Set.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(f.Problems, problems...) {
		if p.Severity == dataset.Error {
			t.Errorf("%s", f.Set.Located(p))
		}
	}
}

// What people do to shapes in QGIS comes back with its meaning, and without an error of the check.
func TestShapesEditedInQGIS(t *testing.T) {
	for _, tt := range []struct {
		edit  string
		notes []string
		rows  map[string]int // changes by table
	}{
		{"split z_stepanakert", []string{"z_stepanakert was split"}, map[string]int{"zones": 3, "region_replaces": 1, "region_replaced_by": 1}},
		{"split z_lachin_main", []string{"z_lachin_main was split", "z_lachin_main was split"}, map[string]int{"region_replaces": 2}},
		{"merge z_fuzuli_core z_fuzuli_east", []string{"z_fuzuli_east is gone: its id leads to z_fuzuli_core"},
			map[string]int{"zones": 2, "retired": 1, "retired_replaced_by": 1, "region_replaces": 1, "periods": 2}},
		{"draw z_stepanakert", []string{"a zone was drawn", "drawn over z_stepanakert", "has the periods of"}, nil},
		{"move z_stepanakert", nil, nil},
	} {
		t.Run(tt.edit, func(t *testing.T) {
			f, said := edit(t, tt.edit)
			if len(said) != 1 || len(said[0].Errors) > 0 {
				t.Fatalf("QGIS says %v", said)
			}
			sound(t, f)
			notes := strings.Join(f.Notes, "\n")
			for _, note := range tt.notes {
				if !strings.Contains(notes, note) {
					t.Errorf("the notes are %q, want %q", notes, note)
				}
			}
			all := changed(f)
			for table, n := range tt.rows {
				if len(all[table]) != n {
					t.Errorf("%s: got %q, want %d", table, all[table], n)
				}
			}
			if n, is := said[0].Said.(float64); is && (len(all) != 1 || len(all["zones"]) != int(n) || n < 2) {
				t.Errorf("a corner of %v zones was moved; changed are %v", n, all)
			}
		})
	}
}

// So does what they do to another dataset, whose zones hold for some days only.
func TestIslesEditedInQGIS(t *testing.T) {
	for _, tt := range []struct {
		edits []string
		notes string
		rows  map[string]int // changes by table
	}{
		{[]string{"split south"}, "south was split", map[string]int{"region_replaces": 1, "region_replaced_by": 1}},
		{[]string{"merge north orchards"}, "orchards is gone: its id leads to north", map[string]int{"retired": 1, "retired_replaced_by": 1, "region_replaces": 1}},
		{[]string{"draw cape"}, "was drawn over cape, which keeps what lies outside", map[string]int{"region_replaces": 0}},
		{[]string{"move orchards"}, "", map[string]int{"periods": 0, "region_replaces": 0}},
		{[]string{"period abbey 1985-01-01", "set zones abbey names_ru Новое", "event new_event almanac abbey"}, "",
			map[string]int{"events": 1, "event_sources": 1, "zones": 1}},
	} {
		t.Run(tt.edits[0], func(t *testing.T) {
			f, said := editOf(t, testdata.Isles(), tt.edits...)
			for _, s := range said {
				if len(s.Errors) > 0 {
					t.Errorf("QGIS says %v", s)
				}
			}
			if len(tt.edits) == 1 { // the check rightly asks why an event began periods of other days
				sound(t, f)
			}
			if notes := strings.Join(f.Notes, "\n"); !strings.Contains(notes, tt.notes) || tt.notes == "" && notes != "" {
				t.Errorf("the notes are %q, want %q", notes, tt.notes)
			}
			all := changed(f)
			for table, n := range tt.rows {
				if len(all[table]) != n {
					t.Errorf("%s: got %q, want %d", table, all[table], n)
				}
			}
			if n, is := said[0].Said.(float64); is && len(all["zones"]) != int(n) {
				t.Errorf("a corner of %v zones was moved; changed are %q", n, all["zones"])
			}
		})
	}
}

// A period that is split, a name in one language and an event with a source and three periods come
// back as the statements that they are.
func TestStatementsEditedInQGIS(t *testing.T) {
	f, said := edit(t, "period z_stepanakert 2024-01-01", "set zones z_stepanakert names_hy Նոր", "event new_event aa_lachin z_kalbajar_soviet")
	for _, s := range said {
		if len(s.Errors) > 0 {
			t.Errorf("QGIS says %v", s)
		}
	}
	all := changed(f)
	if p := all["periods"]; len(p) != 5 {
		t.Errorf("periods: %q", p)
	}
	for table, want := range map[string]string{"zones": `zones z_stepanakert: names_hy: "Ստեփանակերտ`, "events": "events new_event: new", "event_sources": "event sources new_event / aa_lachin: new"} {
		if len(all[table]) != 1 || !strings.HasPrefix(all[table][0], want) {
			t.Errorf("%s: got %q, want %s", table, all[table], want)
		}
	}
}

// What is wrong in a row by itself is refused when it is saved; the editor sees why.
func TestRefusedInQGIS(t *testing.T) {
	edits := map[string]string{
		"set periods 7 controller nobody": "no row of actors has this id", "set periods 7 valid_to 1900-01-01": "valid_to",
		"set actors azerbaijan color red": "color", "set periods 7 status x": "no row of statuses has this id", "set layers zones kind x": "kind",
	}
	var list []string
	for text := range edits {
		list = append(list, text)
	}
	f, said := edit(t, list...)
	for _, s := range said {
		if !strings.Contains(strings.Join(s.Errors, " "), edits[s.Edit]) || len(s.Errors) == 0 {
			t.Errorf("%s: QGIS says %q, want %q", s.Edit, s.Errors, edits[s.Edit])
		}
	}
	if all := changed(f); len(all) > 0 {
		t.Errorf("changed: %v", all)
	}
}

// GDAL opens the file without complaint, and sees shapes of one type in each table that has any.
func TestGDALSeesTheTables(t *testing.T) {
	name := written(t, canonical(t, karabakh.FS()))
	out := string(testdata.GDAL(t, "ogrinfo", "-so", name))
	for _, want := range []string{
		"zones (Multi Polygon)", "regions (Multi Polygon)", "places (Point)", "events (Point)", "region_lines (Multi Line String)",
		"context_areas (Multi Polygon)", "problems (Point)", "periods (None)", "period_sources (None)", "sources (None)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("ogrinfo lists no %s:\n%s", want, out)
		}
	}
	if strings.Contains(out, "demarc_") {
		t.Errorf("ogrinfo lists the program's own tables:\n%s", out)
	}
}

// The ids that edits of shapes were given stay in the file once it was copied: nothing is repaired
// twice, and QGIS goes on in it.
func TestGivenIDsStayInTheFile(t *testing.T) {
	files := canonical(t, karabakh.FS())
	name := written(t, files)
	repaired := func(edits ...string) *workfile.File {
		t.Helper()
		var said []edited
		testdata.Python(t, &said, "qgis.core", "python3-qgis", "testdata/edit_in_qgis.py", append([]string{name}, edits...)...)
		for _, s := range said {
			if len(s.Errors) > 0 {
				t.Fatalf("QGIS says %v", s)
			}
		}
		f := read(t, name)
		if err := f.Repair(); err != nil {
			t.Fatal(err)
		}
		return f
	}
	settle := func(f *workfile.File) *tables.Set {
		t.Helper()
		now, problems, err := f.Set.Canonical()
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		state, err := workfile.NewState(now, f.Set.Others)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Settle(t.Context(), workfile.Base{Place: "elsewhere", State: state}); err != nil {
			t.Fatal(err)
		}
		again := read(t, name)
		if err := again.Repair(); err != nil || len(again.Notes) > 0 {
			t.Errorf("after it was settled: %q, %v", again.Notes, err)
		}
		if changes := append(tables.Diff(f.Set, again.Set), tables.Diff(again.Base, again.Set)...); len(changes) > 0 {
			t.Errorf("after it was settled: %v", changes)
		}
		return again.Set
	}
	set := settle(repaired("split z_stepanakert", "merge z_fuzuli_core z_fuzuli_east"))
	half := ""
	for _, row := range set.Rows[tables.ZonesTable] {
		if id, _ := row.Values[tables.IDColumn].(string); strings.HasPrefix(id, "zone-") {
			half = id
		}
	}
	f := repaired("move "+half, "period "+half+" 2023-12-15")
	if len(f.Notes) > 0 {
		t.Errorf("a zone with the id %s that moved: %q", half, f.Notes)
	}
	settle(f)
}
