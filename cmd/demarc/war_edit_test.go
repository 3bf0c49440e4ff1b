package main

import (
	"os"
	"path/filepath"
	"testing"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// byHand edits one file of a dataset, as with a text editor.
func byHand(t *testing.T, directory, file string, change func(*dataset.Dataset)) {
	t.Helper()
	canonical, err := dataset.Format(os.DirFS(directory))
	if err != nil {
		t.Fatal(err)
	}
	change(canonical.Dataset)
	after, err := canonical.Dataset.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range after {
		if name != file && string(content) != string(canonical.Files[name]) {
			t.Fatalf("an edit of %s changes %s too", file, name)
		}
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	if err := os.WriteFile(fresh, after[file], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(fresh, filepath.Join(directory, file)); err != nil {
		t.Fatal(err)
	}
}

// inQGIS opens the project of a GeoPackage in QGIS, edits its layers and commits each edit. It
// returns what each edit says.
func inQGIS(t *testing.T, work string, edits ...string) []any {
	t.Helper()
	var answers []struct {
		Edit   string
		Said   any
		Errors []string
	}
	testdata.Python(t, &answers, "qgis.core", "python3-qgis", "../../data/workfile/testdata/edit_in_qgis.py", append([]string{work}, edits...)...)
	var said []any
	for _, answer := range answers {
		if len(answer.Errors) > 0 {
			t.Fatalf("QGIS refuses %s: %q", answer.Edit, answer.Errors)
		}
		said = append(said, answer.Said)
	}
	if len(said) != len(edits) {
		t.Fatalf("QGIS made %d of %d edits", len(said), len(edits))
	}
	return said
}
