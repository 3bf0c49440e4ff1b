package picture

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// frame maps degrees to pixels, so that the bound asked for fills the box.
type frame struct {
	box     rect
	west    float64 // mercator, world 0 to 1, of the box's left and top
	north   float64
	perUnit float64 // pixels
}

const (
	farNorth = 85.0511287798
	equator  = 40_075_016.7 // metres
)

func mercator(p orb.Point) orb.Point {
	lat := min(farNorth, max(-farNorth, p[1])) * math.Pi / 180
	return orb.Point{p[0]/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)}
}

func degrees(m orb.Point) orb.Point {
	return orb.Point{(m[0] - 0.5) * 360, math.Atan(math.Sinh((0.5-m[1])*2*math.Pi)) * 180 / math.Pi}
}

func newFrame(b orb.Bound, box rect) frame {
	low, high := mercator(orb.Point{b.Min[0], b.Max[1]}), mercator(orb.Point{b.Max[0], b.Min[1]})
	f := frame{box: box}
	f.perUnit = min(box.w/max(high[0]-low[0], 1e-9), box.h/max(high[1]-low[1], 1e-9))
	f.west = (low[0]+high[0])/2 - box.w/2/f.perUnit
	f.north = (low[1]+high[1])/2 - box.h/2/f.perUnit
	return f
}

func (f frame) at(p orb.Point) orb.Point {
	m := mercator(p)
	return orb.Point{f.box.x + (m[0]-f.west)*f.perUnit, f.box.y + (m[1]-f.north)*f.perUnit}
}

// sees is the box in degrees with a margin of some pixels, so that strokes along the cut stay
// unseen.
func (f frame) sees() orb.Bound {
	const margin = 24
	low := degrees(orb.Point{f.west - margin/f.perUnit, f.north + (f.box.h+margin)/f.perUnit})
	high := degrees(orb.Point{f.west + (f.box.w+margin)/f.perUnit, f.north - margin/f.perUnit})
	return orb.Bound{Min: low, Max: high}
}

// metresPerPixel at a pixel row.
func (f frame) metresPerPixel(y float64) float64 {
	lat := degrees(orb.Point{0.5, f.north + (y-f.box.y)/f.perUnit})[1]
	return equator * math.Cos(lat*math.Pi/180) / f.perUnit
}

// drawn is a shape in pixels, cut to what is seen.
type drawn struct{ points, lines, areas path }

// turns are whole turns of the globe, in worlds: a picture may show what lies on both sides of the
// date line, where each place has another name.
var turns = [...]float64{0, -1, 1}

// turned is the frame in which places have the names they have so many turns further east.
func (f frame) turned(turn float64) frame {
	f.west -= turn
	return f
}

// draw projects a shape, as often as it is seen. orb's clip writes into its input, so it gets a
// copy.
func (f frame) draw(s *Shape) drawn {
	var d drawn
	d.areas.closed = true
	if s.Geometry == nil {
		return d
	}
	for _, turn := range turns {
		f := f.turned(turn)
		if sees := f.sees(); sees.Intersects(s.Geometry.Bound()) {
			f.add(&d, clip.Geometry(sees, orb.Clone(s.Geometry)), s.Radius)
		}
	}
	return d
}

func (f frame) add(d *drawn, g orb.Geometry, radius float64) {
	switch g := g.(type) {
	case orb.Point:
		d.points.discs = append(d.points.discs, disc{f.at(g), radius})
	case orb.MultiPoint:
		for _, p := range g {
			f.add(d, p, radius)
		}
	case orb.LineString:
		d.lines.add(f.line(g))
	case orb.MultiLineString:
		for _, l := range g {
			f.add(d, l, radius)
		}
	case orb.Ring:
		d.areas.addRing(f.line(orb.LineString(g)), orb.CW)
	case orb.Polygon:
		for i, r := range g {
			around := [...]orb.Orientation{orb.CW, orb.CCW}[min(i, 1)]
			d.areas.addRing(f.line(orb.LineString(r)), around)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			f.add(d, p, radius)
		}
	case orb.Collection:
		for _, member := range g {
			f.add(d, member, radius)
		}
	}
}

// line projects points and leaves out those that no eye tells from the one before. The last one
// stays.
func (f frame) line(points []orb.Point) []orb.Point {
	const least = 0.3 // pixels
	var line []orb.Point
	for i, p := range points {
		q := f.at(p)
		if n := len(line); n > 0 && i < len(points)-1 && math.Hypot(q[0]-line[n-1][0], q[1]-line[n-1][1]) < least {
			continue
		}
		line = append(line, q)
	}
	return line
}

func (p *path) add(line []orb.Point) {
	if len(line) > 1 {
		p.lines = append(p.lines, line)
	}
}

// addRing adds a ring that goes around as told; a ring of no area goes any way.
func (p *path) addRing(ring []orb.Point, around orb.Orientation) {
	if orb.Ring(ring).Orientation() == -around {
		slices.Reverse(ring)
	}
	p.add(ring)
}
