package clean_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"demarc/data/clean"
	geoclean "demarc/geo/clean"
)

const head = `{"type": "FeatureCollection", "note": "kept", "features": [
`

// region is a feature with a box.
func region(id string, west, south, east, north float64, properties string) string {
	return fmt.Sprintf(`  {"type": "Feature", "id": "%s", "properties": {%s}, "geometry": {"type": "Polygon", "coordinates": [[[%v, %v], [%v, %v], [%v, %v], [%v, %v], [%v, %v]]]}}`,
		id, properties, west, south, east, south, east, north, west, north, west, south)
}

func file(regions ...string) string { return head + strings.Join(regions, ",\n") + "\n]}\n" }

func TestFile(t *testing.T) {
	a, b := region("a", 10, 50, 11, 51, `"name": "A"`), region("b", 11, 50, 12, 51, "")
	wide := region("wide", 10.5, 50, 12, 51, `"x": [1, 2]`)
	point := `  {"type": "Feature", "id": "p", "properties": null, "geometry": {"type": "Point", "coordinates": [10.5, 50.5]}}`
	null := `  {"type": "Feature", "id": "n", "properties": null, "geometry": null}`
	for _, tt := range []struct {
		name, document string
		options        clean.Options
		want           string // the written file
		kinds          string
		changed        string
	}{
		{"nothing to do", file(a, point, b, null), clean.Options{ToleranceM: 1}, file(a, point, b, null), "", ""},
		{"overlap", file(a, wide), clean.Options{ToleranceM: 1}, file(a, `  {"type": "Feature", "id": "wide", "properties": {"x": [1, 2]}, "geometry": {"type":"Polygon","coordinates":[[[11,51],[11,50],[12,50],[12,51],[11,51]]]}}`),
			"overlap a wide", "wide"},
		{"overlap, priority", file(a, point, wide), clean.Options{ToleranceM: 1, Priority: []string{"wide"}},
			file(`  {"type": "Feature", "id": "a", "properties": {"name": "A"}, "geometry": {"type":"Polygon","coordinates":[[[10.5,50],[10.5,51],[10,51],[10,50],[10.5,50]]]}}`, point, wide),
			"overlap wide a", "a"},
		{"one after the other", file(region("a", 10, 50, 12, 51, `"valid_to": "2001-01-01"`), region("b", 10, 50, 12, 51, `"valid_from": "2001-01-01", "valid_to": null`)),
			clean.Options{ToleranceM: 1}, file(region("a", 10, 50, 12, 51, `"valid_to": "2001-01-01"`), region("b", 10, 50, 12, 51, `"valid_from": "2001-01-01", "valid_to": null`)), "", ""},
		{"nothing left", file(wide, region("b", 11, 50.2, 11.5, 50.5, "")), clean.Options{}, file(wide, `  {"type": "Feature", "id": "b", "properties": {}, "geometry": null}`), "overlap wide b", "b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := clean.File("x.geojson", []byte(tt.document), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			var kinds, changed []string
			for _, f := range result.Findings {
				if f.Kind != geoclean.Vertex {
					kinds = append(kinds, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Kind, f.Region, f.Other)))
				}
			}
			for _, r := range result.Changed {
				changed = append(changed, r.ID)
			}
			if got := strings.Join(kinds, ", "); got != tt.kinds {
				t.Errorf("found %q, want %q", got, tt.kinds)
			}
			var written bytes.Buffer
			if err := result.Write(&written); err != nil {
				t.Fatal(err)
			}
			again, err := clean.File("x.geojson", written.Bytes(), tt.options)
			if err != nil || len(again.Findings)+len(again.Changed) > 0 {
				t.Errorf("the second time it finds %v, %v", again.Findings, err)
			}
			if got := written.String(); got != tt.want {
				t.Errorf("wrote\n%s\nwant\n%s", got, tt.want)
			}
			if got := strings.Join(changed, " "); got != tt.changed {
				t.Errorf("changed %q, want %q", got, tt.changed)
			}
		})
	}
}

func TestFileRefuses(t *testing.T) {
	a := region("a", 10, 50, 11, 51, "")
	for _, tt := range []struct{ name, document, want string }{
		{"no JSON", `{"type"`, "x.geojson: line 1"},
		{"no GeoJSON", `{"type": "FeatureCollection", "features": [{"type": "Feature"}]}`, "x.geojson:1"},
		{"another reference system", `{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}`, "want longitude, latitude"},
		{"how to convert it", `{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}`, "ogr2ogr -t_srs EPSG:4326"},
		{"a curve", file(a, `{"type": "Feature", "properties": null, "geometry": {"type": "CircularString", "coordinates": []}}`), "x.geojson:3: geometry type \"CircularString\": want Point"},
		// Such positions were taken for none and moved to 0,0, or the file was called an exact
		// partition.
		{"metres", file(a, region("b", 500000, 4000000, 501000, 4001000, "")), "x.geojson:3: region b: [500000 4e+06]: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees: these look like metres"},
		{"beyond the antimeridian", file(region("a", 181, 5, 182, 6, ""), region("b", -178.5, 5, -177.5, 6, "")), "x.geojson:2: region a: [181 5]: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees: without -wrap=false it is cut at the antimeridian"},
		{"swapped", file(region("a", 50, 150, 51, 151, "")), "region a: [50 150]: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees: these look like latitude, longitude; ogr2ogr"},
		{"north of the pole", file(region("a", 150, 89, 151, 91, "")), "region a: [151 91]: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees"},
		{"no day", file(a, region("b", 11, 50, 12, 51, `"valid_from": "2001-02-30"`)), "x.geojson:3: region b: valid_from: "},
		{"days in the wrong order", file(region("b", 11, 50, 12, 51, `"valid_from": "2001-02-03", "valid_to": "2001-02-03"`)), "x.geojson:2: region b: valid_from is not before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := clean.File("x.geojson", []byte(tt.document), clean.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := clean.File("x.geojson", []byte(file(a)), clean.Options{Priority: []string{"b"}}); err == nil || !strings.Contains(err.Error(), `"b"`) {
		t.Errorf("unknown priority: got %v", err)
	}
}

// What is no plain GeoJSON within -180 to 180 degrees is made that, and said; what is, stays byte
// for byte.
func TestFileOnTheGlobe(t *testing.T) {
	with := func(geometry string) string {
		return file(fmt.Sprintf(`  {"type": "Feature", "id": "a", "properties": {"x": [1]}, "geometry": %s}`, geometry))
	}
	polygon := func(ring string) string { return `{"type":"Polygon","coordinates":[[` + ring + `]]}` }
	two := `{"type":"MultiPolygon","coordinates":[[[[180,5],[179,5],[179,-5],[180,-5],[180,5]]],[[[-180,-5],[-179,-5],[-179,5],[-180,5],[-180,-5]]]]}`
	for _, tt := range []struct{ name, geometry, want, says string }{
		{"across", polygon("[179,-5],[-179,-5],[-179,5],[179,5],[179,-5]"), two, "a: was cut at the antimeridian"},
		{"0 to 360", polygon("[179,-5],[181,-5],[181,5],[179,5],[179,-5]"), two, "a: was cut at the antimeridian"},
		{"beyond", polygon("[181,-5],[182,-5],[182,5],[181,5],[181,-5]"), polygon("[-179,-5],[-178,-5],[-178,5],[-179,5],[-179,-5]"), "a: was cut at the antimeridian"},
		{"line across", `{"type":"LineString","coordinates":[[179,0],[-179,4]]}`, `{"type":"MultiLineString","coordinates":[[[179,0],[180,2]],[[-180,2],[-179,4]]]}`, "a: was cut at the antimeridian"},
		{"noise", polygon("[179,70],[180.00000000000006,70],[180.00000000000006,71],[179,71],[179,70]"), polygon("[179,70],[180,70],[180,71],[179,71],[179,70]"), "2: positions beyond 180 or 90 degrees by at most 1e-9, the noise of computing, are taken as on them: 2"},
		{"empty", `{"type": "MultiPolygon", "coordinates": [[]]}`, "null", `feature "a": no coordinates`},
		{"an empty hole", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[]]}`, polygon("[0,0],[1,0],[1,1],[0,0]"), `feature "a": parts without coordinates`},
		{"collection", `{"type": "GeometryCollection", "geometries": [` + polygon("[0,0],[1,0],[1,1],[0,1],[0,0]") + "," + polygon("[1,0],[2,0],[2,1],[1,1],[1,0]") + `, {"type": "Point", "coordinates": [0, 0]}]}`,
			polygon("[0,0],[1,0],[2,0],[2,1],[1,1],[0,1],[0,0]"), "a: its collection is taken as one area, and left out of it is: 1 point"},
		{"hole that touches twice", `{"type":"Polygon","coordinates":[[[0,0],[8,0],[8,8],[0,8],[0,0]],[[0,4],[8,4],[4,6],[0,4]]]}`,
			`{"type":"MultiPolygon","coordinates":[[[[0,4],[0,0],[8,0],[8,4],[0,4]]],[[[8,4],[8,8],[0,8],[0,4],[4,6],[8,4]]]]}`, "a hole of a, "},
		{"as it should be", polygon("[1, 1],[2,1],[2,2],[1, 1]"), polygon("[1, 1],[2,1],[2,2],[1, 1]"), ""},
		{"a box around the earth", polygon("[-180, 60],[180, 60],[180, 90],[-180, 90],[-180, 60]"), polygon("[-180, 60],[180, 60],[180, 90],[-180, 90],[-180, 60]"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := clean.File("x.geojson", []byte(with(tt.geometry)), clean.Options{Wrap: true})
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Join(result.Notes, "\n")
			for _, f := range result.Findings {
				said += "\n" + f.Message
			}
			var written bytes.Buffer
			if err := result.Write(&written); err != nil {
				t.Fatal(err)
			}
			if got := written.String(); got != with(tt.want) {
				t.Errorf("wrote\n%s\nwant\n%s", got, with(tt.want))
			}
			if !strings.Contains(said, tt.says) || tt.says == "" && said != "" {
				t.Errorf("said %q, want %q", said, tt.says)
			}
			again, err := clean.File("x.geojson", written.Bytes(), clean.Options{Wrap: true})
			if err != nil || len(again.Changed)+len(again.Notes) > 0 {
				t.Errorf("the second time it finds %v, %v", again, err)
			}
		})
	}
	wide := with(polygon("[-120,0],[120,0],[120,1],[-120,1],[-120,0]"))
	for _, wrap := range []bool{true, false} {
		result, err := clean.File("x.geojson", []byte(wide), clean.Options{Wrap: wrap})
		if err != nil || (len(result.Findings) > 0) != wrap {
			t.Errorf("wrap %v: got %v, %v", wrap, result, err)
		}
	}
}
