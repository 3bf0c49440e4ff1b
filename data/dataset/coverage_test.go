package dataset_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// An extent goes from its west eastward, so one with the greater number first crosses the date
// line.
func TestCoverageHolds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		extent [4]float64
		in     []orb.Point
		out    []orb.Point
		bound  [2]float64 // its west and east between -180 and 180
	}{
		{"one side", [4]float64{44, 38, 48, 42}, []orb.Point{{44, 38}, {48, 42}}, []orb.Point{{43.9, 40}, {46, 37.9}}, [2]float64{44, 48}},
		{"across", [4]float64{176, -20, -173, -15}, []orb.Point{{176, -20}, {180, -17}, {-180, -17}, {-173, -15}}, []orb.Point{{0, -17}, {175.9, -17}, {-172.9, -17}, {178, -14.9}}, [2]float64{-180, 180}},
		{"up to it", [4]float64{170, -20, 180, -10}, []orb.Point{{180, -15}}, []orb.Point{{-179, -15}}, [2]float64{170, 180}},
		{"from it on", [4]float64{-180, -20, -170, -10}, []orb.Point{{-180, -15}}, []orb.Point{{179, -15}}, [2]float64{-180, -170}},
		{"all but a strip", [4]float64{10, -90, 0, 90}, []orb.Point{{10, 0}, {-90, 0}, {0, 90}}, []orb.Point{{5, 0}}, [2]float64{-180, 180}},
	} {
		c := dataset.Coverage{Extent: tt.extent}
		for _, p := range tt.in {
			if !c.Holds(p) {
				t.Errorf("%s: %v does not hold %v", tt.name, tt.extent, p)
			}
		}
		for _, p := range tt.out {
			if c.Holds(p) {
				t.Errorf("%s: %v holds %v", tt.name, tt.extent, p)
			}
		}
		if b := c.Bound(); b.Left() != tt.bound[0] || b.Right() != tt.bound[1] {
			t.Errorf("%s: bound %v, want %v", tt.name, b, tt.bound)
		}
	}
}

// What is said of extents around the globe; the islands lie on both sides of the date line.
func TestCheckExtentsAroundTheGlobe(t *testing.T) {
	const format2, islands = `"format": 2`, "[\n   176,\n   -20,\n   -173,\n   -15\n  ]"
	for _, tt := range []struct {
		name, extent, format string
		rule, says           string // "": nothing is found
	}{
		{"across", "[176, -20, -173, -15]", "", "", ""},
		{"across, too narrow", "[177, -20, -173, -15]", "", "warning: extent", "lies outside the extent"},
		{"format 1", "[176, -20, -173, -15]", `"format": 1`, "shape", `wants "format": 2`},
		{"0 to 360", "[176, -20, 187, -15]", "", "shape", "across the date line the west is greater than the east"},
		{"more than a turn", "[-200, -20, 200, -15]", "", "shape", "want longitudes of -180 to 180"},
		{"beyond the pole", "[176, -91, -173, -15]", "", "shape", "latitudes of -90 to 90"},
		{"no width", "[176, -20, 176, -15]", "", "shape", "want [west, south, east, north]"},
		{"the north first", "[176, -15, -173, -20]", "", "shape", "want [west, south, east, north]"},
		{"west and east the other way round", "[-173, -20, 176, -15]", "", "warning: extent", "lies outside the extent"},
	} {
		files := with(t, testdata.Edges()["islands"], "dataset.json", islands, tt.extent)
		files = with(t, files, "dataset.json", format2, cmp.Or(tt.format, format2))
		problems, err := dataset.CheckFiles(files)
		if err != nil {
			t.Fatal(err)
		}
		if tt.rule == "" {
			if len(problems) > 0 {
				t.Errorf("%s: found %v", tt.name, problems)
			}
			continue
		}
		p := problems[0]
		got := p.Rule
		if p.Severity == dataset.Warning {
			got = "warning: " + got
		}
		if got != tt.rule || !strings.Contains(p.Message+" "+p.Hint, tt.says) {
			t.Errorf("%s: found %v (%s), want %s with %q", tt.name, p, p.Hint, tt.rule, tt.says)
		}
	}
}

// Of an extent with west and east exchanged nothing is drawn outside of the rest of the globe, so
// that is said once.
func TestCheckExtentTurnedRound(t *testing.T) {
	files := with(t, small(t), "dataset.json", "[9, 49, 13, 52]", "[13, 49, 9, 52]")
	files = with(t, files, "dataset.json", `"center": [11, 50.5], `, "")
	files = with(t, files, "dataset.json", `"id":`, `"format": 2, "id":`)
	problems, err := dataset.CheckFiles(files)
	if err != nil || len(problems) == 0 || problems[0].Rule != "axes" || !strings.Contains(problems[0].Hint, "[9 49 13 52]") {
		t.Errorf("found %v, %v; want axes, with the extent turned round", problems, err)
	}
}
