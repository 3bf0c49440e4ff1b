package server

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/geo"
	"demarc/geo/cql2"
)

// The size of a page of features.
const (
	defaultLimit = 100
	maxLimit     = 10000
)

// search reads the parameters of a request for items.
func (q *request) search() (data.Search, error) {
	var search data.Search
	days, err := q.intervals()
	if err != nil {
		return search, err
	}
	search.During, search.Also = days[0], days[1:]
	if search.Limit, err = q.limit(); err != nil {
		return search, err
	}
	var given bool
	if search.After, given = q.parameter("after"); given && !data.IsCursor(search.After) {
		return search, badParameter("after",
			fmt.Sprintf("after %q: want the value in the link to the next page", search.After),
			"follow the link with rel next")
	}
	if search.Within, err = q.within(); err != nil {
		return search, err
	}
	if search.Order, err = q.order(); err != nil {
		return search, err
	}
	if search.IDs, err = q.ids(); err != nil {
		return search, err
	}
	hits, err := q.hits()
	if err != nil {
		return search, err
	}
	if hits {
		search.Limit, search.After = 0, ""
	}
	search.Match, err = q.match()
	return search, err
}

// limit reads limit. A larger one than maxLimit counts as maxLimit (OGC 17-069r4, 7.15.2).
func (q *request) limit() (int, error) {
	value, given := q.parameter("limit")
	if !given {
		return defaultLimit, nil
	}
	if digits := strings.TrimLeft(value, "0"); value != "" && strings.Trim(value, "0123456789") == "" && len(digits) > 9 {
		return maxLimit, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, badParameter("limit", fmt.Sprintf("limit %q: want a number from 1 to %d", value, maxLimit), "")
	}
	return min(n, maxLimit), nil
}

// match reads the parameters that are fields, each an equality, and filter; nil without any.
func (q *request) match() (func(*geo.Feature) bool, error) {
	var filters []*cql2.Filter
	schema := cql2.Schema{Fields: q.collection.Fields}
	for _, field := range schema.Fields {
		value, given := q.parameter(field.Name)
		if !given || slices.Contains(q.route.names, field.Name) {
			continue
		}
		equal, err := cql2.Equal(field.Name, value, schema)
		if err != nil {
			return nil, badParameter(field.Name, err.Error(), "")
		}
		filters = append(filters, equal)
	}
	if words, given := q.parameter("q"); given {
		filters = append(filters, cql2.Words(words, schema))
	}
	filter, err := q.filter()
	if err != nil {
		return nil, err
	}
	if filter != nil {
		filters = append(filters, filter)
	}
	if len(filters) == 0 {
		return nil, nil
	}
	return cql2.All(filters...).Match, nil
}

// filter reads filter as filter-lang and filter-crs say; nil when it is not given.
func (q *request) filter() (*cql2.Filter, error) {
	system, err := q.system("filter-crs")
	if err != nil {
		return nil, err
	}
	language, given := q.parameter("filter-lang")
	if given && language != "cql2-text" && language != "cql2-json" {
		return nil, badParameter("filter-lang", fmt.Sprintf("filter-lang %q: want cql2-text or cql2-json", language), "")
	}
	condition, given := q.parameter("filter")
	if !given {
		return nil, nil
	}
	schema := cql2.Schema{Fields: q.collection.Fields, Inverse: system.Inverse}
	var filter *cql2.Filter
	if language == "cql2-json" {
		filter, err = cql2.ParseJSON([]byte(condition), schema)
	} else {
		filter, err = cql2.ParseText(condition, schema)
	}
	if err != nil {
		return nil, badParameter("filter", err.Error(), exemplified(
			"for instance controller = 'ACTOR' AND T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('YYYY-MM-DD'))",
			q.snapshot.Example()))
	}
	return filter, nil
}
