package valid

import (
	"github.com/paulmach/orb"
)

// Kind names a fault of a polygon.
type Kind string

// The kinds of faults.
const (
	TooFew      Kind = "too-few-positions"  // a ring needs four positions, three of them distinct
	NotClosed   Kind = "not-closed"         // last position of a ring differs from its first
	NotFinite   Kind = "not-finite"         // coordinate is infinite or not a number
	Repeated    Kind = "repeated-position"  // a warning: position equals the one before
	SelfCross   Kind = "self-crossing"      // ring crosses itself
	SelfTouch   Kind = "self-touching"      // ring touches itself, or runs along itself
	RingsCross  Kind = "rings-cross"        // two rings of a polygon cross, or share an edge
	HoleOutside Kind = "hole-outside-shell" // hole is not within the shell
	HoleNested  Kind = "hole-in-hole"       // hole lies within another
	ZeroArea    Kind = "zero-area"          // all positions of a ring lie on a line
	Overlap     Kind = "parts-overlap"      // two polygons of a multipolygon overlap

	// Warnings too: by Simple Features the shape is invalid, or it may mean another one, but which
	// points lie in it is beyond doubt.
	Disconnected Kind = "disconnected-interior" // rings that touch each other cut the interior in two
	SharedEdge   Kind = "parts-share-edge"      // two polygons of a multipolygon share an edge
	WideEdge     Kind = "edge-over-180"         // edge spans more than 180 degrees of longitude
)

// Warning reports whether shapes with this fault are still handled correctly everywhere.
func (k Kind) Warning() bool {
	return k == Repeated || k == Disconnected || k == SharedEdge || k == WideEdge
}

// stage orders the faults of one polygon: rings, edges, holes.
func (k Kind) stage() int {
	switch k {
	case SelfCross, SelfTouch, RingsCross:
		return 1
	case HoleOutside, HoleNested:
		return 2
	case Disconnected:
		return 3
	}
	return 0
}

// Fault is a fault of a polygon. Polygon, Ring and vertex count from 0 and say where it is; Ring
// and vertex are -1 where none is to blame.
type Fault struct {
	Kind                  Kind
	Polygon, Ring, vertex int
	At                    orb.Point
	Message               string
}

// maxFaults limits the crossings and touches reported for one polygon: a ring with its positions
// shuffled has millions.
const maxFaults = 100

// hopelessFaults is the number of crossings and touches after which the rest of a polygon is
// skipped.
const hopelessFaults = 100 * maxFaults
