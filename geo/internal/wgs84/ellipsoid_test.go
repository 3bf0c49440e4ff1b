package wgs84_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/wgs84"
)

// The errors that the comments promise.
func TestDistance(t *testing.T) {
	// Vincenty's own example (a): Flinders Peak to Buninyon, 54,972.271 m (on GRS 80, which differs
	// by less).
	got := fixture.Geodesic(orb.Point{144.42486789, -37.95103342}, orb.Point{143.92649553, -37.65282114})
	if math.Abs(got-54972.271) > 0.01 {
		t.Fatalf("the test's geodesic is %.3f m, want 54972.271", got)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, tt := range []struct {
		name   string
		lat    float64
		within float64
	}{
		{"up to 70 degrees", 70, 1e-4},
		{"up to 84 degrees", 84, 1e-3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			worst := 0.0
			for range 50000 {
				p := orb.Point{0, (2*r.Float64() - 1) * tt.lat}
				east, north := wgs84.MetresPerDegree(p[1])
				sin, cos := math.Sincos(2 * math.Pi * r.Float64())
				metres := 100e3 * r.Float64()
				q := orb.Point{sin * metres / east, p[1] + cos*metres/north}
				if math.Abs(q[1]) > tt.lat {
					continue
				}
				want := fixture.Geodesic(p, q)
				if want < 100e3 {
					worst = max(worst, math.Abs(wgs84.Distance(p, q)-want)/want)
				}
			}
			if worst > tt.within {
				t.Errorf("relative error %.2g, want at most %.2g", worst, tt.within)
			}
		})
	}
}
