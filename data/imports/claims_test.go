package imports

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

// held is what a plain look at the rows says of a place on a day: who, how, and between whom.
type held struct{ controller, status, claimants string }

// oracle says what rows state of a point on a day, by the words of the papers: rows without a
// controller claim nothing, rows that say the same are one, others contest the place. Nothing is
// drawn there on any day: ok is false.
func oracle(rows []rectangle, p orb.Point, day date.Date, policy Overlaps) (h held, ok bool) {
	var who []string
	statuses := map[string]bool{}
	for _, x := range rows {
		if p[0] < float64(x.west) || p[0] >= float64(x.east) || p[1] < float64(x.south) || p[1] >= float64(x.north) {
			continue
		}
		ok = true
		if day < x.from || day >= x.to || x.controller == "" || policy == FirstOfAll && len(who) > 0 {
			continue
		}
		statuses[cmp.Or(x.status, "controlled")] = true
		if !slices.Contains(who, x.controller) {
			who = append(who, x.controller)
		}
	}
	switch {
	case len(who) == 0:
		return held{status: "unknown"}, ok
	case len(who) > 1:
		return held{who[0], "contested", strings.Join(who, " ")}, ok
	case len(statuses) > 1:
		return held{who[0], "contested", ""}, ok
	}
	for status := range statuses {
		return held{who[0], status, ""}, ok
	}
	return held{}, ok
}

// crowd is a land that many rows claim, some with the zone or the name of another, at any time.
func crowd(r *rand.Rand) []rectangle {
	var rows []rectangle
	for i := range 3 + r.IntN(12) {
		from := date.Date(11_000 + 10*r.IntN(30))
		x := rectangle{
			west: r.IntN(6), south: 39 + r.IntN(3), from: from, to: from + date.Date(10*(1+r.IntN(30))),
			zone: fmt.Sprint("zone", i), controller: fmt.Sprint("actor", r.IntN(4)), status: []string{"", "", "patrolled"}[r.IntN(3)],
		}
		x.east, x.north = x.west+1+r.IntN(3), x.south+1+r.IntN(2)
		switch r.IntN(8) {
		case 0:
			x.controller, x.status = "", ""
		case 1:
			x.to = date.Forever
		case 2:
			x.zone = fmt.Sprint("zone", r.IntN(i+1))
		}
		rows = append(rows, x)
	}
	rows[0].controller = "actor0"
	return rows
}

// Whatever rows claim when, a point has the answer of a plain look at them, the areas by controller
// are those of the places with that answer, and no zone lies over another.
func TestRowsThatClaimOnePlace(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		rows, policy := crowd(r), []Overlaps{Contested, FirstOfAll}[seed%2]
		var features []string
		for _, x := range rows {
			features = append(features, x.feature())
		}
		s, _ := imported(t, written(t, "crowd.geojson", geoJSON(features...)), Options{End: Exclusive, SourceTitle: "Gazette", Overlaps: policy})
		days := []date.Date{s.Timeline.Covers().From}
		for range 12 {
			days = append(days, s.Timeline.Covers().From+date.Date(r.IntN(600)))
		}
		for _, day := range days {
			if !s.Timeline.Covers().Contains(day) {
				continue
			}
			for range 25 {
				p := orb.Point{9 * r.Float64(), 39 + 5*r.Float64()}
				want, drawn := oracle(rows, p, day, policy)
				l := s.Locate(p, day)
				if got := heldAt(l); (l.Zone != nil) != drawn || drawn && got != want {
					t.Fatalf("seed %d, %s: %v on %s: got %+v in %+v, want %+v\n%s", seed, policy, p, day, got, l.Zone, want, strings.Join(features, "\n"))
				}
			}
			compareAreas(t, s, rows, day, policy, fmt.Sprint("seed ", seed))
		}
	}
}

func heldAt(l data.Location) held {
	h := held{status: l.Control.Status, claimants: strings.Join(l.Control.Claimants, " ")}
	if l.Control.Controller != nil {
		h.controller = *l.Control.Controller
	}
	return h
}

// compareAreas compares the areas by controller and status on a day with sums over the squares of a
// degree, of which each row takes whole ones.
func compareAreas(t *testing.T, s *data.Snapshot, rows []rectangle, day date.Date, policy Overlaps, name string) {
	t.Helper()
	want := map[string]float64{}
	for west := range 12 {
		for south := 39; south < 45; south++ {
			if h, drawn := oracle(rows, orb.Point{float64(west) + 0.5, float64(south) + 0.5}, day, policy); drawn {
				x, y := float64(west), float64(south)
				want[h.controller+" "+h.status] += geo.Area(orb.MultiPolygon{{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}}}}) / 1e6
			}
		}
	}
	stats, err := s.Stats(t.Context(), data.StatsQuery{During: date.Interval{From: day, To: day + 1}})
	if err != nil || len(stats.Series) != 1 {
		t.Fatalf("%s on %s: got %+v, %v", name, day, stats, err)
	}
	for _, a := range stats.Series[0].Areas {
		key := " " + a.Status
		if a.Controller != nil {
			key = *a.Controller + key
		}
		if math.Abs(a.Km2-want[key]) > 0.051 { // they are rounded to 0.1
			t.Errorf("%s, %s on %s: %s has %v km2, want %v", name, policy, day, key, a.Km2, want[key])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		t.Errorf("%s, %s on %s: no area of %v", name, policy, day, want)
	}
}
