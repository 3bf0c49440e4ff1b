// Package conformance holds judges of the program that are not about one
// package of it.
//
// The other tests are the abstract tests of the standards. The datetime suite asks any server of
// OGC API Features whether its parameter datetime means what the standard says (17-069r4, 7.15.4);
// no other suite does. It needs a collection whose features have a first and a last day:
//
//	go test ./conformance -run Datetime -url https://example.org/api -collection borders \
//		-from start -to end -inclusive
//
// Without -url it asks our own server, for every collection.
package conformance

import (
	"cmp"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

var (
	suiteURL   = flag.String("url", "", "the landing page of a server; without it, ours")
	collection = flag.String("collection", "", "the collection; without it, all")
	fromField  = flag.String("from", "valid_from", "the property with the first day")
	toField    = flag.String("to", "valid_to", "the property with the end; null or absent is open")
	inclusive  = flag.Bool("inclusive", false, "the day in the property with the end still belongs to the feature")
)

// dated is what the suite knows of a feature.
type dated struct {
	id       string
	from, to string // days; "" for open, to is the first day that no longer belongs
	undated  bool
}

func (d dated) matches(first, last string) bool {
	return d.undated || (last == "" || d.from == "" || d.from <= last) && (first == "" || d.to == "" || d.to > first)
}

// facts are the days that the questions are made of.
type facts struct {
	features        []dated
	begin, end      string // days of the temporal extent, "" for open
	first           string // a day on which something begins
	ended           string // a day on which something ended
	middle, middle2 string
}

// question is a row of the suite: a value of datetime, and which features must
// come. days are the closed interval that it stands for, "" for an open end.
type question struct {
	name        string
	datetime    func(f facts) string
	first, last func(f facts) string
}

func open(facts) string      { return "" }
func day(f facts) string     { return f.middle }
func later(f facts) string   { return f.middle2 }
func started(f facts) string { return f.first }
func ended(f facts) string   { return f.ended }

// The questions that must be answered with the features that match.
var questions = []question{
	{"a day", day, day, day},
	{"another day", later, later, later},
	{"the first day of a feature belongs to it", started, started, started},
	{"the day on which a feature ended does not", ended, ended, ended},
	{"the day before it began does not", func(f facts) string { return shift(f.first, -1) }, func(f facts) string { return shift(f.first, -1) }, func(f facts) string { return shift(f.first, -1) }},
	{"the last day of a feature does", func(f facts) string { return shift(f.ended, -1) }, func(f facts) string { return shift(f.ended, -1) }, func(f facts) string { return shift(f.ended, -1) }},
	{"a time of a day", func(f facts) string { return f.middle + "T12:00:00Z" }, day, day},
	{"the first second of a day", func(f facts) string { return f.middle + "T00:00:00Z" }, day, day},
	{"an interval", func(f facts) string { return f.middle + "/" + f.middle2 }, day, later},
	{"an interval of times", func(f facts) string { return f.middle + "T00:00:00Z/" + f.middle2 + "T23:59:59Z" }, day, later},
	{"an interval of one day", func(f facts) string { return f.middle + "/" + f.middle }, day, day},
	{"an interval that ends when a feature begins", func(f facts) string { return shift(f.first, -9) + "/" + f.first }, func(f facts) string { return shift(f.first, -9) }, started},
	{"an interval that begins when a feature ended", func(f facts) string { return f.ended + "/" + shift(f.ended, 9) }, ended, func(f facts) string { return shift(f.ended, 9) }},
	{"open to the past, two dots", func(f facts) string { return "../" + f.middle }, open, day},
	{"open to the past, nothing", func(f facts) string { return "/" + f.middle }, open, day},
	{"open to the future, two dots", func(f facts) string { return f.middle + "/.." }, day, open},
	{"open to the future, nothing", func(f facts) string { return f.middle + "/" }, day, open},
	{"open to the past, a time", func(f facts) string { return "../" + f.middle + "T12:00:00Z" }, open, day},
	{"wider than the extent", func(f facts) string { return "0001-01-01/9999-12-31" }, open, open},
}

// mistakes must be answered with 400: they are no datetime (17-069r4, 7.15.4,
// and RFC 3339, 5.6).
var mistakes = []string{
	"", "yesterday", "2020-13-01", "2020-02-30", "2020-11-25T25:00:00Z", "2020-12-01/2020-11-01",
	"2020-11-01/2020-11-02/2020-11-03", "../..", "/", "2020-11-25/soon",
}

// beyond must be answered with 200, with whatever matches there.
var beyond = []string{"0001-01-01", "9999-12-31", "0001-01-01/0001-12-31", "9999-01-01/..", "../0001-01-01"}

func TestDatetime(t *testing.T) {
	base := root(t)
	names := []string{*collection}
	if *collection == "" {
		names = collections(t, base)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) { suite(t, base+"/collections/"+name) })
	}
}

// root returns the address of the server that is asked: ours, unless there is
// another.
func root(t *testing.T) string {
	t.Helper()
	if *suiteURL != "" {
		return strings.TrimSuffix(*suiteURL, "/")
	}
	live, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(server.New(live, server.Options{Version: "test"}))
	t.Cleanup(s.Close)
	return s.URL
}

func collections(t *testing.T, base string) []string {
	var list struct{ Collections []struct{ ID string } }
	read(t, base+"/collections", &list)
	var names []string
	for _, c := range list.Collections {
		names = append(names, c.ID)
	}
	if len(names) == 0 {
		t.Fatalf("%s has no collections", base)
	}
	return names
}

func suite(t *testing.T, address string) {
	f := collect(t, address)
	for _, q := range questions {
		first, last := q.first(f), q.last(f)
		var want []string
		for _, d := range f.features {
			if d.matches(first, last) {
				want = append(want, d.id)
			}
		}
		slices.Sort(want)
		got := ids(t, address+"/items?limit=1000&datetime="+url.QueryEscape(q.datetime(f)))
		if missing, more := difference(want, got), difference(got, want); len(missing)+len(more) > 0 {
			t.Errorf("%s, datetime=%s: %d features, want %d; missing %.200v, too many %.200v", q.name, q.datetime(f), len(got), len(want), missing, more)
		}
	}
	for _, datetime := range mistakes {
		if code := status(t, address+"/items?datetime="+url.QueryEscape(datetime)); code != http.StatusBadRequest {
			t.Errorf("datetime=%q: got %d, want 400", datetime, code)
		}
	}
	for _, datetime := range beyond {
		if code := status(t, address+"/items?datetime="+url.QueryEscape(datetime)); code != http.StatusOK {
			t.Errorf("datetime=%q, beyond the extent: got %d, want 200", datetime, code)
		}
	}
}

// collect reads all features and picks the days to ask for, within the extent.
func collect(t *testing.T, address string) facts {
	var doc struct {
		Extent struct {
			Temporal struct{ Interval [][2]*string }
		}
	}
	read(t, address, &doc)
	var f facts
	if i := doc.Extent.Temporal.Interval; len(i) > 0 {
		f.begin, f.end = dayOf(i[0][0]), dayOf(i[0][1])
	}
	for _, v := range features(t, address+"/items?limit=1000") {
		d := dated{id: v.ID, from: text(v.Properties[*fromField]), to: text(v.Properties[*toField])}
		_, has := v.Properties[*fromField]
		d.undated = !has && d.to == ""
		if *inclusive && d.to != "" {
			d.to = shift(d.to, 1)
		}
		f.features = append(f.features, d)
	}
	var days []string
	inside := func(day string) bool {
		return day != "" && (f.begin == "" || shift(day, -10) > f.begin) && (f.end == "" || shift(day, 10) < f.end)
	}
	for _, d := range f.features {
		if inside(d.from) {
			f.first, days = d.from, append(days, d.from)
		}
		if inside(d.to) {
			f.ended, days = d.to, append(days, d.to)
		}
	}
	if len(days) == 0 { // nothing is dated, or all of it begins and ends with the extent
		days = []string{"2000-01-01"}
	}
	slices.Sort(days)
	f.first, f.ended = cmp.Or(f.first, days[0]), cmp.Or(f.ended, days[0])
	f.middle, f.middle2 = shift(days[len(days)/2], 1), shift(days[len(days)-1], 1)
	return f
}

type found struct {
	ID         string
	Properties map[string]any
}

// features follows the links to the next page.
func features(t *testing.T, address string) []found {
	t.Helper()
	var all []found
	for pages := 0; address != "" && pages < 1000; pages++ {
		var page struct {
			Features      []found
			NumberMatched *int
			Links         []struct{ Rel, Href string }
		}
		read(t, address, &page)
		all = append(all, page.Features...)
		address = ""
		for _, l := range page.Links {
			if l.Rel == "next" {
				address = l.Href
			}
		}
		if n := page.NumberMatched; n != nil && address == "" && *n != len(all) {
			t.Errorf("numberMatched is %d, the pages have %d features", *n, len(all))
		}
	}
	return all
}

func ids(t *testing.T, address string) []string {
	t.Helper()
	var ids []string
	for _, f := range features(t, address) {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return ids
}

func read(t *testing.T, address string, v any) {
	t.Helper()
	response := request(t, address)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %.300s %v", address, response.Status, body, err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
}

func status(t *testing.T, address string) int {
	t.Helper()
	response := request(t, address)
	response.Body.Close()
	return response.StatusCode
}

func request(t *testing.T, address string) *http.Response {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/geo+json, application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// dayOf cuts the day from a time, "" for an open end.
func dayOf(time *string) string {
	if time == nil || len(*time) < 10 {
		return ""
	}
	return (*time)[:10]
}

func text(v any) string {
	s, _ := v.(string)
	if s == ".." {
		return ""
	}
	return dayOf(&s)
}

// shift moves a day; "" stays open.
func shift(day string, by int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, by).Format(time.DateOnly)
}

func difference(a, b []string) []string {
	var only []string
	for _, v := range a {
		if _, found := slices.BinarySearch(b, v); !found {
			only = append(only, v)
		}
	}
	return only
}
