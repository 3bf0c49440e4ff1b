// Package fingerprint names areas by their shapes: the same shape has the same name wherever and
// whenever it was made, however its rings are written.
//
//	as drawn                          canonical                        name
//	 c---t---b      t: a neighbour    corners alone, on one grid,      SHA-256 of
//	 |       |      ends here, so     each ring from its first corner  all numbers,
//	 d-------a      it bends by a     on, shells anticlockwise, holes  its start
//	                hair              clockwise, all of them sorted
//
// Cutting makes vertices where borders end that are no corners of what lies beside them, and rounds
// them to the grid of the cut, 1e-9 of a degree. What bends by no more than such rounding is left
// out, and the others are counted on a grid a thousand times as wide, 11 cm of latitude, which
// rounding hardly ever crosses.
package fingerprint

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	grid  = 1e6  // units in a degree
	fine  = 1e9  // of the cut
	hairs = 5e-9 // degrees: what rounding may bend a line by
)

// letters are those of base32 that sort as their values do.
var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Of returns the name of a shape, eight letters and digits.
func Of(shape orb.MultiPolygon) string { return name(shape, grid) }

// Exactly returns the name of a shape with all its positions as they are on the grid of a cut, for
// shapes so small or so much alike that Of names them alike.
func Exactly(shape orb.MultiPolygon) string { return name(shape, fine) }

func name(shape orb.MultiPolygon, units float64) string {
	var polygons [][][]cell
	for _, polygon := range shape {
		var rings [][]cell
		for i, ring := range polygon {
			if r := canonical(ring, i > 0, units); len(r) > 0 {
				rings = append(rings, r)
			}
		}
		if len(rings) > 0 {
			slices.SortFunc(rings[1:], compareRings)
			polygons = append(polygons, rings)
		}
	}
	slices.SortFunc(polygons, func(a, b [][]cell) int { return slices.CompareFunc(a, b, compareRings) })
	hash := sha256.New()
	number := func(n int64) {
		var bytes [8]byte
		binary.BigEndian.PutUint64(bytes[:], uint64(n))
		hash.Write(bytes[:])
	}
	for _, rings := range polygons {
		number(int64(len(rings)))
		for _, ring := range rings {
			number(int64(len(ring)))
			for _, c := range ring {
				number(c.x)
				number(c.y)
			}
		}
	}
	return letters.EncodeToString(hash.Sum(nil)[:5])
}

// cell is a position on a grid.
type cell struct{ x, y int64 }

func compareCells(a, b cell) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

func compareRings(a, b []cell) int { return slices.CompareFunc(a, b, compareCells) }

// canonical returns the corners of a ring on the grid, from the first one on, shells anticlockwise
// and holes clockwise.
func canonical(ring orb.Ring, hole bool, units float64) []cell {
	var cells []cell
	for _, p := range corners(ring) {
		c := cell{int64(math.Round(p[0] * units)), int64(math.Round(p[1] * units))}
		if n := len(cells); n == 0 || cells[n-1] != c {
			cells = append(cells, c)
		}
	}
	for len(cells) > 1 && cells[0] == cells[len(cells)-1] {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil
	}
	if clockwise(cells) != hole {
		slices.Reverse(cells)
	}
	first := slices.Index(cells, slices.MinFunc(cells, compareCells))
	return append(slices.Clone(cells[first:]), cells[:first]...)
}

// clockwise tells the direction of a ring by twice the area that it encloses.
func clockwise(ring []cell) bool {
	sum := 0.0
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		ax, ay, bx, by := float64(a.x-ring[0].x), float64(a.y-ring[0].y), float64(b.x-ring[0].x), float64(b.y-ring[0].y)
		sum += float64(ax*by) - float64(bx*ay)
	}
	return sum < 0
}

// corners returns the vertices of a ring at which it bends by more than a hair, by Douglas and
// Peucker from a vertex that is surely one: the outermost in a direction that hardly any edge lies
// across.
func corners(ring orb.Ring) []orb.Point {
	n := len(ring)
	if n > 1 && ring[0] == ring[n-1] {
		n--
	}
	if n < 4 {
		return ring[:n]
	}
	first, far := 0, 0
	for i := range n {
		if outward(ring[i]) > outward(ring[first]) {
			first = i
		}
	}
	at := func(i int) orb.Point { return ring[(first+i)%n] }
	for i := range n {
		if distance2(at(0), at(i)) > distance2(at(0), at(far)) {
			far = i
		}
	}
	keep := make([]bool, n)
	keep[0], keep[far] = true, true
	type stretch struct{ from, to int }
	for todo := []stretch{{0, far}, {far, n}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		most, where := hairs, -1
		for i := s.from + 1; i < s.to; i++ {
			if d := fromSegment(at(i), at(s.from), at(s.to)); d > most {
				most, where = d, i
			}
		}
		if where >= 0 {
			keep[where] = true
			todo = append(todo, stretch{s.from, where}, stretch{where, s.to})
		}
	}
	var found []orb.Point
	for i, kept := range keep {
		if kept {
			found = append(found, at(i))
		}
	}
	return found
}

// outward is how far a position lies in the direction that is outermost first.
func outward(p orb.Point) float64 { return float64(p[0]*0.7548776662) + float64(p[1]*0.5698402910) }

func distance2(p, q orb.Point) float64 {
	dx, dy := p[0]-q[0], p[1]-q[1]
	return float64(dx*dx) + float64(dy*dy)
}

// fromSegment is how far a position lies from a segment, degrees.
func fromSegment(p, a, b orb.Point) float64 {
	length := distance2(a, b)
	if length == 0 {
		return math.Sqrt(distance2(p, a))
	}
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := (float64((p[0]-a[0])*dx) + float64((p[1]-a[1])*dy)) / length
	t = max(0, min(1, t))
	return math.Sqrt(distance2(p, orb.Point{a[0] + float64(t*dx), a[1] + float64(t*dy)}))
}
