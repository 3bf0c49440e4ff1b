package clean

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/locate"
)

// Places that shapes of the same days both cover are both's, unless a pen slipped: a place is
// measured as a whole, whatever it is cut into.
func TestClaims(t *testing.T) {
	const hair = 5e-6 // degrees, half a metre
	early, late := locate.Span{From: 0, To: 10}, locate.Span{From: 10, To: 20}
	long := locate.Span{From: 0, To: 20}
	box := fixture.BoxShape
	for _, tt := range []struct {
		name   string
		shapes []orb.MultiPolygon
		spans  []locate.Span
		claimM float64 // side of the least square
		places string
	}{
		{"two claim a strip", []orb.MultiPolygon{box(0, 0, 2, 1), box(1, 0, 3, 1)}, []locate.Span{long, early}, 100, "0; 0 1; 1"},
		{"on other days", []orb.MultiPolygon{box(0, 0, 2, 1), box(1, 0, 3, 1)}, []locate.Span{late, early}, 100, "0; 0 1; 1"},
		{"a hair", []orb.MultiPolygon{box(0, 0, 2, 1), box(2-hair, 0, 3, 1)}, []locate.Span{long, early}, 100, "0; 1"},
		{"too small", []orb.MultiPolygon{box(0, 0, 2, 2), box(1.999, 1.999, 3, 3)}, []locate.Span{long, early}, 1000, "0; 1"},
		{"not too small", []orb.MultiPolygon{box(0, 0, 2, 2), box(1.999, 1.999, 3, 3)}, []locate.Span{long, early}, 50, "0; 0 1; 1"},
		{"cut into small ones by another", []orb.MultiPolygon{box(0, 0, 2, 2), box(1.998, 1.998, 3, 3), box(1.999, 0, 4, 4)}, []locate.Span{early, early, late}, 170,
			"0; 0 1; 0 1 2; 0 2; 1; 1 2; 2"},
		{"a slip of a third", []orb.MultiPolygon{box(0, 0, 2, 1), box(1, 0, 3, 1), box(0, 1-hair, 3, 2)}, []locate.Span{long, long, long}, 100, "0; 0 1; 1; 2"},
		{"the same twice", []orb.MultiPolygon{box(0, 0, 1, 1), box(0, 0, 1, 1)}, []locate.Span{long, long}, 100, "0 1"},
		{"parts of one", []orb.MultiPolygon{append(box(0, 0, 2, 1), box(1, 0, 3, 1)...), box(2, 0, 4, 1)}, []locate.Span{long, long}, 100, "0; 0 1; 1"},
	} {
		result, err := Clean(tt.shapes, Options{ToleranceM: 1, Spans: tt.spans, ClaimM2: tt.claimM * tt.claimM})
		if err != nil {
			t.Fatal(err)
		}
		var places []string
		for _, p := range result.Places {
			places = append(places, strings.Trim(fmt.Sprint(p.Shapes), "[]"))
		}
		slices.Sort(places)
		if got := strings.Join(places, "; "); got != tt.places {
			t.Errorf("%s: got places of %s, want %s", tt.name, got, tt.places)
		}
	}
}

// A point lies in the one place of all shapes that contain it, and places share no area.
func TestRandomClaims(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		var shapes []orb.MultiPolygon
		var spans []locate.Span
		for range 2 + r.IntN(7) {
			west, south, from := float64(r.IntN(5)), float64(r.IntN(5)), int32(r.IntN(10))
			shapes = append(shapes, fixture.BoxShape(west, south, west+1+float64(r.IntN(4)), south+1+float64(r.IntN(4))))
			spans = append(spans, locate.Span{From: from, To: from + 1 + int32(r.IntN(10))})
		}
		result, err := Clean(shapes, Options{Spans: spans, ClaimM2: 1})
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			p := orb.Point{9 * r.Float64(), 9 * r.Float64()}
			var want []int
			for i, s := range shapes {
				if planar.Contains(s, p) {
					want = append(want, i)
				}
			}
			var got [][]int
			for _, place := range result.Places {
				if planar.Contains(place.Area, p) {
					got = append(got, place.Shapes)
				}
			}
			if len(want) == 0 && len(got) == 0 || len(got) == 1 && slices.Equal(got[0], want) {
				continue
			}
			t.Fatalf("seed %d: %v lies in places of %v, want one of %v", seed, p, got, want)
		}
		if len(result.Findings) > 0 && findingSummary(result.Findings) != "" && slices.ContainsFunc(result.Findings, func(f Finding) bool { return f.Kind == Overlap }) {
			t.Errorf("seed %d: %s", seed, findingSummary(result.Findings))
		}
		for i, shape := range shapes {
			if got, want := geo.Area(result.Shapes[i]), geo.Area(shape); got < want*(1-1e-9) || got > want*(1+1e-9) {
				t.Errorf("seed %d: shape %d has %v m2, had %v", seed, i, got, want)
			}
		}
	}
}

func TestClaimsWantSpans(t *testing.T) {
	for _, o := range []Options{{ClaimM2: 1}, {ClaimM2: -1, Spans: []locate.Span{}}} {
		if _, err := Clean(nil, o); err == nil || !strings.Contains(err.Error(), "claims") {
			t.Errorf("%+v: got %v, want an error", o, err)
		}
	}
}
