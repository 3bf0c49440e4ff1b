package server

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/crs"
)

// today is the default day: the latest that is covered, at most today.
func (s *Server) today(snapshot *data.Snapshot) date.Date {
	return snapshot.DefaultDay(date.DateOf(s.options.Today()))
}

// day reads datetime as a single day; without it the default day.
func (s *Server) day(q *request) (date.Date, error) {
	value, given := q.parameter("datetime")
	if !given {
		return s.today(q.snapshot), nil
	}
	if strings.Contains(value, "/") {
		return 0, badParameter("datetime",
			fmt.Sprintf("datetime %q: this path wants one day, not an interval", value),
			"for instance datetime="+q.snapshot.Example().Day.String())
	}
	interval, err := date.ParseDatetime(value)
	if err != nil {
		return 0, badParameter("datetime", err.Error(), "")
	}
	return interval.From, nil
}

// interval reads datetime, all days without it.
func (q *request) interval() (date.Interval, error) {
	all, err := q.intervals()
	return all[0], err
}

// intervals reads datetime as often as it is given, once where the route says no more: all days
// without it.
func (q *request) intervals() ([]date.Interval, error) {
	all := []date.Interval{}
	for _, value := range q.values["datetime"] {
		during, err := date.ParseDatetime(value)
		if err != nil {
			return []date.Interval{during}, badParameter("datetime", err.Error(), "an interval is written YYYY-MM-DD/YYYY-MM-DD, an open end ..")
		}
		all = append(all, during)
	}
	if len(all) == 0 {
		all = append(all, date.Always)
	}
	return all, nil
}

// needDate reads a required day.
func (q *request) needDate(name string) (date.Date, error) {
	value, given := q.parameter(name)
	if !given {
		e := q.snapshot.Example()
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name),
			fmt.Sprintf("for instance /diff?from=%s&to=%s", e.Before, e.Day))
	}
	day, err := date.Parse(value)
	if err != nil {
		return 0, badParameter(name, err.Error(), "")
	}
	return day, nil
}

// flag reads true or false; without it false.
func (q *request) flag(name string) (bool, error) {
	value, given := q.parameter(name)
	switch {
	case !given || value == "false":
		return false, nil
	case value == "true":
		return true, nil
	}
	return false, badParameter(name, fmt.Sprintf("%s %q: want true or false", name, value), "")
}

// place reads lon and lat, which are required. The longitude may be of any turn of the globe.
func (q *request) place() (orb.Point, error) {
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
		return point, badParameter(name, err.Error(), "")
	}
	return point, nil
}

// degrees reads a required coordinate.
func (q *request) degrees(name string) (float64, error) {
	value, given := q.parameter(name)
	if !given {
		e := q.snapshot.Example()
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name), fmt.Sprintf(
			"for instance /locate?lon=%.5f&lat=%.5f&datetime=%s, or q= with coordinates of any notation",
			e.Point[0], e.Point[1], e.Day))
	}
	degrees, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(degrees) || strings.ContainsAny(value, "xX_") { // ParseFloat also knows 0x1p5 and 4_6
		return 0, badParameter(name, fmt.Sprintf("%s %q: want a number of degrees", name, value),
			"write 34.75, with a point and without signs for degrees; q= takes other notations")
	}
	return degrees, nil
}

// system reads the URI of a reference system.
func (q *request) system(name string) (crs.CRS, error) {
	value, given := q.parameter(name)
	if !given {
		return crs.CRS84, nil
	}
	system, err := crs.Parse(value)
	if err != nil {
		return system, badParameter(name, err.Error(), "")
	}
	return system, nil
}

// within reads bbox in the system of bbox-crs, see crs.ParseBox; nil when it is not given.
func (q *request) within() ([]orb.Bound, error) {
	system, err := q.system("bbox-crs")
	value, given := q.parameter("bbox")
	if err != nil || !given {
		return nil, err
	}
	boxes, err := system.ParseBox(value)
	if err != nil {
		return nil, badParameter("bbox", err.Error(),
			"the order is west,south,east,north, or that of the axes of bbox-crs on the paths that take it")
	}
	return boxes, nil
}
