package data_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/locate"
)

// Every layer with areas says how far the border is, or what is nearest, and plain measuring of
// every region says the same.
func TestBordersOfAllLayers(t *testing.T) {
	s := open(t)
	var borders []*locate.Index
	number := map[string]int{}
	for i, r := range s.Dataset.Regions {
		borders = append(borders, borderIndex(r.Geometry))
		number[r.ID] = i
	}
	random := rand.New(rand.NewPCG(6, 4))
	for range 500 {
		p := orb.Point{-131.5 + 5*random.Float64(), -43.5 + 3*random.Float64()}
		on := day(t, "1961-03-01") + date.Date(random.IntN(365*28))
		answer := s.LocateWith(p, on, data.Extras{Borders: true})
		said := map[string]bool{}
		border := func(id string, b data.BorderAt) {
			r := s.Dataset.Regions[number[id]]
			said[r.Layer] = true
			want := metresTo(borders[number[id]], p)
			if b.BorderM != math.Round(want) || b.NearUncertainLine != (want < b.PrecisionM) || (b.PrecisionM == 0) != (r.Layer == "parishes") {
				t.Errorf("%v on %s in %s: got %+v, want %v m", p, on, id, b, want)
			}
			if b.Second != "" && (b.Second == id || s.Dataset.Regions[number[b.Second]].Layer != r.Layer) {
				t.Errorf("%v on %s: %q lies beyond the border of %s", p, on, b.Second, id)
			}
		}
		for _, r := range answer.Regions {
			border(r.ID, *r.BorderAt)
		}
		for _, o := range answer.Overlays {
			border(o.ID, o.BorderAt)
		}
		for _, n := range answer.NearestRegions {
			if said[n.Layer] {
				t.Errorf("%v on %s: layer %s is said twice", p, on, n.Layer)
			}
			said[n.Layer] = true
			if want := nearestOf(s, borders, n.Layer, p, on); n.DistanceM != math.Round(want) || n.NearUncertainLine != (want < n.PrecisionM) {
				t.Errorf("%v on %s: nearest %+v, want one at %v m", p, on, n, want)
			}
		}
		for _, layer := range s.Dataset.Layers {
			if far := nearestOf(s, borders, layer.ID, p, on); !said[layer.ID] && layer.ID != s.Dataset.ControlLayer && !math.IsInf(far, 1) {
				t.Errorf("%v on %s: nothing of layer %s, from which it is %v m", p, on, layer.ID, far)
			}
		}
	}
}

// borderIndex is an index of the edges of a shape, each as a ring without inside.
func borderIndex(shape orb.MultiPolygon) *locate.Index {
	var edges []orb.MultiPolygon
	for _, polygon := range shape {
		for _, ring := range polygon {
			for k := 1; k < len(ring); k++ {
				edges = append(edges, orb.MultiPolygon{{{ring[k-1], ring[k], ring[k-1]}}})
			}
		}
	}
	return locate.NewIndex(edges)
}

func metresTo(border *locate.Index, p orb.Point) float64 {
	_, metres, _ := border.Nearest(p, func(int) bool { return true })
	return metres
}

// nearestOf measures to every region of a layer on a day, from a point in none.
func nearestOf(s *data.Snapshot, borders []*locate.Index, layer string, p orb.Point, on date.Date) float64 {
	best := math.Inf(1)
	for i, r := range s.Dataset.Regions {
		overlay := layer == "overlays"
		if r.Layer == layer && r.Interval.Contains(on) && len(r.Geometry) > 0 && (!overlay || s.Timeline.Period(r.ID, on) != nil) {
			best = math.Min(best, metresTo(borders[i], p))
		}
	}
	return best
}

// Without being asked for, distances are said of what control rests on only.
func TestBordersAreAskedFor(t *testing.T) {
	s := open(t)
	answer := s.Locate(causeway, day(t, "1975-01-01"))
	if len(answer.Overlays) != 1 || answer.Overlays[0].PrecisionM == 0 || answer.Overlays[0].BorderM == 0 {
		t.Errorf("overlays: got %+v, want one with its border", answer.Overlays)
	}
	for _, r := range answer.Regions {
		if r.BorderAt != nil {
			t.Errorf("region %s has a border nobody asked for", r.ID)
		}
	}
	if answer.NearestRegions != nil {
		t.Errorf("nearest regions nobody asked for: %+v", answer.NearestRegions)
	}
	outside := s.Locate(orb.Point{-131.3, -42.883}, day(t, "1975-01-01"))
	if n := outside.Nearest; n == nil || !n.NearUncertainLine || n.PrecisionM != 1000 {
		t.Errorf("300 m outside of a zone: got %+v, want a nearest one that the point may lie in", n)
	}
}
