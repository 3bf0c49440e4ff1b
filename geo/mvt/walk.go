package mvt

import (
	"slices"

	"demarc/geo/topology"
)

// step is a part of a source arc as a block has it: a gap, and the piece that follows, ^piece
// backwards.
type step struct {
	gap
	piece int
}

// noPiece stands in the place of a piece where the arc ends.
const noPiece = 1 << 62

// walker follows the arcs of the source through a block.
type walker struct {
	source    *source
	shift     int
	most      uint8     // the highest rank of vertices that are drawn
	stretches []stretch // of the source, by line
	pieces    *pieces
	chains    []topology.Chain // by piece: arcs of the block

	frame *frame // nil where the block is all there is
	// stops are the vertices on the frame, in order; lengths, by stop, the way to the next one,
	// which is an arc too: ways is the number of the first of these.
	stops   []point
	lengths []int64
	ways    int

	steps, arc []step // reused
}

// addWays adds the frame from stop to stop to the arcs.
func (w *walker) addWays(arcs *polylines) {
	if w.frame == nil {
		return
	}
	w.ways, w.stops = len(arcs.ends), w.pieces.stops(w.frame)
	for i, p := range w.stops {
		q := w.stops[(i+1)%len(w.stops)]
		w.lengths = append(w.lengths, w.frame.way(p, q))
		arcs.points = append(arcs.points, p, q)
		arcs.ends = append(arcs.ends, len(arcs.points))
	}
}

// stopAt returns the stop at a point on the frame.
func (w *walker) stopAt(p point) int {
	i, _ := slices.BinarySearchFunc(w.stops, p, func(a, b point) int { return int(w.frame.along(a) - w.frame.along(b)) })
	return i
}

// appendSteps appends the steps of a chain of source arcs.
func (w *walker) appendSteps(steps []step, chain topology.Chain) []step {
	for _, ref := range chain {
		w.arc = w.appendArc(w.arc[:0], max(ref, ^ref))
		if ref >= 0 {
			steps = append(steps, w.arc...)
			continue
		}
		left := gap{}
		for k := len(w.arc) - 1; k >= 0; k-- {
			s := w.arc[k]
			if s.piece != noPiece {
				steps, left = append(steps, step{left, ^s.piece}), gap{}
			}
			left = left.and(gap{s.any, -s.way})
		}
		steps = append(steps, step{left, noPiece})
	}
	return steps
}

// appendArc appends the steps of an arc of the source.
func (w *walker) appendArc(steps []step, arc int) []step {
	all := w.source.all(arc)
	if w.most < w.source.gone[arc] {
		return steps
	}
	line, after := 0, len(w.stretches)
	for line < after {
		if middle := (line + after) / 2; w.stretches[middle].arc < arc {
			line = middle + 1
		} else {
			after = middle
		}
	}
	left, at := gap{}, all.first
	for ; line < len(w.stretches) && w.stretches[line].arc == arc; line++ {
		s := w.stretches[line]
		left = left.and(w.around(at, s.first))
		first := 0
		if line > 0 {
			first = w.pieces.last[line-1]
		}
		for piece := first; piece < w.pieces.last[line]; piece++ {
			steps, left = append(steps, step{left.and(w.pieces.before[piece]), piece}), gap{}
		}
		left = left.and(w.pieces.after[line])
		at = s.last
	}
	return append(steps, step{left.and(w.around(at, all.last)), noPiece})
}

// around returns the gap of the source from a position to a later one, outside of the block.
func (w *walker) around(first, last int32) gap {
	if w.frame == nil || first >= last {
		return gap{}
	}
	return gap{true, w.source.wayBetween(first, last, w.frame, w.shift)}
}

// straighten leaves out the vertices of a ring at which it goes straight on along the frame: lines
// of others meet it there.
func (w *walker) straighten(ring []point) []point {
	if w.frame == nil {
		return ring
	}
	kept := ring
	for i, p := range ring {
		before, after := ring[(i+len(ring)-1)%len(ring)], ring[(i+1)%len(ring)]
		switch straight := w.frame.straight(before, p, after); {
		case straight && len(kept) == len(ring): // the first
			kept = append(make([]point, 0, len(ring)-1), ring[:i]...)
		case !straight && len(kept) < len(ring):
			kept = append(kept, p)
		}
	}
	return kept
}
