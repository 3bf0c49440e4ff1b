package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write golden files anew")
	}
}

// What the server says of the Lantern Isles, to the last character: a change of it is seen in the
// difference of a file under testdata/golden, and meant or not.
func TestGolden(t *testing.T) {
	live, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(live, server.Options{Version: "test", Today: today, Public: address(t, "https://map.example"), Page: fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>\n<html lang=\"en\">\n<!--head-->\n<!--/head-->\n<!--body-->\n<!--/body-->\n")},
	}})
	for name, target := range map[string]string{
		"openapi.json":              "/openapi.json",
		"collections.html":          "/collections?f=html",
		"collection.html":           "/collections/control?f=html",
		"items.html":                "/collections/control/items?f=html&limit=3&datetime=1972-11-25",
		"item.html":                 "/collections/events/items/1967-cape?f=html",
		"page.html":                 "/?d=1972-11-25&sel=-130.3,-42.2",
		"page-compared.html":        "/?d=1972-12-01&cmp=1972-08-20&lang=ru&vp=crown_announced",
		"embed.html":                "/embed?d=1980-02-29",
		"control.geojson":           "/control?datetime=1972-11-25",
		"control-contested.geojson": "/export/control.geojson?datetime=1972-08-20&viewpoint=crown_announced&bbox=-130.1,-42.1,-129.9,-41.9",
		"front.geojson":             "/export/front.geojson?datetime=1972-11-25",
		"events.geojson":            "/export/events.geojson",
		"places.geojson":            "/collections/places/items?limit=3",
		"style-control.json":        "/styles/control.json?datetime=1972-11-25",
		"style-viewpoint.json":      "/styles/control.json?viewpoint=league_announced",
		"tiles-history.json":        "/tiles/history.json",
	} {
		w := get(t, h, target)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %d %s", target, w.Code, w.Body)
			continue
		}
		testdata.Golden(t, name, readable(t, name, w.Body.Bytes()))
	}
}

// position is a pair of numbers that json.Indent has spread over four lines.
var position = regexp.MustCompile(`\[\s+(-?[0-9.e+-]+),\s+(-?[0-9.e+-]+)\s+\]`)

// readable breaks JSON into lines, each position of a geometry on one.
func readable(t *testing.T, name string, body []byte) []byte {
	t.Helper()
	if strings.HasSuffix(name, ".html") {
		return body
	}
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", " "); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return append(position.ReplaceAll(bytes.TrimSpace(out.Bytes()), []byte("[$1,$2]")), '\n')
}

func address(t *testing.T, text string) server.Address {
	t.Helper()
	at, err := server.ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
