package data

import (
	"io/fs"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo"
)

// Within boxes lies what lies within them drawn as outlines, whichever way is found first; within a
// box around everything lies everything.
func TestStatsWithinBoxes(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 5))
	for _, fsys := range []fs.FS{testdata.Isles(), testdata.Small(), testdata.Olden(), testdata.Globe()} {
		s, _, err := Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		extent := s.Dataset.Covers.Extent
		corner := func() orb.Point {
			return orb.Point{extent[0] + r.Float64()*(extent[2]-extent[0]), extent[1] + r.Float64()*(extent[3]-extent[1])}
		}
		whole, cut := 0, 0
		for range 40 {
			a, b := corner(), corner()
			low, high := orb.Point{min(a[0], b[0]), min(a[1], b[1])}, orb.Point{max(a[0], b[0]), max(a[1], b[1])}
			if r.IntN(4) == 0 {
				low[0], high[0] = high[0], low[0]+360 // over the antimeridian
			}
			boxes, err := geo.Boxes(low, high)
			if err != nil {
				t.Fatal(err)
			}
			var drawn orb.MultiPolygon
			for _, box := range boxes {
				drawn = append(drawn, box.ToPolygon())
			}
			got, err := s.Stats(t.Context(), StatsQuery{During: date.Always, Boxes: boxes})
			if err != nil {
				t.Fatal(err)
			}
			want, err := s.Stats(t.Context(), StatsQuery{During: date.Always, Drawn: drawn})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(got.BoxKm2-want.DrawnKm2) > 1e-5*max(1, want.DrawnKm2) {
				t.Errorf("%s: the boxes %v have %v km2, want %v", s.Dataset.ID, boxes, got.BoxKm2, want.DrawnKm2)
			}
			for epoch := range s.Timeline.epochs() {
				day := max(s.Timeline.EpochInterval(epoch).From, date.Beginning+1)
				areas, others := got.on(day), want.on(day)
				if len(areas) != len(others) {
					t.Fatalf("%s %v on %s: got %v, want %v", s.Dataset.ID, boxes, day, areas, others)
				}
				for i, area := range areas {
					if o := others[i]; area.Status != o.Status || area.Zones != o.Zones || math.Abs(area.Km2-o.Km2) > 2e-6*float64(1+area.Zones) {
						t.Errorf("%s %v on %s: got %v, want %v", s.Dataset.ID, boxes, day, area, o)
					}
				}
			}
			for _, zone := range s.zones {
				for _, box := range boxes {
					switch bound := zone.Geometry.Bound(); {
					case len(zone.Geometry) == 0 || !box.Intersects(bound):
					case box.Contains(bound.Min) && box.Contains(bound.Max):
						whole++
					default:
						cut++
					}
				}
			}
		}
		if whole == 0 || cut == 0 {
			t.Errorf("%s: %d zones lay within a box and %d across its edge: want both", s.Dataset.ID, whole, cut)
		}
		all, err := s.Stats(t.Context(), StatsQuery{During: date.Always, Boxes: []orb.Bound{{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(all.BoxKm2-510065621.7) > 1 {
			t.Errorf("the earth has %v km2", all.BoxKm2)
		}
	}
}
