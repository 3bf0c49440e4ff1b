package server_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// handler serves the Lantern Isles as on a day in 2026, with a tiny page.
func handler(t testing.TB) http.Handler { return handlerOf(t, testdata.Isles()) }

func handlerOf(t testing.TB, files fs.FS) http.Handler {
	t.Helper()
	live, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	return server.New(live, server.Options{Version: "test", Today: today, Page: fstest.MapFS{
		"index.html":         {Data: []byte("<!doctype html><title>map</title>" + strings.Repeat(" ", 600))},
		"assets/app-1234.js": {Data: []byte("export {}")},
		".gitkeep":           {},
	}})
}

func today() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// get asks the whole handler; headers are pairs of name and value.
func get(t testing.TB, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return do(t, h, http.MethodGet, target, headers...)
}

func do(t testing.TB, h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, server.Leaving(r))
	return w
}

// getJSON asks for a document that must be there.
func getJSON(t testing.TB, h http.Handler, target string) map[string]any {
	t.Helper()
	w := get(t, h, target)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: got %d %s", target, w.Code, w.Body)
	}
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	return v
}

func TestLocate(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct{ day, controller, event string }{
		{"1972-11-24", "crown", "1961-charter"},
		{"1972-11-25", "league", "1972-orchards"},
	} {
		v := getJSON(t, h, "/locate?lon=-130.30&lat=-42.20&history=true&datetime="+tt.day)
		control := v["control"].(map[string]any)
		if got := control["controller"]; got != tt.controller {
			t.Errorf("%s: controller: got %v, want %s", tt.day, got, tt.controller)
		}
		if got := control["event"].(map[string]any)["id"]; got != tt.event {
			t.Errorf("%s: event: got %v, want %s", tt.day, got, tt.event)
		}
		if len(control["sources"].([]any)) == 0 || len(v["history"].([]any)) != 2 {
			t.Errorf("%s: want sources and the two periods of the zone, got %v", tt.day, v)
		}
	}
}

func TestWithoutDatetimeTheLatestCoveredDayIsMeant(t *testing.T) {
	v := getJSON(t, handler(t), "/locate?lon=-130.30&lat=-42.20")
	if got := v["datetime"]; got != "1989-12-31" {
		t.Errorf("datetime: got %v, want 1989-12-31, the last day the dataset covers", got)
	}
}

func TestDaysOutsideAreUnknownEverywhere(t *testing.T) {
	h := handler(t)
	if v := getJSON(t, h, "/locate?lon=-130.30&lat=-42.20&datetime=1990-01-01")["control"].(map[string]any); v["status"] != "unknown" || v["reason"] == "" {
		t.Errorf("/locate: got %v", v)
	}
	control := getJSON(t, h, "/control?datetime=1950-01-01")
	if control["reason"] == nil || len(control["features"].([]any)) == 0 {
		t.Errorf("/control: want every zone and the reason, got %d zones, reason %v", len(control["features"].([]any)), control["reason"])
	}
	for _, f := range control["features"].([]any) {
		if p := f.(map[string]any)["properties"].(map[string]any); p["status"] != "unknown" || p["controller"] != nil {
			t.Errorf("/control: got %v", p)
		}
	}
	if v := getJSON(t, h, "/diff?from=1950-01-01&to=1972-01-01"); v["reason"] == nil {
		t.Errorf("/diff: got %v", v)
	}
	series := getJSON(t, h, "/stats?datetime=2030-01-01")["series"].([]any)
	if len(series) != 1 || series[0].(map[string]any)["reason"] == nil {
		t.Errorf("/stats: got %v", series)
	}
	if w := get(t, h, "/tiles/control/8/35/161.mvt?datetime=2030-01-01"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "unknown") {
		t.Errorf("/tiles/control: got %d, want a tile that says unknown", w.Code)
	}
}

// What is wrong must be answered with a status of the client's and a document that says what was
// wanted.
func TestMalformedRequests(t *testing.T) {
	h := handler(t)
	long := "/locate?lon=" + strings.Repeat("1", 5000)
	for _, tt := range []struct {
		target string
		status int
		says   string
	}{
		{"/locate", 400, "lon"},
		{"/locate?lon=46", 400, "lat"},
		{"/locate?lon=&lat=40", 400, "degrees"},
		{"/locate?lon=46,04&lat=40", 400, "degrees"},
		{"/locate?lon=NaN&lat=40", 400, "degrees"},
		{"/locate?lon=Inf&lat=40", 400, "-180 to 180"},
		{"/locate?lon=1e999&lat=40", 400, "degrees"},
		{"/locate?lon=0x1p5&lat=40", 400, "want a number of degrees"},
		{"/locate?lon=4_6&lat=40", 400, "want a number of degrees"},
		{"/locate?lon=4604&lat=40", 400, "-180 to 180"},
		{"/locate?lon=40&lat=146", 400, "swapped"},
		{"/locate?lon=46&lat=40&lat=41", 400, "2 times"},
		{"/locate?lon=46&lat=40&date=1972-11-25", 400, "unknown parameter"},
		{"/locate?lon=46&lat=40&datetime=", 400, "YYYY-MM-DD"},
		{"/locate?lon=46&lat=40&datetime=1972", 400, "1972-01-01"},
		{"/locate?lon=46&lat=40&datetime=1972-11-31", 400, "a day that exists"},
		{"/locate?lon=46&lat=40&datetime=25.11.1972", 400, "YYYY-MM-DD"},
		{"/locate?lon=46&lat=40&datetime=1972-11-10/1972-11-20", 400, "one day"},
		{"/locate?lon=46&lat=40&history=yes", 400, "true or false"},
		{"/locate?lon=%zz&lat=40", 400, "cannot be read"},
		{"/locate?lon=46;lat=40", 400, "cannot be read"},
		{long, 414, "longer"},
		{"/control?bbox=1,2,3", 400, "west,south,east,north"},
		{"/control?bbox=46,41,47,40", 400, "south is north"},
		{"/control?bbox=NaN,40,45,41", 400, "west,south,east,north"},
		{"/control?bbox=-4604,40,45,41", 400, "-180 to 180"},
		{"/control?bbox=-20,170,-15,178", 400, "swapped"},
		{"/control?bbox=0,40,10,91", 400, "-90 to 90"},
		{"/control?datetime=../..", 400, "one day"},
		{"/diff", 400, "from"},
		{"/diff?from=1972-11-09", 400, "to"},
		{"/diff?from=1972-11-09&to=tomorrow", 400, "YYYY-MM-DD"},
		{"/stats?datetime=1972-12-01/1972-11-01", 400, "ends before"},
		{"/stats?datetime=../..", 400, "one end"},
		{"/timeline?x=1", 400, "viewpoint"},
		{"/healthz?x=1", 400, "no parameters"},
		{"/timeline?viewpoint=mine", 400, "viewpoint"},
		{"/figures?region=nowhere", 400, "region"},
		{"/regions?layer=raions", 400, "zones"},
		{"/regions/uplnd", 404, "upland"},
		{"/regions/%2e%2e%2fsecret", 404, "not found"},
		{"/events?zone=nowhere", 400, "zone"},
		{"/events?kind=bogus", 400, "handover"},
		{"/stats?within=nowhere", 400, "region"},
		{"/stats?within=parish_town&outside=parish_town", 400, "exclude"},
		{"/stats?within=parish_town&bbox=-131,-43,-130,-42", 400, "excludes"},
		{"/stats?bbox=-131,-43", 400, "four numbers"},
		{"/tiles/nothing.json", 404, "control"},
		{"/tiles/nothing/1/0/0.mvt", 404, "control"},
		{"/tiles/history/15/0/0.mvt", 404, "0 to 14"},
		{"/tiles/history/99999999999999999999/0/0.mvt", 404, "0 to 14"},
		{"/tiles/history/2/4/0.mvt", 404, "0 to 3"},
		{"/tiles/history/2/0/99999999999999999999.mvt", 404, "0 to 3"},
		{"/tiles/history/1/0/-1.mvt", 404, "no such path"},
		{"/tiles/history/8/35/161.mvt?datetime=1972-11-25", 400, "all days"},
		{"/tiles/control/8/35/161.mvt?datetime=now", 400, "YYYY-MM-DD"},
		{"/export/nothing.geojson", 404, "control"},
		{"/export/control.nothing", 404, ".geojson"},
		{"/nothing", 404, "no such path"},
		{"/assets/../go.mod", 404, "no such path"},
	} {
		t.Run(tt.target[:min(len(tt.target), 70)], func(t *testing.T) {
			w := get(t, h, tt.target)
			for w.Code == http.StatusMovedPermanently { // a path with .. is cleaned
				w = get(t, h, w.Header().Get("Location"))
			}
			if w.Code != tt.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, tt.status)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type: got %q", got)
			}
			var p struct {
				Type, Title, Detail, Hint, Instance string
				Status                              int
			}
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			if p.Status != tt.status || p.Type == "" || p.Title == "" || !strings.Contains(p.Detail+p.Hint, tt.says) {
				t.Errorf("got %+v, want it to say %q", p, tt.says)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		method, target string
		status         int
	}{
		{"PATCH", "/locate", 405},
		{"DELETE", "/timeline", 405},
		{"PUT", "/", 405},
		{"HEAD", "/timeline", 200},
		{"OPTIONS", "/locate", 204},
		{"OPTIONS", "/nowhere", 404},
		{"POST", "/nowhere", 404},
	} {
		w := do(t, h, tt.method, tt.target)
		if w.Code != tt.status {
			t.Errorf("%s %s: got %d, want %d", tt.method, tt.target, w.Code, tt.status)
		}
		if tt.status == 405 && w.Header().Get("Allow") == "" {
			t.Errorf("%s %s: the methods that are allowed are not named", tt.method, tt.target)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s: other origins may not read the answer", tt.method, tt.target)
		}
	}
}

// A body that is announced and never sent must not keep the answer waiting, and one that is too
// large is refused.
func TestBodiesThatNobodyReads(t *testing.T) {
	s := httptest.NewServer(handler(t))
	defer s.Close()
	for request, want := range map[string]string{
		"POST /timeline HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n":     "405",
		"GET /timeline HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n": "413",
		"GET /tiles/history.json HTTP/1.0\r\n\r\n":                             "200",
		// Whoever waits for word whether to send it (RFC 9110, 10.1.1) gets the answer itself.
		"GET /timeline HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n":                   "200",
		"GET /timeline HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n":          "200",
		"GET /tiles/history/8/35/161.mvt HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n": "200",
	} {
		connection, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if _, err := io.WriteString(connection, request); err != nil {
			t.Fatal(err)
		}
		connection.SetReadDeadline(time.Now().Add(10 * time.Second))
		answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Errorf("%q: %v", request, err)
			continue
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || !strings.HasPrefix(answer.Status, want) {
			t.Errorf("%q: got %s, %v; want %s", request, answer.Status, err, want)
		}
		if strings.Contains(string(body), "http:///") {
			t.Errorf("%q: links without a host", request)
		}
	}
}

func TestEntityTagsAndCompression(t *testing.T) {
	h := handler(t)
	for _, target := range []string{"/timeline", "/tiles/history/8/35/161.mvt", "/export/zones.geojson", "/"} {
		plain := get(t, h, target)
		tags := map[string]bool{plain.Header().Get("ETag"): true}
		for _, coding := range []string{"gzip", "zstd", "br"} {
			coded := get(t, h, target, "Accept-Encoding", coding)
			if coded.Header().Get("Content-Encoding") != coding {
				if coding != "br" || strings.HasPrefix(target, "/tiles") { // answers made for one request are not worth brotli
					t.Errorf("%s: %s is not used", target, coding)
				}
				continue
			}
			if coded.Body.Len() >= plain.Body.Len() || decode(t, coding, coded.Body) != plain.Body.String() {
				t.Errorf("%s: %s does not give back the content, or is larger", target, coding)
			}
			tag := coded.Header().Get("ETag")
			if tags[tag] || !strings.Contains(coded.Header().Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s: %s: one strong ETag for two forms", target, coding)
			}
			tags[tag] = true
			again := get(t, h, target, "If-None-Match", `"other", W/`+tag, "Accept-Encoding", coding)
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s: got %d for a tag the client has, want 304", target, again.Code)
			}
		}
		if w := get(t, h, target, "If-None-Match", plain.Header().Get("ETag")); w.Code != http.StatusNotModified {
			t.Errorf("%s: got %d for a tag the client has, want 304", target, w.Code)
		}
	}
	for accept, want := range map[string]string{
		"gzip": "gzip", "GZIP": "gzip", "*": "zstd", "gzip;q=0": "", "*;q=0.5, gzip; q=0": "zstd", "": "",
		"deflate": "", "gzip, zstd;q=0.5": "gzip", "zstd, gzip": "zstd", "gzip;q=x": "gzip",
	} {
		if got := get(t, h, "/timeline", "Accept-Encoding", accept).Header().Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: got %q, want %q", accept, got, want)
		}
	}
}

// decode undoes a content coding.
func decode(t *testing.T, coding string, body io.Reader) string {
	t.Helper()
	var reader io.Reader
	var err error
	switch coding {
	case "gzip":
		reader, err = gzip.NewReader(body)
	case "zstd":
		reader, err = zstd.NewReader(body)
	case "br":
		reader = brotli.NewReader(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("%s: %v", coding, err)
	}
	return string(content)
}

func TestPage(t *testing.T) {
	h := handler(t)
	index := get(t, h, "/")
	if !strings.HasPrefix(index.Header().Get("Content-Type"), "text/html") || index.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("/: got headers %v", index.Header())
	}
	policy := index.Header().Get("Content-Security-Policy")
	const wasm = " 'wasm-unsafe-eval'" // for the engine, and for nothing else
	if !strings.Contains(policy, "default-src 'self'; script-src 'self'"+wasm+";") || strings.Contains(strings.Replace(policy, wasm, "", 1), "unsafe") {
		t.Errorf("/: policy %q", policy)
	}
	asset := get(t, h, "/assets/app-1234.js")
	if !strings.Contains(asset.Header().Get("Cache-Control"), "immutable") || !strings.Contains(asset.Header().Get("Content-Type"), "javascript") {
		t.Errorf("asset: got headers %v", asset.Header())
	}
	if w := get(t, h, "/.gitkeep"); w.Code != http.StatusNotFound {
		t.Errorf("/.gitkeep: got %d, want 404", w.Code)
	}
	live, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	bare := server.New(live, server.Options{})
	if w := get(t, bare, "/"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("without a page / must say how to build it, got %d %s", w.Code, w.Body)
	}
	if w := get(t, bare, "/locate?lon=-130.3&lat=-42.2"); w.Code != http.StatusOK {
		t.Errorf("without a page the API must work, got %d", w.Code)
	}
}

func TestTiles(t *testing.T) {
	h := handler(t)
	if w := get(t, h, "/tiles/history/8/35/161.mvt"); w.Code != 200 || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
	if w := get(t, h, "/tiles/control/14/2366/10369.mvt"); w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("an empty tile: got %d, want 204", w.Code)
	}
	before, after := get(t, h, "/tiles/control/8/35/161.mvt?datetime=1972-11-24"), get(t, h, "/tiles/control/8/35/161.mvt?datetime=1972-11-25")
	if before.Body.String() == after.Body.String() {
		t.Error("the tiles of 24 and 25 November 1972 are the same")
	}
	same := get(t, h, "/tiles/control/8/35/161.mvt?datetime=1972-11-27")
	if after.Body.String() != same.Body.String() || after.Header().Get("ETag") != same.Header().Get("ETag") {
		t.Error("two days of one epoch must share a tile")
	}
	v := getJSON(t, h, "/tiles/control.json?datetime=1972-11-25")
	if v["tilejson"] != "3.0.0" || v["tiles"].([]any)[0] != "http://example.com/tiles/control/{z}/{x}/{y}.mvt?datetime=1972-11-25" {
		t.Errorf("TileJSON: got %v", v)
	}
	layers := getJSON(t, h, "/tiles/history.json")["vector_layers"].([]any)
	ids := map[any]bool{}
	for _, layer := range layers {
		ids[layer.(map[string]any)["id"]] = true
	}
	for _, want := range []string{"zones", "borders", "shires", "parishes", "places", "events"} {
		if !ids[want] {
			t.Errorf("history has no layer %s, got %v", want, ids)
		}
	}
}

// What a tile says must not depend on which one was asked for first.
func TestTilesOfEachDayAreTheirOwn(t *testing.T) {
	for _, days := range [][]string{{"1964-08-01", "1967-04-02", "1972-09-27"}, {"1972-09-27", "1967-04-02", "1964-08-01"}} {
		h := handler(t)
		for _, day := range days {
			if w := get(t, h, "/tiles/events/0/0/0.mvt?datetime="+day); w.Code != http.StatusBadRequest {
				t.Errorf("the tileset events holds all days: got %d for one day, want 400", w.Code)
			}
		}
		if w := get(t, h, "/tiles/events/0/0/0.mvt"); w.Code != http.StatusOK {
			t.Errorf("events of all days: got %d", w.Code)
		}
	}
}

// A box whose west is greater than its east crosses the antimeridian, here as for items. It was
// refused.
func TestBoxesAcrossTheAntimeridian(t *testing.T) {
	h := handler(t)
	for target, list := range map[string]string{
		"/control?datetime=1972-11-25&": "features", "/regions?": "regions",
		"/export/control.geojson?": "features", "/export/front.geojson?datetime=1972-11-25&": "features",
		"/export/controllers.geojson?datetime=1972-11-25&": "features", "/export/places.geojson?": "features",
	} {
		world := len(getJSON(t, h, target+"bbox=-180,-90,180,90")[list].([]any))
		if world == 0 {
			t.Errorf("%s: nothing in the whole world", target)
		}
		for box, want := range map[string]int{
			"40,-90,30,90": world, "170,-90,-170,90": 0, "40,-90,0,30,90,100": world, "-200,-100,200,100": world,
		} {
			got := len(getJSON(t, h, target+"bbox="+box)[list].([]any))
			if got != want {
				t.Errorf("%s bbox=%s: got %d, want %d", target, box, got, want)
			}
		}
	}
}

// Lines and points are found in a box like areas; they were never.
func TestBoxesFindLinesAndPoints(t *testing.T) {
	h := handler(t)
	for _, target := range []string{"/export/lines.geojson?", "/export/exclaves.geojson?", "/regions?layer=lines&", "/regions?layer=exclaves&"} {
		list := "features"
		if strings.HasPrefix(target, "/regions") {
			list = "regions"
		}
		all := len(getJSON(t, h, target)[list].([]any))
		world := len(getJSON(t, h, target+"bbox=-180,-90,180,90")[list].([]any))
		if world == 0 || world > all {
			t.Errorf("%s: got %d of %d in the whole world", target, world, all)
		}
		if got := len(getJSON(t, h, target+"bbox=10,10,11,11")[list].([]any)); got != 0 {
			t.Errorf("%s: got %d far away", target, got)
		}
	}
}

func TestLists(t *testing.T) {
	h := handler(t)
	if n := len(getJSON(t, h, "/regions?layer=zones")["regions"].([]any)); n != 9 {
		t.Errorf("zones: got %d, want 9", n)
	}
	within := getJSON(t, h, "/regions?layer=zones&bbox=-130.31,-42.21,-130.29,-42.19")["regions"].([]any)
	if len(within) == 0 || len(within) == 9 {
		t.Errorf("zones in a small box: got %d", len(within))
	}
	if v := getJSON(t, h, "/regions/orchards"); len(v["history"].([]any)) != 2 {
		t.Errorf("history: got %v", v["history"])
	}
	if v := getJSON(t, h, "/regions/parish_moor"); v["drawn"] != false {
		t.Errorf("the parish of the moor has no outline, got drawn %v", v["drawn"])
	}
	events := getJSON(t, h, "/events?datetime=1972-11-20/1972-12-01&kind=handover")["events"].([]any)
	if len(events) != 2 {
		t.Errorf("handovers of 20 November to 1 December 1972: got %d, want The Orchards and Harbourside", len(events))
	}
	if reason := getJSON(t, h, "/events?datetime=1900-01-01")["reason"]; reason == nil {
		t.Error("events of a day that is not covered: want the reason why there are none")
	}
	if v := getJSON(t, h, "/export/control.geojson?datetime=1990-06-01/2030-01-01"); v["reason"] == nil {
		t.Error("export of days that are not all covered: want the reason")
	}
	if v := getJSON(t, h, "/regions/%75pland"); v["id"] != "upland" {
		t.Errorf("an encoded id: got %v", v["id"])
	}
	if n := len(getJSON(t, h, "/events")["events"].([]any)); n != 14 {
		t.Errorf("events: got %d, want 14", n)
	}
	if w := get(t, h, "/export/control.geojson"); !strings.Contains(w.Header().Get("Content-Disposition"), "isles-control.geojson") {
		t.Errorf("export: got %v", w.Header())
	}
}

// The plain address links the one that never changes; both give the same tile, and those of another
// snapshot are not confused with it.
func TestImmutableTiles(t *testing.T) {
	h := handler(t)
	id := getJSON(t, h, "/status")["snapshot"].(string)
	for _, target := range []string{"/tiles/control/8/35/161.mvt?datetime=1972-11-25", "/tiles/history/8/35/161.mvt", "/tiles/shires/8/35/161.mvt?datetime=1965-01-01"} {
		plain := get(t, h, target)
		link := plain.Header().Get("Link")
		address, rest, ok := strings.Cut(strings.TrimPrefix(link, "<"), ">")
		if !ok || rest != `; rel="canonical"` || !strings.HasPrefix(address, "/v/"+id+"/tiles/") {
			t.Fatalf("%s: link %q", target, link)
		}
		if got := plain.Header().Get("Cache-Control"); got != "public, max-age=60" {
			t.Errorf("%s: Cache-Control %q", target, got)
		}
		fixed := get(t, h, address)
		if fixed.Code != http.StatusOK || fixed.Body.String() != plain.Body.String() {
			t.Errorf("%s: got %d, want the same tile as %s", address, fixed.Code, target)
		}
		if got := fixed.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", address, got)
		}
	}
	for _, address := range []string{
		"/v/0123456789/tiles/control/3/8/35/161.mvt", "/v/" + id + "/tiles/control/99/8/35/161.mvt", "/v/" + id + "/tiles/control/all/8/35/161.mvt",
		"/v/" + id + "/tiles/history/3/8/35/161.mvt", "/v/" + id + "/tiles/events/3/8/35/161.mvt", "/v/" + id + "/tiles/control/-1/8/35/161.mvt", "/v/" + id + "/tiles/8/35/161.mvt", "/v/x.mvt",
	} {
		if w := get(t, h, address); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %s, want 404 that is not kept", address, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	if w := get(t, h, "/v/"+id+"/tiles/control/3/8/35/161.mvt?datetime=1972-11-25"); w.Code != http.StatusBadRequest {
		t.Errorf("datetime on an address that holds an epoch: got %d, want 400", w.Code)
	}
}

func TestTileJSONDeclaresTheZoomOfTheData(t *testing.T) {
	h := handler(t)
	if got := getJSON(t, h, "/tiles/control.json")["maxzoom"].(float64); got < 9 || got > 12 {
		t.Errorf("control: maxzoom %g: lines good to kilometres are done at about zoom 10", got)
	}
	if got := getJSON(t, h, "/tiles/places.json")["maxzoom"].(float64); got != 14 {
		t.Errorf("places: maxzoom %g, want 14", got)
	}
}
