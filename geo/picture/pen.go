package picture

import (
	"math"

	"github.com/paulmach/orb"
)

// pen is what a picture is drawn with: SVG or pixels. Positions are pixels at a scale of 1 from the
// upper left corner.
type pen interface {
	// paint draws the inside of a path, then the path itself.
	paint(p path, f Fill, k Stroke)
	text(x, y float64, text string, style textStyle)
}

type textStyle struct {
	size  float64
	bold  bool
	color string
	halo  string // colour around the letters, "" for none
}

// around is drawn along the outlines of a text, below it.
func (s textStyle) around() Stroke { return Stroke{Color: s.halo, Opacity: 0.86, Width: 3} }

type rect struct{ x, y, w, h float64 }

// path is a list of lines, all closed or none, and of discs. Its inside is what any of it goes
// around: outlines run one way and those of holes the other, so that what overlaps is one.
type path struct {
	lines  [][]orb.Point
	closed bool
	discs  []disc
}

type disc struct {
	at     orb.Point
	radius float64
}

func (p path) empty() bool { return len(p.lines) == 0 && len(p.discs) == 0 }

func box(r rect) path {
	east, south := r.x+r.w, r.y+r.h
	return path{closed: true, lines: [][]orb.Point{{{r.x, r.y}, {east, r.y}, {east, south}, {r.x, south}}}}
}

// The patterns as shares of their cell, as on the page.
const (
	patternCell = 12.0 // pixels
	inkOpacity  = 0.8
	dotRadius   = 0.09
)

// drawCell draws the cell that a pattern repeats, with its corner at the origin.
//
//	Hatch +-------+   Stripes +-------+   Dots +-------+
//	      |/    / |           | \    \|        | o     |
//	      |    /  |           |  \    |        |       |
//	      |  /    |           |    \  |        |     o |
//	      +-------+           +-------+        +-------+
//
//	Bands +-------+   Mesh    +-------+
//	      |#######|           |/----/-|
//	      |#######|           |    /  |
//	      |       |           |  /    |
//	      +-------+           +-------+
//
//	Upright +-------+   Dashes +-------+
//	        |   #   |          |###    |
//	        |   #   |          |       |
//	        |   #   |          |    ###|
//	        +-------+          +-------+
//
//	Grid is Upright with the level lines of Mesh.
func drawCell(pen pen, cell Fill) {
	const c = patternCell
	if cell.Pattern == Dots {
		const r = dotRadius * c
		dots := []disc{{orb.Point{c / 4, c / 4}, r}, {orb.Point{c * 3 / 4, c * 3 / 4}, r}}
		pen.paint(path{discs: dots}, Fill{Color: cell.Ink, Opacity: inkOpacity}, Stroke{})
		return
	}
	if p, ok := bars(cell.Pattern); ok {
		pen.paint(p, Fill{Color: cell.Ink, Opacity: inkOpacity}, Stroke{})
		return
	}
	rise, width := 1.0, 0.25*c
	if cell.Pattern == Hatch {
		rise, width = -1, 0.32*c
	}
	var diagonals path
	for _, shift := range []float64{-c, 0, c} {
		from, to := orb.Point{shift - c, c/2 - rise*1.5*c}, orb.Point{shift + 2*c, c/2 + rise*1.5*c}
		diagonals.lines = append(diagonals.lines, []orb.Point{from, to})
	}
	pen.paint(diagonals, Fill{}, Stroke{Color: cell.Ink, Opacity: inkOpacity, Width: width})
}

// bars are the level and upright bars of a pattern, of a mesh with its diagonals: one path, so that
// nothing is inked twice where they cross. ok is false for patterns without bars.
func bars(pattern Pattern) (p path, ok bool) {
	const c = patternCell
	switch pattern {
	case Bands:
		return box(rect{0, c / 4, c, c / 2}), true
	case Upright:
		return box(rect{c * 3 / 8, 0, c / 4, c}), true
	case Dashes:
		p = box(rect{0, c / 8, c / 2, c / 4})
		p.lines = append(p.lines, box(rect{c / 2, c * 5 / 8, c / 2, c / 4}).lines...)
		return p, true
	case Grid:
		p = box(rect{c * 3 / 8, 0, c / 4, c})
		p.lines = append(p.lines, box(rect{0, 0, c, 0.12 * c}).lines...)
		return p, true
	case Mesh:
		return mesh(), true
	}
	return path{}, false
}

func mesh() path {
	const c = patternCell
	p := box(rect{0, 0, c, 0.12 * c})
	const half = 0.25 / 2 * c / math.Sqrt2 // of the width, along each axis
	for _, shift := range []float64{-c, 0, c} {
		from, to := orb.Point{shift - c, 2 * c}, orb.Point{shift + 2*c, -c}
		p.lines = append(p.lines, []orb.Point{
			{from[0] - half, from[1] - half}, {to[0] - half, to[1] - half},
			{to[0] + half, to[1] + half}, {from[0] + half, from[1] + half},
		})
	}
	return p
}

// patterned tells whether a fill has a pattern.
func (f Fill) patterned() bool { return f.Pattern != Solid && f.Pattern != "" && f.Ink != "" }

// cell is the part of a fill that its pattern's cell depends on.
func (f Fill) cell() Fill { return Fill{Pattern: f.Pattern, Ink: f.Ink} }
