package clean

import (
	"math"

	"demarc/geo/topology"
)

// rivalry is two shapes that are valid at the same time, the one of higher priority first.
type rivalry [2]int32

// claim gives places that rivals both cover to both of them, where they are no slips of the pen. A
// place is measured as a whole: what others cut it into does not make it small.
//
//	+-------+-------+
//	|   A   |  A B  |--+     A and B claim two faces, one of which C claims too, by a hair. So
//	|       |- - - -|  |     there is one place of A and B, which both keep, and slips of C.
//	|       | A B C |C |
//	+-------+-------+--+
//
// A face that is large by itself settles it; only around the others the place is walked over.
func (f *faces) claim() {
	if f.options.ClaimM2 == 0 {
		return
	}
	c := claims{faces: f, many: map[int32]bool{}, large: map[int32]bool{}, slip: map[claimed]bool{}}
	for face, cover := range f.covers {
		if !c.claimedByMany(cover) {
			continue
		}
		takes := func(keeper, shape int32) bool { return c.isSlip(claimed{rivalry{keeper, shape}, int32(face)}) }
		if c.isLarge(int32(face)) {
			takes = func(_, _ int32) bool { return false }
		}
		f.keepers[face] = f.setOf(f.keeping(cover, takes))
	}
}

// claims is what is known of the places that rivals both cover.
type claims struct {
	*faces
	many  map[int32]bool   // by cover: two shapes claim it
	large map[int32]bool   // by face
	slip  map[claimed]bool // of faces that are not large
}

// claimed is a face that two rivals cover.
type claimed struct {
	by   rivalry
	face int32
}

// claimedByMany tells whether two shapes of a cover are rivals.
func (c *claims) claimedByMany(cover int32) bool {
	many, known := c.many[cover]
	if !known {
		end := int32(math.MinInt32) // of all before
		shapes := c.covered(cover)
		for i, shape := range shapes {
			span := c.span(shape)
			many = many || span.From < end && c.rivalOf(shape, shapes[:i]) != topology.Nowhere
			end = max(end, span.To)
		}
		c.many[cover] = many
	}
	return many
}

// isLarge tells whether a face is no slip by itself.
func (c *claims) isLarge(face int32) bool {
	large, known := c.large[face]
	if !known {
		perimeter := 0.0
		c.each(face, func(h int32) { perimeter += c.length(h) })
		large = c.isClaim(c.size(face), perimeter)
		c.large[face] = large
	}
	return large
}

// isClaim tells whether a place is neither too small nor too thin to be a claim.
func (c *claims) isClaim(m2, perimeter float64) bool {
	return m2 >= c.options.ClaimM2 && 2*m2 > c.options.ToleranceM*perimeter
}

// isCovered tells whether a shape covers a face.
func (c *claims) isCovered(face, shape int32) bool {
	return c.shapes.has(c.coverOf.Keys[c.covers[face]].shapes, c.shapeOrder.place(shape))
}

// isSlip tells whether the place around a face that is not large, and that both shapes cover, is a
// slip. It walks over the place until that is known.
func (c *claims) isSlip(at claimed) bool {
	if !c.areRivals(at.by[0], at.by[1]) {
		return false
	}
	if slip, known := c.slip[at]; known {
		return slip
	}
	within := map[int32]bool{at.face: true}
	patch, m2, perimeter, slip, known := []int32{at.face}, 0.0, 0.0, true, false
	for i := 0; i < len(patch) && !known; i++ {
		m2 += c.size(patch[i])
		c.each(patch[i], func(h int32) {
			other := c.face[h^1]
			if within[other] {
				return
			}
			if !c.isCovered(other, at.by[0]) || !c.isCovered(other, at.by[1]) {
				perimeter += c.length(h)
				return
			}
			if was, decided := c.slip[claimed{at.by, other}]; decided || c.isLarge(other) {
				slip, known = was, true
				return
			}
			within[other] = true
			patch = append(patch, other)
		})
	}
	if !known {
		slip = !c.isClaim(m2, perimeter)
	}
	for _, face := range patch {
		c.slip[claimed{at.by, face}] = slip
	}
	return slip
}
