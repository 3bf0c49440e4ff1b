package metrics

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// two serves two datasets, of which the second has lost a file since, and cannot be loaded again.
func two(t *testing.T) (s *server.Server, snapshot string) {
	t.Helper()
	first, err := live.New(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	second, err := live.New(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(folder + "/control.json"); err != nil {
		t.Fatal(err)
	}
	if second.Reload() == nil {
		t.Fatal("a dataset without control was accepted")
	}
	return server.NewOf([]server.Dataset{{ID: "first", Store: first}, {ID: "second", Store: second}}, server.Options{Version: "v1.2.3"}), first.Current().ID
}

// ask sends a request and returns how many bytes of body came.
func ask(s http.Handler, method, target string, lines ...string) int {
	r := httptest.NewRequest(method, target, strings.NewReader(""))
	for i := 0; i < len(lines); i += 2 {
		r.Header.Set(lines[i], lines[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Body.Len()
}

// Requests are counted by the pattern of their path, wherever it stands, and by their status, with
// the bytes that were sent; no path that a client made up becomes a label.
func TestRequests(t *testing.T) {
	s, snapshot := two(t)
	bytes := 0
	for _, path := range []string{"/sources", "/d/second/sources", "/v/" + snapshot + "/sources", "/d/first/v/" + snapshot + "/sources"} {
		bytes += ask(s, http.MethodGet, path)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sources", nil))
	bytes += w.Body.Len()
	ask(s, http.MethodGet, "/sources", "If-None-Match", w.Header().Get("ETag"))
	ask(s, http.MethodHead, "/sources") // its body goes no further than net/http
	bytes += ask(s, http.MethodGet, "/sources?secret=1")
	bytes += ask(s, http.MethodGet, "/v/0123456789abcdef/sources")
	ask(s, http.MethodDelete, "/sources")
	ask(s, http.MethodGet, "/d/nobody/sources")
	ask(s, http.MethodGet, "/made/up")
	ask(s, http.MethodGet, "/?"+strings.Repeat("x", 5000))
	left, leave := context.WithCancel(t.Context())
	leave()
	func() {
		defer func() { recover() }() // net/http does so
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(left, http.MethodGet, "/stats", nil))
	}()
	want := `
# HELP demarc_http_requests_total Requests answered, by the pattern of their path and the status; "left": the client left first.
# TYPE demarc_http_requests_total counter
demarc_http_requests_total{method="GET",route="/sources",status="200"} 6
demarc_http_requests_total{method="GET",route="/sources",status="304"} 1
demarc_http_requests_total{method="GET",route="/sources",status="400"} 1
demarc_http_requests_total{method="GET",route="/sources",status="410"} 1
demarc_http_requests_total{method="GET",route="/stats",status="left"} 1
demarc_http_requests_total{method="GET",route="/{file}",status="404"} 1
demarc_http_requests_total{method="GET",route="other",status="404"} 1
demarc_http_requests_total{method="GET",route="other",status="405"} 1
demarc_http_requests_total{method="GET",route="other",status="414"} 1
# HELP demarc_http_requests_in_flight Requests being answered.
# TYPE demarc_http_requests_in_flight gauge
demarc_http_requests_in_flight 0
# HELP demarc_admission_admitted_total Costly requests that were let in.
# TYPE demarc_admission_admitted_total counter
demarc_admission_admitted_total{gate="costly"} 1
demarc_admission_admitted_total{gate="tables"} 0
`
	if err := testutil.CollectAndCompare(collector(s.Counts), strings.NewReader(want),
		"demarc_http_requests_total", "demarc_http_requests_in_flight", "demarc_admission_admitted_total"); err != nil {
		t.Error(err)
	}
	for _, r := range s.Counts().Routes {
		if r.Route == "/sources" && (r.Bytes != uint64(bytes) || r.Requests != 9 || r.Within[60] != 9 || r.Seconds <= 0) {
			t.Errorf("got %+v, want %d bytes of 9 requests within a minute", r, bytes)
		}
	}
}

// When the certificate ends is told where there is one, and whether what is to follow it is of use.
func TestCertificate(t *testing.T) {
	store, err := live.New(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	kept := server.Certificate{NotAfter: time.Unix(1900000000, 0)}
	s := server.NewOf([]server.Dataset{{ID: "only", Store: store}}, server.Options{Certificate: func() server.Certificate { return kept }})
	names := []string{"demarc_tls_certificate_expiry_timestamp_seconds", "demarc_tls_certificate_refused"}
	for refused, cause := range map[string]error{"0": nil, "1": os.ErrNotExist} {
		kept.Refused = cause
		want := `
# HELP demarc_tls_certificate_expiry_timestamp_seconds When the certificate that is served ends, in seconds since 1970.
# TYPE demarc_tls_certificate_expiry_timestamp_seconds gauge
demarc_tls_certificate_expiry_timestamp_seconds 1.9e+09
# HELP demarc_tls_certificate_refused Whether the files of the certificate cannot be used as they are now, so that the one before is served.
# TYPE demarc_tls_certificate_refused gauge
demarc_tls_certificate_refused ` + refused + "\n"
		if err := testutil.CollectAndCompare(collector(s.Counts), strings.NewReader(want), names...); err != nil {
			t.Error(err)
		}
	}
	plain, _ := two(t)
	if n := testutil.CollectAndCount(collector(plain.Counts), names...); n != 0 {
		t.Errorf("without TLS: got %d metrics of a certificate, want none", n)
	}
}

// Each dataset has its own snapshot, loads and problems.
func TestDatasets(t *testing.T) {
	s, snapshot := two(t)
	want := strings.NewReplacer("ID", snapshot).Replace(`
# HELP demarc_dataset_snapshot_info Always 1; which snapshot is served, and the version of its dataset, are labels.
# TYPE demarc_dataset_snapshot_info gauge
demarc_dataset_snapshot_info{dataset="first",snapshot="ID",version="1"} 1
demarc_dataset_snapshot_info{dataset="second",snapshot="ID",version="1"} 1
# HELP demarc_dataset_loads_total Attempts to load the files of the dataset.
# TYPE demarc_dataset_loads_total counter
demarc_dataset_loads_total{dataset="first",result="accepted"} 1
demarc_dataset_loads_total{dataset="first",result="refused"} 0
demarc_dataset_loads_total{dataset="second",result="accepted"} 1
demarc_dataset_loads_total{dataset="second",result="refused"} 1
# HELP demarc_dataset_latest_load_refused Whether the latest attempt to load was refused, so that an older snapshot is served, or none.
# TYPE demarc_dataset_latest_load_refused gauge
demarc_dataset_latest_load_refused{dataset="first"} 0
demarc_dataset_latest_load_refused{dataset="second"} 1
`)
	if err := testutil.CollectAndCompare(collector(s.Counts), strings.NewReader(want),
		"demarc_dataset_snapshot_info", "demarc_dataset_loads_total", "demarc_dataset_latest_load_refused"); err != nil {
		t.Error(err)
	}
	second := s.Counts().Datasets[1]
	if second.Errors == 0 || second.Since.After(second.Loaded) || second.Snapshot == "" {
		t.Errorf("got %+v, want the errors of the latest load, and the snapshot from before", second)
	}
}

// Tiles kept are told from those made, and so are archives.
func TestCaches(t *testing.T) {
	s, _ := two(t)
	for range 3 {
		ask(s, http.MethodGet, "/tiles/history/0/0/0.mvt")
		ask(s, http.MethodGet, "/export/control.pmtiles?maxzoom=1")
	}
	c := s.Counts()
	if c.Tiles.Hits != 2 || c.Tiles.Misses != 1 || c.Tiles.Tiles != 1 || c.Tiles.Bytes == 0 {
		t.Errorf("tiles: %+v, want one made and asked for twice more", c.Tiles)
	}
	if c.Archives.Hits != 2 || c.Archives.Misses != 1 || c.Archives.Files != 1 || c.Archives.Bytes == 0 {
		t.Errorf("archives: %+v, want one made and asked for twice more", c.Archives)
	}
}

// Names and units are as Prometheus wants them, and each metric stands in the paper.
func TestNames(t *testing.T) {
	s, _ := two(t)
	ask(s, http.MethodGet, "/healthz")
	problems, err := testutil.CollectAndLint(collector(s.Counts))
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %+v", err, problems)
	}
	paper, err := os.ReadFile("../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		name := regexp.MustCompile(`fqName: "([a-z_]+)"`).FindStringSubmatch(m.desc.String())
		if name == nil || !strings.Contains(string(paper), "`"+name[1]+"`") {
			t.Errorf("docs/operate.md does not tell of %s", m.desc)
		}
	}
}
