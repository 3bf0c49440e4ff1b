package locate

import "github.com/paulmach/orb"

// frame is the box around the points of a cell.
type frame struct{ west, south, east, north float64 }

// side is a side of a cell: from its corner a to b.
type side struct {
	a, b    orb.Point
	upright bool // the side is level, so paths to it are upright
}

// freeSide returns a side of the cell without crossing edges; crossed is true if there is none.
func (f *leafBuilder) freeSide(edges []uint32, c frame) (s side, crossed bool) {
	sides := [...]side{
		{orb.Point{c.west, c.south}, orb.Point{c.west, c.north}, false},
		{orb.Point{c.west, c.south}, orb.Point{c.east, c.south}, true},
		{orb.Point{c.east, c.south}, orb.Point{c.east, c.north}, false},
		{orb.Point{c.west, c.north}, orb.Point{c.east, c.north}, true},
	}
next:
	for _, s := range sides {
		for _, id := range edges {
			if f.b.edges[id].crosses(s) {
				continue next
			}
		}
		return s, false
	}
	return sides[0], true
}

// spans reports whether the edge passes the longitude of a side, or the latitude of a level one,
// seen from points moved by (d, e).
func (e *gridEdge) spans(s side) bool {
	if s.upright {
		return (e.ly <= s.a[1]) != (e.hy <= s.a[1])
	}
	return (e.lx <= s.a[0]) != (e.hx <= s.a[0])
}

// crosses reports whether the edge crosses a side.
func (e *gridEdge) crosses(s side) bool {
	return e.spans(s) && e.rightOf(s.a[0], s.a[1]) != e.rightOf(s.b[0], s.b[1])
}

// hasOnRight is for a side that the edge does not cross: is the side right of the edge, seen along
// a level path (or an upright one)?
func (e *gridEdge) hasOnRight(s side) bool {
	switch {
	case e.spans(s):
		return e.rightOf(s.a[0], s.a[1])
	case !s.upright:
		return e.lx <= s.a[0]
	case e.ly <= s.a[1]:
		return e.hx < e.lx // the side is above
	}
	return e.hx > e.lx
}

// moveCorner makes another corner than the south-western the one that the rings refer to.
func (f *leafBuilder) moveCorner(edges []uint32, from frame, to orb.Point) {
	south := side{orb.Point{from.west, from.south}, orb.Point{to[0], from.south}, true}
	up := side{orb.Point{to[0], from.south}, to, false}
	for k, id := range edges {
		e := &f.b.edges[id]
		if e.crosses(south) == e.crosses(up) {
			continue
		}
		for i := range f.bits {
			f.bits[i].corner = f.bits[i].corner != (f.bits[i].edges>>k&1 == 1)
		}
	}
}
