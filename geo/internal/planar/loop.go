package planar

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Loop is a ring prepared for comparison: its finite positions, each once where it is repeated,
// without the closing one.
type Loop struct {
	Points []orb.Point
	from   []int // positions in the original ring
	Owner  int   // a shape, or a part of one, whichever the caller compares
	Part   int   // polygon in the shape
	Ring   int   // ring in the polygon
}

// NewLoop prepares a ring. With inward its points have the interior of the polygon on the left:
// shells run anticlockwise, holes clockwise.
func NewLoop(ring orb.Ring, owner, part, ringNumber int, inward bool) Loop {
	l := Loop{Owner: owner, Part: part, Ring: ringNumber}
	for i, p := range ring {
		if !Finite(p) || len(l.Points) > 0 && l.Points[len(l.Points)-1] == p {
			continue
		}
		l.Points = append(l.Points, p)
		l.from = append(l.from, i)
	}
	if n := len(l.Points); n > 1 && l.Points[0] == l.Points[n-1] {
		l.Points, l.from = l.Points[:n-1], l.from[:n-1]
	}
	if inward && (Turning(l.Points) < 0) != (ringNumber > 0) {
		slices.Reverse(l.Points)
		slices.Reverse(l.from)
	}
	return l
}

// Winding is 1 if ring runs anticlockwise, -1 if clockwise, 0 if it has no area. It is exact for
// rings that do not touch themselves.
func Winding(ring orb.Ring) int {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	return Turning(ring)
}

// Turning is 1 if the loop runs anticlockwise, -1 if clockwise: the exact turn at its lowest,
// leftmost corner. It means little for loops that cross themselves, and is 0 if all points lie on a
// line.
func Turning(points []orb.Point) int {
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
	return Compare(sum, 0)
}

// corner returns the vertex k with its neighbours.
func (l *Loop) corner(k int) Corner {
	n := len(l.Points)
	return Corner{l.Points[(k+n-1)%n], l.Points[k], l.Points[(k+1)%n]}
}

// Segment is the edge of a loop from vertex k to the next.
type Segment struct {
	Loop *Loop
	K    int
}

// Ends returns the first and the last point of the segment.
func (s Segment) Ends() (a, b orb.Point) {
	return s.Loop.Points[s.K], s.Loop.Points[(s.K+1)%len(s.Loop.Points)]
}

// meeting is how two segments meet.
type meeting int

const (
	Apart   meeting = iota
	Crosses         // in one point inside both
	Touches         // in one point that is an end of at least one
	Along           // in more than one point
)

// Meet compares the segments ab and cd exactly. For along, at is the first common point.
func Meet(a, b, c, d orb.Point) (how meeting, at orb.Point) {
	ofC, ofD := Orient(a, b, c), Orient(a, b, d)
	if ofC*ofD > 0 {
		return Apart, at
	}
	ofA, ofB := Orient(c, d, a), Orient(c, d, b)
	switch {
	case ofA*ofB > 0:
		return Apart, at
	case ofC == 0 && ofD == 0:
		low, high := later(Earlier(a, b), Earlier(c, d)), Earlier(later(a, b), later(c, d))
		if low == high {
			return Touches, low
		}
		if Earlier(low, high) == low {
			return Along, low
		}
		return Apart, at
	case ofC == 0:
		return Touches, c
	case ofD == 0:
		return Touches, d
	case ofA == 0:
		return Touches, a
	case ofB == 0:
		return Touches, b
	}
	return Crosses, crossing(a, b, c, d)
}

// Before orders points by longitude, then latitude.
func Before(p, q orb.Point) bool {
	return p[0] < q[0] || p[0] == q[0] && p[1] < q[1]
}

// Earlier is the first of two points in the order of Before.
func Earlier(p, q orb.Point) orb.Point {
	if Before(q, p) {
		return q
	}
	return p
}

func later(p, q orb.Point) orb.Point {
	if Before(q, p) {
		return p
	}
	return q
}

// crossing returns the rounded place where two segments cross.
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

// DoubleArea is twice the area of a loop in square degrees, positive if it runs anticlockwise.
func DoubleArea(points []orb.Point) float64 {
	sum, o := 0.0, points[0]
	for i := 2; i < len(points); i++ {
		p, q := points[i-1], points[i]
		sum += (p[0]-o[0])*(q[1]-o[1]) - (p[1]-o[1])*(q[0]-o[0])
	}
	return sum
}

// Closed returns the loop as a closed ring.
func (l *Loop) Closed() orb.Ring {
	return append(slices.Clone(l.Points), l.Points[0])
}

// Position returns the position of vertex k in the original ring.
func (l *Loop) Position(k int) int {
	if l.from == nil {
		return k
	}
	return l.from[k]
}
