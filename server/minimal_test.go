//go:build !race

// Every path with each parameter, many of them pictures: too many for the race detector, which has
// other tests of all that is shared.

package server_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"demarc/data/testdata"
)

// emptiest returns the datasets in which each list of the format is empty somewhere, and those in
// scripts with marks.
func emptiest() map[string]fs.FS {
	all := map[string]fs.FS{}
	for name, files := range testdata.Minimal() {
		all[name] = files
	}
	for language, files := range testdata.Scripts() {
		all["script-"+language] = files
	}
	return all
}

// served is a dataset that is served, with its own description of what it answers.
type served struct {
	http.Handler
	doc    *openapi3.T
	router routers.Router
	values map[string][]string // of the names in paths
}

func serve(t *testing.T, files fs.FS) served {
	t.Helper()
	h := handlerOf(t, files)
	s := served{Handler: h, doc: loadOpenAPI(t, h)}
	s.doc.Servers = nil
	var err error
	if s.router, err = gorillamux.NewRouter(s.doc); err != nil {
		t.Fatal(err)
	}
	ids := func(target, list, name string) (ids []string) {
		for _, item := range getJSON(t, h, target)[list].([]any) {
			ids = append(ids, item.(map[string]any)[name].(string))
		}
		return ids
	}
	collections := ids("/collections", "collections", "id")
	s.values = map[string][]string{
		"b":          ids("/datasets", "datasets", "id"),
		"collection": collections, "layer": collections, "tileset": ids("/tiles", "tilejson", "id"),
		"id":      append(ids("/regions", "regions", "id"), "none"),
		"feature": {"a", "none"}, "snapshot": {getJSON(t, h, "/status")["snapshot"].(string)}, "epoch": {"0", "1", "all"},
		"z": {"7"}, "x": {"64"}, "y": {"63"}, "tileMatrixSet": {"WebMercatorQuad"}, "tileMatrix": {"7"}, "tileRow": {"63"}, "tileCol": {"64"},
		"stack": {"Noto%20Sans%20Regular"}, "range": {"0-255"},
	}
	return s
}

// likely has values for the parameters of queries.
var likely = map[string][]string{
	"datetime": {"2001-06-01", "1999-01-01", "2001-06-01/2002-06-01", "2001-06-01/.."},
	"bbox":     {"0,0,1,1", "3,1,4,2", "170,0,-170,1"}, "limit": {"1"}, "lon": {"0.5"}, "lat": {"0.5"}, "q": {"0.5 0.5"}, "near": {"0,0"},
	"history": {"true"}, "borders": {"true"}, "within": {"a"}, "outside": {"a"}, "layer": {"zones", "areas"}, "zone": {"a"}, "kind": {"administrative"},
	"region": {"a"}, "filter": {"TRUE", "valid_from IS NULL"}, "filter-lang": {"cql2-text"}, "dissolve": {"controller"}, "lang": {"en", "th"},
	"maxwidth": {"200", "1"}, "maxheight": {"200"}, "format": {"json"}, "url": {"http://example.com/?c=0,0,3&vp=none"},
	"crs": {"http://www.opengis.net/def/crs/EPSG/0/3857"}, "width": {"200"}, "height": {"100"}, "controller": {"reds"}, "f": {"json", "html", "mvt"},
}

// needed are the parameters without which a path says what is missing.
var needed = map[string]string{"/diff": "from=2001-01-01&to=2010-01-01", "/locate": "lon=0.5&lat=0.5", "/oembed": "url=http://example.com/embed?d=2001-06-01"}

// targets returns the addresses of a path: with each thing that the dataset has, and then with each
// parameter that it takes.
func (s served) targets(path string, operation *openapi3.Operation) []string {
	all := []string{path}
	for _, name := range regexp.MustCompile(`{([^}]*)}`).FindAllStringSubmatch(path, -1) {
		var next []string
		for _, target := range all {
			for _, value := range s.values[name[1]] {
				next = append(next, strings.Replace(target, name[0], value, 1))
			}
		}
		all = next
	}
	base := needed[path]
	if strings.HasSuffix(path, ".gif") { // many pictures, for which small ones do
		base = "width=240&height=180"
	}
	if path == "/compare" { // with itself: there is no other
		base = "b=" + s.values["b"][0]
	}
	targets := []string{}
	for i, target := range all {
		targets = append(targets, strings.TrimSuffix(target+"?"+base, "?"))
		for _, p := range operation.Parameters {
			// files take their time: what they are asked for is tried on one layer
			if p.Value.In != "query" || i > 0 && strings.HasPrefix(path, "/export/") {
				continue
			}
			for _, value := range likely[p.Value.Name] {
				query, _ := url.ParseQuery(base)
				query.Set(p.Value.Name, value)
				targets = append(targets, target+"?"+query.Encode())
			}
		}
	}
	return targets
}

// Every path of every dataset without something answers as it is described: no list is null, no
// answer is a fault of the server.
func TestMinimalDatasetsAnswerAsDescribed(t *testing.T) {
	for name, files := range emptiest() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, files)
			asked, given := 0, 0
			for _, path := range slices.Sorted(maps.Keys(s.doc.Paths.Map())) {
				get := s.doc.Paths.Find(path).Get
				for _, target := range s.targets(path, get) {
					code := s.ask(t, target)
					asked++
					if code == http.StatusOK || code == http.StatusNoContent {
						given++
					}
					if !strings.Contains(target, "?") && code >= 400 && code != http.StatusNotFound {
						t.Errorf("%s: got %d without any parameter", target, code)
					}
				}
			}
			if asked < 400 || given < asked/2 {
				t.Errorf("of %d answers only %d were given", asked, given)
			}
		})
	}
}

// ask compares an answer with its description.
func (s served) ask(t *testing.T, target string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	route, params, err := s.router.FindRoute(r)
	if err != nil {
		t.Errorf("%s: %v", target, err)
		return 0
	}
	w := get(t, s, target)
	if w.Code >= 500 {
		t.Errorf("%s: got %d %.300s", target, w.Code, w.Body)
	}
	if err := described(r, route, params, w); err != nil {
		t.Errorf("%s: %d: %.600s", target, w.Code, err)
	}
	if strings.Contains(w.Header().Get("Content-Type"), "json") && w.Code == http.StatusOK {
		for _, member := range nullLists(s.doc, w.Body.Bytes()) {
			t.Errorf("%s: %s is null, want a list", target, member)
		}
	}
	return w.Code
}

// nullLists returns the members of a document that are null though they are a list wherever the
// description names them.
func nullLists(doc *openapi3.T, body []byte) (found []string) {
	lists := map[string]bool{}
	for _, schema := range doc.Components.Schemas {
		for name, property := range schema.Value.Properties {
			isList := property.Value.Type.Is("array")
			if known, ok := lists[name]; !ok || known {
				lists[name] = isList
			}
		}
	}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				if member == nil && lists[name] {
					found = append(found, path+"/"+name)
				}
				if name != "properties" { // columns of a table, which have no lists
					walk(path+"/"+name, member)
				}
			}
		case []any:
			for i, item := range v {
				walk(fmt.Sprint(path, "/", i), item)
			}
		}
	}
	var v any
	if json.Unmarshal(body, &v) == nil {
		walk("", v)
	}
	return found
}

// No schema of ours lets a list be null, so that the validator notices one.
func TestNoListMayBeNull(t *testing.T) {
	lists := 0
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if v["type"] == "array" {
				lists++
				if v["nullable"] != nil {
					t.Errorf("%s: a list that may be null", path)
				}
				if v["items"] == nil {
					t.Errorf("%s: does not say what its items are", path)
				}
			}
			for name, member := range v {
				walk(path+"/"+name, member)
			}
		case []any:
			for i, item := range v {
				walk(fmt.Sprint(path, "/", i), item)
			}
		}
	}
	walk("", any(getJSON(t, handler(t), "/openapi.json")["components"]))
	if lists < 60 {
		t.Errorf("only %d lists were looked at", lists)
	}
}
