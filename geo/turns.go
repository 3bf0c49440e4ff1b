package geo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// MaxLongitude is how far from Greenwich, in degrees east or west, a longitude may be written: ten
// turns of the globe, further than maps are dragged. What lies beyond is no longitude but metres, a
// number without its decimal point, or a slip.
const MaxLongitude = 3600

// noise is what programs lose of a bound, in degrees: so far beyond 90 is still 90.
const noise = 1e-9

// Turn returns the name between -180 and 180 of a longitude of any turn of the globe; 180 and -180
// stay as they are. What was beyond is rounded to 1e-10 degrees, a hundredth of a millimetre, so
// that 187.7 is -172.3 and not what is left of it in binary.
func Turn(lon float64) (float64, error) {
	switch {
	case math.Abs(lon) <= 180:
		return lon, nil
	case math.Abs(lon) <= MaxLongitude+noise:
		return rounded(math.Remainder(lon, 360)), nil
	}
	return 0, fmt.Errorf("longitude %g: want -180 to 180, or at most ten turns of the globe further", lon)
}

// TurnPoint is Turn for a point, whose latitude must be one.
func TurnPoint(p orb.Point) (orb.Point, error) {
	if !(math.Abs(p[1]) <= 90+noise) {
		hint := ""
		if math.Abs(p[1]) <= 180 && math.Abs(p[0]) <= 90 {
			hint = "; are longitude and latitude swapped?"
		}
		return p, fmt.Errorf("latitude %g: want -90 to 90%s", p[1], hint)
	}
	lon, err := Turn(p[0])
	return orb.Point{lon, max(-90, min(90, p[1]))}, err
}

// Boxes returns the boxes between -180 and 180 that a box of any turn of the globe covers, borders
// included: one, or two if it crosses the date line or ends on it, for 180 and -180 are one
// meridian. A west greater than the east means the way from there eastward (RFC 7946, 5.2); a box
// of 360 degrees or more is the whole globe. It may reach beyond both poles, as a map does that
// shows more than there is; beyond one alone it has its axes swapped or another slip.
func Boxes(low, high orb.Point) ([]orb.Bound, error) {
	if !(low[1] <= high[1]) {
		return nil, fmt.Errorf("the south is north of the north: %g, %g", low[1], high[1])
	}
	if -180 <= low[1] && low[1] < -90 && 90 < high[1] && high[1] <= 180 {
		low[1], high[1] = -90, 90
	}
	west, err := TurnPoint(low)
	if err != nil {
		return nil, err
	}
	east, err := TurnPoint(high)
	if err != nil {
		return nil, err
	}
	width := high[0] - low[0]
	if width < 0 {
		width += 360 * math.Ceil(-width/360)
	}
	box := func(from, to float64) orb.Bound {
		return orb.Bound{Min: orb.Point{from, west[1]}, Max: orb.Point{to, east[1]}}
	}
	onLine := math.Abs(west[0]) == 180 || math.Abs(east[0]) == 180
	switch from, to := west[0], east[0]; {
	case width >= 360-noise:
		return []orb.Bound{box(-180, 180)}, nil
	case width == 0 && onLine:
		return []orb.Bound{box(180, 180), box(-180, -180)}, nil
	case math.Abs(from) == 180:
		return []orb.Bound{box(-180, to), box(180, 180)}, nil
	case math.Abs(to) == 180:
		return []orb.Bound{box(from, 180), box(-180, -180)}, nil
	case from <= to:
		return []orb.Bound{box(from, to)}, nil
	default:
		return []orb.Bound{box(from, 180), box(-180, to)}, nil
	}
}

// Turns returns the geometry with its copies whole turns of the globe away, as far as they meet the
// longitudes from -180 to 180: where it lies for those who know no others. The geometry itself is
// returned if that is all.
func Turns(g orb.Geometry) orb.Geometry {
	b := g.Bound()
	first, last := math.Ceil((-180-b.Max[0])/360), math.Floor((180-b.Min[0])/360)
	if b.IsEmpty() || first == 0 && last == 0 {
		return g
	}
	var all orb.Collection
	for turn := first; turn <= last; turn++ {
		if turn == 0 {
			all = append(all, g)
		} else {
			all = append(all, shifted(g, 360*turn))
		}
	}
	return all
}

// shifted returns a copy of the geometry some degrees further east.
func shifted(g orb.Geometry, degrees float64) orb.Geometry {
	return project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point {
		return orb.Point{rounded(p[0] + degrees), p[1]}
	})
}

// rounded leaves out what binary fractions lose on the way around the globe.
func rounded(lon float64) float64 { return math.Round(lon*1e10)/1e10 + 0 } // no -0
