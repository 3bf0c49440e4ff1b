package wgs84

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// A rule of few nodes serves short edges only: up to its span it agrees with the one of most nodes
// to the last digits, and beyond it would not.
func TestRulesOfShortEdges(t *testing.T) {
	most := rules[len(rules)-1].nodes
	mean := func(nodes []node, south, span float64) (sum float64) {
		for _, n := range nodes {
			sum += n.weight * authalic(south+n.at*span)
		}
		return sum
	}
	r := rand.New(rand.NewPCG(5, 6))
	for _, rule := range rules[:len(rules)-1] {
		worst, beyond := 0.0, 0.0
		for range 20000 {
			south := 1 + 84*r.Float64()
			for _, tt := range []struct {
				span float64
				off  *float64
			}{{rule.span, &worst}, {min(20*rule.span, 4), &beyond}} {
				want := mean(most, south, tt.span)
				*tt.off = max(*tt.off, math.Abs(mean(rule.nodes, south, tt.span)-want)/want)
			}
		}
		if worst > 1e-15 || beyond < 4*worst/3 {
			t.Errorf("%d nodes: off by %.2g at %g degrees, want 1e-15 at most; %.2g farther, want more", len(rule.nodes), worst, rule.span, beyond)
		}
	}
	// The sum over a ring cannot tell which way an edge was written.
	a, b := orb.Point{10, 50}, orb.Point{10.01, 50.02}
	if edgeIntegral(a, b) != -edgeIntegral(b, a) {
		t.Errorf("an edge and its reverse: %v and %v, want opposite signs", edgeIntegral(a, b), edgeIntegral(b, a))
	}
}
