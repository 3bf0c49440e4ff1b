package fingerprint_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/fingerprint"
)

var (
	shell = orb.Ring{{0, 0}, {4, 0}, {4, 3}, {1, 4}, {0, 3}, {0, 0}}
	hole  = orb.Ring{{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}
	isle  = orb.Ring{{9, 9}, {10, 9}, {10, 10}, {9, 9}}
)

func turned(ring orb.Ring, by int) orb.Ring {
	open := ring[:len(ring)-1]
	out := append(slices.Clone(open[by:]), open[:by]...)
	return append(out, out[0])
}

func backwards(ring orb.Ring) orb.Ring {
	out := slices.Clone(ring)
	slices.Reverse(out)
	return out
}

// How rings are written, and vertices at which they do not bend, say nothing of a shape.
func TestOfIsOfTheShapeAlone(t *testing.T) {
	want := fingerprint.Of(orb.MultiPolygon{{shell, hole}, {isle}})
	const hair = 1e-9
	for name, shape := range map[string]orb.MultiPolygon{
		"another start":                 {{turned(shell, 2), turned(hole, 3)}, {turned(isle, 1)}},
		"the other way round":           {{backwards(shell), backwards(hole)}, {backwards(isle)}},
		"parts in another order":        {{isle}, {shell, hole}},
		"a vertex where another ends":   {{orb.Ring{{0, 0}, {2.3, -hair}, {4, 0}, {4, 3}, {1, 4}, {0, 3}, {0, 0}}, hole}, {isle}},
		"such vertices one by one":      {{orb.Ring{{0, 0}, {1, hair}, {2, -hair}, {3, 0}, {4, 0}, {4, 3}, {1, 4}, {0, 3}, {0, 0}}, hole}, {isle}},
		"such a vertex as the first":    {{orb.Ring{{2, 3.666666667}, {1, 4}, {0, 3}, {0, 0}, {4, 0}, {4, 3}, {2, 3.666666667}}, hole}, {isle}},
		"rounded another way":           {{orb.Ring{{0, hair}, {4, -hair}, {4 + hair, 3}, {1, 4}, {0, 3 - hair}, {0, hair}}, hole}, {isle}},
		"vertices that follow one like": {{orb.Ring{{0, 0}, {0, 0}, {4, 0}, {4, 3}, {4, 3}, {1, 4}, {0, 3}, {0, 0}}, hole}, {isle}},
	} {
		if got := fingerprint.Of(shape); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	for name, shape := range map[string]orb.MultiPolygon{
		"without the hole":   {{shell}, {isle}},
		"without a part":     {{shell, hole}},
		"hole as a part":     {{shell}, {hole}, {isle}},
		"a corner elsewhere": {{orb.Ring{{0, 0}, {4, 0}, {4, 3}, {1, 4.00001}, {0, 3}, {0, 0}}, hole}, {isle}},
		"nothing":            nil,
	} {
		if got := fingerprint.Of(shape); got == want {
			t.Errorf("%s: got the same name %s", name, got)
		}
	}
}

// Shapes of no width to speak of are told apart by Exactly alone.
func TestExactlyTellsTheSmallestApart(t *testing.T) {
	a := orb.MultiPolygon{{orb.Ring{{0, 0}, {1e-8, 0}, {0, 1e-8}, {0, 0}}}}
	b := orb.MultiPolygon{{orb.Ring{{0, 0}, {2e-8, 0}, {0, 2e-8}, {0, 0}}}}
	if fingerprint.Of(a) != fingerprint.Of(b) || fingerprint.Exactly(a) == fingerprint.Exactly(b) {
		t.Errorf("Of: got %s and %s, want the same; Exactly: got %s and %s, want others",
			fingerprint.Of(a), fingerprint.Of(b), fingerprint.Exactly(a), fingerprint.Exactly(b))
	}
}
