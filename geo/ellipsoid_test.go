package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// geodesic is Vincenty's inverse formula ("Direct and Inverse Solutions of Geodesics on the Ellipsoid", 1975), good
// to a millimetre except for nearly antipodal points.
func geodesic(p, q orb.Point) float64 {
	const b = equatorRadius * (1 - flattening)
	l := (q[0] - p[0]) * degree
	u1, u2 := math.Atan((1-flattening)*math.Tan(p[1]*degree)), math.Atan((1-flattening)*math.Tan(q[1]*degree))
	sin1, cos1 := math.Sincos(u1)
	sin2, cos2 := math.Sincos(u2)
	lambda := l
	for range 100 {
		sinL, cosL := math.Sincos(lambda)
		sinS := math.Hypot(cos2*sinL, cos1*sin2-sin1*cos2*cosL)
		if sinS == 0 {
			return 0
		}
		cosS := sin1*sin2 + cos1*cos2*cosL
		sigma := math.Atan2(sinS, cosS)
		sinA := cos1 * cos2 * sinL / sinS
		cos2A := 1 - sinA*sinA
		cosM := 0.0
		if cos2A > 0 {
			cosM = cosS - 2*sin1*sin2/cos2A
		}
		c := flattening / 16 * cos2A * (4 + flattening*(4-3*cos2A))
		before := lambda
		lambda = l + (1-c)*flattening*sinA*(sigma+c*sinS*(cosM+c*cosS*(2*cosM*cosM-1)))
		if math.Abs(lambda-before) > 1e-12 {
			continue
		}
		u := cos2A * (equatorRadius*equatorRadius - b*b) / (b * b)
		bigA := 1 + u/16384*(4096+u*(-768+u*(320-175*u)))
		bigB := u / 1024 * (256 + u*(-128+u*(74-47*u)))
		delta := bigB * sinS * (cosM + bigB/4*(cosS*(2*cosM*cosM-1)-bigB/6*cosM*(4*sinS*sinS-3)*(4*cosM*cosM-3)))
		return b * bigA * (sigma - delta)
	}
	return math.NaN()
}

// The errors that the comments promise.
func TestDistance(t *testing.T) {
	// Vincenty's own example (a): Flinders Peak to Buninyon, 54,972.271 m (on GRS 80, which differs by less).
	got := geodesic(orb.Point{144.42486789, -37.95103342}, orb.Point{143.92649553, -37.65282114})
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
				east, north := metresPerDegree(p[1])
				sin, cos := math.Sincos(2 * math.Pi * r.Float64())
				metres := 100e3 * r.Float64()
				q := orb.Point{sin * metres / east, p[1] + cos*metres/north}
				if math.Abs(q[1]) > tt.lat {
					continue
				}
				want := geodesic(p, q)
				if want < 100e3 {
					worst = max(worst, math.Abs(distance(p, q)-want)/want)
				}
			}
			if worst > tt.within {
				t.Errorf("relative error %.2g, want at most %.2g", worst, tt.within)
			}
		})
	}
}

// The distance to a segment is that to the nearest of many points on the segment, and boxDistance never exceeds it.
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
		if least := boxDistance(p, orb.MultiPoint{a, b}.Bound()); least > got {
			t.Fatalf("boxDistance(%v, box of %v %v) = %.6f m, more than the %.6f to the segment", p, a, b, least, got)
		}
	}
}

func segmentDistance(p, a, b orb.Point) float64 {
	s := planeAt(p)
	_, metres := s.nearestOn(a, b)
	return metres
}
