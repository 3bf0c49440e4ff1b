package mvt

import (
	"slices"

	"demarc/geo/internal/planar"
)

// level is the geometry of shapes at one zoom. Rings are simple, touch only at vertices, and have
// the interior on their left in plain arithmetic, which makes shells positive as the specification
// (4.3.3.3) wants; they meet cut lines only at vertices.
type level struct {
	parts []part // by shape: polygons, lines, points
	tree  *planar.BoxIndex[int32]
}

// part is a piece of a shape.
type part struct {
	shape int32
	kind  kind
	box   box
	rings []*ringIndex // of a polygon, the shell first
	// touching tells that rings of this polygon have vertices in common.
	touching bool
	line     *ringIndex // open
	points   []point
}

// find appends the numbers of the parts whose boxes meet b, in order.
func (l *level) find(found []int32, b box) []int32 {
	l.tree.Search(b, func(i int32) { found = append(found, i) })
	slices.Sort(found)
	return found
}

// bytes is about how much memory a level takes.
func (l *level) bytes() (size int64) {
	for i := range l.parts {
		p := &l.parts[i]
		size += 160 + int64(len(p.points))*8
		for _, r := range p.rings {
			size += r.bytes()
		}
		if p.line != nil {
			size += p.line.bytes()
		}
	}
	return size
}
