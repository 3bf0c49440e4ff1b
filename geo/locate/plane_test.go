package locate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/wgs84"
)

// The distance to a segment is that to the nearest of many points on the segment, and boxDistance
// never exceeds it.
func TestSegmentDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	near := func() orb.Point { return orb.Point{46 + r.Float64(), (r.Float64() - 0.5) + float64(r.IntN(3))*30 - 30} }
	for range 2000 {
		a := near()
		b, p := orb.Point{a[0] + r.Float64() - 0.5, a[1] + r.Float64() - 0.5}, orb.Point{a[0] + r.Float64() - 0.5, a[1] + r.Float64() - 0.5}
		got, want := segmentDistance(p, a, b), math.Inf(1)
		for i := range 1001 {
			s := float64(i) / 1000
			want = min(want, distance(p, orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])}))
		}
		if math.Abs(got-want) > 1e-5*want+60 || got > want*(1+1e-5) {
			t.Fatalf("segmentDistance(%v, %v, %v) = %.3f m, nearest of 1001 points %.3f", p, a, b, got, want)
		}
		if least := wgs84.BoxDistance(p, orb.MultiPoint{a, b}.Bound()); least > got {
			t.Fatalf("boxDistance(%v, box of %v %v) = %.6f m, more than the %.6f to the segment", p, a, b, least, got)
		}
	}
}

func segmentDistance(p, a, b orb.Point) float64 {
	s := planeAt(p)
	_, metres := s.nearestOn(a, b)
	return metres
}

func distance(p, q orb.Point) float64 {
	s := planeAt(p)
	return s.distance(q)
}
