package imports

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"demarc/data"
)

// manyColumns is a table of rows with 60 columns beside id and name, of all types, with nulls,
// names in several scripts, and names that collide with ours, with each other once they have the
// prefix, and with those by which columns are recognised.
func manyColumns(rows int) string {
	names := []string{
		"limit", "LIMIT", "own_limit", "type", "Type", "геометрия", "人口", "taux de chômage (%)", "%", "1st", "a b", "a_b", "A_B", "a.b", "party", "holder",
		"since", "until", "url", "colour", "parent", "precision", "month", "ok", "fid", "wkt", "notes_", "сумма", "मूल्य", "ค่า",
	}
	for i := len(names); i < 60; i++ {
		names = append(names, fmt.Sprintf("column %02d", i))
	}
	var features []string
	for row := range rows {
		properties := map[string]any{"id": fmt.Sprintf("c%03d", row), "name": fmt.Sprintf("Country %d", row)}
		for i, name := range names {
			n := row*60 + i
			properties[name] = []any{
				fmt.Sprintf("%03d word ü %d", n%1000, n), n - 3000, float64(n) / 8, n%3 == 0, fmt.Sprintf("%04d-%02d-%02d", 1800+n%300, 1+n%12, 1+n%28),
				fmt.Sprint(n), // a text of digits
			}[i%6]
			if n%7 == 0 {
				properties[name] = nil
			}
		}
		text, err := json.Marshal(properties)
		if err != nil {
			panic(err)
		}
		west, south := float64(row%25)*6-80, float64(row/25)*6-40
		features = append(features, fmt.Sprintf(`{"type": "Feature", "properties": %s, "geometry": {"type": "Polygon", "coordinates": [[[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
			text, west, south, west+1, south, west+1, south+1, west, south))
	}
	return geoJSON(features...)
}

// ownValues lists all own values with the types and titles of their columns.
func ownValues(s *data.Snapshot) map[string]string {
	all := map[string]string{}
	for _, a := range s.Dataset.Attributes {
		all[a.Name] = fmt.Sprint(a.Of, a.Type, a.Title, a.Unit, a.InTiles)
	}
	for _, r := range s.Dataset.Regions {
		for name, value := range r.Attributes {
			all[r.ID+" "+name] = fmt.Sprintf("%T %v", value, value)
		}
	}
	return all
}

// A table of 250 countries with 60 columns keeps all of them through every format that holds types
// and names, and back.
func TestOwnColumnsRoundTrip(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	original, report := imported(t, written(t, "countries.geojson", manyColumns(250)), Options{Controller: "-", From: "-", To: "-", ID: "id",
		Names: map[string]string{"en": "name"}})
	// url alone has a meaning: it names the sources of each row
	if n := len(report.Own); n != 59 {
		t.Errorf("kept %d of 60 columns: %q, not used %q; chosen %v", n, report.Own, report.Unused, report.Chosen)
	}
	want := ownValues(original)
	if len(want) < 59*250 {
		t.Fatalf("got %d values", len(want))
	}
	for _, format := range []string{"geojson", "jsonfg", "geojsonseq", "geojsonl", "flatgeobuf", "gpkg", "parquet", "topojson", "kml", "kmz", "shapefile"} {
		t.Run(format, func(t *testing.T) {
			again, report := imported(t, exported(t, original, "countries", format), Options{})
			got := ownValues(again)
			wrong := 0
			for _, key := range slices.Sorted(maps.Keys(want)) {
				if got[key] != want[key] {
					if wrong++; wrong < 6 {
						t.Errorf("%s: got %q, want %q", key, got[key], want[key])
					}
				}
			}
			if len(got) != len(want) {
				t.Errorf("got %d values, want %d; not used %q", len(got), len(want), report.Unused)
			}
		})
	}
}
