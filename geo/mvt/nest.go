package mvt

import (
	"cmp"
	"slices"

	"demarc/geo/internal/planar"
)

// nest finds of each loop the smallest one around it, and how often all loops wind around its
// inside. Loops do not cross, but they touch and run along each other, and their windings add up;
// planar.Nest is for borders apart.
func nest(loops []loop) {
	if len(loops) == 1 {
		loops[0].parent = -1
		loops[0].winding = sign(loops[0].area2)
		return
	}
	order := make([]int, len(loops)) // the largest first
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(abs(loops[j].area2), abs(loops[i].area2))
	})
	rank := make([]int, len(loops))
	for at, i := range order {
		rank[i] = at
	}
	around := newEnclosures(loops)
	for at, i := range order {
		l := &loops[i]
		l.parent, l.winding = -1, sign(l.area2)
		around.candidates(l.points[0], func(j int) {
			if rank[j] < at && (l.parent < 0 || rank[j] > rank[l.parent]) && loops[j].box.Holds(&l.box) && around.holds(j, l.points) {
				l.parent = j
			}
		})
		if l.parent >= 0 {
			l.winding += loops[l.parent].winding
		}
	}
}

func abs(v int64) int64 { return max(v, -v) }

// enclosures finds loops around points.
type enclosures struct {
	loops []loop
	index *planar.BoxIndex[int32] // nil for few loops
	rings []*ringIndex
}

func newEnclosures(loops []loop) *enclosures {
	const few = 16
	e := &enclosures{loops: loops, rings: make([]*ringIndex, len(loops))}
	if len(loops) > few {
		boxes := make([]box, len(loops))
		for i := range loops {
			boxes[i] = loops[i].box
		}
		e.index = planar.NewBoxIndex(boxes, 1)
	}
	return e
}

// candidates visits the loops whose box holds p.
func (e *enclosures) candidates(p point, visit func(i int)) {
	if e.index == nil {
		for i := range e.loops {
			if e.loops[i].box.Has(p.x, p.y) {
				visit(i)
			}
		}
		return
	}
	e.index.Search(boxAround([]point{p}), func(i int32) { visit(int(i)) })
}

// holds decides whether loop i is around a ring by the first vertex, or middle of an edge, that is
// not on its border. Two loops along the same line are around each other; the caller looks at one
// order only.
func (e *enclosures) holds(i int, ring []point) bool {
	if e.rings[i] == nil {
		e.rings[i] = newRingIndex(e.loops[i].points)
	}
	for k, p := range ring {
		q := ring[(k+1)%len(ring)]
		for _, doubled := range [...]point{{2 * p.x, 2 * p.y}, {p.x + q.x, p.y + q.y}} {
			if inside, border := e.rings[i].holdsHalf(doubled); !border {
				return inside
			}
		}
	}
	return true
}

// fanout is how many points, or boxes, of a ringIndex share a box.
const fanout = 32

// ringIndex skips stretches of a ring that are far away. The first of its levels has a box around
// every edge that begins among 32 points, each further one a box around 32 boxes.
type ringIndex struct {
	points []point
	levels [][]box
}

func newRingIndex(points []point) *ringIndex {
	r := &ringIndex{points: points}
	if len(points) > 2*fanout {
		r.index()
	}
	return r
}

// index adds the levels, at least one.
func (r *ringIndex) index() {
	points := r.points
	var boxes []box
	for first := 0; first < len(points); first += fanout {
		last := min(first+fanout, len(points))
		b := boxAround(points[first:last])
		end := points[last%len(points)]
		boxes = append(boxes, b.Unite(boxAround([]point{end})))
	}
	r.levels = append(r.levels, boxes)
	for len(boxes) > 2*fanout {
		var larger []box
		for first := 0; first < len(boxes); first += fanout {
			b := noBox
			for _, c := range boxes[first:min(first+fanout, len(boxes))] {
				b = b.Unite(c)
			}
			larger = append(larger, b)
		}
		r.levels = append(r.levels, larger)
		boxes = larger
	}
}

// stretches calls visit with the stretches of edges, from first up to last by where they begin, of
// which the boxes are accepted; those that follow each other are not joined.
func (r *ringIndex) stretches(accept func(b *box) bool, visit func(first, last int)) {
	if len(r.levels) == 0 {
		visit(0, len(r.points))
		return
	}
	top := len(r.levels) - 1
	r.descend(top, 0, len(r.levels[top]), accept, visit)
}

func (r *ringIndex) descend(level, first, last int, accept func(b *box) bool, visit func(first, last int)) {
	for i := first; i < last; i++ {
		if !accept(&r.levels[level][i]) {
			continue
		}
		if level == 0 {
			visit(i*fanout, min((i+1)*fanout, len(r.points)))
			continue
		}
		r.descend(level-1, i*fanout, min((i+1)*fanout, len(r.levels[level-1])), accept, visit)
	}
}

// holdsHalf tells where half of p, which allows for middles of edges, lies: inside, outside, or on
// the border.
func (r *ringIndex) holdsHalf(p point) (inside, border bool) {
	ray := ray{ring: r, from: p}
	if len(r.levels) == 0 {
		ray.edges(0, len(r.points))
	} else {
		top := len(r.levels) - 1
		ray.boxes(top, 0, len(r.levels[top]))
	}
	return ray.odd && !ray.border, ray.border
}

// ray counts the edges of a ring that lie beyond a point along the first axis.
type ray struct {
	ring   *ringIndex
	from   point // doubled
	odd    bool  // the number of edges crossed
	border bool  // the point lies on an edge
}

// boxes looks at the edges in boxes of a level, from first up to last.
func (r *ray) boxes(level, first, last int) {
	size := fanout
	for range level {
		size *= fanout
	}
	points := r.ring.points
	for i := first; i < last; i++ {
		b := &r.ring.levels[level][i]
		switch {
		case 2*b.MaxX < r.from.x || 2*b.MinY > r.from.y || 2*b.MaxY < r.from.y:
		case 2*b.MinX > r.from.x:
			// All of the stretch lies beyond, so it is crossed an odd number of times if its ends
			// lie on two sides.
			a, z := points[i*size], points[min((i+1)*size, len(points))%len(points)]
			r.odd = r.odd != ((2*a.y <= r.from.y) != (2*z.y <= r.from.y))
		case level == 0:
			r.edges(i*fanout, min((i+1)*fanout, len(points)))
		default:
			r.boxes(level-1, i*fanout, min((i+1)*fanout, len(r.ring.levels[level-1])))
		}
	}
}

// edges looks at the edges that begin at points from first up to last.
func (r *ray) edges(first, last int) {
	points, p := r.ring.points, r.from
	for k := first; k < last && !r.border; k++ {
		a, b := points[k], points[0]
		if k+1 < len(points) {
			b = points[k+1]
		}
		a, b = point{2 * a.x, 2 * a.y}, point{2 * b.x, 2 * b.y}
		if a.y > p.y && b.y > p.y || a.y < p.y && b.y < p.y || a.x < p.x && b.x < p.x {
			continue
		}
		side := cross(a, b, p)
		if side == 0 && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) {
			r.border = true
		}
		if (a.y <= p.y) != (b.y <= p.y) && (side > 0) == (a.y <= p.y) {
			r.odd = !r.odd
		}
	}
}

func (r *ringIndex) bytes() int64 {
	size := 64 + int64(cap(r.points))*8
	for _, boxes := range r.levels {
		size += int64(cap(boxes)) * 16
	}
	return size
}
