package lookup

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// key is the place of a cell.
type key struct{ level, x, y int }

// Each point has one cell at most, and one row of it on a day. Where the cell is exact, and where
// there is none, it says what Locate says.
func TestLookup(t *testing.T) {
	s, _, err := data.Open(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	layer, err := Layer(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[key][][]any{}
	for _, f := range layer.Features {
		k := key{f.Values[0].(int), f.Values[1].(int), f.Values[2].(int)}
		rows[k] = append(rows[k], f.Values)
	}
	r := rand.New(rand.NewPCG(23, 3))
	exact, near, outside := 0, 0, 0
	covers := s.Timeline.Covers()
	for range 20_000 {
		zone := s.Zones()[r.IntN(len(s.Zones()))]
		ring := zone.Geometry[0][0]
		p := ring[r.IntN(len(ring))]
		if r.IntN(3) > 0 {
			p = orb.Point{p[0] + (r.Float64()-0.5)*2, p[1] + (r.Float64()-0.5)*2}
		}
		on := covers.From - 100 + date.Date(r.IntN(4000))
		found := found(rows, p, on)
		if len(found) > 1 {
			t.Fatalf("%v on %s has %d rows: %v", p, on, len(found), found)
		}
		want := s.Locate(p, on)
		switch {
		case len(found) == 0:
			outside++
			if want.Zone != nil {
				t.Fatalf("%v on %s has no cell, and lies in %s", p, on, want.Zone.ID)
			}
		case !found[0][7].(bool):
			near++
		default:
			exact++
			controller := ""
			if want.Control.Controller != nil {
				controller = *want.Control.Controller
			}
			if want.Zone == nil || found[0][8] != want.Zone.ID || orEmpty(found[0][9]) != controller || found[0][10] != want.Control.Status {
				t.Fatalf("%v on %s: got %v, want %v %s %s", p, on, found[0], want.Zone, controller, want.Control.Status)
			}
		}
	}
	if exact < 1000 || near < 1000 || outside < 1000 {
		t.Errorf("%d points lie in exact cells, %d in others, %d in none: the test looks at too few", exact, near, outside)
	}
}

// found are the rows of a point on a day.
func found(rows map[key][][]any, p orb.Point, on date.Date) (all [][]any) {
	for level := range lastLevel + 1 {
		scale := float64(int(1)<<level) / 360
		k := key{level, int(math.Floor((p[0] + 180) * scale)), int(math.Floor((p[1] + 90) * scale))}
		for _, row := range rows[k] {
			from, to := orEmpty(row[11]), orEmpty(row[12])
			if (from == "" || on.String() >= from) && (to == "" || on.String() < to) {
				all = append(all, row)
			}
		}
	}
	return all
}

func orEmpty(v any) string {
	text, _ := v.(string)
	return text
}
