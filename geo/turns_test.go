package geo_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/relation"
)

func TestTurn(t *testing.T) {
	for _, tt := range []struct{ lon, want float64 }{
		{0, 0}, {180, 180}, {-180, -180}, {187.7, -172.3}, {-187.7, 172.3}, {360, 0}, {359.9, -0.1},
		{-359.9, 0.1}, {540, -180}, {720 + 46.04, 46.04}, {-3600, 0}, {180 + 6e-14, -180},
	} {
		if got, err := geo.Turn(tt.lon); got != tt.want || err != nil {
			t.Errorf("%v: got %v, %v, want %v", tt.lon, got, err, tt.want)
		}
	}
	for _, lon := range []float64{3600.1, -4604, 588645, math.Inf(1), math.NaN()} {
		if _, err := geo.Turn(lon); err == nil || !strings.Contains(err.Error(), "longitude") {
			t.Errorf("%v: got %v, want it refused", lon, err)
		}
	}
}

func TestTurnPoint(t *testing.T) {
	if got, err := geo.TurnPoint(orb.Point{370, 90 + 6e-14}); got != (orb.Point{10, 90}) || err != nil {
		t.Errorf("noise: got %v, %v, want [10 90]", got, err)
	}
	for _, tt := range []struct {
		at   orb.Point
		want string
	}{
		{orb.Point{40, 100}, "latitude 100: want -90 to 90; are longitude and latitude swapped?"},
		{orb.Point{100, 91}, "latitude 91: want -90 to 90"},
		{orb.Point{0, math.NaN()}, "latitude NaN"},
	} {
		if _, err := geo.TurnPoint(tt.at); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: got %v, want %q", tt.at, err, tt.want)
		}
	}
}

// What a box covers is the same by another way: a meridian lies in it if one of its names does.
func TestBoxesAgainstNames(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	steps := []float64{0, 0.5, 10, 45, 90, 179, 180, 181, 190, 270, 359.5, 360, 361, 540, 720}
	side := func() float64 { return steps[r.IntN(len(steps))] * float64(r.IntN(3)-1) }
	for range 20_000 {
		west, east, lon := side(), side(), side()
		boxes, err := geo.Boxes(orb.Point{west, -1}, orb.Point{east, 1})
		if err != nil {
			t.Fatal(err)
		}
		end := east
		for end < west {
			end += 360
		}
		want := false
		for turn := -10.0; turn <= 10; turn++ {
			want = want || west <= lon+360*turn && lon+360*turn <= end
		}
		home, _ := geo.Turn(lon)
		for _, name := range []float64{home, -home} {
			if name != home && math.Abs(home) != 180 {
				continue
			}
			got := false
			for _, b := range boxes {
				if b.Min[0] < -180 || b.Max[0] > 180 || b.Min[0] > b.Max[0] || len(boxes) > 2 {
					t.Fatalf("%v to %v: got %v, want at most two boxes from -180 to 180", west, east, boxes)
				}
				got = got || b.Contains(orb.Point{name, 0})
			}
			if got != want {
				t.Fatalf("%v to %v: got %v, which holds the meridian %v: %v, want %v", west, east, boxes, name, got, want)
			}
		}
	}
}

func TestTurns(t *testing.T) {
	region := orb.Polygon{{{-180, -60}, {-135, -60}, {-135, 60}, {-180, 60}, {-180, -60}}}
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want bool
	}{
		{"where it is", orb.Point{-170, 0}, true},
		{"elsewhere", orb.Point{170, 0}, false},
		{"a turn further east", orb.Point{190, 0}, true},
		{"many turns further west", orb.Point{-170 - 3240, 0}, true},
		{"the other name of its border", orb.Point{180, 0}, true},
		{"a line across the date line", orb.LineString{{170, 0}, {190, 0}}, true},
		{"a line that ends before it", orb.LineString{{170, 0}, {179, 0}}, false},
		{"an area across the date line", orb.Polygon{{{170, -10}, {190, -10}, {190, 10}, {170, 10}, {170, -10}}}, true},
		{"around the globe", orb.Polygon{{{0, -10}, {360, -10}, {360, 10}, {0, 10}, {0, -10}}}, true},
		{"a collection", orb.Collection{orb.Point{10, 0}, orb.MultiPoint{{190, 0}}}, true},
		{"nothing", orb.MultiPoint{}, false},
	} {
		before := orb.Clone(tt.g)
		if got := relation.Intersects(region, geo.Turns(tt.g)); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if !orb.Equal(before, tt.g) {
			t.Errorf("%s: it was written into: %v", tt.name, tt.g)
		}
	}
}
