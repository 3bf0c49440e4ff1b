package compare

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/data/testdata"
)

func setOf(t *testing.T, root fs.FS) *tables.Set {
	t.Helper()
	canonical, err := dataset.Format(root)
	if err != nil {
		t.Fatal(err)
	}
	set, err := tables.Split(canonical.Files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Statements are told by id with what both say, in JSON too.
func TestStatements(t *testing.T) {
	isles := testdata.Isles()
	for _, tt := range []struct {
		name, file, old, new string
		count                Count
		says, json           string
	}{
		{"nothing", "control.json", "{", "{", Count{}, "", ""},
		{"a value", "control.json", `"to": "1972-12-01", "controller": "league"`, `"to": "1972-12-01", "controller": "crown"`, Count{"periods", 1, 0, 0},
			`periods harbourside 1961-03-01: controller: "league" -> "crown"`, `"column":"controller","old":"league","new":"crown"`},
		{"a row gone", "control.json", `,
    {"from": "1979-09-20", "to": null, "controller": "crown", "status": "controlled", "acquired_by": "agreement", "event": "1979-leave"}
  ],
  "cape"`, `],
  "cape"`, Count{"periods", 0, 0, 1}, "periods abbey 1979-09-20: gone: zone abbey, valid_from 1979-09-20, ", `"new":null`},
		{"a row come", "control.json", `,
    {"from": "1979-09-20", "to": null, "controller": "crown", "status": "controlled", "acquired_by": "agreement", "event": "1979-leave"}
  ],
  "cape"`, `,
    {"from": "1979-09-20", "to": "1980-01-01", "controller": "crown", "status": "controlled", "acquired_by": "agreement", "event": "1979-leave"}, {"from": "1980-01-01", "to": null, "controller": "league", "status": "controlled", "sources": ["gazette_cape"]}
  ],
  "cape"`, Count{"periods", 1, 1, 0}, "periods abbey 1980-01-01: new: zone abbey, valid_from 1980-01-01, ", `"controller":"league"`},
		{"a shape", "regions/zones.geojson", "-130.4715", "-130.4716", Count{"zones", 1, 0, 0}, "geom: a ", `"old":{"type":`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			other := testdata.Copy(t, isles)
			changed := strings.ReplaceAll(string(other[tt.file].Data), tt.old, tt.new)
			if tt.old != tt.new && changed == string(other[tt.file].Data) {
				t.Fatalf("%s has no %s", tt.file, tt.old)
			}
			other[tt.file].Data = []byte(changed)
			all, counts := Statements(setOf(t, isles), setOf(t, other))
			if tt.says == "" {
				if len(all)+len(counts) > 0 {
					t.Errorf("got %v, want nothing", all)
				}
				return
			}
			if counts[0] != tt.count {
				t.Errorf("got %+v, want %+v", counts[0], tt.count)
			}
			var words []string
			for _, s := range all {
				words = append(words, s.String())
			}
			text, err := json.Marshal(all)
			if err != nil || !strings.Contains(strings.Join(words, "\n"), tt.says) || !strings.Contains(string(text), tt.json) {
				t.Errorf("got %q and %.500s (%v), want %q and %s", words, text, err, tt.says, tt.json)
			}
		})
	}
}

// What follows from one another is counted together, in words that a reader knows.
func TestCountLines(t *testing.T) {
	got := CountLines([]Count{
		{"dataset", 2, 0, 0}, {"zones", 0, 2, 1}, {"region_replaces", 0, 2, 0}, {"period_sources", 0, 14, 4},
		{"retired", 0, 1, 0}, {"retired_replaces", 0, 0, 1}, {"retired_replaced_by", 0, 2, 0},
	})
	want := []string{
		"about the dataset: 2 changed", "zones: 2 new, 1 gone", "links between old and new ids: 4 new, 1 gone",
		"sources of periods: 14 new, 4 gone", "ids retired: 1 new",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
