package locate

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

// oracle answers like Grid by another way: it counts how often each ring winds around the point, in
// whole numbers without rounding, and puts polygons together by the rule of Contains. It has no
// code in common with Contains, Orient or Grid.
type oracle struct {
	versions []Version
	boxes    []orb.Bound
	rings    [][][]orb.Bound
}

func newOracle(versions []Version) *oracle {
	o := &oracle{versions: versions}
	for _, v := range versions {
		whole := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
		var polygons [][]orb.Bound
		for _, polygon := range v.Shape {
			var boxes []orb.Bound
			for _, ring := range polygon {
				b := ring.Bound()
				boxes = append(boxes, b)
				whole.Min = orb.Point{math.Min(whole.Min[0], b.Min[0]), math.Min(whole.Min[1], b.Min[1])}
				whole.Max = orb.Point{math.Max(whole.Max[0], b.Max[0]), math.Max(whole.Max[1], b.Max[1])}
			}
			polygons = append(polygons, boxes)
		}
		o.boxes = append(o.boxes, whole)
		o.rings = append(o.rings, polygons)
	}
	return o
}

// all returns the versions that contain p and hold at; whatever the time if timed is false.
func (o *oracle) all(p orb.Point, at int32, timed bool) []int32 {
	var found []int32
	for i, v := range o.versions {
		if timed && v.Span != (Span{}) && (at < v.Span.From || at >= v.Span.To) {
			continue
		}
		if o.contains(i, p) {
			found = append(found, int32(i))
		}
	}
	return found
}

func (o *oracle) contains(i int, p orb.Point) bool {
	if beyond(o.boxes[i], p) {
		return false
	}
	for j, polygon := range o.versions[i].Shape {
		in := false
		for k, ring := range polygon {
			// A ring that winds around a point twice has it outside.
			odd := !beyond(o.rings[i][j][k], p) && winding(ring, p)%2 != 0
			if k == 0 {
				in = odd
			} else if odd {
				in = false
			}
			if !in {
				break
			}
		}
		if in {
			return true
		}
	}
	return false
}

func beyond(b orb.Bound, p orb.Point) bool {
	return p[0] < b.Min[0] || p[0] > b.Max[0] || p[1] < b.Min[1] || p[1] > b.Max[1]
}

// winding counts how often a ring, closed if it is not, winds around p moved a little east, and
// much less north.
func winding(ring orb.Ring, p orb.Point) int {
	n, sum := len(ring), 0
	for i := range ring {
		a, b := ring[i], ring[(i+1)%n]
		// An edge counts if it passes the height of the moved point, which is above every vertex
		// level with p.
		switch upward := b[1] > p[1]; {
		case (a[1] > p[1]) == upward:
		case a[0] > p[0] && b[0] > p[0]:
			if upward {
				sum++
			} else {
				sum--
			}
		case a[0] <= p[0] && b[0] <= p[0]:
		default:
			// East of p if the turn from a to b to p is to the left, going up.
			turn := turnSign(a, b, p)
			if upward && turn > 0 {
				sum++
			} else if !upward && turn < 0 {
				sum--
			}
		}
	}
	return sum
}

// turnSign is the sign of the turn from a over b to c, in whole numbers.
func turnSign(a, b, c orb.Point) int {
	ax, ay := whole(a[0]), whole(a[1])
	ux, uy := new(big.Int).Sub(whole(b[0]), ax), new(big.Int).Sub(whole(b[1]), ay)
	vx, vy := new(big.Int).Sub(whole(c[0]), ax), new(big.Int).Sub(whole(c[1]), ay)
	return new(big.Int).Mul(ux, vy).Cmp(new(big.Int).Mul(uy, vx))
}

// wholeShift makes a whole number of every coordinate of the tests.
const wholeShift = 120

// whole returns v * 2^wholeShift.
func whole(v float64) *big.Int {
	mantissa, exponent := math.Frexp(v)
	n := big.NewInt(int64(mantissa * (1 << 53)))
	shift := exponent - 53 + wholeShift
	if shift >= 0 {
		return n.Lsh(n, uint(shift))
	}
	if rest := new(big.Int).Lsh(new(big.Int).Rsh(n, uint(-shift)), uint(-shift)); rest.Cmp(n) != 0 {
		panic("oracle: a number smaller than it can hold")
	}
	return n.Rsh(n, uint(-shift))
}
