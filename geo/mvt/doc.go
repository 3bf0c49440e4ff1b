// Package mvt cuts layers into Mapbox Vector Tiles, version 2.1
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1), in web mercator.
//
// A Pyramid holds the geometry for every zoom, a Tiler cuts tiles out of it:
//
//	shapes --> arcs that neighbours share, on the finest grid (2^30 units around the world)
//	             |
//	             |   for each zoom, in blocks of tiles, when one of these is first asked for
//	             v
//	           draft   vertices that are not seen are left out (Douglas and Peucker 1973)
//	             |
//	           repair  and put back where lines would cross or change sides (de Berg, van Kreveld
//	             |     and Schirra 1998)
//	             v
//	           node    rounded to the grid of the zoom; every line is led through each hot pixel
//	             |     that it passes (snap rounding, Hobby 1999: a pixel is hot if a vertex or a
//	             |     crossing rounds to it), and gets a vertex where it crosses a cut line:
//	             |
//	             |         cut lines are the sides of tiles and of tiles with their buffer
//	             |          |  |  |            |  |  |
//	             |     -----o--o--o------------o--o--o----- a line
//	             |          |  |  |    tile    |  |  |
//	             v
//	           share   arcs anew, then the rings of the level of this zoom: closed walks, nested.
//	             |     Inside is what a ring given winds around an odd number of times; of a
//	             |     polygon, shell less holes, and of several, what has a positive winding
//	             |
//	             v
//	           tile    the parts whose boxes meet it, cut along its cut lines
//
// A block is made from the lines near it, and holds what it would hold if all lines of the zoom
// were made at once. What is invariant: the lines of a zoom meet in vertices only, and cross cut
// lines in vertices only. So cutting out a tile computes no crossing: tiles meet without a seam,
// and both have the same vertex on their common side. Features that share a border share its arc,
// hence each of its vertices, in every tile; and rings put together from such lines neither cross
// nor overlap, so every polygon is valid.
package mvt
