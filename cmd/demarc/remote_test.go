package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarc/data/testdata"
)

const feature = `{"type": "Feature", "properties": {"name": "%d"}, "geometry": {"type": "Polygon", "coordinates": [[[%d,39],[%d,39],[%d,40],[%d,39]]]}}`

func featureText(west int) string {
	return fmt.Sprintf(feature, west, west, west+1, west+1, west)
}

// features is a server of one collection in pages of one feature, and of what a hostile one does.
func features(t *testing.T) *httptest.Server {
	t.Helper()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("another origin was asked")
		fmt.Fprint(w, `{"type": "FeatureCollection", "features": []}`)
	}))
	t.Cleanup(other.Close)
	mux := http.NewServeMux()
	page := func(features, next string) string {
		return `{"type": "FeatureCollection", "features": [` + features + `], "links": [{"rel": "next", "type": "text/html", "href": "/html"}, {"rel": "next", "type": "application/geo+json", "href": "` + next + `"}]}`
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ogc":
			fmt.Fprint(w, `{"links": [{"rel": "data", "href": "ogc/collections"}]}`)
		case "/ogc/collections":
			fmt.Fprint(w, `{"collections": [{"id": "areas", "links": [{"rel": "items", "href": "collections/areas/items?f=json"}]}, {"id": "lines", "links": []}]}`)
		case "/ogc/collections/areas":
			fmt.Fprint(w, `{"id": "areas", "links": [{"rel": "items", "type": "text/html", "href": "areas/items.html"}, {"rel": "items", "type": "application/geo+json", "href": "areas/items"}]}`)
		case "/ogc/collections/areas/items":
			if r.URL.Query().Get("limit") != pageSize {
				t.Errorf("%s: asks for small pages", r.URL)
			}
			if r.URL.Query().Get("datetime") == "2020-01-01" {
				fmt.Fprint(w, `{"type": "FeatureCollection", "features": [`+featureText(7)+`]}`)
				return
			}
			fmt.Fprint(w, page(featureText(1), "/page2"))
		case "/page2":
			fmt.Fprint(w, page(featureText(3), "page3"))
		case "/page3":
			fmt.Fprint(w, `{"type": "FeatureCollection", "features": [`+featureText(5)+`], "numberMatched": 3}`)
		case "/plain.geojson":
			fmt.Fprint(w, `{"type": "FeatureCollection", "features": [`+featureText(1)+`]}`)
		case "/moved.geojson":
			http.Redirect(w, r, "/plain.geojson", http.StatusFound)
		case "/away.geojson":
			http.Redirect(w, r, other.URL+"/plain.geojson", http.StatusFound)
		case "/scheme.geojson":
			http.Redirect(w, r, "https://"+r.Host+"/plain.geojson", http.StatusFound)
		case "/next-away":
			fmt.Fprint(w, page(featureText(1), other.URL+"/x"))
		case "/circle":
			fmt.Fprint(w, page(featureText(1), "/circle"))
		case "/endless":
			fmt.Fprint(w, page("", fmt.Sprintf("/endless?n=1%s", r.URL.Query().Get("n"))))
		case "/redirects":
			http.Redirect(w, r, "/redirects", http.StatusFound)
		case "/huge":
			fmt.Fprint(w, "{", strings.Repeat(" ", 1<<20))
		case "/lost":
			fmt.Fprint(w, strings.Replace(page(featureText(1), "/short"), `"links"`, `"numberMatched": 9, "links"`, 1))
		case "/short":
			fmt.Fprint(w, `{"type": "FeatureCollection", "features": []}`)
		case "/broken":
			fmt.Fprint(w, page(featureText(1), "/error"))
		case "/drip":
			fmt.Fprint(w, "{")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "/error":
			http.Error(w, "no\x1b[2J such page", http.StatusBadRequest)
		default:
			http.NotFound(w, r)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// A collection is read to its last page and no further; a server that wants more than an import is
// told so, and nothing of another origin is asked.
func TestRemote(t *testing.T) {
	server := features(t)
	for _, tt := range []struct {
		name, path, layer, datetime string
		want                        string // names of features, or part of the error
	}{
		{"items", "/ogc/collections/areas/items", "", "", "1 3 5"},
		{"a collection", "/ogc/collections/areas", "", "", "1 3 5"},
		{"a landing page", "/ogc", "areas", "", "1 3 5"},
		{"a landing page without a choice", "/ogc", "", "", "it holds 2 collections, areas, lines: say which with -layer"},
		{"a collection without items", "/ogc", "lines", "", "collection lines: has no link to its items"},
		{"a day", "/ogc/collections/areas", "", "2020-01-01", "7"},
		{"a file", "/plain.geojson", "", "", "1"},
		{"a redirect", "/moved.geojson", "", "", "1"},
		{"a redirect to another origin", "/away.geojson", "", "", "which is of another origin"},
		{"a redirect to another scheme", "/scheme.geojson", "", "", "it redirects to https://127.0.0.1"},
		{"a redirect without end", "/redirects", "", "", "redirects more than 5 times"},
		{"a next page of another origin", "/next-away", "", "", "its next page is at http"},
		{"pages in a circle", "/circle", "", "", "round and round"},
		{"pages without end", "/endless", "", "", "it has more than 5 pages"},
		{"a huge answer", "/huge", "", "", "it sends more than 0 MB"},
		{"fewer features than promised", "/lost", "", "", "9 features match, and gave 1"},
		{"an error between pages", "/broken", "", "", "after 1 features: the server answers 400 Bad Request: no [2J such page"},
		{"a slow drip", "/drip", "", "", "took more than 50ms"},
		{"nothing there", "/nothing", "", "", "404 Not Found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limits := remoteLimits{pages: 5, bytes: 100_000, page: time.Minute, all: time.Minute}
			if tt.path == "/drip" {
				limits.page = 50 * time.Millisecond
			}
			r := &remote{client: server.Client(), limits: limits, layer: tt.layer, datetime: tt.datetime}
			name, err := r.fetch(context.Background(), server.URL+tt.path, t.TempDir())
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				var names []string
				for _, part := range strings.Split(string(text), `"name": "`)[1:] {
					names = append(names, part[:1])
				}
				got = strings.Join(names, " ")
			}
			if !strings.Contains(got, tt.want) || err == nil && got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The whole has a limit too, whatever each answer takes.
func TestRemoteTime(t *testing.T) {
	server := features(t)
	r := &remote{client: server.Client(), limits: remoteLimits{pages: 5, bytes: 100_000, page: time.Minute, all: 50 * time.Millisecond}}
	if _, err := r.fetch(context.Background(), server.URL+"/drip", t.TempDir()); err == nil || !strings.Contains(err.Error(), "it took more than 50ms") {
		t.Errorf("got %v, want an end after 50 ms", err)
	}
}

// Our own server is one like any other: page by page, and by its days.
func TestImportOfOurServer(t *testing.T) {
	isles := filepath.Join(t.TempDir(), "isles")
	if err := os.CopyFS(isles, testdata.Isles()); err != nil {
		t.Fatal(err)
	}
	address, _, stop := startServer(t, "-data", isles)
	defer stop()
	for _, tt := range []struct {
		path  string
		flags []string
		want  string
	}{
		{"ogc/collections/parishes/items?limit=2", nil, `"parishes" of GeoJSON`},
		{"ogc/collections/parishes", []string{"-datetime", "1970-01-01"}, `"parishes" of GeoJSON`},
		{"ogc", []string{"-layer", "parishes"}, `"parishes" of GeoJSON`},
	} {
		var stdout, stderr bytes.Buffer
		args := append([]string{"import", "-end", "exclusive", "-source-title", "Survey"}, tt.flags...)
		args = append(args, strings.TrimSuffix(address, "/")+"/"+tt.path, filepath.Join(t.TempDir(), "mine"))
		if code := run(context.Background(), args, &stdout, &stderr); code != exitFine || !strings.Contains(stdout.String(), tt.want) {
			t.Errorf("%s: exit %d: %s%s, want %s", tt.path, code, stdout.String(), stderr.String(), tt.want)
		}
	}
}

// The command imports an address.
func TestImportOfAddress(t *testing.T) {
	server := features(t)
	var stdout, stderr bytes.Buffer
	directory := filepath.Join(t.TempDir(), "mine")
	if code := run(context.Background(), []string{"import", server.URL + "/ogc/collections/areas", directory}, &stdout, &stderr); code != exitFine {
		t.Fatalf("exit %d: %s%s", code, stdout.String(), stderr.String())
	}
	if want := `"areas" of GeoJSON, rows: 3`; !strings.Contains(stdout.String(), want) {
		t.Errorf("got %s, want %s in it", stdout.String(), want)
	}
	for args, want := range map[string]string{
		server.URL + "/away.geojson x":          "import " + server.URL + "/away.geojson: ",
		"http://user:secret@example.org/a x":    "without user and password",
		"-datetime 2020-01-01 remote_test.go x": "-datetime is about addresses",
	} {
		stdout.Reset()
		stderr.Reset()
		code := run(context.Background(), append([]string{"import"}, strings.Fields(args)...), &stdout, &stderr)
		if code == exitFine || !strings.Contains(stderr.String(), want) || strings.Contains(stderr.String(), "secret") {
			t.Errorf("%s: exit %d, %s, want %q", args, code, stderr.String(), want)
		}
	}
}
