package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// What has no host is of this machine alone.
func TestMetricsAddress(t *testing.T) {
	for _, tt := range []struct{ given, want string }{
		{"9090", "localhost:9090"}, {":9090", "localhost:9090"}, {"0.0.0.0:9090", "0.0.0.0:9090"},
		{"[::1]:9090", "[::1]:9090"}, {"monitor:0", "monitor:0"},
		{"", ""}, {"localhost", ""}, {"http://localhost:9090", ""}, {"localhost:http", ""}, {"70000", ""},
	} {
		if got, err := metricsAddress(tt.given); got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q: got %q, %v, want %q", tt.given, got, err, tt.want)
		}
	}
}

// Metrics are answered on an address of their own, of two datasets, and end with the server.
func TestServeMetrics(t *testing.T) {
	address, messages, stop := startServer(t, "-metrics", "localhost:0", "-data", "bundled:alsace", "-data", "other=bundled:alsace")
	_, at, _ := strings.Cut(waitFor(t, messages, "metrics on "), "metrics on ")
	if !strings.HasPrefix(at, "http://localhost:") || strings.HasPrefix(at, address) {
		t.Fatalf("metrics on %q beside %q: want an address of their own", at, address)
	}
	for range 3 {
		fetch(t, address+"/d/other/status")
	}
	reply, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`demarc_http_requests_total{method="GET",route="/status",status="200"} 3`,
		`demarc_dataset_ready{dataset="alsace"} 1`, `demarc_dataset_ready{dataset="other"} 1`,
		"go_goroutines ", "demarc_build_info{version=",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
	if reply, err := http.Get(address + "/metrics"); err != nil || reply.StatusCode != http.StatusNotFound {
		t.Errorf("the map answers /metrics: %v, %v", reply, err)
	}
	if code := stop(); code != exitFine {
		t.Errorf("ended with %d", code)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(at, "http://"), "/metrics")
	if connection, err := net.Dial("tcp", host); err == nil {
		connection.Close()
		t.Error("the listener of metrics is still there after the server ended")
	}
}

// An address that is taken is said, and nothing is served.
func TestMetricsAddressTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said strings.Builder
	code := run(t.Context(), []string{"serve", "-addr", "localhost:0", "-metrics", taken.Addr().String(), "-data", "bundled:alsace"}, io.Discard, &said)
	if code != exitFailed || !strings.Contains(said.String(), "-metrics: listen") {
		t.Errorf("ended with %d and %q, want 1 and why", code, said.String())
	}
}
