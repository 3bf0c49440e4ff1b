package dataset

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/partition"
)

// cells is a rectangle of whole degrees.
type cells struct{ west, south, east, north int }

// shape has a vertex on every degree, as those of neighbours have, or with few only the corners; it
// is wider by so many degrees.
func (c cells) shape(few bool, wider float64) orb.MultiPolygon {
	var ring orb.Ring
	walk := func(x, y, dx, dy, n int) {
		for i := range n {
			if i == 0 || !few {
				ring = append(ring, orb.Point{float64(x + i*dx), float64(y + i*dy)})
			}
		}
	}
	walk(c.west, c.south, 1, 0, c.east-c.west)
	walk(c.east, c.south, 0, 1, c.north-c.south)
	walk(c.east, c.north, -1, 0, c.east-c.west)
	walk(c.west, c.north, 0, -1, c.north-c.south)
	ring = append(ring, ring[0])
	for i, p := range ring {
		if p[0] == float64(c.east) {
			ring[i][0] += wider
		}
	}
	return orb.MultiPolygon{{ring}}
}

// parts divides a rectangle at random.
func (c cells) parts(r *rand.Rand) []cells {
	wide, high := c.east-c.west, c.north-c.south
	switch {
	case wide > 1 && r.IntN(2) == 0:
		x := c.west + 1 + r.IntN(wide-1)
		return append(cells{c.west, c.south, x, c.north}.parts(r), cells{x, c.south, c.east, c.north}.parts(r)...)
	case high > 1 && r.IntN(2) == 0:
		y := c.south + 1 + r.IntN(high-1)
		return append(cells{c.west, c.south, c.east, y}.parts(r), cells{c.west, y, c.east, c.north}.parts(r)...)
	}
	return []cells{c}
}

// history is a country of three provinces which are divided anew from time to time, now and then
// badly, or whose regions get other ids.
func history(r *rand.Rand, bad int) []*Region {
	var all []*Region
	for province := range 3 {
		var shapes []orb.MultiPolygon
		for day := date.Date(0); day < 50; {
			until := day + date.Date(1+r.IntN(20))
			if until >= 50 {
				until = date.Forever
			}
			if shapes == nil || r.IntN(3) > 0 {
				shapes = division(r, province, bad)
			}
			for _, shape := range shapes {
				all = append(all, &Region{
					ID: fmt.Sprint("r", len(all)), Layer: "zones", Interval: date.Interval{From: day, To: until}, Geometry: shape,
				})
			}
			day = until
		}
	}
	return all
}

func division(r *rand.Rand, province, bad int) []orb.MultiPolygon {
	var shapes []orb.MultiPolygon
	for _, c := range (cells{province * 4, 0, province*4 + 4, 3}).parts(r) {
		switch r.IntN(bad) {
		case 0:
			shapes = append(shapes, c.shape(true, 0))
		case 1:
			shapes = append(shapes, c.shape(false, 0.25))
		case 2: // a gap
		default:
			shapes = append(shapes, c.shape(false, 0))
		}
	}
	return shapes
}

func newPartitionCheck(regions []*Region) (*checker, *RegionLayer) {
	layer := &RegionLayer{ID: "zones", Partition: true}
	d := &Dataset{Layers: []*RegionLayer{layer}, Regions: regions}
	c := &checker{dataset: d, report: &report{}, sound: map[string]bool{}}
	c.index()
	for _, r := range regions {
		c.sound[r.ID] = true
	}
	return c, layer
}

// What is found when only that is looked at which has changed is what is found when everything is
// looked at on every day, but that a gap which stays is not told again for the regions that came to
// lie around it.
func TestPartitionOverTimeIsThatOfEveryDay(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 12))
		regions := history(r, []int{8, 60, 300}[seed%3])
		quick, layer := newPartitionCheck(regions)
		quick.partition(layer)
		plain, _ := newPartitionCheck(regions)
		every := partitionCheck{plain, layer, true, map[partition.Fault]bool{}}
		for _, day := range Beginnings(regions) {
			var valid []*Region
			for _, region := range regions {
				if region.Interval.Contains(day) {
					valid = append(valid, region)
				}
			}
			every.all(valid)
		}
		got, gaps := map[string]bool{}, map[[2]float64]bool{}
		for _, p := range quick.problems {
			got[p.String()] = true
			gaps[*p.Place] = true
			kinds[p.Rule]++
		}
		want := map[string]bool{}
		for _, p := range plain.problems {
			want[p.String()] = true
			if again := strings.Contains(p.Message, " belongs to no") && gaps[*p.Place]; !got[p.String()] && !again {
				t.Errorf("seed %d: not found: %v", seed, p)
			}
		}
		for p := range got {
			if !want[p] {
				t.Errorf("seed %d: found, but is none: %v", seed, p)
			}
		}
	}
	for _, rule := range []string{"overlap", "gap", "t-junction"} {
		if kinds[rule] < 20 {
			t.Errorf("the histories have too few of %s: %v", rule, kinds)
		}
	}
}
