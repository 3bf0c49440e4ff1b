// Package clean makes dirty regions an exact partition and lists every change.
//
//	   before                     lines on the grid           faces and who keeps them
//	+---------+                  +---------+                  +---------+
//	|    +----|---+              |    +----+---+              |    |1 2 |   |    1 and 2 overlap:
//	| 1  |    |   |    ----->    |    |    |   |    ----->    | 1  | 1  | 2 |    the higher rank
//	|    +----|---+              |    +----+---+              |    |    |   |
//	+---------+                  +---------+                  +---------+---+
//
// The steps, each on the result of the one before:
//
//  1. Positions become whole numbers of 1e-9 degree, which float64 holds exactly.
//  2. Vertices nearer to each other than the tolerance become one, and edges near a vertex are led
//     through it.
//  3. Snap rounding (Hobby 1999; Halperin and Packer 2002): edges are split at crossings, rounded
//     to the grid, until no two cross and no vertex lies within half a unit of an edge that does
//     not end in it.
//  4. The edges cut the plane into faces, see below.
//  5. From the unbounded face, which lies in no ring, to its neighbours: across an edge exactly the
//     rings change that use the edge an odd number of times. So each face knows its rings, its
//     polygons, and the shapes that cover it.
//  6. A face that several shapes cover goes to the one of highest priority, one that none covers
//     and that is small or thin to a neighbour. What remains between faces with different keepers
//     are the borders, as arcs, without the vertices that only step 3 gave them.
//
// An edge is two half-edges, one each way. A half-edge has its face on its left; the next one
// around that face is, at the vertex where it ends, the first clockwise from the edge it came on:
//
//	            \
//	    g        \            h arrives with face g on its left. Clockwise from the edge of h
//	              \           the edge up to the left comes first: it is the next around g.
//	o----- h ----> o---- ...   The one to the right comes second; it has another face
//	                           on its left.
//
// Borders of shapes that follow each other in time are mostly the same. So the sets of steps 4 to 6
// are held as runs, in an order in which each ring stands behind the one of the days before that it
// is most like: see runSets and order. Then an edge or a face takes as much room as it has changes,
// not as it has days; and step 6 goes from one time to the next by what changed, see gaps.
//
// What is invariant from step 3 on: edges meet in vertices only. Why the result is a partition:
// every face has one keeper (or, with spans, one at each time), and both sides of a border take it
// from the same arc. All decisions are exact, in whole numbers or by planar.Orient.
package clean
