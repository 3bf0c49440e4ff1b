package answer

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/crs"
)

// Question is what somebody asks a snapshot: its parameters, each known and given once.
type Question struct {
	Snapshot *data.Snapshot // as the viewpoint sees it
	Values   url.Values
	Today    func() time.Time
}

// Parameter reads a parameter, if it is given.
func (q Question) Parameter(name string) (value string, given bool) {
	if given := q.Values[name]; len(given) > 0 {
		return given[0], true
	}
	return "", false
}

// busters are parameters by which programs try to get past copies.
var busters = []string{"_", "v", "ver", "cb", "ts", "nocache", "cachebuster"}

// RefuseUnknown refuses unknown parameters, and those given more than once but for one, many.
func (q Question) RefuseUnknown(known []string, many string) error {
	for name, given := range q.Values {
		if !slices.Contains(known, name) {
			hint := "this path takes no parameters"
			if len(known) > 0 {
				hint = "this path takes " + List(known)
			}
			if slices.Contains(busters, name) {
				hint = "leave it out: answers carry an ETag, so no copy is used that is not current"
			}
			return BadParameter(name, fmt.Sprintf("unknown parameter %q", name), hint)
		}
		if len(given) > 1 && name != many {
			return BadParameter(name, fmt.Sprintf("parameter %q is given %d times", name, len(given)), "give it once")
		}
	}
	return nil
}

// DefaultDay is the default day: the latest that is covered, at most today.
func (q Question) DefaultDay() date.Date {
	return q.Snapshot.DefaultDay(date.DateOf(q.Today()))
}

// Day reads datetime as a single day; without it the default day.
func (q Question) Day() (date.Date, error) {
	value, given := q.Parameter("datetime")
	if !given {
		return q.DefaultDay(), nil
	}
	if strings.Contains(value, "/") {
		return 0, BadParameter("datetime",
			fmt.Sprintf("datetime %q: this path wants one day, not an interval", value),
			"for instance datetime="+q.Snapshot.Example().Day.String())
	}
	interval, err := date.ParseDatetime(value)
	if err != nil {
		return 0, BadParameter("datetime", err.Error(), "")
	}
	return interval.From, nil
}

// Interval reads datetime, all days without it.
func (q Question) Interval() (date.Interval, error) {
	all, err := q.Intervals()
	return all[0], err
}

// Intervals reads datetime as often as it is given, once where the route says no more: all days
// without it.
func (q Question) Intervals() ([]date.Interval, error) {
	all := []date.Interval{}
	for _, value := range q.Values["datetime"] {
		during, err := date.ParseDatetime(value)
		if err != nil {
			return []date.Interval{during}, BadParameter("datetime", err.Error(), "an interval is written YYYY-MM-DD/YYYY-MM-DD, an open end ..")
		}
		all = append(all, during)
	}
	if len(all) == 0 {
		all = append(all, date.Always)
	}
	return all, nil
}

// needDate reads a required day.
func (q Question) needDate(name string) (date.Date, error) {
	value, given := q.Parameter(name)
	if !given {
		e := q.Snapshot.Example()
		return 0, BadParameter(name, fmt.Sprintf("parameter %q is missing", name),
			fmt.Sprintf("for instance /diff?from=%s&to=%s", e.Before, e.Day))
	}
	day, err := date.Parse(value)
	if err != nil {
		return 0, BadParameter(name, err.Error(), "")
	}
	return day, nil
}

// flag reads true or false; without it false.
func (q Question) flag(name string) (bool, error) {
	value, given := q.Parameter(name)
	switch {
	case !given || value == "false":
		return false, nil
	case value == "true":
		return true, nil
	}
	return false, BadParameter(name, fmt.Sprintf("%s %q: want true or false", name, value), "")
}

// place reads lon and lat, which are required. The longitude may be of any turn of the globe.
func (q Question) place() (orb.Point, error) {
	lon, err := q.degrees("lon")
	if err != nil {
		return orb.Point{}, err
	}
	lat, err := q.degrees("lat")
	if err != nil {
		return orb.Point{}, err
	}
	point, err := geo.TurnPoint(orb.Point{lon, lat})
	if err != nil {
		name := "lon"
		if math.Abs(lat) > 90 {
			name = "lat"
		}
		return point, BadParameter(name, err.Error(), "")
	}
	return point, nil
}

// degrees reads a required coordinate.
func (q Question) degrees(name string) (float64, error) {
	value, given := q.Parameter(name)
	if !given {
		e := q.Snapshot.Example()
		return 0, BadParameter(name, fmt.Sprintf("parameter %q is missing", name), fmt.Sprintf(
			"for instance /locate?lon=%.5f&lat=%.5f&datetime=%s, or q= with coordinates of any notation",
			e.Point[0], e.Point[1], e.Day))
	}
	degrees, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(degrees) || strings.ContainsAny(value, "xX_") { // ParseFloat also knows 0x1p5 and 4_6
		return 0, BadParameter(name, fmt.Sprintf("%s %q: want a number of degrees", name, value),
			"write 34.75, with a point and without signs for degrees; q= takes other notations")
	}
	return degrees, nil
}

// System reads the URI of a reference system.
func (q Question) System(name string) (crs.CRS, error) {
	value, given := q.Parameter(name)
	if !given {
		return crs.CRS84, nil
	}
	system, err := crs.Parse(value)
	if err != nil {
		return system, BadParameter(name, err.Error(), "")
	}
	return system, nil
}

// Within reads bbox in the system of bbox-crs, see crs.ParseBox; nil when it is not given.
func (q Question) Within() ([]orb.Bound, error) {
	system, err := q.System("bbox-crs")
	value, given := q.Parameter("bbox")
	if err != nil || !given {
		return nil, err
	}
	boxes, err := system.ParseBox(value)
	if err != nil {
		return nil, BadParameter("bbox", err.Error(),
			"the order is west,south,east,north, or that of the axes of bbox-crs on the paths that take it")
	}
	return boxes, nil
}
