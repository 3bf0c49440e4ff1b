package glyphs

import (
	"math"

	"github.com/paulmach/orb"
)

// field is the distances of the pixels around a letter to its outline: 255 far inside, 191 on it, 0
// far outside. The rows run downwards. Width and height do without the buffer.
type field struct {
	left, top     int // of the letter: from the beginning of the line, and from the baseline upwards
	width, height int
	values        []byte
}

// fieldOf measures the rings of a letter whose baseline begins at 0, y downwards.
func fieldOf(rings [][]orb.Point) *field {
	f := &field{}
	bound, empty := orb.Bound{}, true
	for _, ring := range rings {
		for _, p := range ring {
			if empty {
				bound, empty = p.Bound(), false
			}
			bound = bound.Extend(p)
		}
	}
	if empty {
		return f // a space
	}
	west, north := math.Floor(bound.Min[0]), math.Floor(bound.Min[1])
	f.left, f.top = int(west), -int(north)
	f.width, f.height = int(math.Ceil(bound.Max[0])-west), int(math.Ceil(bound.Max[1])-north)
	edges := edgesOf(rings)
	for y := -buffer; y < f.height+buffer; y++ {
		for x := -buffer; x < f.width+buffer; x++ {
			p := orb.Point{west + float64(x) + 0.5, north + float64(y) + 0.5}
			f.values = append(f.values, valueOf(edges.distance(p)))
		}
	}
	return f
}

// valueOf writes a distance, positive outside.
func valueOf(distance float64) byte {
	return byte(math.Round(255 * min(1, max(0, 1-cutoff-distance/radius))))
}

// edges are the edges of rings.
type edges [][2]orb.Point

func edgesOf(rings [][]orb.Point) (list edges) {
	for _, ring := range rings {
		for i, p := range ring {
			if next := ring[(i+1)%len(ring)]; next != p {
				list = append(list, [2]orb.Point{p, next})
			}
		}
	}
	return list
}

// distance returns how far a point lies from the edges, below 0 inside.
func (list edges) distance(p orb.Point) float64 {
	nearest, turns := math.Inf(1), 0
	for _, e := range list {
		from, to := e[0], e[1]
		dx, dy := to[0]-from[0], to[1]-from[1]
		px, py := p[0]-from[0], p[1]-from[1]
		t := min(1, max(0, (px*dx+py*dy)/(dx*dx+dy*dy)))
		nearest = min(nearest, math.Hypot(px-t*dx, py-t*dy))
		if (from[1] <= p[1]) != (to[1] <= p[1]) && (dx*py-dy*px > 0) == (dy > 0) {
			if dy > 0 {
				turns++
			} else {
				turns--
			}
		}
	}
	if turns != 0 {
		return -nearest
	}
	return nearest
}
