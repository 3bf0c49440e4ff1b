package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

func olden(t testing.TB) http.Handler {
	t.Helper()
	live, err := live.New(testdata.Olden())
	if err != nil {
		t.Fatal(err)
	}
	return server.New(live, server.Options{Version: "test", Today: today, Page: fstest.MapFS{"index.html": {Data: []byte(
		`<!doctype html><html lang="en"><head><!--head--><!--/head--></head><body><!--body--><!--/body--></body></html>`)}}})
}

// Every path that takes a day takes those before the year 1, and writes them as they are asked for.
func TestAncientDays(t *testing.T) {
	h := olden(t)
	for _, tt := range []struct{ path, want string }{
		{"/locate?lon=62.2&lat=15.3&datetime=-0044-02-28", `"controller":"assembly","from":"-0321-12-01","to":"-0044-03-01"`},
		{"/locate?lon=62.2&lat=15.3&datetime=-0044-03-01", `"controller":"kings","from":"-0044-03-01","to":null`},
		{"/locate?lon=62.2&lat=15.3&datetime=-0044-03-15T12:00:00Z", `"datetime":"-0044-03-15"`},
		{"/locate?lon=62.2&lat=15.3&datetime=-0044-03-15&history=true", `"from":"-0500-01-01","to":"-0321-12-01"`},
		{"/locate?lon=62.2&lat=14.3&datetime=0000-02-29", `"controller":"assembly","from":"0000-02-29","to":"0150-01-01"`},
		{"/locate?lon=62.2&lat=14.3&datetime=0000-02-28", `"controller":"kings","from":"-0500-01-01"`},
		{"/locate?lon=62.2&lat=15.3&datetime=-0500-12-31", `"controller":"kings"`},
		{"/locate?lon=62.2&lat=15.3&datetime=-0501-12-31", `"status":"unknown"`},
		{"/diff?from=-0045-01-01&to=0001-01-01", `"from":"-0045-01-01","to":"0001-01-01"`},
		{"/timeline", `"covers":{"from":"-0500-01-01","to":"0301-01-01"`},
		{"/timeline", `"view":{"center":[63,15],"zoom":8,"date":"-0044-03-15"}`},
		{"/events", `"id":"dykes","date":"-004X","day":"-0049-01-01","earliest":"-0049-01-01","latest":"-0040-12-31"`},
		{"/stats?datetime=-0060-01-01/0010-01-01", `"to":"0000-02-29"`},
		{"/control?datetime=-0044-03-15", `"datetime":"-0044-03-15"`},
		{"/regions?datetime=-0001-01-01", `"south"`},
		{"/collections/control", `"interval":[["0000-01-01T00:00:00Z","0300-12-31T23:59:59Z"]]`},
		{"/collections/control", "Its days begin on -0500-01-01, in astronomical years"},
		{"/collections/provinces/items?datetime=-0002-12-31", `"numberMatched":1`},
		{"/collections/provinces/items?datetime=-0002-12-31/-0001-01-01", `"numberMatched":2`},
		{"/collections/control/items?datetime=../-0322-01-01", `"numberMatched":4`},
		{"/collections/control/items?valid_from=-0049-01-01", `"numberMatched":1`},
		{"/collections/control/items?filter=" + url.QueryEscape("valid_from = DATE('-0044-03-01')"), `"numberMatched":1`},
		{"/collections/control/items?filter=" + url.QueryEscape("T_INTERSECTS(INTERVAL(valid_from,valid_to), INTERVAL('-0050-01-01','-0044-02-28'))"), `"numberMatched":5`},
		{"/collections/control/items?filter=" + url.QueryEscape("T_AFTER(valid_from, TIMESTAMP('-0001-12-31T00:00:00Z'))"), `"numberMatched":2`},
		{"/collections/control/items/" + url.PathEscape("upper@-0044-03-01"), `"valid_from":"-0044-03-01"`},
		{"/collections/control/schema", "a day of an astronomical year"},
		{"/collections/control?f=html", "-0500-01-01"},
		{"/collections/control/items?f=html", "-0321-12-01"},
		{"/tiles/control.json?datetime=-0044-03-15", `"tiles"`},
		{"/export/control.geojson?datetime=-0044-03-15", `"valid_from":"-0044-03-01"`},
		{"/export/control.csv?datetime=-0044-03-15", ",-0044-03-01,"},
		{"/?d=-0044-03-15", "<title>15 March 45 BC · The Reed Cities"},
		{"/?d=-0044-03-15&cmp=-0500-01-01", "<title>1 January 501 BC – 15 March 45 BC"},
		{"/?d=-0044-03-15&sel=62.2,15.3&lang=ru", "1 марта 45 г. до н. э."},
		{"/?d=-0044-03-15", "control.png?datetime=-0044-03-15"},
		{"/export/control.png?datetime=-0044-03-15&width=300&height=200", "PNG"},
		{"/export/control.pmtiles?datetime=-0044-03-15", "PMTiles"},
		{"/export/control.gpkg?datetime=-0044-03-15", "written as text: valid_from"},
		{"/export/control.qlr", "qgis-layer-definition"},
		{"/status", `"dataset":"olden"`},
		{"/openapi.json", "openapi"},
		{"/export/control.svg?datetime=-0044-03-15", "15 March 45 BC"},
	} {
		w := get(t, h, tt.path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("GET %s: got %d %.2000s, want %s", tt.path, w.Code, w.Body, tt.want)
		}
	}
	if w := get(t, h, "/collections/control/schema"); strings.Contains(w.Body.String(), `"format":"date"`) {
		t.Error("the schema calls days dates that RFC 3339 does not have")
	}
	for _, path := range []string{
		"/locate?lon=62.2&lat=15.3&datetime=-0000-01-01", "/locate?lon=62.2&lat=15.3&datetime=-44-03-15", "/locate?lon=62.2&lat=15.3&datetime=-0001-02-29",
		"/diff?from=-0044&to=0001-01-01", "/collections/control/items?datetime=-0043-01-01/-0044-01-01",
		"/collections/control/items?filter=" + url.QueryEscape("valid_from = DATE('-0044')"),
	} {
		if w := get(t, h, path); w.Code != http.StatusBadRequest {
			t.Errorf("GET %s: got %d %s, want 400", path, w.Code, w.Body)
		}
	}
}

// An epoch's tile is the same on all its days, also across the year 0, and another one on the day
// of a change.
func TestAncientEpochs(t *testing.T) {
	h := olden(t)
	tile := func(day string) string {
		w := get(t, h, "/tiles/control/6/43/29.mvt?datetime="+day)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", day, w.Code, w.Body)
		}
		return w.Header().Get("ETag") + w.Header().Get("Link")
	}
	if a, b := tile("-0044-03-01"), tile("-0002-12-31"); a != b {
		t.Errorf("two days of an epoch: got %s and %s", a, b)
	}
	if a, b := tile("0000-02-28"), tile("0000-02-29"); a == b {
		t.Errorf("the day before a change and that day: got %s twice", a)
	}
	if a, b := tile("0000-02-29"), tile("0002-01-01"); a != b {
		t.Errorf("two days of an epoch after the year 0: got %s and %s", a, b)
	}
}

// No path that takes datetime is left out: the API's own description lists them.
func TestAncientDaysOnEveryPath(t *testing.T) {
	h := olden(t)
	filled := strings.NewReplacer("{collection}", "control", "{tileMatrixSet}", "WebMercatorQuad", "{tileMatrix}", "6",
		"{tileRow}", "29", "{tileCol}", "43", "{tileset}", "control", "{layer}", "control", "{z}", "6", "{x}", "43", "{y}", "29")
	asked := 0
	for path, operations := range getJSON(t, h, "/openapi.json")["paths"].(map[string]any) {
		description, _ := operations.(map[string]any)["get"].(map[string]any)
		if description == nil || !strings.Contains(fmt.Sprint(description["parameters"]), "datetime") &&
			!strings.Contains(fmt.Sprint(description["parameters"]), "parameters/day") {
			continue
		}
		asked++
		target := filled.Replace(path) + "?datetime=-0044-03-15"
		if strings.HasSuffix(path, ".png") || strings.HasSuffix(path, ".svg") {
			target += "&width=300&height=200"
		}
		if path == "/locate" {
			target += "&lon=62.2&lat=15.3"
		}
		if path == "/compare" {
			target += "&b=olden"
		}
		if w := get(t, h, target); w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("GET %s: got %d %.500s, want 200", target, w.Code, w.Body)
		}
	}
	if asked < 25 {
		t.Errorf("only %d paths take datetime", asked)
	}
}
