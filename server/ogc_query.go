package server

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/cql2"
	"demarc/geo/crs"
)

// The size of a page of features.
const (
	defaultLimit = 100
	maxLimit     = 10000
)

// itemParameters are the parameters of every path of items; the fields of the
// collection come in addition.
var itemParameters = []string{
	"f", "limit", "after", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "viewpoint",
}

// itemsQuery is what a request for items asks.
type itemsQuery struct {
	data.Search
	crs    crs.CRS
	values url.Values // as given
}

func readItemsQuery(r *http.Request, c *data.Collection) (itemsQuery, error) {
	var q itemsQuery
	known := slices.Clone(itemParameters)
	for _, field := range c.Fields {
		if !slices.Contains(itemParameters, field.Name) {
			known = append(known, field.Name)
		}
	}
	if p := checkQuery(r, known); p != nil {
		return q, p
	}
	q.values, _ = parseQuery(r) // checked by checkQuery
	var err error
	if q.During, err = interval(r); err != nil {
		return q, err
	}
	if q.Limit, err = readLimit(q.values); err != nil {
		return q, err
	}
	if q.After = q.values.Get("after"); q.values.Has("after") && !data.IsCursor(q.After) {
		return q, badParameter("after", fmt.Sprintf("after %q: want what the link to the next page says", q.After), "follow the link with rel next")
	}
	if q.crs, err = readCRS(q.values, "crs"); err != nil {
		return q, err
	}
	if q.Within, err = readBoxes(q.values); err != nil {
		return q, err
	}
	q.Match, err = readConditions(q.values, c)
	return q, err
}

// readLimit reads limit. More than the largest page is not an error: the page
// is then as large as it may be (OGC 17-069r4, 7.15.2).
func readLimit(values url.Values) (int, error) {
	text := values.Get("limit")
	if !values.Has("limit") {
		return defaultLimit, nil
	}
	if digits := strings.TrimLeft(text, "0"); text != "" && strings.Trim(text, "0123456789") == "" && len(digits) > 9 {
		return maxLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badParameter("limit", fmt.Sprintf("limit %q: want a number from 1 to %d", text, maxLimit), "")
	}
	return min(n, maxLimit), nil
}

func readCRS(values url.Values, name string) (crs.CRS, error) {
	if !values.Has(name) {
		return crs.CRS84, nil
	}
	system, err := crs.Parse(values.Get(name))
	if err != nil {
		return system, badParameter(name, err.Error(), "")
	}
	return system, nil
}

// readBoxes reads bbox in the system of bbox-crs. A box that crosses the
// antimeridian, west greater than east, becomes two.
func readBoxes(values url.Values) ([]orb.Bound, error) {
	system, err := readCRS(values, "bbox-crs")
	if err != nil || !values.Has("bbox") {
		return nil, err
	}
	text := values.Get("bbox")
	corners, ok := readCorners(text)
	if !ok {
		return nil, badParameter("bbox", fmt.Sprintf("bbox %q: want four numbers west,south,east,north, or six with heights", text), "for instance bbox=45.9,39.8,46.6,40.3")
	}
	low, high := system.Inverse(corners[0]), system.Inverse(corners[1])
	const slack = 1e-9 // degrees, what projecting there and back may lose
	if system == crs.WebMercator {
		low, high = orb.Point{low[0] - slack, low[1] - slack}, orb.Point{high[0] + slack, high[1] + slack}
	}
	if max(math.Abs(low[0]), math.Abs(high[0])) > 360+slack || max(math.Abs(low[1]), math.Abs(high[1])) > 180+slack {
		return nil, badParameter("bbox", fmt.Sprintf("bbox %q: want west,south,east,north within 360 and 180 degrees", text), "bbox-crs, on the paths that take it, says what system the numbers are in")
	}
	if low[1] > high[1] {
		return nil, badParameter("bbox", fmt.Sprintf("bbox %q: the south is north of the north", text), "the order is west,south,east,north, or that of the axes of bbox-crs on the paths that take it")
	}
	low[1], high[1] = max(-90, low[1]), min(90, high[1])
	west, east := max(-180, low[0]), min(180, high[0])
	if low[0] <= high[0] {
		return []orb.Bound{{Min: orb.Point{west, low[1]}, Max: orb.Point{east, high[1]}}}, nil
	}
	return []orb.Bound{
		{Min: orb.Point{low[0], low[1]}, Max: orb.Point{180, high[1]}},
		{Min: orb.Point{-180, low[1]}, Max: orb.Point{high[0], high[1]}},
	}, nil
}

func readCorners(text string) (corners [2]orb.Point, ok bool) {
	parts := strings.Split(text, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return corners, false
	}
	var numbers []float64
	for _, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return corners, false
		}
		numbers = append(numbers, n)
	}
	half := len(numbers) / 2
	return [2]orb.Point{{numbers[0], numbers[1]}, {numbers[half], numbers[half+1]}}, true
}

// readConditions reads the parameters that are fields, each an equality, and
// filter.
func readConditions(values url.Values, c *data.Collection) (func(*geo.Feature) bool, error) {
	var conditions []func(*geo.Feature) bool
	for i, field := range c.Fields {
		if !values.Has(field.Name) || slices.Contains(itemParameters, field.Name) {
			continue
		}
		want, err := readValue(field, values.Get(field.Name))
		if err != nil {
			return nil, badParameter(field.Name, err.Error(), "")
		}
		conditions = append(conditions, func(f *geo.Feature) bool { return sameValue(f.Values[i], want) })
	}
	filter, err := readFilter(values, c)
	if err != nil {
		return nil, err
	}
	if filter != nil {
		conditions = append(conditions, filter.Match)
	}
	if len(conditions) == 0 {
		return nil, nil
	}
	return func(f *geo.Feature) bool {
		for _, holds := range conditions {
			if !holds(f) {
				return false
			}
		}
		return true
	}, nil
}

// readFilter reads filter as filter-lang and filter-crs say; nil when it is not
// given.
func readFilter(values url.Values, c *data.Collection) (*cql2.Filter, error) {
	system, err := readCRS(values, "filter-crs")
	if err != nil {
		return nil, err
	}
	language := values.Get("filter-lang")
	if values.Has("filter-lang") && language != "cql2-text" && language != "cql2-json" {
		return nil, badParameter("filter-lang", fmt.Sprintf("filter-lang %q: want cql2-text or cql2-json", language), "")
	}
	if !values.Has("filter") {
		return nil, nil
	}
	schema := cql2.Schema{Fields: c.Fields, Inverse: system.Inverse}
	var filter *cql2.Filter
	if language == "cql2-json" {
		filter, err = cql2.ParseJSON([]byte(values.Get("filter")), schema)
	} else {
		filter, err = cql2.ParseText(values.Get("filter"), schema)
	}
	if err != nil {
		return nil, badParameter("filter", err.Error(), "for instance controller = 'azerbaijan' AND T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2020-11-25'))")
	}
	return filter, nil
}

// readValue reads a text as a value of a field; numbers become float64.
func readValue(field geo.Field, text string) (any, error) {
	switch field.Type {
	case geo.Int, geo.Float:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, fmt.Errorf("%s %q: want a number", field.Name, text)
		}
		return n, nil
	case geo.Bool:
		if text != "true" && text != "false" {
			return nil, fmt.Errorf("%s %q: want true or false", field.Name, text)
		}
		return text == "true", nil
	case geo.Date:
		day, err := date.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.Name, err)
		}
		return day.String(), nil
	}
	return text, nil
}

func sameValue(have, want any) bool {
	switch have := have.(type) {
	case int:
		return float64(have) == want
	case int64:
		return float64(have) == want
	}
	return have == want
}
