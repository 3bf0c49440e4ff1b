package partition

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/wgs84"
	"demarc/geo/topology"
)

// Partition is shapes that lie side by side, held as the arcs of their borders. It never changes,
// and any number of goroutines may use it.
type Partition struct {
	Arcs []topology.Arc

	shapes  int
	arcsOf  keys.Groups // arcs by shape
	ends    [][2]int32  // the vertices at which each arc begins and ends, numbered
	lengths []float64   // metres, by arc
}

// New finds the arcs of shapes and the faults of Arcs. With faults, the partition is of the edges
// that fit.
func New(shapes []orb.MultiPolygon) (*Partition, []Fault) {
	arcs, faults := Arcs(shapes)
	return FromArcs(arcs, len(shapes)), faults
}

// Known is the partition that New returns, of shapes whose faults are known.
func Known(shapes []orb.MultiPolygon) *Partition { return FromArcs(Borders(shapes), len(shapes)) }

// FromArcs makes a partition of arcs between so many shapes.
func FromArcs(arcs []topology.Arc, shapes int) *Partition {
	p := &Partition{Arcs: arcs, shapes: shapes, ends: make([][2]int32, len(arcs)), lengths: make([]float64, len(arcs))}
	junctions := keys.NewNumbering[orb.Point](0)
	for i, arc := range arcs {
		p.ends[i] = [2]int32{junctions.Number(arc.Points[0]), junctions.Number(arc.Points[len(arc.Points)-1])}
		p.lengths[i] = wgs84.Length(arc.Points)
	}
	p.arcsOf = keys.GroupBy(shapes, len(arcs), func(i int, enter func(int32)) {
		for _, shape := range [...]int{arcs[i].Left, arcs[i].Right} {
			if shape != topology.Nowhere {
				enter(int32(shape))
			}
		}
	})
	return p
}

// Neighbour is a shape on the other side of a border. LengthM is the length of the common border in
// metres.
type Neighbour struct {
	Shape   int
	LengthM float64
}

// Neighbours returns the shapes that share a border with a shape, ascending. Where its border is
// that of the whole partition, the neighbour is Nowhere, which comes first. Shapes that meet in
// single points are no neighbours.
func (p *Partition) Neighbours(shape int) []Neighbour {
	var all []Neighbour
	for _, i := range p.arcsOf.Of(int32(shape)) {
		other := p.Arcs[i].Left + p.Arcs[i].Right - shape
		k, found := slices.BinarySearchFunc(all, other, func(n Neighbour, shape int) int { return n.Shape - shape })
		if !found {
			all = slices.Insert(all, k, Neighbour{Shape: other})
		}
		all[k].LengthM += p.lengths[i]
	}
	return all
}

// chains returns a shape as polygons of rings of arcs, the shell first. Shells run anticlockwise,
// holes clockwise, so the shape lies on their left.
func (p *Partition) chains(shape int) [][]topology.Chain {
	return p.union(p.arcsOf.Of(int32(shape)), func(i int) bool { return i == shape })
}

// Shape returns a shape put together from its arcs. Parts that share an edge are one.
func (p *Partition) Shape(shape int) orb.MultiPolygon { return p.polygons(p.chains(shape)) }

// Union returns the area of the shapes for which within is true, made one.
func (p *Partition) Union(within func(shape int) bool) orb.MultiPolygon {
	group := make([]int, p.shapes)
	for i := range group {
		if group[i] = -1; within(i) {
			group[i] = 0
		}
	}
	borders := p.bordersOf(group, 1)
	return p.UnionWithin(borders.Items, within)
}

// UnionWithin is Union where the arcs are known that have such a shape on exactly one side.
func (p *Partition) UnionWithin(arcs []int32, within func(shape int) bool) orb.MultiPolygon {
	return p.polygons(p.union(arcs, within))
}

// Dissolved is the shapes with one key, made one.
type Dissolved[K comparable] struct {
	Key    K
	Shapes []int // ascending
	Area   orb.MultiPolygon
}

// Dissolve joins the shapes with the same key; those for which ok is false are left out. Borders
// between joined shapes vanish, all others stay exactly as they are. The order is that of the first
// shapes.
func Dissolve[K comparable](p *Partition, key func(shape int) (k K, ok bool)) []Dissolved[K] {
	keyOf := make([]int, p.shapes) // by shape: position in all, -1 for none
	known := map[K]int{}
	var all []Dissolved[K]
	for i := range p.shapes {
		k, ok := key(i)
		keyOf[i] = -1
		if !ok {
			continue
		}
		n, ok := known[k]
		if !ok {
			n = len(all)
			known[k] = n
			all = append(all, Dissolved[K]{Key: k})
		}
		keyOf[i] = n
		all[n].Shapes = append(all[n].Shapes, i)
	}
	borders := p.bordersOf(keyOf, len(all))
	for n := range all {
		chains := p.union(borders.Of(int32(n)), func(i int) bool { return keyOf[i] == n })
		all[n].Area = p.polygons(chains)
	}
	return all
}

// bordersOf lists the arcs around each of several groups of shapes.
func (p *Partition) bordersOf(group []int, count int) keys.Groups {
	groupOf := func(shape int) int {
		if shape == topology.Nowhere {
			return -1
		}
		return group[shape]
	}
	return keys.GroupBy(count, len(p.Arcs), func(i int, enter func(int32)) {
		left, right := groupOf(p.Arcs[i].Left), groupOf(p.Arcs[i].Right)
		if left == right {
			return
		}
		for _, n := range [...]int{left, right} {
			if n >= 0 {
				enter(int32(n))
			}
		}
	})
}

// polygons gives chains their coordinates.
func (p *Partition) polygons(chains [][]topology.Chain) orb.MultiPolygon {
	var m orb.MultiPolygon
	for _, rings := range chains {
		var polygon orb.Polygon
		for _, chain := range rings {
			polygon = append(polygon, p.ring(chain))
		}
		m = append(m, polygon)
	}
	return m
}

func (p *Partition) ring(chain topology.Chain) orb.Ring {
	var ring orb.Ring
	for _, ref := range chain {
		points := p.Arcs[max(ref, ^ref)].Points
		if len(ring) > 0 {
			ring = ring[:len(ring)-1]
		}
		ring = append(ring, points...)
		if ref < 0 {
			slices.Reverse(ring[len(ring)-len(points):])
		}
	}
	return ring
}
