package imports

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// rectangle is a row of a table: who held which whole degrees when.
type rectangle struct {
	west, south, east, north int
	from, to                 date.Date // Forever is open
	zone, controller, status string
}

func (x rectangle) feature() string {
	to := "null"
	if x.to != date.Forever {
		to = fmt.Sprintf("%q", x.to)
	}
	return fmt.Sprintf(`{"type": "Feature", "properties": {"zone": %q, "controller": %q, "status": %q, "from": %q, "to": %s}, "geometry": {"type": "Polygon", "coordinates": [[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}}`,
		x.zone, x.controller, x.status, x.from, to, x.west, x.south, x.east, x.south, x.east, x.north, x.west, x.north, x.west, x.south)
}

// realms is a land of 6 by 4 degrees that is divided anew from time to time. With stable ids a zone
// is its controller's, so its shape changes; else every row has its own.
func realms(r *rand.Rand, stable bool) []rectangle {
	first := date.Date(11_000) // in 2000
	var rows []rectangle
	for from := first; from < first+4000; {
		to := from + date.Date(200+r.IntN(1500))
		if to >= first+4000 {
			to = date.Forever
		}
		at := 0
		for k, who := range r.Perm(4) {
			wide := min(1+r.IntN(3), 6-at)
			if wide == 0 || k == 3 && r.IntN(2) == 0 {
				break // nobody has what is left
			}
			x := rectangle{at, 39, at + wide, 40 + r.IntN(3), from, to, fmt.Sprint("row", len(rows)), fmt.Sprint("actor", who), ""}
			if stable {
				x.zone = x.controller
			}
			rows = append(rows, x)
			at += wide
		}
		from = to
	}
	return rows
}

// Whatever the rows draw when, the imported zones lie side by side, and every point has the
// controller of the row that covers it on the day.
func TestZonesWhoseShapesChangeAreCut(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 14))
		rows := realms(r, seed%2 == 0)
		var features []string
		for _, x := range rows {
			features = append(features, x.feature())
		}
		s, report := imported(t, written(t, "realms.geojson", geoJSON(features...)), Options{End: Exclusive, SourceTitle: "Gazette"})
		if text := fmt.Sprint(report.Notes); !strings.Contains(text, "the smallest areas that always changed hands as one") || strings.Contains(text, "cutting them changed") {
			t.Errorf("seed %d: notes %s", seed, text)
		}
		for range 300 {
			p := [2]float64{6 * r.Float64(), 39 + 4*r.Float64()}
			day := rows[0].from + date.Date(r.IntN(4500))
			want := ""
			for _, x := range rows {
				if float64(x.west) <= p[0] && p[0] < float64(x.east) && float64(x.south) <= p[1] && p[1] < float64(x.north) && x.from <= day && day < x.to {
					want = x.controller
				}
			}
			got := ""
			if l := s.Locate(p, day); l.Control.Controller != nil {
				got = *l.Control.Controller
			}
			if got != want {
				t.Errorf("seed %d: %v on %s: got %q, want %q", seed, p, day, got, want)
			}
		}
		for _, zone := range s.Zones() {
			for _, other := range s.Zones() {
				if zone != other && s.Locate(zone.Label, rows[0].from).Zone.ID != zone.ID {
					t.Fatalf("seed %d: zone %s lies below another", seed, zone.ID)
				}
			}
		}
	}
}

// What rows claim from each other on the same days is contested there and then, and said; all else
// is cut as if it were not there.
func TestClaimsAreSaid(t *testing.T) {
	row := func(west, east int, from, to date.Date, zone string) string {
		return rectangle{west, 39, east, 40, from, to, zone, zone + "s", ""}.feature()
	}
	file := written(t, "x.geojson", geoJSON(
		row(0, 2, 11_000, 12_000, "first"), row(0, 1, 12_000, date.Forever, "second"), row(5, 7, 11_000, date.Forever, "third"), row(6, 8, 11_000, date.Forever, "fourth"),
	))
	const claim = "rows 3, 4 (thirds, fourths) claim 9550 km2 near 6.5,39.5, 2000-02-13 to .."
	for policy, want := range map[Overlaps]string{"": "contested", Contested: "contested", FirstOfAll: "controlled"} {
		s, report := imported(t, file, Options{End: Exclusive, SourceTitle: "Gazette", Overlaps: policy})
		if text := fmt.Sprint(report.Notes); !strings.Contains(text, claim) {
			t.Errorf("%s: notes %s, want %q", policy, text, claim)
		}
		if got := heldAt(s.Locate([2]float64{6.5, 39.5}, 11_500)); got.controller != "thirds" || got.status != want {
			t.Errorf("%s: got %+v, want thirds, %s", policy, got, want)
		}
		if got := heldAt(s.Locate([2]float64{0.5, 39.5}, 12_500)); got.controller != "seconds" {
			t.Errorf("%s: far away got %+v, want seconds", policy, got)
		}
	}
	wantRefused(t, file, Options{End: Exclusive, SourceTitle: "Gazette", Overlaps: Refuse}, claim)
}

// Areas of one controller with one name on one day are parts of a zone, or zones, as Zone says.
func TestSameNameOnTheSameDay(t *testing.T) {
	area := func(west int, name, controller string) string {
		return square(west, fmt.Sprintf(`"name": %q, "controller": %q`, name, controller))
	}
	two := []string{area(1, "Occupied", "reds"), area(5, "Occupied", "reds")}
	for _, tt := range []struct {
		name     string
		features []string
		options  Options
		want     string // ids and the number of their parts
	}{
		{"parts", two, Options{}, "occupied 2"},
		{"column", two, Options{Zone: "name"}, "Occupied 2"},
		{"every row", two, Options{Zone: "-"}, "occupied 1, occupied-2 1"},
		{"neither column nor names", two, Options{Zone: "-", ID: "-"}, "occupied 1, occupied-2 1"},
		{"parts that touch", []string{two[0], area(2, "Occupied", "reds"), area(8, "Occupied", "reds")}, Options{}, "occupied 3"},
		{"two controllers", []string{two[0], area(5, "Occupied", "blues")}, Options{}, "zone-71veakvc 1, zone-mzdt354m 1"},
		{"the same row twice", []string{two[0], two[0]}, Options{}, "occupied 1"},
	} {
		tt.options.SourceTitle = "Gazette"
		s, _ := imported(t, written(t, "x.geojson", geoJSON(tt.features...)), tt.options)
		var got []string
		for _, r := range s.Dataset.Regions {
			got = append(got, fmt.Sprint(r.ID, " ", len(r.Geometry)))
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A zone that is the whole of a row keeps the id that the data give, others are named by their
// shapes, past ids that are taken; those of the same shape to eleven centimetres by all of it.
func TestCutZonesAreNamedByTheirShapes(t *testing.T) {
	square := func(x, size float64) orb.MultiPolygon {
		return orb.MultiPolygon{{orb.Ring{{x, 0}, {x + size, 0}, {x + size, size}, {x, size}, {x, 0}}}}
	}
	b := &builder{}
	name := func(others ...*zone) string {
		var zones []*zone
		for i, shape := range []orb.MultiPolygon{square(0, 1), square(2, 1), square(4, 1e-8), square(4, 2e-8)} {
			zones = append(zones, &zone{Region: dataset.Region{ID: "row", Geometry: shape}, row: i})
		}
		b.nameByShape(zones, map[int]string{0: "hill"}, others)
		var ids []string
		for _, z := range zones {
			ids = append(ids, z.ID)
		}
		return strings.Join(ids, " ")
	}
	const want = "hill zone-"
	got := name()
	ids := strings.Fields(got)
	if !strings.HasPrefix(got, want) || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 4 {
		t.Errorf("got %s, want %s and three other ids", got, want)
	}
	if again := name(&zone{Region: dataset.Region{ID: ids[1]}}); strings.Fields(again)[1] != ids[1]+"-2" {
		t.Errorf("got %s, want %s-2 for what is taken", again, ids[1])
	}
}

// A calendar of snapshots draws the same edges every day. Whether anything overlaps is told by one
// look at each edge: comparing all days with all others took 4 GB for two years of a front.
func TestOverlapsOfManyDaysGrowWithTheDays(t *testing.T) {
	calendar := func(days int) []*zone {
		var zones []*zone
		for day := range days {
			ring := orb.Ring{}
			for k := range 60 {
				angle := 2 * math.Pi * float64(k) / 60
				ring = append(ring, orb.Point{math.Cos(angle), math.Sin(angle)})
			}
			z := &zone{periods: []period{{ControlPeriod: dataset.ControlPeriod{Interval: date.Interval{From: date.Date(day), To: date.Date(day + 1)}}}}}
			z.Geometry = orb.MultiPolygon{{append(ring, ring[0])}}
			zones = append(zones, z)
		}
		return zones
	}
	allocations := func(days int) float64 {
		zones := calendar(days)
		return testing.AllocsPerRun(1, func() {
			if !overlaps(zones) {
				t.Error("got no overlap of the same shape on different days")
			}
		})
	}
	if few, many := allocations(10), allocations(80); many > 20*few {
		t.Errorf("got %v allocations for 10 days and %v for 80, want about 8 times as many", few, many)
	}
}
