package picture

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// borderLine is a border in pixels.
type borderLine struct {
	*Border
	points []orb.Point
	bound  orb.Bound
}

// borderLines are the borders in the box, as often as they are seen.
func (p *Picture) borderLines(f frame) (lines []borderLine) {
	if !slices.ContainsFunc(p.Labels, func(l Label) bool { return l.Dot > 0 }) {
		return nil
	}
	for i := range p.Borders {
		b := &p.Borders[i]
		for _, turn := range turns {
			f := f.turned(turn)
			if len(b.Line) < 2 || !f.sees().Intersects(b.Line.Bound()) {
				continue
			}
			points := f.line(b.Line)
			lines = append(lines, borderLine{b, points, orb.LineString(points).Bound()})
		}
	}
	return lines
}

// ownSide returns the places of which a reader sees to which side of the lines near a dot they
// belong: not those whose middle lies across one that parts what differs; of the others those first
// of which least lies across any, and that cover no line at all.
func ownSide(dot orb.Point, places []rect, borders []borderLine) []rect {
	near := map[[2]int]bool{} // whether it parts
	for _, b := range borders {
		if b.bound.Pad(nearBy).Contains(dot) && distanceTo(dot, b.points) <= nearBy {
			near[b.Sides] = near[b.Sides] || b.Parts
		}
	}
	// across says whether a point lies across any line from the dot, and whether across one that
	// parts
	across := func(to orb.Point) (lies, parted bool) {
		odd := map[[2]int]bool{}
		way := orb.MultiPoint{dot, to}.Bound()
		for _, b := range borders {
			if _, ok := near[b.Sides]; ok && b.bound.Intersects(way) && crossings(dot, to, b.points)%2 == 1 {
				odd[b.Sides] = !odd[b.Sides]
			}
		}
		for sides, is := range odd {
			lies, parted = lies || is, parted || is && near[sides]
		}
		return lies, parted
	}
	type costed struct {
		place rect
		cost  int
	}
	var kept []costed
	for _, place := range places {
		c, astray := costed{place: place}, false
		if slices.ContainsFunc(borders, place.covers) {
			c.cost++
		}
		for i := range sideParts {
			share := (float64(i) + 0.5) / sideParts
			lies, parted := across(orb.Point{place.x + share*place.w, place.y + place.h/2})
			if lies {
				c.cost++
			}
			astray = astray || parted && i == sideParts/2
		}
		if !astray {
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b costed) int { return a.cost - b.cost })
	own := make([]rect, len(kept))
	for i, c := range kept {
		own[i] = c.place
	}
	return own
}

// covers says whether a border has a point in a rectangle.
func (r rect) covers(b borderLine) bool {
	bound := orb.Bound{Min: orb.Point{r.x, r.y}, Max: orb.Point{r.x + r.w, r.y + r.h}}
	if !b.bound.Intersects(bound) {
		return false
	}
	for i := 1; i < len(b.points); i++ {
		a, d := b.points[i-1], orb.Point{b.points[i][0] - b.points[i-1][0], b.points[i][1] - b.points[i-1][1]}
		from, to := 0.0, 1.0
		for axis := range d {
			low, high := bound.Min[axis]-a[axis], bound.Max[axis]-a[axis]
			switch {
			case d[axis] != 0:
				from = max(from, min(low/d[axis], high/d[axis]))
				to = min(to, max(low/d[axis], high/d[axis]))
			case low > 0 || high < 0:
				to = -1
			}
		}
		if from <= to {
			return true
		}
	}
	return false
}

// distanceTo is how far a point lies from a line.
func distanceTo(p orb.Point, line []orb.Point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := 0.0
		if along := dx*dx + dy*dy; along > 0 {
			t = min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/along))
		}
		least = min(least, math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy))
	}
	return least
}

// crossings counts how often the way from one point to another crosses a line.
func crossings(from, to orb.Point, line []orb.Point) (count int) {
	dx, dy := to[0]-from[0], to[1]-from[1]
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		// a corner on the way belongs to the segment on the one side of it
		left, right := dx*(a[1]-from[1])-dy*(a[0]-from[0]), dx*(b[1]-from[1])-dy*(b[0]-from[0])
		if (left > 0) == (right > 0) {
			continue
		}
		t := left / (left - right)
		x, y := a[0]+t*(b[0]-a[0]), a[1]+t*(b[1]-a[1])
		if along := ((x-from[0])*dx + (y-from[1])*dy) / (dx*dx + dy*dy); along >= 0 && along <= 1 {
			count++
		}
	}
	return count
}
