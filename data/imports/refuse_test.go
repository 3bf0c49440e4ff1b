package imports

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/date"
)

// wantRefused tells whether an import fails with an error that says so, and leaves nothing behind.
func wantRefused(t *testing.T, file string, o Options, says string) {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "imported")
	if o.Language == "" {
		o.Language = "en"
	}
	_, err := Import(context.Background(), file, directory, o)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: got %v, want an error that says %q", filepath.Base(file), err, says)
	}
	if left, _ := os.ReadDir(filepath.Dir(directory)); len(left) > 0 {
		t.Errorf("%s: %v is left behind", filepath.Base(file), left)
	}
}

func written(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// square is the text of a feature with the properties.
func square(west int, properties string) string {
	return fmt.Sprintf(`{"type": "Feature", "properties": {%s}, "geometry": {"type": "Polygon", "coordinates": [[[%d,39],[%d,39],[%d,40],[%d,39]]]}}`,
		properties, west, west+1, west+1, west)
}

func geoJSON(features ...string) string {
	return `{"type": "FeatureCollection", "features": [` + "\n" + strings.Join(features, ",\n") + "\n]}"
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name, file, content string
		options             Options
		says                string
	}{
		{"empty file", "x.geojson", "", Options{}, "is empty: want GeoJSON, TopoJSON"},
		{"unknown format", "x.txt", "hello", Options{}, "want GeoJSON, TopoJSON, GeoPackage, GeoParquet"},
		{"cut short", "x.geojson", geoJSON(square(1, ""))[:120], Options{}, "line 2"},
		{"not GeoJSON", "x.json", `{"type": "Thing"}`, Options{}, "FeatureCollection"},
		{"topology without objects", "x.json", `{"type": "Topology", "arcs": []}`, Options{}, `without "objects"`},
		{"topology whose arcs are missing", "x.json", `{"arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[3]]}}, "type": "Topology"}`, Options{}, "arc 3: want a number of one of the 0 arcs"},
		{"Parquet cut short", "x.parquet", "PAR1 and no more", Options{}, "is it whole?"},
		{"not UTF-8", "x.json", geoJSON(square(1, "\"name\": \"\xfe\"")), Options{}, "UTF-8"},
		{"nothing in it", "x.json", geoJSON(), Options{}, "no feature"},
		{"end not explained", "x.json", geoJSON(square(1, `"id": "a", "from": "2000-01-01", "to": "2001-01-01"`)), Options{}, "-end inclusive"},
		{"bad date", "x.json", geoJSON(square(1, `"id": "a", "from": "1.2.2000"`)), Options{}, `row 1: date "1.2.2000": 2000-02-01 or 2000-01-02? say with -date-format dmy or mdy`},
		{"end before the first day", "x.json", geoJSON(square(1, `"from": "2000-01-02", "to": "2000-01-02"`)), Options{End: Exclusive}, "is not before its end"},
		{"same id twice", "x.json", geoJSON(square(1, `"id": "a", "n": 1`), square(2, `"id": "a", "n": 2`)), Options{}, `rows 1 and 2 both have the id "a"`},
		{"no such column", "x.json", geoJSON(square(1, `"id": "a"`)), Options{Controller: "who"}, `no column is called "who": want one of id`},
		{"control without a source", "x.json", geoJSON(square(1, `"zone": "a", "controller": "reds"`)), Options{}, "-source-title"},
		{"row without a source", "x.json", geoJSON(square(1, `"zone": "a", "controller": "reds", "source": "gazette"`), square(2, `"zone": "b", "controller": "reds"`)), Options{}, "row 2: has no source"},
		{"no source at all", "x.json", geoJSON(square(1, `"zone": "a", "controller": null, "source": null`)), Options{}, "no row has a source"},
		{"overlay drawn in two ways", "x.json", geoJSON(square(1, `"zone": "a", "controller": "reds", "overlay": true`), square(2, `"zone": "a", "controller": "blues", "overlay": true`)),
			Options{SourceTitle: "Gazette"}, `rows 1 and 2 draw the overlay "a" differently on the same days`},
		{"zone whose new shape another claims", "x.json", geoJSON(square(1, `"zone": "a", "controller": "reds", "from": "2000-01-01", "to": "2001-01-01"`),
			square(5, `"zone": "a", "controller": "reds", "from": "2001-01-01", "to": null`), square(5, `"zone": "b", "controller": "blues", "from": "2002-01-01", "to": null`)),
			Options{SourceTitle: "Gazette", End: Exclusive, Overlaps: Refuse}, "-overlaps refuse: rows 2, 3 (reds, blues) claim 4786 km2 near 5.67188,39.25319, 2002-01-01 to .."},
		{"control of points", "x.json", geoJSON(`{"type": "Feature", "properties": {"controller": "reds"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}`),
			Options{SourceTitle: "Gazette"}, "want areas"},
		{"metres", "x.json", geoJSON(square(500000, "")), Options{}, "look like metres"},
		{"SQLite cut short", "x.gpkg", "SQLite format 3\x00 and no more", Options{}, "x.gpkg"},
		{"FlatGeobuf cut short", "x.fgb", "fgb\x03fgb\x01", Options{}, "header"},
		{"KML cut short", "x.kml", "<kml><Document><Placemark><name>a</name>", Options{}, "line 1"},
		{"another XML", "x.kml", "<other></other>", Options{}, "want kml"},
		{"a web page", "x.kml", "<!DOCTYPE html><html></html>", Options{}, "it is a web page"},
		{"zip cut short", "x.zip", "PK\x03\x04 and no more", Options{}, "is the file whole?"},
		{"zip without a map", "x.zip", zipOf(t, map[string]string{"a.txt": "a"}), Options{}, "holds nothing that can be read, but a.txt"},
		{"zip with a broken table", "x.zip", zipOf(t, map[string]string{"a.shp": "a", "a.dbf": "b"}), Options{}, "a.dbf"},
		{"Shapefile without its table", "x.shp", "\x00\x00\x27\x0a" + strings.Repeat("\x00", 100), Options{}, "x.dbf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantRefused(t, written(t, tt.file, tt.content), tt.options, tt.says)
		})
	}
}

func zipOf(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestExistingDirectory(t *testing.T) {
	directory := t.TempDir()
	file := written(t, "x.json", geoJSON(square(1, "")))
	if _, err := Import(context.Background(), file, directory, Options{Language: "en"}); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("got %v, want a refusal", err)
	}
}

// What is chosen, guessed and left out is said.
func TestNotes(t *testing.T) {
	file := written(t, "areas.json", geoJSON(
		square(1, `"zone": "a b", "controller": "Reds", "from": "2000", "colour": "#aa3333", "extra": 1`),
		`{"type": "Feature", "properties": {"zone": "c", "controller": null}, "geometry": {"type": "Polygon", "coordinates": [[[3,39],[4,39],[4,40]]]}}`,
		`{"type": "Feature", "properties": {"zone": "d", "controller": "Reds"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}`))
	published, err := date.Parse("2021-01-01")
	if err != nil {
		t.Fatal(err)
	}
	s, report := imported(t, file, Options{SourceTitle: "Survey", SourceURL: "https://example.org", SourceDate: &published, Licence: "CC0", Attribution: "us"})
	text := fmt.Sprint(report.Chosen, report.Notes, report.Own)
	for _, want := range []string{
		`"areas" of GeoJSON, rows: 3`, `column "zone"`, `column "controller"`, "begin are closed: 1", "are no areas are left out: 1", "an address: 1", "for an end the same: 1",
		"called as their ids: 2", "the first day covered, or earlier: 1", "[extra]", `"Survey" for all`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing says %q:\n%s", want, text)
		}
	}
	if got := s.ActorColor("Reds"); got != "#aa3333" {
		t.Errorf("colour of the Reds: got %s", got)
	}
	if got := s.Dataset.Sources[0]; got.URL != "https://example.org" || *got.Date != published {
		t.Errorf("source: got %+v", got)
	}
}

// Control characters, which a dataset may not have, do not keep a table from being imported.
func TestControlCharactersAreLeftOut(t *testing.T) {
	file := written(t, "x.geojson", geoJSON(square(1, `"id": "a", "name": "No\u0000rth\u0007", "mark": "x\u001b[31m\ty"`), square(3, `"id": "b", "name": "South"`)))
	s, report := imported(t, file, Options{})
	region, err := s.Region("a")
	if err != nil || region.Names["en"] != "North" || s.Dataset.Regions[0].Attributes["mark"] != "x[31m\ty" {
		t.Errorf("got %v, %v, want North, and a mark without control characters", region, err)
	}
	if notes := strings.Join(report.Notes, "; "); !strings.Contains(notes, "control characters are left out of texts: 2") {
		t.Errorf("got notes %s, want it said", notes)
	}
}
