package server_test

import (
	"net/http"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// An id that a region had once leads on to the one that came in its place, also by way of others,
// below every prefix; where several did, the answer names them. A 410 would have the page loaded
// anew.
func TestRetiredIDsLeadOn(t *testing.T) {
	split := handlerOf(t, testdata.Isles())
	one := handlerOf(t, testdata.With(t, testdata.With(t, testdata.Isles(),
		"retired.json", `["lesser", "skerry"]`, `["skerry"]`, 1),
		"regions/zones.geojson", `"kind": "zone", "replaces": ["outer_rocks"], "sources"`, `"kind": "zone", "sources"`, 1))
	for _, tt := range []struct {
		name   string
		of     http.Handler
		path   string
		status int
		says   string // in the body, or the address led to
	}{
		{"several", split, "/regions/outer_rocks", 404, `"replaced_by":["lesser","skerry"]`},
		{"several, long ago", split, "/regions/old_reef", 404, `in its place came lesser, skerry`},
		{"one", one, "/regions/outer_rocks", 308, "./skerry"},
		{"one, long ago", one, "/regions/old_reef", 308, "./skerry"},
		{"in a dataset of its own", one, "/d/isles/regions/old_reef", 308, "./skerry"},
		{"never", one, "/regions/older_reef", 404, "not found"},
		{"still there", one, "/regions/skerry", 200, `"replaces":["outer_rocks"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, tt.of, tt.path)
			got := r.Body.String() + r.Header().Get("Location")
			if r.Code != tt.status || !strings.Contains(got, tt.says) {
				t.Errorf("%s: got %d %s, want %d %s", tt.path, r.Code, got, tt.status, tt.says)
			}
			if tt.status == 308 && r.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: may be kept, %q: an id may come back", tt.path, r.Header().Get("Cache-Control"))
			}
		})
	}
}
