package data_test

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/valid"
)

// fieldOf returns what a feature has in a field.
func fieldOf(layer geo.Layer, f geo.Feature, name string) any {
	return f.Values[slices.IndexFunc(layer.Fields, func(field geo.Field) bool { return field.Name == name })]
}

func textOf(v any) string {
	s, _ := v.(string)
	return s
}

// plainFront measures the front by looking at every edge of two zones: km by the sides, left before
// right.
func plainFront(s *data.Snapshot, day date.Date) map[[2]string]float64 {
	who := func(zone *data.Zone) string {
		c := s.Control(zone.ID, day)
		if c.Controller != nil {
			return *c.Controller
		}
		return c.Status
	}
	first := map[[2]orb.Point]string{}
	km := map[[2]string]float64{}
	for _, zone := range s.Zones() {
		side := who(zone)
		for _, polygon := range zone.Geometry {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					if other, ok := first[[2]orb.Point{ring[i], ring[i-1]}]; !ok {
						first[[2]orb.Point{ring[i-1], ring[i]}] = side
					} else if other != side {
						km[[2]string{min(side, other), max(side, other)}] += geo.Length(orb.LineString{ring[i-1], ring[i]}) / 1000
					}
				}
			}
		}
	}
	return km
}

// On every day on which something changes the front is exactly the edges between zones of different
// sides.
func TestFrontAgainstEdges(t *testing.T) {
	s := open(t)
	for _, day := range s.Timeline.Changes() {
		layer, err := s.Layer(t.Context(), dataset.FrontLayer, data.Selection{During: date.Interval{From: day, To: day + 1}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[[2]string]float64{}
		for _, f := range layer.Features {
			left := cmp.Or(textOf(fieldOf(layer, f, "left")), textOf(fieldOf(layer, f, "left_status")))
			right := cmp.Or(textOf(fieldOf(layer, f, "right")), textOf(fieldOf(layer, f, "right_status")))
			got[[2]string{min(left, right), max(left, right)}] += fieldOf(layer, f, "length_km").(float64)
		}
		want := plainFront(s, day)
		for pair, km := range want {
			if math.Abs(got[pair]-km) > 0.2 {
				t.Errorf("%v: %v face each other along %.2f km, want %.2f", day, pair, got[pair], km)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%v: %d pairs of sides face each other, want %d", day, len(got), len(want))
		}
	}
}

// What lies on the left of a line is what it says.
func TestFrontSides(t *testing.T) {
	s := open(t)
	on := day(t, "1972-11-25")
	layer, err := s.Layer(t.Context(), dataset.FrontLayer, data.Selection{During: date.Interval{From: on, To: on + 1}})
	if err != nil || len(layer.Features) == 0 {
		t.Fatalf("%d features, error %v", len(layer.Features), err)
	}
	for _, f := range layer.Features {
		line := f.Geometry.(orb.LineString)
		a, b := line[0], line[1]
		dx, dy := (b[0]-a[0])*1e-3, (b[1]-a[1])*1e-3
		middle := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		for side, q := range map[string]orb.Point{"left": {middle[0] - dy, middle[1] + dx}, "right": {middle[0] + dy, middle[1] - dx}} {
			zone := s.Locate(q, on).Zone
			if zone == nil {
				t.Errorf("%s: no zone on the %s", f.ID, side)
				continue
			}
			c := s.Control(zone.ID, on)
			if want := textOf(fieldOf(layer, f, side)); c.Controller == nil && want != "" || c.Controller != nil && *c.Controller != want {
				t.Errorf("%s: %s is held by %v, the line says %q", f.ID, zone.ID, c.Controller, want)
			}
		}
	}
}

// Ids of lines and areas are unique, and the same whatever part is asked for.
func TestFrontIDs(t *testing.T) {
	s := open(t)
	for _, name := range []string{dataset.FrontLayer, dataset.ControllersLayer} {
		all, err := s.Layer(t.Context(), name, data.Selection{During: date.Always})
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]orb.Geometry{}
		for _, f := range all.Features {
			if known[f.ID] != nil {
				t.Errorf("%s: %s is there twice", name, f.ID)
			}
			known[f.ID] = f.Geometry
		}
		on := day(t, "1972-11-25")
		box := orb.Bound{Min: orb.Point{-130, -42.2}, Max: orb.Point{-129.3, -41.8}}
		part, err := s.Layer(t.Context(), name, data.Selection{During: date.Interval{From: on, To: on + 1}, Within: []orb.Bound{box}})
		if err != nil || len(part.Features) == 0 {
			t.Fatalf("%s: %d features, error %v", name, len(part.Features), err)
		}
		for _, f := range part.Features {
			if known[f.ID] == nil || !orb.Equal(known[f.ID], f.Geometry) {
				t.Errorf("%s: %s is another line among all", name, f.ID)
			}
		}
	}
}

// The areas made one have the km2 that the statistics say, and are valid.
func TestControllersAgainstStats(t *testing.T) {
	s := open(t)
	for _, on := range s.Timeline.Changes() {
		during := date.Interval{From: on, To: on + 1}
		layer, err := s.Layer(t.Context(), dataset.ControllersLayer, data.Selection{During: during})
		if err != nil {
			t.Fatal(err)
		}
		stats, err := s.Stats(t.Context(), data.StatsQuery{During: during})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(layer.Features), len(stats.Series[0].Areas); got != want {
			t.Errorf("%v: %d areas, want %d", on, got, want)
		}
		for _, f := range layer.Features {
			area := f.Geometry.(orb.MultiPolygon)
			if faults := new(valid.Checker).Check(area); len(faults) > 0 {
				t.Errorf("%v: %s: %s", on, f.ID, faults[0].Message)
			}
			i := slices.IndexFunc(stats.Series[0].Areas, func(a data.Area) bool {
				return a.Status == fieldOf(layer, f, "status") && (a.Controller == nil) == (fieldOf(layer, f, "controller") == nil) &&
					(a.Controller == nil || *a.Controller == fieldOf(layer, f, "controller"))
			})
			if i < 0 {
				t.Errorf("%v: no statistics for %s", on, f.ID)
				continue
			}
			want := stats.Series[0].Areas[i].Km2
			if km2 := geo.Area(area) / 1e6; math.Abs(km2-want) > 0.06 || math.Abs(fieldOf(layer, f, "area_km2").(float64)-want) > 0.11 {
				t.Errorf("%v: %s has %.2f km2 and says %v, want %.1f", on, f.ID, km2, fieldOf(layer, f, "area_km2"), want)
			}
		}
	}
}

func TestControllersOutsideOfTheCoverage(t *testing.T) {
	s := open(t)
	on := day(t, "1950-01-01")
	layer, err := s.Layer(t.Context(), dataset.ControllersLayer, data.Selection{During: date.Interval{From: on, To: on + 1}})
	if err != nil || len(layer.Features) != 1 || fieldOf(layer, layer.Features[0], "status") != dataset.UnknownStatus {
		t.Errorf("got %v, %v: want one area of status unknown", layer.Features, err)
	}
}

func TestRegionNeighbours(t *testing.T) {
	s := open(t)
	region, err := s.Region("orchards")
	if err != nil {
		t.Fatal(err)
	}
	if len(region.Neighbours) < 3 || region.OuterBorderKm < 50 {
		t.Fatalf("neighbours %v, outer border %v km", region.Neighbours, region.OuterBorderKm)
	}
	for i, n := range region.Neighbours {
		if i > 0 && n.BorderKm > region.Neighbours[i-1].BorderKm {
			t.Errorf("%s comes after a shorter border", n.ID)
		}
		other, err := s.Region(n.ID)
		if err != nil {
			t.Fatal(err)
		}
		back := slices.IndexFunc(other.Neighbours, func(m data.RegionNeighbour) bool { return m.ID == region.ID })
		if back < 0 || other.Neighbours[back].BorderKm != n.BorderKm {
			t.Errorf("%s does not say the same of the border", n.ID)
		}
	}
	if region, err := s.Region("parish_town"); err != nil || len(region.Neighbours) > 0 {
		t.Errorf("parish_town, in a layer that is no partition, has the neighbours %v, %v", region.Neighbours, err)
	}
}

// Regions with days of their own have the neighbours of these days.
func TestRegionNeighboursOverTime(t *testing.T) {
	counties := `{"type": "FeatureCollection", "features": [
		` + timedBox("plain", 10, 11, "null", "null") + `,
		` + timedBox("hill", 11, 12, "null", `"2005-01-01"`) + `,
		` + timedBox("hill_a", 11, 11.5, `"2005-01-01"`, "null") + `,
		` + timedBox("hill_b", 11.5, 12, `"2005-01-01"`, "null") + `]}`
	files := with(t, small(t), "dataset.json", `"partition": false`, `"partition": true`)
	files["regions/counties.geojson"].Data = []byte(counties)
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	region, err := s.Region("plain")
	if err != nil {
		t.Fatal(err)
	}
	if n := region.Neighbours; len(n) != 2 || n[0].ID != "hill" || n[0].To.String() != "2005-01-01" || n[1].ID != "hill_a" || n[1].From.String() != "2005-01-01" {
		t.Errorf("got %+v, want hill until 2005-01-01 and hill_a from then on", n)
	}
}

func timedBox(id string, west, east float64, from, to string) string {
	return strings.NewReplacer("ID", id, "W", number(west), "E", number(east), "FROM", from, "TO", to).Replace(
		`{"type": "Feature", "id": "ID", "properties": {"names": {"en": "ID"}, "valid_from": FROM, "valid_to": TO},
		"geometry": {"type": "Polygon", "coordinates": [[[W, 50], [E, 50], [E, 51], [W, 51], [W, 50]]]}}`)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
