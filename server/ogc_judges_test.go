package server_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// QGIS takes every collection by one pasted address, types the dates, fills in the fields of time
// by itself, and its filter shows one ruler on the day of a hand-over.
func TestQGISReadsCollections(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	type layer struct {
		Error             string
		Count, Read       int
		Fields            map[string]string
		Start, End, Names string
	}
	for _, root := range []string{"/", "/ogc"} {
		seen := map[string]struct {
			layer
			OnDay int `json:"on_day"`
		}{}
		testdata.Python(t, &seen, "qgis.core", "python3-qgis", "testdata/qgis_oapif.py", s.URL+root, "1972-11-25", "control", "front", "events", "shires_later", "places")
		for name, l := range seen {
			all := getItems(t, h, "/collections/"+name+"/items?limit=1").NumberMatched
			if l.Error != "" || l.Count != all || l.Read != all {
				t.Errorf("%s%s: QGIS counts %d and reads %d features, want %d; %s", root, name, l.Count, l.Read, all, l.Error)
			}
			if name == "places" {
				continue
			}
			if l.Fields["valid_from"] != "Date" || l.Fields["valid_to"] != "Date" || l.Start != "valid_from" || l.End != "valid_to" {
				t.Errorf("%s%s: QGIS types the dates %s and %s, and takes time from %q and %q", root, name, l.Fields["valid_from"], l.Fields["valid_to"], l.Start, l.End)
			}
			want := getItems(t, h, "/collections/"+name+"/items?limit=1&datetime=1972-11-25").NumberMatched
			if l.OnDay != want {
				t.Errorf("%s%s: the time filter of QGIS shows %d features on the day of the hand-over, want %d", root, name, l.OnDay, want)
			}
		}
		if got := seen["control"].Names; !strings.Contains(got, "الفانوس") {
			t.Errorf("Arabic letters came as %q", got)
		}
	}
}

func TestOWSLibReadsTheService(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	var seen struct {
		Title, OpenAPI    string
		Conformance       int
		Collections       map[string]int
		Extent            [][2]string
		Queryables        []string
		OnDay             int `json:"on_day"`
		Page, Box, Filter int
		Item              bool
	}
	testdata.Python(t, &seen, "owslib.ogcapi.features", "python3-owslib", "testdata/owslib_features.py", s.URL+"/ogc")
	if seen.Collections["control"] != 22 || seen.Collections["places"] != 9 || seen.OnDay != 9 || seen.Page != 5 || seen.Box != 1 || seen.Filter != 2 || !seen.Item {
		t.Errorf("OWSLib sees %+v", seen)
	}
	if !slices.Contains(seen.Queryables, "controller") || seen.Extent[0][0] != "1961-03-01T00:00:00Z" || seen.OpenAPI != "3.0.3" {
		t.Errorf("OWSLib sees %+v", seen)
	}
}

// GDAL's driver for the API reads of each collection what it reads of the file: the same features
// with the same properties and positions.
func TestGDALReadsCollectionsAsFiles(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	var list struct{ Collections []struct{ ID string } }
	json.Unmarshal(get(t, h, "/collections").Body.Bytes(), &list)
	for _, c := range list.Collections {
		want := readBack(t, save(t, h, "/export/"+c.ID+".geojson", "file.geojson"))
		got := readBack(t, "OAPIF:"+s.URL, "-oo", "PAGE_SIZE=17", c.ID)
		if len(got) != len(want) || len(want) == 0 {
			t.Errorf("%s: %d features, the file has %d", c.ID, len(got), len(want))
		}
		for id, w := range want {
			g := got[id]
			for name, value := range w.Properties {
				if name != "id" && plainDate(g.Properties[name]) != plainDate(value) {
					t.Errorf("%s %s: %s: got %v, the file has %v", c.ID, id, name, g.Properties[name], value)
				}
			}
			if string(g.Geometry.Type) != string(w.Geometry.Type) || len(w.Geometry.Coordinates) != len(g.Geometry.Coordinates) {
				t.Errorf("%s %s: another geometry than in the file", c.ID, id)
			}
		}
	}
	out := string(testdata.GDAL(t, "ogrinfo", "-so", "OAPIF:"+s.URL+"/ogc", "events"))
	for _, want := range []string{"valid_from: Date (", "planned: Date (", "TEMPORAL_INTERVAL_MIN=", "Feature Count: 14"} {
		if !strings.Contains(out, want) {
			t.Errorf("GDAL does not see %q in\n%s", want, out)
		}
	}
	// A box is asked of the server, and found.
	out = string(testdata.GDAL(t, "ogrinfo", "-so", "-spat", "-130.35", "-42.25", "-130.25", "-42.15", "OAPIF:"+s.URL, "zones"))
	if !strings.Contains(out, "Feature Count: 1\n") {
		t.Errorf("a box around one zone: GDAL sees\n%s", out)
	}
}
