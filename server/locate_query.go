package server

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/notation"
)

// The parameters of GET /locate, as positions in locateParameters.
const (
	lonParameter = iota
	latParameter
	qParameter
	nearParameter
	datetimeParameter
	historyParameter
	viewpointParameter
	bordersParameter
)

// locateParameters are what GET /locate knows.
var locateParameters = []string{"lon", "lat", "q", "near", "datetime", "history", "viewpoint", "borders"}

// parameter is the value of a parameter, if it was given.
type parameter struct {
	value string
	given bool
}

// locateQuery holds the parameters of GET /locate.
type locateQuery [bordersParameter + 1]parameter

// read takes the query apart. Plain ones, in which every parameter is known,
// given once and without escapes, need nothing of net/url.
func (q *locateQuery) read(r *http.Request) *problem {
	raw := r.URL.RawQuery
	escaped := strings.IndexByte(raw, '%') >= 0 || strings.IndexByte(raw, '+') >= 0 || strings.IndexByte(raw, ';') >= 0
	if escaped || !q.readPlain(raw) {
		if p := checkQuery(r, locateParameters); p != nil {
			return p
		}
		values, _ := parseQuery(r) // checked by checkQuery
		*q = locateQuery{}
		for name := range values {
			q[slices.Index(locateParameters, name)] = parameter{values.Get(name), true}
		}
	}
	return nil
}

func (q *locateQuery) readPlain(raw string) bool {
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(pair, "=")
		i := slices.Index(locateParameters, name)
		if i < 0 || q[i].given {
			return false
		}
		q[i] = parameter{value, true}
	}
	return true
}

// place is what GET /locate asks about.
type place struct {
	point  orb.Point
	read   *notation.Reading // nil for lon and lat
	day    date.Date
	extras data.Extras
}

func (s *Server) place(q *locateQuery, snapshot *data.Snapshot) (l place, err error) {
	if q[qParameter].given {
		err = l.readText(q, snapshot)
	} else {
		err = l.readNumbers(q)
	}
	if err != nil {
		return l, err
	}
	if l.day, err = s.dayOf(q[datetimeParameter], snapshot); err != nil {
		return l, err
	}
	if l.extras.History, err = flagOf("history", q[historyParameter]); err != nil {
		return l, err
	}
	l.extras.Borders, err = flagOf("borders", q[bordersParameter])
	return l, err
}

func (l *place) readNumbers(q *locateQuery) error {
	if q[nearParameter].given {
		return badParameter("near", "near goes with q", "it is what a short Plus code is relative to")
	}
	lon, err := degreesOf("lon", q[lonParameter], 180)
	if err != nil {
		return err
	}
	lat, err := degreesOf("lat", q[latParameter], 90)
	if err != nil {
		return err
	}
	l.point = orb.Point{lon, lat}
	return nil
}

func (l *place) readText(q *locateQuery, snapshot *data.Snapshot) error {
	if q[lonParameter].given || q[latParameter].given {
		return badParameter("q", "q and lon, lat are given both", "give one of them")
	}
	var near *orb.Point
	if q[nearParameter].given {
		reading, err := snapshot.ReadPoint(q[nearParameter].value, nil)
		if err != nil {
			return badParameter("near", err.Error(), "")
		}
		near = &reading.Point
	}
	reading, err := snapshot.ReadPoint(q[qParameter].value, near)
	if err != nil {
		return badParameter("q", err.Error(), "")
	}
	l.point, l.read = reading.Point, &reading
	return nil
}

// degreesOf reads a coordinate that must be given; limit is 180 or 90.
func degreesOf(name string, text parameter, limit float64) (float64, error) {
	if !text.given {
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name), "for instance /locate?lon=46.04&lat=40.10&datetime=2020-11-25, or q= with coordinates of any notation")
	}
	value, err := strconv.ParseFloat(text.value, 64)
	if err != nil || math.IsNaN(value) || strings.ContainsAny(text.value, "xX_") { // ParseFloat also knows 0x1p5 and 4_6
		return 0, badParameter(name, fmt.Sprintf("%s %q: want a number of degrees", name, text.value), "write 46.04, with a point and without signs for degrees; q= takes other notations")
	}
	if math.Abs(value) > limit {
		hint := ""
		if name == "lat" && math.Abs(value) <= 180 {
			hint = "are lon and lat swapped?"
		}
		return 0, badParameter(name, fmt.Sprintf("%s %s: want %g to %g degrees", name, text.value, -limit, limit), hint)
	}
	return value, nil
}

// dayOf reads a single day; without it the snapshot's default day is meant.
func (s *Server) dayOf(text parameter, snapshot *data.Snapshot) (date.Date, error) {
	if !text.given {
		return snapshot.DefaultDay(date.DateOf(s.options.Today())), nil
	}
	if len(text.value) == len("2020-11-25") {
		if day, err := date.Parse(text.value); err == nil {
			return day, nil
		}
	}
	if strings.Contains(text.value, "/") {
		return 0, badParameter("datetime", fmt.Sprintf("datetime %q: this path wants one day, not an interval", text.value), "for instance datetime=2020-11-25")
	}
	interval, err := date.ParseDatetime(text.value)
	if err != nil {
		return 0, badParameter("datetime", err.Error(), "")
	}
	return interval.From, nil
}

// flagOf reads true or false; without it false is meant.
func flagOf(name string, text parameter) (bool, error) {
	switch {
	case !text.given || text.value == "false":
		return false, nil
	case text.value == "true":
		return true, nil
	}
	return false, badParameter(name, fmt.Sprintf("%s %q: want true or false", name, text.value), "")
}
