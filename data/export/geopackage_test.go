package export_test

import (
	"context"
	"slices"
	"testing"

	"demarc/geo"
	"demarc/geo/geopackage"
)

// A GeoPackage with all layers has a table of the sources, with the links to archived copies.
func TestGeoPackageHasSources(t *testing.T) {
	s := snapshot(t)
	tables, err := geopackage.Read(context.Background(), save(t, s, "gpkg", "all", all))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(tables, func(t geopackage.Table) bool { return t.Name == "sources" })
	if i < 0 {
		t.Fatal("there is no table of sources")
	}
	column := func(name string) int {
		return slices.IndexFunc(tables[i].Fields, func(f geo.Field) bool { return f.Name == name })
	}
	id, url, at := column("id"), column("archived_url"), column("archived_at")
	archived := 0
	for _, want := range s.Dataset.Sources {
		row := slices.IndexFunc(tables[i].Features, func(f geo.Feature) bool { return f.Values[id] == want.ID })
		if row < 0 {
			t.Errorf("source %s is missing", want.ID)
			continue
		}
		got := tables[i].Features[row].Values
		if want.ArchivedURL == "" {
			continue
		}
		if archived++; got[url] != want.ArchivedURL || want.ArchivedAt != nil && got[at] != want.ArchivedAt.String() {
			t.Errorf("%s: got %v of %v, want %s", want.ID, got[url], got[at], want.ArchivedURL)
		}
	}
	if archived == 0 {
		t.Error("no source has an archived copy")
	}
}

// Readers find titles of own columns with their units. GDAL reads those of a GeoPackage from 3.7
// on.
func TestTitlesOfColumns(t *testing.T) {
	s := snapshot(t)
	tables, err := geopackage.Read(context.Background(), save(t, s, "gpkg", "parishes", all))
	if err != nil {
		t.Fatal(err)
	}
	inPackage := map[string]string{}
	for _, field := range tables[0].Fields {
		inPackage[field.Name] = field.Title
	}
	for format, titles := range map[string]map[string]string{
		"gpkg":       inPackage,
		"flatgeobuf": readWithGDAL(t, source{File: save(t, s, "flatgeobuf", "parishes", all), Layer: "parishes"})[0].titles,
	} {
		for column, want := range map[string]string{
			"hearths": "Hearths taxed in 1960 (hearths)", "own_zone": "Zone of the tithe, by the survey's own letters", "kind": "",
		} {
			if titles[column] != want {
				t.Errorf("%s: %s: got the title %q, want %q", format, column, titles[column], want)
			}
		}
	}
}
