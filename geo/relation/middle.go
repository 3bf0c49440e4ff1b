package relation

import (
	"math/big"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// middleIn tells whether the middle between two points lies within the rings of a polygon, none of
// which it lies on. The middle itself need not be a float64: it is never computed.
func middleIn(rings []orb.LineString, p, q orb.Point) bool {
	within := false
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			aboveA, aboveB := overMiddle(a[1], p[1], q[1]), overMiddle(b[1], p[1], q[1])
			if aboveA != aboveB && sideOfMiddle(a, b, p, q) > 0 == aboveB {
				within = !within
			}
		}
	}
	return within
}

// overMiddle tells whether v is greater than the middle of x and y.
func overMiddle(v, x, y float64) bool {
	if sum := x + y; sum != 2*v {
		return 2*v > sum // rounding keeps the order
	}
	exact := new(big.Float).SetPrec(2200).SetFloat64(x) // more digits than any sum of two float64 has
	exact.Add(exact, big.NewFloat(y))
	return new(big.Float).SetFloat64(2*v).Cmp(exact) > 0
}

// sideOfMiddle is planar.Orient of a, b and the middle of p and q: the mean of both.
func sideOfMiddle(a, b, p, q orb.Point) int {
	ofP, ofQ := planar.Orient(a, b, p), planar.Orient(a, b, q)
	switch {
	case ofP == ofQ || ofQ == 0:
		return ofP
	case ofP == 0:
		return ofQ
	}
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	minus := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
	// Twice the middle less twice a, so that nothing is divided.
	twice := func(k int) *big.Rat {
		sum := new(big.Rat).Add(rat(p[k]), rat(q[k]))
		return minus(sum, new(big.Rat).Add(rat(a[k]), rat(a[k])))
	}
	left := new(big.Rat).Mul(minus(rat(b[0]), rat(a[0])), twice(1))
	right := new(big.Rat).Mul(minus(rat(b[1]), rat(a[1])), twice(0))
	return left.Cmp(right)
}
