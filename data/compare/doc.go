// Package compare says in what two snapshots differ: in their statements, and on the ground, where
// and when the two maps give one place to others.
//
//	zones of A    zones of B         pieces               turns of a piece
//	+------+      +------+      +---+--+--+        A  |--- reds ---|-- blues ---->
//	|  1   |      |3 | 4 |      |1 3|..|4 |        B  |- reds -|------ blues ---->
//	+------+  +   |  |   |  =   |---+  +--|           | same   |red|   same
//	|  2   |      |  |   |      |2 3|..|4 |           |        |/  |
//	+------+      +------+      +---+--+--+           |        |blue
//
// Zones of the same shape and days are a piece as they are. The others, and only they, are laid
// over each other, exactly, by the cut that makes zones of the days of an archive (geo/clean), which
// also cuts where the zones of one side overlap. A piece has the turns of both sides in order of
// days, and one sweep over all turns sums the areas by pair: what is done is bounded by the changes
// that there are, not by zones times days.
//
// Where several zones of one map cover a place, the first counts, as it does in a lookup.
package compare
