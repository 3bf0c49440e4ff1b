package workfile

import (
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/geo/geopackage"
)

// Every table and column is explained in all languages of the page, and no line explains nothing.
func TestHelpInAllLanguages(t *testing.T) {
	needs := tables.Needs{Languages: []string{"en"}, Attributes: []tables.Attribute{{Of: "regions", Name: "a", Type: "text"}, {Of: "periods", Name: "a", Type: "date"}}}
	set := tables.NewSet(needs)
	wanted := map[string]bool{"each zone in each of its periods": true}
	relations := []geopackage.Relation{problems(nil), problemShapes(nil)}
	for _, table := range set.Tables {
		relations = append(relations, relation(set, table))
	}
	for _, r := range relations {
		wanted[r.Description] = true
		for _, c := range r.Columns {
			wanted[c.Help] = true
		}
	}
	wanted["its shape"] = true // of a column that is none of the relation's
	lines := strings.Split(strings.TrimSpace(helpTable), "\n")
	if lines[0] != "en\taz\thy\tru" {
		t.Fatalf("the languages are %q", lines[0])
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || strings.TrimSpace(line) != line || strings.Contains(line, "\t\t") {
			t.Errorf("%q: want four texts", line)
		}
		if !wanted[cells[0]] {
			t.Errorf("%q explains nothing", cells[0])
		}
		delete(wanted, cells[0])
	}
	for help := range wanted {
		t.Errorf("%q is not translated", help)
	}
}

// A file explains itself in the language that it is made in, else in the first of the dataset.
func TestHelpInALanguage(t *testing.T) {
	c, err := dataset.Format(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	set, err := tables.Split(c.Files)
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"ru": "кто опубликовал", "hy": "ով է հրապարակել", "az": "kim nəşr edib", "": "who published it", "fr": "who published it"} {
		name := filepath.Join(t.TempDir(), "work.gpkg")
		if err := Write(t.Context(), name, Made{Files: c.Files, Set: set, Name: "map", Language: language}); err != nil {
			t.Fatal(err)
		}
		raw, err := geopackage.ReadRaw(t.Context(), name, "gpkg_data_columns")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, row := range raw["gpkg_data_columns"].Rows {
			if row[0] == "sources" && row[1] == "publisher" {
				got, _ = row[4].(string)
			}
		}
		if got != want {
			t.Errorf("-lang %q: got %q, want %q", language, got, want)
		}
	}
}
