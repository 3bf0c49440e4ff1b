package karabakh_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
)

// How the statements are sourced is said in the README as counted, and gets no worse.
func TestSourcesAreCounted(t *testing.T) {
	d := open(t).Dataset
	sources, events := map[string]*dataset.Source{}, map[string]*dataset.Event{}
	mirrors, unaddressed, quoted := 0, 0, 0
	for _, s := range d.Sources {
		sources[s.ID] = s
		if s.Mirror || strings.Contains(s.Publisher, "ikipedia") {
			mirrors++
		}
		if s.Quote != "" {
			quoted++
		}
	}
	hasAddress := func(ids []string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return sources[id].URL != "" })
	}
	for _, e := range d.Events {
		events[e.ID] = e
	}
	for _, p := range d.Periods {
		if ids := p.Sources; len(ids) == 0 && !hasAddress(events[p.Event].Sources) || len(ids) > 0 && !hasAddress(ids) {
			unaddressed++
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what      string
		got, most int
	}{
		{"sources", len(d.Sources), 1000},
		{"sources that are Wikipedia or copies of it", mirrors, 22},
		{"sources with `quote`", quoted, 1000},
		{"periods", len(d.Periods), 1000},
		{"periods without a source that has an address", unaddressed, 0},
	} {
		if row := fmt.Sprintf("| %s | %d |", tt.what, tt.got); !strings.Contains(string(readme), row) {
			t.Errorf("README.md does not say %q: run build/count.py", row)
		}
		if tt.got > tt.most {
			t.Errorf("%s: %d, want at most %d", tt.what, tt.got, tt.most)
		}
	}
}
