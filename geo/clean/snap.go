package clean

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// snapMarginM is the most that rounding to the grid may add to a distance, in metres.
const snapMarginM = 0.0003

// reach is the distance in metres by which the cleaner may move a line before rounding to the grid;
// 0 for none.
func (c *cleaner) reach() float64 { return max(0, c.options.ToleranceM-snapMarginM) }

// unitMetres returns the metres in a unit of the grid at a position, eastward and northward. Near
// the poles, where all longitudes meet, it keeps to those of latitude 85, so that places far apart
// in longitude stay apart.
func unitMetres(p orb.Point) (east, north float64) {
	lat := p[1] / cleanGrid
	east, north = wgs84.MetresPerDegree(math.Max(-85, math.Min(85, lat)))
	return east / cleanGrid, north / cleanGrid
}

// unitDistance returns the metres between two positions of the grid near each other.
func unitDistance(p, q orb.Point) float64 {
	east, north := unitMetres(p)
	return math.Hypot((p[0]-q[0])*east, (p[1]-q[1])*north)
}

// snapVertices makes vertices nearer to each other than the tolerance one: each, in the order of
// priority, moves to the nearest earlier one that stays. Two settled vertices are not joined, nor
// are the ends of one edge: fine drawing is no dirt.
func (c *cleaner) snapVertices() {
	reach := c.reach()
	if reach == 0 {
		return
	}
	edges, settled := c.settled()
	moved := make([]int32, len(c.vertices.Keys))
	near := newNearby(reach, len(moved))
	for i, p := range c.vertices.Keys {
		v := int32(i)
		moved[v] = v
		best := reach
		near.each(p, func(w int32) {
			if d := unitDistance(p, c.point(w)); d < best && !(settled[v] && settled[w]) && !(c.stays(v) && c.stays(w)) && edges.Find([2]int32{w, v}) < 0 {
				moved[v], best = w, d
			}
		})
		if moved[v] == v {
			near.add(p, v)
			continue
		}
		c.report(Finding{
			Kind: Moved, A: int(c.owner[v]), B: int(c.owner[moved[v]]), At: inDegrees(p), LengthM: best,
		})
	}
	for i, v := range c.walks.Vertices {
		c.walks.Vertices[i] = moved[v]
	}
}

// stays tells whether a vertex is one of the shapes that stay as they are.
func (c *cleaner) stays(v int32) bool { return int(c.owner[v]) < c.options.Settled }

// settled returns the edges of the rings, the lower vertex first, and the vertices all of whose
// edges two rings share.
func (c *cleaner) settled() (edges *keys.Numbering[[2]int32], settled []bool) {
	edges = keys.NewNumbering[[2]int32](0)
	var uses []uint8
	for i := range c.rings {
		walk := c.walks.Path(i)
		for k, v := range walk {
			w := walk[(k+1)%len(walk)]
			e := edges.Number([2]int32{min(v, w), max(v, w)})
			if int(e) == len(uses) {
				uses = append(uses, 0)
			}
			uses[e] = min(3, uses[e]+1)
		}
	}
	settled = slices.Repeat([]bool{true}, len(c.vertices.Keys))
	for e, ends := range edges.Keys {
		if uses[e] != 2 {
			settled[ends[0]], settled[ends[1]] = false, false
		}
	}
	return edges, settled
}

// nearby finds vertices by place: a hash table of cells as wide and high as the reach.
type nearby struct {
	reach, height float64 // metres; units of the grid
	heads         []int32 // by cell: the latest vertex + 1
	next          []int32 // by vertex: the one before it in the cell + 1
}

func newNearby(reach float64, vertices int) *nearby {
	size := 16
	for size < 2*vertices {
		size *= 2
	}
	// No degree of latitude is shorter than 110,500 m.
	return &nearby{reach, reach / 110_500 * cleanGrid, make([]int32, size), make([]int32, vertices)}
}

func (n *nearby) row(y float64) float64 { return math.Floor(y / n.height) }

// width is the width of the cells of a row, in units of the grid, at least the reach.
func (n *nearby) width(row float64) float64 {
	y := max(planar.Abs(row), planar.Abs(row+1)) * n.height
	east, _ := unitMetres(orb.Point{0, y})
	return n.reach / east
}

func (n *nearby) slot(row, column float64) int {
	h := uint64(int64(row))*0x9e3779b97f4a7c15 ^ uint64(int64(column))*0xc2b2ae3d27d4eb4f
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return int(h>>33) & (len(n.heads) - 1)
}

func (n *nearby) add(p orb.Point, v int32) {
	row := n.row(p[1])
	slot := n.slot(row, math.Floor(p[0]/n.width(row)))
	n.next[v] = n.heads[slot]
	n.heads[slot] = v + 1
}

// each calls visit with all vertices within reach of p, and others.
func (n *nearby) each(p orb.Point, visit func(v int32)) {
	for row := n.row(p[1]) - 1; row <= n.row(p[1])+1; row++ {
		width := n.width(row)
		column := math.Floor(p[0] / width)
		for k := column - 2; k <= column+2; k++ {
			for v := n.heads[n.slot(row, k)]; v > 0; v = n.next[v-1] {
				visit(v - 1)
			}
		}
	}
}
