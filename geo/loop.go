package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// loop is a ring prepared for comparison: without the closing position, without repeated and non-finite
// positions.
type loop struct {
	points []orb.Point
	from   []int // positions in the original ring
	owner  int   // what the caller compares: a shape, or a part of one
	part   int   // polygon in the shape
	ring   int   // ring in the polygon
}

// newLoop prepares ring. With inward set, the points are put in the order that has the interior of the
// polygon on the left: shells run anticlockwise, holes clockwise.
func newLoop(ring orb.Ring, owner, part, number int, inward bool) loop {
	l := loop{owner: owner, part: part, ring: number}
	for i, p := range ring {
		if !finite(p) || len(l.points) > 0 && l.points[len(l.points)-1] == p {
			continue
		}
		l.points = append(l.points, p)
		l.from = append(l.from, i)
	}
	if n := len(l.points); n > 1 && l.points[0] == l.points[n-1] {
		l.points, l.from = l.points[:n-1], l.from[:n-1]
	}
	if inward && (turning(l.points) < 0) != (number > 0) {
		slices.Reverse(l.points)
		slices.Reverse(l.from)
	}
	return l
}

// Winding is 1 if ring runs anticlockwise, -1 if clockwise, 0 if it has no area. It is exact for rings that do not
// touch themselves.
func Winding(ring orb.Ring) int {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	return turning(ring)
}

// turning is 1 if the loop runs anticlockwise, -1 if clockwise: the exact turn at its lowest, leftmost
// corner. For loops that are not simple it is some answer, 0 if all points lie on a line.
func turning(points []orb.Point) int {
	n := len(points)
	if n < 3 {
		return 0
	}
	low := 0
	for i, p := range points {
		if q := points[low]; p[1] < q[1] || p[1] == q[1] && p[0] < q[0] {
			low = i
		}
	}
	if turn := Orient(points[(low+n-1)%n], points[low], points[(low+1)%n]); turn != 0 {
		return turn
	}
	// The corner is a spike.
	sum := 0.0
	for i := 2; i < n; i++ {
		o, p, q := points[0], points[i-1], points[i]
		sum += (p[0]-o[0])*(q[1]-o[1]) - (p[1]-o[1])*(q[0]-o[0])
	}
	return compare(sum, 0)
}

// corner returns the vertex k with its neighbours.
func (l *loop) corner(k int) corner {
	n := len(l.points)
	return corner{l.points[(k+n-1)%n], l.points[k], l.points[(k+1)%n]}
}

// segment is the edge of a loop from vertex k to the next.
type segment struct {
	loop *loop
	k    int
}

func (s segment) ends() (a, b orb.Point) {
	return s.loop.points[s.k], s.loop.points[(s.k+1)%len(s.loop.points)]
}

// meeting says how two segments meet.
type meeting int

const (
	apart   meeting = iota
	crosses         // in one point inside both
	touches         // in one point that is an end of at least one
	along           // in more than one point
)

// meet compares the segments ab and cd exactly. For along, at is the first common point.
func meet(a, b, c, d orb.Point) (how meeting, at orb.Point) {
	ofC, ofD := Orient(a, b, c), Orient(a, b, d)
	if ofC*ofD > 0 {
		return apart, at
	}
	ofA, ofB := Orient(c, d, a), Orient(c, d, b)
	switch {
	case ofA*ofB > 0:
		return apart, at
	case ofC == 0 && ofD == 0:
		low, high := later(earlier(a, b), earlier(c, d)), earlier(later(a, b), later(c, d))
		if low == high {
			return touches, low
		}
		if earlier(low, high) == low {
			return along, low
		}
		return apart, at
	case ofC == 0:
		return touches, c
	case ofD == 0:
		return touches, d
	case ofA == 0:
		return touches, a
	case ofB == 0:
		return touches, b
	}
	return crosses, crossing(a, b, c, d)
}

// before orders points by longitude, then latitude.
func before(p, q orb.Point) bool {
	return p[0] < q[0] || p[0] == q[0] && p[1] < q[1]
}

func earlier(p, q orb.Point) orb.Point {
	if before(q, p) {
		return q
	}
	return p
}

func later(p, q orb.Point) orb.Point {
	if before(q, p) {
		return p
	}
	return q
}

// crossing returns about where two crossing segments meet.
func crossing(a, b, c, d orb.Point) orb.Point {
	ux, uy := b[0]-a[0], b[1]-a[1]
	vx, vy := d[0]-c[0], d[1]-c[1]
	t := ((c[0]-a[0])*vy - (c[1]-a[1])*vx) / (ux*vy - uy*vx)
	if math.IsNaN(t) {
		return a
	}
	t = min(1, max(0, t))
	return orb.Point{a[0] + t*ux, a[1] + t*uy}
}

// doubleArea is twice the area of a loop in square degrees, positive if it runs anticlockwise.
func doubleArea(points []orb.Point) float64 {
	sum, o := 0.0, points[0]
	for i := 2; i < len(points); i++ {
		p, q := points[i-1], points[i]
		sum += (p[0]-o[0])*(q[1]-o[1]) - (p[1]-o[1])*(q[0]-o[0])
	}
	return sum
}

func (l *loop) closed() orb.Ring {
	return append(slices.Clone(l.points), l.points[0])
}

// position returns where vertex k stands in the ring.
func (l *loop) position(k int) int {
	if l.from == nil {
		return k
	}
	return l.from[k]
}
