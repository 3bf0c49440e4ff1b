// Package locate tells which shape a point lies in, what is nearest to it, and how far the border
// is.
//
// # Grid
//
// A Grid answers which versions of shapes contain a point, by one rule: a border belongs to what
// lies east of it, a level one to what lies north of it. It is a raster over the bounds of all
// shapes, each cell a number of 32 bits:
//
//	+---------+---------+---------+---------+
//	|         |      /  |         |         |   answer  no edge comes near: all points lie
//	|    A    |  leaf   |    B    |    B    |           in one and the same version, or none
//	|         |    /    |         |         |   list    the same, in several versions
//	+---------+---/-----+----+----+---------+   leaf    few edges: these decide
//	|         |  /  B   |leaf|leaf|         |   node    many edges: the cell is a raster again
//	|    A    | leaf    +----+----+    B    |
//	|         |/        |leaf| C  |         |
//	+---------+---------+----+----+---------+
//
// Most points end in the first cell, after one read of memory. A leaf keeps the edges that come
// near its cell, and which shapes hold at one corner of it. From the point a path goes to the
// corner, and what holds at the point is what holds at the corner, changed by each edge that the
// path crosses:
//
//	 side
//	  |       f         The path runs level from p to the side, then down the side to
//	  |<------/---- p   the corner. It crosses f once: so p and the corner lie on different
//	  |      /          sides of f, and what changes across f changes between them.
//	  +-----/------
//	corner
//
// The path goes level (or upright) to a side of the cell that no edge crosses, if there is one;
// then only the first stretch is looked at, each edge by one comparison of areas without a branch.
//
// What is invariant: a cell lists every edge that comes within a margin of it which is wider than
// the rounding of points into cells, so it does not matter in which of two cells a point near their
// common side is looked up. Why it is right: the parity of crossings does not depend on the path,
// and the side of an edge is decided exactly; the floating-point filter hands what is near to exact
// arithmetic (Shewchuk 1997), and ties are broken as if each point were moved a little east and
// much less north (simulation of simplicity, Edelsbrunner and Mücke 1990), which is that
// rule. Borders of a Grid are trees of boxes over edges; the nearest edge in a plane through the
// point is measured first, and then only those that the ellipsoid might bring nearer.
//
// # Index
//
// An Index is an R-tree of bounding boxes (tidwall/rtree), for candidates, and for the nearest
// shape.
//
// A Grid and an Index never change, and any number of goroutines may use them.
package locate
