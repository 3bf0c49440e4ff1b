package geo

import (
	"github.com/paulmach/orb"
)

// FaultKind names what is wrong with a polygon.
type FaultKind string

// The kinds of faults.
const (
	FaultTooFew      FaultKind = "too-few-positions"  // a ring needs four positions, three of them distinct
	FaultNotClosed   FaultKind = "not-closed"         // last position of a ring differs from its first
	FaultNotFinite   FaultKind = "not-finite"         // coordinate is infinite or not a number
	FaultRepeated    FaultKind = "repeated-position"  // a warning: position equals the one before
	FaultSelfCross   FaultKind = "self-crossing"      // ring crosses itself
	FaultSelfTouch   FaultKind = "self-touching"      // ring touches itself, or runs along itself
	FaultRingsCross  FaultKind = "rings-cross"        // two rings of a polygon cross, or share an edge
	FaultHoleOutside FaultKind = "hole-outside-shell" // hole is not within the shell
	FaultHoleNested  FaultKind = "hole-in-hole"       // hole lies within another
	FaultZeroArea    FaultKind = "zero-area"          // all positions of a ring lie on a line
	FaultOverlap     FaultKind = "parts-overlap"      // two polygons of a multipolygon overlap
)

// Warning reports whether shapes with this fault are still handled correctly everywhere.
func (k FaultKind) Warning() bool { return k == FaultRepeated }

// stage orders what is found of one polygon: rings, edges, holes.
func (k FaultKind) stage() int {
	switch k {
	case FaultSelfCross, FaultSelfTouch, FaultRingsCross:
		return 1
	case FaultHoleOutside, FaultHoleNested:
		return 2
	}
	return 0
}

// Fault is something wrong with a polygon. Polygon, Ring and Vertex count from 0 and say where it was
// found; Ring and Vertex are -1 where none is to blame.
type Fault struct {
	Kind                  FaultKind
	Polygon, Ring, Vertex int
	At                    orb.Point
	Message               string
}

// maxFaults limits the crossings and touches reported for one polygon: a ring with its positions shuffled has
// millions.
const maxFaults = 100

// hopelessFaults is the number of crossings and touches after which a polygon is not looked at any more.
const hopelessFaults = 100 * maxFaults
