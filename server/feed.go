package server

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/data/feed"
	"demarc/data/permalink"
	"demarc/data/release"
)

// feedDays is how many days of changes a page of a feed has.
const feedDays = 30

// feedFilters are the parameters that say what a feed is of.
var feedFilters = []string{"zone", "region", "controller", "bbox", "viewpoint"}

func (s *Server) getAtom(w http.ResponseWriter, q *request) error {
	f, err := s.feed(q)
	if err != nil {
		return err
	}
	return writeFeed(w, q, feed.AtomType, f.WriteAtom)
}

func (s *Server) getJSONFeed(w http.ResponseWriter, q *request) error {
	f, err := s.feed(q)
	if err != nil {
		return err
	}
	return writeFeed(w, q, feed.JSONType, f.WriteJSON)
}

// writeFeed answers with a feed. Last-Modified is when its snapshot came to be served, a time that
// never lies before that of an earlier answer; a client that sends an entity tag is told by it
// alone (RFC 9110, 13.1.3).
func writeFeed(w http.ResponseWriter, q *request, mediaType string, write func() ([]byte, error)) error {
	w.Header().Set("Vary", "Accept-Language, Accept-Encoding")
	if state := q.store.State(); state.Current != nil && state.Current.ID == q.snapshot.ID { // not exchanged meanwhile
		since := state.Since.UTC().Truncate(time.Second)
		setLines(w.Header(), "Last-Modified", since.Format(http.TimeFormat), "Cache-Control", "no-cache")
		given, err := http.ParseTime(q.Header.Get("If-Modified-Since"))
		if err == nil && q.Header.Get("If-None-Match") == "" && !since.After(given) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	body, err := write()
	if err != nil {
		return err
	}
	return writeDocument(w, q, mediaType, body)
}

// feed makes the page of the feed that the request asks for.
func (s *Server) feed(q *request) (*feed.Feed, error) {
	wanted, err := q.changesWanted()
	if err != nil {
		return nil, err
	}
	days, more, err := q.snapshot.ChangesByDay(q.Context(), wanted)
	if err != nil {
		return nil, unknownFilter(err)
	}
	d, lang := q.snapshot.Dataset, q.feedLanguage()
	about := q.filters()
	f := &feed.Feed{
		ID: feed.ID(d.ID, "feed", about.Encode()), Title: d.Title.In(lang), Subtitle: d.Description.In(lang), Lang: lang,
		Author: cmp.Or(d.Attribution, d.ID), Rights: cmp.Or(d.LicenceURL, d.Licence), Home: q.links.to(mapPath),
		Atom: q.feedAddress("/feed.atom", wanted.Before), JSON: q.feedAddress("/feed.json", wanted.Before),
	}
	maker := feed.Maker{Snapshot: q.snapshot, Lang: lang, About: about.Encode(), Map: q.changeMap, Picture: q.changePicture}
	for _, day := range days {
		f.Entries = append(f.Entries, maker.Changes(day))
	}
	whole := wanted.Zone == "" && wanted.Region == "" && wanted.Controller == "" && wanted.Within == nil
	oldest := date.Beginning
	if more {
		oldest = days[len(days)-1].Day
		next := "/feed.atom"
		if q.route.path == "/feed.json" {
			next = "/feed.json"
		}
		f.Next = q.feedAddress(next, oldest)
	}
	for _, r := range slices.Backward(q.releases().Releases) {
		if whole && r.Date >= oldest && r.Date < wanted.Before {
			page, picture := q.releaseAddresses(r)
			f.Entries = append(f.Entries, maker.Release(r.Version, r.Date, r.Message, r.Summary.Text, page, picture))
		}
	}
	for _, x := range q.snapshot.Corrections() {
		if x.Day >= oldest && x.Day < wanted.Before && (whole || about.Get("zone") == x.Of) {
			f.Entries = append(f.Entries, maker.Correction(x))
		}
	}
	slices.SortStableFunc(f.Entries, func(a, b feed.Entry) int { return cmp.Compare(b.Day, a.Day) })
	return f, nil
}

// unknownFilter says which parameter named something that is not there.
func unknownFilter(err error) error {
	if !errors.Is(err, data.ErrNotFound) {
		return err
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), data.ErrNoZone.Error()+": "), " ") // zone, region or controller
	return badParameter(name, err.Error(), "")
}

// changesWanted reads what the feed is of.
func (q *request) changesWanted() (data.ChangesWanted, error) {
	wanted := data.ChangesWanted{Before: date.Forever, Most: feedDays}
	wanted.Zone, _ = q.parameter("zone")
	wanted.Region, _ = q.parameter("region")
	wanted.Controller, _ = q.parameter("controller")
	var err error
	if wanted.Within, err = q.within(); err != nil {
		return wanted, err
	}
	if value, given := q.parameter("before"); given {
		if wanted.Before, err = date.Parse(value); err != nil {
			return wanted, badParameter("before", err.Error(), "the link to the next page has it")
		}
	}
	return wanted, nil
}

// filters returns the parameters that say what the feed is of, without those that say nothing.
func (q *request) filters() url.Values {
	about := url.Values{}
	for _, name := range feedFilters {
		if value, given := q.parameter(name); given && value != "" {
			about.Set(name, value)
		}
	}
	return about
}

// feedLanguage is that of the parameter lang, else the best of those that the reader wants.
func (q *request) feedLanguage() string {
	known := slices.Concat(q.snapshot.Dataset.Languages, atlas.Languages())
	if lang, given := q.parameter("lang"); given && slices.Contains(known, lang) {
		return lang
	}
	return permalink.Language(q.languages(), known)
}

func (q *request) feedAddress(path string, before date.Date) string {
	query := q.filters()
	if lang, given := q.parameter("lang"); given {
		query.Set("lang", lang)
	}
	if before != date.Forever {
		query.Set("before", before.String())
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return q.links.to(path)
}

// releaseAddresses are those of the map and of its picture as a release has them. One that is the
// newest of no day has those of now.
func (q *request) releaseAddresses(r *release.Release) (page, picture string) {
	day := q.snapshot.Dataset.View.Date
	if r.Snapshot == q.snapshot.ID || q.store.Releases().Known(r.Date) != r {
		return q.changeMap(day, day), q.changePicture(day, day)
	}
	view := q.viewOf(day, day)
	view.Set("lang", q.feedLanguage())
	drawn := permalink.Read(q.snapshot, view).Picture()
	for _, values := range []url.Values{view, drawn} {
		values.Del("d") // it may not have known of the day
		values.Del("datetime")
		values.Set(knownParameter, r.Date.String())
	}
	return q.links.to(mapPath + "?" + view.Encode()), q.links.to("/export/control.png?" + drawn.Encode())
}

// viewOf are the parameters of the map that compares two days, of one if they are the same.
func (q *request) viewOf(before, day date.Date) url.Values {
	view := url.Values{"d": {day.String()}}
	if before != day {
		view.Set("cmp", before.String())
	}
	if viewpoint, given := q.parameter("viewpoint"); given {
		view.Set("vp", viewpoint)
	}
	if lang, given := q.parameter("lang"); given {
		view.Set("lang", lang)
	}
	return view
}

func (q *request) changeMap(before, day date.Date) string {
	return q.links.to(mapPath + "?" + q.viewOf(before, day).Encode())
}

func (q *request) changePicture(before, day date.Date) string {
	view := q.viewOf(before, day)
	view.Set("lang", q.feedLanguage())
	return q.links.to("/export/control.png?" + permalink.Read(q.snapshot, view).Picture().Encode())
}
