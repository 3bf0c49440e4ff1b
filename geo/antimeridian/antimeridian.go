// Package antimeridian cuts shapes at the antimeridian, the meridian of 180 degrees, so that all of
// their longitudes lie within -180 to 180 (RFC 7946, 3.1.9).
//
// Each edge is taken the short way round, so a ring is first laid out on a plane that goes on
// beyond 180 degrees. There the antimeridian is many lines, 360 degrees apart, which cut it.
//
//	 as written                  laid out              cut
//	-180            180             180
//	  |--.       .--|            .---|---.         |--.       .--|
//	  |  |-------|  |    ->      |   |   |    ->   |  |       |  |
//	  |--'       '--|            '---|---'         |--'       '--|
//
// A vertex keeps the longitude that it has on the globe, beside the number of its turn, so it comes
// out to the digit as it went in; a new one on the antimeridian depends on nothing but the ends of
// its edge, so neighbours stay neighbours.
package antimeridian

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/valid"
)

// maxTurns limits how often a shape may run around the globe, and maxLon where it may begin: what
// exceeds them is no longitude in degrees.
const (
	maxTurns = 3
	maxLon   = 720
)

// vertex is a position on the plane: lon, within -180 to 180, in a turn around the globe.
type vertex struct {
	lon, lat float64
	turn     int
}

// Cut returns g with everything within -180 to 180 degrees, and whether that is another geometry.
// What runs over the antimeridian is cut there; a ring around a pole is closed along the edge of
// the map, at the pole nearer to it. Shapes that lie or run beyond all measure stay as they are.
func Cut(g orb.Geometry) (cut orb.Geometry, changed bool) {
	if !crosses(g) {
		return g, false
	}
	switch g := g.(type) {
	case orb.Point:
		return lay(g).point(), true
	case orb.MultiPoint:
		points := make(orb.MultiPoint, len(g))
		for i, p := range g {
			points[i] = lay(p).point()
		}
		return points, true
	case orb.LineString:
		return plainLines(cutLine(g))
	case orb.MultiLineString:
		var lines orb.MultiLineString
		for _, line := range g {
			lines = append(lines, cutLine(line)...)
		}
		return plainLines(lines)
	case orb.Polygon:
		return plainAreas(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return plainAreas(g)
	case orb.Collection:
		members := make(orb.Collection, len(g))
		for i, member := range g {
			members[i], _ = Cut(member)
		}
		return members, true
	}
	return g, false
}

func plainLines(lines orb.MultiLineString) (orb.Geometry, bool) {
	if len(lines) == 1 {
		return lines[0], true
	}
	return geo.Plain(lines), true
}

func plainAreas(areas orb.MultiPolygon) (orb.Geometry, bool) {
	var cut orb.MultiPolygon
	for _, polygon := range areas {
		cut = append(cut, cutPolygon(polygon)...)
	}
	if len(cut) == 1 {
		return cut[0], true
	}
	return geo.Plain(cut), true
}

// crosses tells whether anything of g lies beyond 180 degrees, or has an edge whose short way leads
// there; and that nothing lies too far.
func crosses(g orb.Geometry) bool {
	for p := range geo.Positions(g) {
		if !(math.Abs(p[0]) <= maxLon) {
			return false
		}
	}
	found := false
	each := func(points []orb.Point) {
		laid, _ := layOut(points)
		for i, v := range laid {
			found = found || math.Abs(points[i][0]) > 180 || v.turn != 0
		}
	}
	geo.EachPart(g, func(part orb.Geometry) {
		switch part := part.(type) {
		case orb.Point:
			each([]orb.Point{part})
		case orb.LineString:
			each(part)
		case orb.Polygon:
			for _, ring := range part {
				each(ring)
			}
		}
	})
	return found
}

// lay returns a position as a vertex.
func lay(p orb.Point) vertex {
	turn := 0
	if math.Abs(p[0]) > 180 {
		turn = int(math.Floor((p[0] + 180) / 360))
	}
	return vertex{p[0] - 360*float64(turn), p[1], turn}
}

func (v vertex) point() orb.Point { return orb.Point{v.lon, v.lat} }

// turns is how many turns more than the short way the edge from vertex i of a line takes as it is
// written, in a plane. One all around the earth takes none.
func turns(line []orb.Point, i int) int {
	switch width := line[i+1][0] - line[i][0]; {
	case math.Abs(width) <= 180 || valid.AllAround(line, i):
		return 0
	case width > 0:
		return int(math.Ceil((width - 180) / 360))
	default:
		return -int(math.Ceil((-width - 180) / 360))
	}
}

// layOut returns the vertices of a line, and how many turns lie between its ends if these are one
// place.
func layOut(points []orb.Point) (line []vertex, around int) {
	back := 0
	for i, p := range points {
		if i > 0 {
			back += turns(points, i-1)
		}
		v := lay(p)
		v.turn -= back
		line = append(line, v)
	}
	if n := len(points); n > 1 {
		around = line[n-1].turn - line[0].turn
		if line[0].lon != line[n-1].lon { // 180 and -180
			around += cmp.Compare(line[n-1].lon, line[0].lon)
		}
	}
	return line, around
}

// at tells on which side of a antimeridian a vertex lies: -1 west, 0 on it, 1 east. The
// antimeridian with the number b is the one between the turns b and b+1.
func (v vertex) at(b int) int {
	switch turn := v.turn - b; {
	case turn < 0 || turn == 0 && v.lon < 180:
		return -1
	case turn > 1 || turn == 1 && v.lon > -180:
		return 1
	}
	return 0
}

// crossing returns where the edge between two vertices on different sides meets a antimeridian. It
// is the same from both ends.
func crossing(v, w vertex, b int) vertex {
	if v.at(b) == 0 {
		return v
	}
	if w.at(b) == 0 {
		return w
	}
	if v.at(b) > 0 {
		v, w = w, v
	}
	from := 180 - v.lon + 360*float64(b-v.turn) // degrees to the antimeridian
	to := w.lon + 180 + 360*float64(w.turn-b-1)
	return vertex{180, v.lat + (w.lat-v.lat)*(from/(from+to)), b}
}

// within returns the point of a vertex of the turn, which may lie on the antimeridians on both of
// its sides.
func (v vertex) within(turn int) orb.Point {
	switch {
	case v.at(turn) == 0:
		return orb.Point{180, v.lat}
	case v.at(turn-1) == 0:
		return orb.Point{-180, v.lat}
	}
	return v.point()
}

// span returns the first and last turn that vertices lie in, and whether these are few enough.
func span(lines ...[]vertex) (first, last int, ok bool) {
	first, last = math.MaxInt, math.MinInt
	for _, line := range lines {
		for _, v := range line {
			first, last = min(first, v.turn), max(last, v.turn)
		}
	}
	return first, last, first <= last && last-first <= maxTurns
}

// cutLine returns the pieces of a line.
func cutLine(line orb.LineString) orb.MultiLineString {
	laid, _ := layOut(line)
	first, last, ok := span(laid)
	if !ok || len(laid) < 2 {
		return orb.MultiLineString{line}
	}
	var noded []vertex // with a vertex on every antimeridian that is crossed
	for i, v := range laid {
		if i > 0 {
			for k := first - 1; k <= last; k++ {
				b := k
				if laid[i-1].turn > v.turn {
					b = first - 1 + last - k // westward
				}
				if laid[i-1].at(b)*v.at(b) < 0 {
					noded = append(noded, crossing(laid[i-1], v, b))
				}
			}
		}
		noded = append(noded, v)
	}
	var pieces orb.MultiLineString
	in := 0 // the turn of the last piece
	for i := 1; i < len(noded); i++ {
		turn := turnOf(noded[i-1], noded[i])
		if len(pieces) == 0 || turn != in {
			pieces, in = append(pieces, orb.LineString{noded[i-1].within(turn)}), turn
		}
		k := len(pieces) - 1
		pieces[k] = append(pieces[k], noded[i].within(turn))
	}
	return pieces
}

// turnOf returns the turn that an edge between antimeridians lies in. One along a antimeridian lies
// in the turn west of it.
func turnOf(v, w vertex) int {
	b := math.MinInt
	for _, end := range []vertex{v, w} {
		switch end.lon {
		case 180:
			b = max(b, end.turn)
		case -180:
			b = max(b, end.turn-1)
		default:
			return end.turn
		}
	}
	return b
}
