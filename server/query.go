package server

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
)

func parseQuery(r *http.Request) (url.Values, *problem) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, fmt.Sprintf("the query cannot be read: %v", err), "encode % as %25 and ; as %3B")
	}
	return values, nil
}

// query reads parameters that checkQuery has let pass.
func query(r *http.Request, name string) (value string, given bool) {
	values, _ := parseQuery(r) // checked by checkQuery
	value, given = values.Get(name), values.Has(name)
	return value, given
}

// day reads a single day; without it the snapshot's default day is meant.
func (s *Server) day(r *http.Request, snapshot *data.Snapshot) (data.Date, error) {
	text, given := query(r, "datetime")
	return s.dayOf(parameter{text, given}, snapshot)
}

// interval reads a day or an interval; without it all days are meant.
func interval(r *http.Request) (data.Interval, error) {
	text, given := query(r, "datetime")
	if !given {
		return data.Always, nil
	}
	during, err := data.ParseDatetime(text)
	if err != nil {
		return during, badParameter("datetime", err.Error(), "an interval is written 2020-11-10/2020-12-01, an open end ..")
	}
	return during, nil
}

// needDate reads a day that must be given.
func needDate(r *http.Request, name string) (data.Date, error) {
	text, given := query(r, name)
	if !given {
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name), "for instance /diff?from=2020-11-09&to=2020-12-02")
	}
	day, err := data.ParseDate(text)
	if err != nil {
		return 0, badParameter(name, err.Error(), "")
	}
	return day, nil
}

// box reads bbox=west,south,east,north; nil when it is not given.
func box(r *http.Request) (*orb.Bound, error) {
	text, given := query(r, "bbox")
	if !given {
		return nil, nil
	}
	parts := strings.Split(text, ",")
	var n [4]float64
	ok := len(parts) == 4
	for i := 0; ok && i < 4; i++ {
		value, err := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		n[i], ok = value, err == nil && math.Abs(value) <= 180
	}
	if !ok || n[0] > n[2] || n[1] > n[3] || math.Abs(n[1]) > 90 || math.Abs(n[3]) > 90 {
		return nil, badParameter("bbox", fmt.Sprintf("bbox %q: want west,south,east,north in degrees", text), "for instance bbox=45.9,39.8,46.6,40.3")
	}
	return &orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}, nil
}
