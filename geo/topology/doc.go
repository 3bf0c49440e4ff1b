// Package topology finds the arcs that the borders of neighbours share.
//
//	a-------b-------c        junctions  b and e, where more than two ways meet
//	|       |       |        arcs       0: b-a-d-e   1: b-e   2: b-c-f-e
//	|   X   |   Y   |        X          0, ^1        a chain; ^i is arc i turned, as in TopoJSON
//	|       |       |        Y          1, ^2
//	d-------e-------f
//
// Kept are vertices by number and sequences of them. A vertex is a junction if a path begins or
// ends at it, turns back there, or if two visits find different neighbours. Between junctions there
// is but one way on: so an arc is known by its first edge, in either direction, and each stretch of
// line that several paths use stands in one arc. What is done to an arc (simplified, rounded,
// written once) is done to all its users, and borders that fit still fit.
//
// Topology, made by New, shares the lines of any geometry and asks nothing of it. Network holds the
// edges between shapes with the shape on either side, for shapes that mean to be a partition; its
// arcs end where three borders meet, and Left and Right are the same all along an arc.
//
// Paths and a Network grow while they are filled; the others never change once they are built.
package topology
