package workfile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
)

// Values that no column can mean, and rows that no file can hold, are problems with table, row and
// column, and a hint; all others are read.
func TestBrokenRowsAreProblems(t *testing.T) {
	files := canonical(t, testdata.Small())
	for _, tt := range []struct {
		name  string
		table string
		edit  func(values map[string]any)
		says  string
	}{
		{"layer that is not there", "zones", func(v map[string]any) { v["layer"] = "nowhere" }, `no layer is called "nowhere"`},
		{"no JSON", "periods", func(v map[string]any) { v["more"] = "{" }, "more: \"{\" is no JSON object"},
		{"day and text that differ", "periods", func(v map[string]any) { v["valid_to"], v["valid_to_text"] = "2020-01-01", "2019?" }, "begins on another day"},
		{"text that is no day", "periods", func(v map[string]any) { v["valid_to"], v["valid_to_text"] = nil, "soon" }, "valid_to_text: "},
		{"unknown source", "period_sources", func(v map[string]any) { v["source"] = "nobody" }, "nobody"},
		{"no names", "zones", func(v map[string]any) { delete(v, "names_en") }, `"names"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set, err := tables.Split(files)
			if err != nil {
				t.Fatal(err)
			}
			if len(set.Rows[tt.table]) == 0 {
				set.Rows[tt.table] = append(set.Rows[tt.table], &tables.Row{Values: map[string]any{"period": set.Keys("periods")[0]}})
			}
			tt.edit(set.Rows[tt.table][0].Values)
			name := filepath.Join(t.TempDir(), "work.gpkg")
			if err := workfile.Write(context.Background(), name, workfile.Made{Files: files, Set: set}); err != nil {
				t.Fatal(err)
			}
			f := read(t, name)
			if err := f.Repair(); err != nil {
				t.Fatal(err)
			}
			_, problems, err := f.Set.Load()
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, p := range append(f.Problems, problems...) {
				at := f.Set.Located(p)
				found = found || strings.Contains(at.Message, tt.says) && at.File == tt.table && at.Line == 1
			}
			if !found {
				t.Errorf("got %v, want one in row 1 of %s that says %s", problems, tt.table, tt.says)
			}
			if err := workfile.WriteProblems(context.Background(), name, workfile.Findings(f.Set, problems)); err != nil {
				t.Fatal(err)
			}
			if err := workfile.WriteProblems(context.Background(), name, nil); err != nil {
				t.Fatal(err)
			}
			if changes := tables.Diff(f.Set, read(t, name).Set); len(changes) > 0 {
				t.Errorf("the problems changed %v", changes)
			}
		})
	}
}

// A GeoPackage of another program, and a file that is none, are refused with what to do.
func TestForeignFilesAreRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := workfile.Read(context.Background(), name); !errors.Is(err, workfile.ErrNoWorkfile) || !strings.Contains(err.Error(), "demarc copy") {
		t.Errorf("got %v", err)
	}
}
