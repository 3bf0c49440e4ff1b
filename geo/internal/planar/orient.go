package planar

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

const (
	// UnitRoundoff is half the distance between 1 and the next float64.
	UnitRoundoff = 1.0 / (1 << 53)

	// OrientError bounds the relative error of the determinant computed in float64: constant
	// ccwerrboundA of Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust
	// Geometric Predicates" (1997), https://www.cs.cmu.edu/~quake/robust.html.
	OrientError = (3 + 16*UnitRoundoff) * UnitRoundoff

	// OrientSmall is a size of products above which underflow cannot have spoilt the static filter.
	OrientSmall = 0x1p-900

	// Between these sizes a product of two coordinates and its rounding error are both normal
	// numbers.
	expansionMin = 0x1p-480
	expansionMax = 0x1p500
)

// Orient returns the sign of the cross product (b-a) x (c-a): 1 if a, b, c turn left, -1 if they
// turn right, 0 if they lie on a line. The answer is exact for all finite coordinates, and 0 if any
// is not finite.
func Orient(a, b, c orb.Point) int {
	// The conversions keep the compiler from fusing product and difference, which it does on arm64.
	left := float64((b[0] - a[0]) * (c[1] - a[1]))
	right := float64((b[1] - a[1]) * (c[0] - a[0]))
	det := left - right
	size := math.Abs(left) + math.Abs(right)
	if size > OrientSmall {
		bound := OrientError * size
		if det > bound {
			return 1
		}
		if det < -bound {
			return -1
		}
	}
	return orientExact(a, b, c)
}

// TurnNear is Orient of three points about which the static filter cannot decide, mostly since the
// third lies close to the line through the others. Then all differences are exact, and the signs of
// their products and of the rounding errors of these decide.
func TurnNear(ax, ay, bx, by, cx, cy float64) int {
	ux, uy, vx, vy := bx-ax, by-ay, cx-ax, cy-ay
	if !(isDifference(ux, bx, ax) && isDifference(uy, by, ay) && isDifference(vx, cx, ax) && isDifference(vy, cy, ay)) {
		return Orient(orb.Point{ax, ay}, orb.Point{bx, by}, orb.Point{cx, cy})
	}
	left, right := float64(ux*vy), float64(uy*vx)
	switch {
	case (ux == 0 || vy == 0) && (uy == 0 || vx == 0):
		return 0
	case !(math.Abs(left) > OrientSmall && math.Abs(right) > OrientSmall && math.Abs(left) < expansionMax):
		return Orient(orb.Point{ax, ay}, orb.Point{bx, by}, orb.Point{cx, cy})
	case left != right:
		return Compare(left, right)
	}
	return Compare(math.FMA(ux, vy, -left), math.FMA(uy, vx, -right))
}

// orientExact decides the cases that rounding could get wrong.
func orientExact(a, b, c orb.Point) int {
	if a == b || b == c || a == c {
		return 0
	}
	if a[0] == b[0] && b[0] == c[0] || a[1] == b[1] && b[1] == c[1] {
		return 0
	}
	for _, v := range [...]float64{a[0], a[1], b[0], b[1], c[0], c[1]} {
		size := math.Abs(v)
		if size >= expansionMin && size <= expansionMax || v == 0 {
			continue
		}
		if !allFinite(a, b, c) {
			return 0
		}
		return orientRational(a, b, c)
	}
	ux, uy, vx, vy := b[0]-a[0], b[1]-a[1], c[0]-a[0], c[1]-a[1]
	if isDifference(ux, b[0], a[0]) && isDifference(uy, b[1], a[1]) && isDifference(vx, c[0], a[0]) && isDifference(vy, c[1], a[1]) {
		// As a rule, with points near each other. Rounding keeps the order of two products or makes
		// them equal; then their errors decide.
		left, right := ux*vy, uy*vx
		switch {
		case !(ux == 0 || vy == 0 || Abs(left) > OrientSmall) || !(uy == 0 || vx == 0 || Abs(right) > OrientSmall):
			return orientRational(a, b, c)
		case left != right:
			return Compare(left, right)
		}
		return Compare(math.FMA(ux, vy, -left), math.FMA(uy, vx, -right))
	}
	// (b-a) x (c-a) without differences, which would round: a x b + b x c + c x a.
	var e expansion
	e.addProduct(a[0], b[1])
	e.addProduct(-a[1], b[0])
	e.addProduct(b[0], c[1])
	e.addProduct(-b[1], c[0])
	e.addProduct(c[0], a[1])
	e.addProduct(-c[1], a[0])
	return e.sign()
}

func allFinite(a, b, c orb.Point) bool { return Finite(a) && Finite(b) && Finite(c) }

// isDifference reports whether d, which is x-y rounded, is exact (Knuth, TAOCP volume 2, section
// 4.2.2, theorem B).
func isDifference(d, x, y float64) bool {
	virtual := x - d
	return (x-(d+virtual))+(virtual-y) == 0
}

// expansion is an exact sum of float64 terms that do not overlap, the smallest first (Shewchuk
// 1997, section 2).
type expansion struct {
	terms [12]float64
	n     int
}

// addProduct adds x*y, which must neither overflow nor underflow.
func (e *expansion) addProduct(x, y float64) {
	high := x * y
	e.add(math.FMA(x, y, -high))
	e.add(high)
}

// add is Shewchuk's grow-expansion with zero terms left out.
func (e *expansion) add(v float64) {
	kept := 0
	for _, term := range e.terms[:e.n] {
		sum := v + term
		fromTerm := sum - v
		fromV := sum - fromTerm
		if rest := (v - fromV) + (term - fromTerm); rest != 0 {
			e.terms[kept] = rest
			kept++
		}
		v = sum
	}
	if v != 0 {
		e.terms[kept] = v
		kept++
	}
	e.n = kept
}

// sign is the sign of the largest term, which outweighs all others together.
func (e *expansion) sign() int {
	if e.n == 0 {
		return 0
	}
	if e.terms[e.n-1] > 0 {
		return 1
	}
	return -1
}

// orientRational serves coordinates so large or so small that float64 products leave its range.
func orientRational(a, b, c orb.Point) int {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	minus := func(x, y float64) *big.Rat { return new(big.Rat).Sub(rat(x), rat(y)) }
	left := new(big.Rat).Mul(minus(b[0], a[0]), minus(c[1], a[1]))
	right := new(big.Rat).Mul(minus(b[1], a[1]), minus(c[0], a[0]))
	return left.Cmp(right)
}
