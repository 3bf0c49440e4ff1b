package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// items is a page of features as clients see it.
type items struct {
	Features       []feature
	NumberMatched  int
	NumberReturned int
	Links          []struct{ Href, Rel, Type string }
}

func (i items) link(rel string) string {
	for _, l := range i.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func getItems(t *testing.T, h http.Handler, target string) items {
	t.Helper()
	w := get(t, h, target)
	var page items
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: got %d %s", target, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	return page
}

// Who asks for JSON gets the landing page of the API at the address of the map.
func TestLandingPage(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct{ name, target, accept, want string }{
		{"a browser", "/", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"},
		{"a fetcher of previews", "/", "*/*", "text/html"},
		{"nothing said", "/", "", "text/html"},
		{"QGIS", "/", "application/json", "application/json"},
		{"R", "/", "application/json, text/xml, application/xml, */*", "application/json"},
		{"HTML rather than JSON", "/", "application/json;q=0.5, text/html", "text/html"},
		{"by parameter", "/?f=json", "text/html", "application/json"},
		{"HTML by parameter", "/?f=html", "application/json", "text/html"},
		{"second root, nothing said", "/ogc", "*/*", "application/json"},
		{"second root, with slash", "/ogc/", "", "application/json"},
		{"second root, a browser", "/ogc", "text/html", "text/html"},
	} {
		w := get(t, h, tt.target, "Accept", tt.accept)
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got %d %s, want %s", tt.name, w.Code, got, tt.want)
		}
		if vary := w.Header().Get("Vary"); !strings.Contains(vary, "Accept,") {
			t.Errorf("%s: Vary %q does not name Accept", tt.name, vary)
		}
	}
	var landing items
	json.Unmarshal(get(t, h, "/?f=json").Body.Bytes(), &landing)
	for rel, want := range map[string]string{
		"service-desc": "application/vnd.oai.openapi+json;version=3.0", "conformance": "application/json", "data": "application/json", "self": "application/json", "alternate": "text/html",
	} {
		found := false
		for _, l := range landing.Links {
			found = found || l.Rel == rel && l.Type == want
		}
		if !found {
			t.Errorf("landing page: no link with rel %s and type %s in %v", rel, want, landing.Links)
		}
	}
}

// The second root serves what clients build by appending to it.
func TestSecondRoot(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/collections", "/collections/control/items/orchards@1972-11-25", "/conformance", "/openapi.json"} {
		got, want := get(t, h, "/ogc"+path), get(t, h, path)
		if got.Code != http.StatusOK || got.Body.String() != want.Body.String() {
			t.Errorf("/ogc%s: got %d, or another document than without /ogc", path, got.Code)
		}
	}
}

func TestItems(t *testing.T) {
	h := handler(t)
	mercator := url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857")
	latlon := url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326")
	for _, tt := range []struct {
		name, query string
		want        int
	}{
		{"all", "", 22},
		{"a day", "datetime=1972-11-25", 9},
		{"a time of the day", "datetime=1972-11-25T12:00:00Z", 9},
		{"a box", "bbox=-130.35,-42.25,-130.25,-42.15&datetime=1972-11-25", 1},
		{"a box with heights", "bbox=-130.35,-42.25,0,-130.25,-42.15,100&datetime=1972-11-25", 1},
		{"a box, latitude first", "bbox=-42.25,-130.35,-42.15,-130.25&datetime=1972-11-25&bbox-crs=" + latlon, 1},
		{"a box in metres", "bbox=-14510495,-5198502,-14499363,-5183475&datetime=1972-11-25&bbox-crs=" + mercator, 1},
		{"a box elsewhere", "bbox=10,40,11,41", 0},
		{"the whole world", "bbox=-180,-90,180,90", 22},
		{"more than the world", "bbox=-200,-100,200,100", 22},
		{"a box across the antimeridian", "bbox=170,-90,-170,90", 0},
		{"all but a stripe: across the antimeridian", "bbox=40,-90,30,90", 22},
		{"a field", "controller=league&datetime=1972-11-25", 4},
		{"two fields", "controller=league&acquired_by=handover&datetime=1972-11-25", 1},
		{"a truth", "overlay=true&datetime=1975-06-01", 1},
		{"a truth as GDAL writes it", "overlay=1&datetime=1975-06-01", 1},
		{"a date", "valid_from=1972-11-25", 3},
		{"no such value", "status=nothing", 0},
		{"a filter", "filter=" + url.QueryEscape("controller = 'league' AND T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('1972-11-25'))"), 4},
		{"a filter, a field and a day", "datetime=1972-11-25&acquired_by=handover&filter=" + url.QueryEscape("controller = 'league'"), 1},
		{"a filter in JSON", "filter-lang=cql2-json&datetime=1972-11-25&filter=" + url.QueryEscape(`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[-130.30,-42.20]}]}`), 1},
		{"a filter, latitude first", "datetime=1972-11-25&filter-crs=" + latlon + "&filter=" + url.QueryEscape("S_INTERSECTS(geometry, POINT(-42.20 -130.30))"), 1},
		{"before the dataset", "datetime=1900-01-01", 0},
		{"after the dataset", "datetime=2100-01-01", 0},
	} {
		page := getItems(t, h, "/collections/control/items?limit=10000&"+tt.query)
		if page.NumberMatched != tt.want || page.NumberReturned != len(page.Features) || page.NumberMatched != len(page.Features) {
			t.Errorf("%s: matched %d, returned %d, has %d: want %d", tt.name, page.NumberMatched, page.NumberReturned, len(page.Features), tt.want)
		}
	}
}

// Every page leads to the next until each feature has come exactly once, and those with an end come
// first: clients take the types of fields from the first page.
func TestPaging(t *testing.T) {
	h := handler(t)
	for _, query := range []string{"limit=7", "limit=50&datetime=1972-11-25", "limit=1000", "limit=3&controller=league"} {
		seen, open := map[any]bool{}, false
		next, pages := "/collections/control/items?"+query, 0
		matched := 0
		for next != "" && pages < 100 {
			page := getItems(t, h, next)
			for _, f := range page.Features {
				if seen[f.ID] {
					t.Errorf("%s: %v comes twice", query, f.ID)
				}
				seen[f.ID] = true
				if f.Properties["valid_to"] == nil {
					open = true
				} else if open {
					t.Errorf("%s: %v has an end but comes after one without", query, f.ID)
				}
			}
			matched, pages = page.NumberMatched, pages+1
			next = page.link("next")
		}
		if len(seen) != matched {
			t.Errorf("%s: %d features on %d pages, want %d", query, len(seen), pages, matched)
		}
	}
}

// A feature comes by itself with links, in the system asked for.
func TestItem(t *testing.T) {
	h := handler(t)
	const target = "/collections/places/items/"
	page := getItems(t, h, "/collections/places/items?limit=1")
	id := page.Features[0].ID.(string)
	at := func(query string) [2]float64 {
		var f feature
		w := get(t, h, target+url.PathEscape(id)+query)
		if w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &f) != nil {
			t.Fatalf("%s: %d %s", query, w.Code, w.Body)
		}
		return f.positions(t)[0]
	}
	plain := at("")
	flipped := at("?crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326"))
	if plain[0] != flipped[1] || plain[1] != flipped[0] {
		t.Errorf("EPSG:4326: got %v, want %v with latitude first", flipped, plain)
	}
	if metres := at("?crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857")); metres[0] < -14.6e6 || metres[0] > -14.1e6 {
		t.Errorf("EPSG:3857: got %v", metres)
	}
	w := get(t, h, target+id+"?crs="+url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857"))
	if got, want := w.Header().Get("Content-Crs"), "<http://www.opengis.net/def/crs/EPSG/0/3857>"; got != want {
		t.Errorf("Content-Crs: got %s, want %s", got, want)
	}
	if get(t, h, target+id, "If-None-Match", w.Header().Get("ETag")).Code != http.StatusOK {
		t.Error("the same tag in two systems")
	}
}

// What cannot be meant is told in words, never answered with something else.
func TestOGCProblems(t *testing.T) {
	h := handler(t)
	const items = "/collections/control/items?"
	for _, tt := range []struct {
		target string
		status int
		says   string
	}{
		{"/collections/nothing", 404, "want one of control, "},
		{"/collections/nothing/items", 404, "want one of control, "},
		{"/collections/control/items/nothing", 404, "nothing"},
		{items + "colour=red", 400, "unknown parameter"},
		{items + "f=xml", 400, "want json, html, jsonfg or csv"},
		{items + "limit=0", 400, "want a number from 1 to 10000"},
		{items + "limit=-1", 400, "want a number from 1 to 10000"},
		{items + "limit=1.5", 400, "want a number from 1 to 10000"},
		{items + "limit=", 400, "want a number from 1 to 10000"},
		{items + "limit=5&limit=6", 400, "given 2 times"},
		{items + "bbox=NaN,1,2,3", 400, "want four numbers"},
		{items + "bbox=1,2,Inf,3", 400, "want four numbers"},
		{items + "bbox=1,2,3", 400, "want four numbers"},
		{items + "bbox=1,2,3,4,5", 400, "want four numbers"},
		{items + "bbox=", 400, "want four numbers"},
		{items + "bbox=46,41,47,40", 400, "south is north"},
		{items + "bbox=-14510495,-5198502,-14499363,-5183475", 400, "bbox-crs"},
		{items + "crs=EPSG:2154", 400, "want one of"},
		{items + "bbox-crs=nothing&bbox=1,2,3,4", 400, "want one of"},
		{items + "datetime=1972-13-01", 400, "YYYY-MM-DD"},
		{items + "datetime=1972", 400, "this is a year"},
		{items + "datetime=1972-12-01/1972-11-01", 400, "ends before it begins"},
		{items + "datetime=", 400, "YYYY-MM-DD"},
		{items + "valid_from=yesterday", 400, "YYYY-MM-DD"},
		{items + "overlay=perhaps", 400, "want true or false"},
		{items + "area_km2=NaN", 400, "want a number"},
		{items + "after=banana", 400, "next page"},
		{items + "filter=colour%3D%27red%27", 400, "want one of geometry, id, zone"},
		{items + "filter=", 400, "empty"},
		{items + "filter=" + strings.Repeat("%28", 1000), 400, "deep"},
		{items + "filter=" + strings.Repeat("%28", 2000), 414, "longer than"},
		{items + "filter=TRUE&filter-lang=sql", 400, "want cql2-text or cql2-json"},
		{items + "filter=TRUE&filter-crs=EPSG:1", 400, "want one of"},
		{items + "viewpoint=nobody", 400, "nobody"},
		{"/collections?limit=1", 400, "unknown parameter"},
		{"/?f=xml", 400, "want json or html"},
	} {
		w := get(t, h, tt.target)
		var p struct{ Detail, Hint string }
		json.Unmarshal(w.Body.Bytes(), &p)
		if w.Code != tt.status || !strings.Contains(p.Detail+" "+p.Hint, tt.says) || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: got %d %s, want %d and %q", tt.target, w.Code, w.Body, tt.status, tt.says)
		}
	}
	if w := get(t, h, items, "Accept", "text/turtle"); w.Code != http.StatusNotAcceptable {
		t.Errorf("Accept text/turtle: got %d, want 406", w.Code)
	}
	// More than the largest page is not an error (OGC 17-069r4, 7.15.2).
	if page := getItems(t, h, items+"limit=1000000000000000000000"); page.NumberReturned != 22 {
		t.Errorf("a limit of a sextillion: got %d features, want 22", page.NumberReturned)
	}
}

// The pages work without script and load nothing.
func TestBrowsing(t *testing.T) {
	h := handler(t)
	for _, target := range []string{
		"/api", "/conformance", "/collections", "/collections/control", "/collections/events", "/collections/control/schema", "/collections/control/queryables",
		"/collections/control/items?limit=5", "/collections/control/items?datetime=1972-11-25", "/collections/events/items?limit=1000", "/collections/places/items",
		"/collections/control/items/orchards@1972-11-25",
	} {
		w := get(t, h, target, "Accept", "text/html")
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: got %d %s", target, w.Code, w.Header().Get("Content-Type"))
		}
		if !strings.Contains(body, "<h1>") || !strings.HasSuffix(strings.TrimSpace(body), "</html>") || strings.Contains(body, "<script") || strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: not whole, or with a script:\n%s", target, body)
		}
		if strings.Contains(target, "items") && !strings.Contains(body, "<path class=") {
			t.Errorf("%s: has no map", target)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: Content-Security-Policy: %q", target, w.Header().Get("Content-Security-Policy"))
		}
	}
	// Drawn is one day: the colours of several above each other are nobody's.
	if body := get(t, h, "/collections/control?f=html").Body.String(); strings.Count(body, "<path class=") != 9 || !strings.Contains(body, "On 1972-11-25.") {
		t.Errorf("/collections/control: %d shapes, want the 9 of 1972-11-25", strings.Count(body, "<path class="))
	}
	page := get(t, h, "/collections/control/items?limit=5&f=html&datetime=1972-11-25").Body.String()
	if !strings.Contains(page, "9 features match, 5 are shown") || !strings.Contains(page, `rel="next"`) {
		t.Errorf("a page of 5 does not say so or does not lead on:\n%s", page)
	}
}
