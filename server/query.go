package server

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
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
func (s *Server) day(r *http.Request, snapshot *data.Snapshot) (date.Date, error) {
	text, given := query(r, "datetime")
	return s.dayOf(parameter{text, given}, snapshot)
}

// interval reads a day or an interval; without it all days are meant.
func interval(r *http.Request) (date.Interval, error) {
	text, given := query(r, "datetime")
	if !given {
		return date.Always, nil
	}
	during, err := date.ParseDatetime(text)
	if err != nil {
		return during, badParameter("datetime", err.Error(), "an interval is written 2020-11-10/2020-12-01, an open end ..")
	}
	return during, nil
}

// needDate reads a day that must be given.
func needDate(r *http.Request, name string) (date.Date, error) {
	text, given := query(r, name)
	if !given {
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name), "for instance /diff?from=2020-11-09&to=2020-12-02")
	}
	day, err := date.Parse(text)
	if err != nil {
		return 0, badParameter(name, err.Error(), "")
	}
	return day, nil
}

// within reads bbox as boxes, see readBoxes; nil when it is not given.
func within(r *http.Request) ([]orb.Bound, error) {
	values, _ := parseQuery(r) // checked by checkQuery
	return readBoxes(values)
}
