package mvt

// ring is an open ring with twice its area by the surveyor's formula in tile units.
type ring struct {
	points []point
	area2  int64
}

func area2(points []point) int64 {
	var sum int64
	for i, p := range points {
		q := points[(i+1)%len(points)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

// smallestAround returns the smallest shell that holds the hole, -1 if there is none.
func smallestAround(shells []ring, hole ring) int {
	best := -1
	for i, shell := range shells {
		if shell.area2 >= -hole.area2 && (best < 0 || shell.area2 < shells[best].area2) && shell.holds(hole) {
			best = i
		}
	}
	return best
}

// holds decides by the first vertex of the hole, or middle of an edge of it, that is not on the border of r.
func (r ring) holds(hole ring) bool {
	for i, p := range hole.points {
		q := hole.points[(i+1)%len(hole.points)]
		for _, doubled := range [...]point{{2 * p.x, 2 * p.y}, {p.x + q.x, p.y + q.y}} {
			if inside, border := r.holdsHalf(doubled); !border {
				return inside
			}
		}
	}
	return false
}

// holdsHalf tells where half of p, which allows for middles of edges, lies: inside, outside, or on the border.
func (r ring) holdsHalf(p point) (inside, border bool) {
	for i, a := range r.points {
		b := r.points[(i+1)%len(r.points)]
		a, b := point{2 * a.x, 2 * a.y}, point{2 * b.x, 2 * b.y}
		side := cross(a, b, p)
		if side == 0 && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y) {
			return false, true
		}
		if (a.y <= p.y) != (b.y <= p.y) && (side < 0) == (a.y <= p.y) {
			inside = !inside
		}
	}
	return inside, false
}
