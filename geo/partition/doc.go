// Package partition is about regions that lie side by side: neighbours, unions, fronts, and what
// keeps shapes from fitting.
//
//	+---0---v1----4---+     arc   runs             left   right
//	|        |        |     0     v1 west to v2    A      Nowhere    Each arc stands once,
//	|   A    1   B    |     1     v3 up to v1      A      B          between the junctions where
//	|        |        |     2     v2 east to v3    A      C          three or more borders meet.
//	v2--2---v3----3--v4     3     v3 east to v4    B      C          Seen along it, Left is on the
//	|                 |     4     v4 up to v1      B      Nowhere    left.
//	|        C        |     5     v2 down to v4    C      Nowhere
//	+--------5--------+
//
// A Partition holds arcs, the arcs of each shape, and their lengths. Neighbours of a shape are the
// other sides of its arcs. The union of any shapes is bounded by the arcs with one of them on
// exactly one side: these are walked with the union on the left, at each junction on the leftmost
// way, which keeps to one piece. A walk is around a hole if the union lies west of its westernmost
// vertex; going west from there one meets its piece first, or another hole of it.
//
// Why it is right: around a junction the arcs of a union part places in it from places outside by
// turns, so as many arrive with the union on the left as leave, and the walks close. All
// coordinates are those of the input: nothing is rounded, and neighbouring unions still share their
// borders.
//
// Arcs also lists what stands against it, exactly: overlaps, vertices that a neighbour lacks, and,
// by the walks along edges with a shape on one side only, gaps and holes. With such faults answers
// are about the edges that fit. A Partition never changes, and any number of goroutines may use it.
package partition
