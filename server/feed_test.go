package server_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"demarc/data/date"
	"demarc/data/release"
	"demarc/data/testdata"
	"demarc/server"
)

// atomNode is an element of a feed, whatever it is called.
type atomNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []atomNode `xml:",any"`
}

func (n atomNode) all(name string) (found []atomNode) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func (n atomNode) attr(name string) string {
	i := slices.IndexFunc(n.Attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return n.Attrs[i].Value
}

// musts are the rules of RFC 4287 about a feed or entry, each by its section.
func musts(of atomNode, isFeed bool) (broken []string) {
	rule := func(section string, kept bool) {
		if !kept {
			broken = append(broken, section)
		}
	}
	absolute := func(text string) bool {
		u, err := url.Parse(text)
		return err == nil && u.IsAbs()
	}
	exactly := []string{"id", "title", "updated"}
	known := []string{"author", "category", "contributor", "id", "link", "rights", "title", "updated"}
	if isFeed {
		known = append(known, "entry", "generator", "icon", "logo", "subtitle")
	} else {
		known = append(known, "content", "published", "source", "summary")
	}
	for _, name := range exactly {
		rule("4.1.1/4.1.2: exactly one "+name, len(of.all(name)) == 1)
	}
	for _, name := range []string{"rights", "subtitle", "generator", "icon", "logo", "content", "published", "source", "summary"} {
		rule("4.1.1/4.1.2: at most one "+name, len(of.all(name)) <= 1)
	}
	links := map[string]int{}
	for _, c := range of.Children {
		rule("1.1: every element of the namespace "+c.XMLName.Local, c.XMLName.Space == "http://www.w3.org/2005/Atom")
		rule("4.1: known "+c.XMLName.Local, slices.Contains(known, c.XMLName.Local))
		switch c.XMLName.Local {
		case "id":
			rule("4.2.6: id is an IRI", absolute(c.Text))
		case "updated", "published":
			_, err := time.Parse(time.RFC3339, c.Text)
			rule("3.3: date of RFC 3339", err == nil && strings.HasSuffix(c.Text, "Z"))
		case "author":
			rule("3.2.1: one name", len(c.all("name")) == 1 && c.all("name")[0].Text != "")
		case "category":
			rule("4.2.2.1: term", c.attr("term") != "" && c.Text == "")
		case "link":
			rule("4.2.7.1: href", absolute(c.attr("href")))
			rule("4.2.7.3: type has a slash", c.attr("type") == "" || strings.Contains(c.attr("type"), "/"))
			key := c.attr("rel") + c.attr("type") + c.attr("hreflang")
			if links[key]++; c.attr("rel") == "alternate" {
				rule("4.1.1: no two alternates of one type", links[key] == 1)
			}
		case "title", "summary", "rights", "subtitle", "content":
			rule("3.1.1: type", slices.Contains([]string{"text", "html"}, c.attr("type")) && len(c.Children) == 0)
		}
	}
	if !isFeed {
		rule("4.1.2: content or an alternate", len(of.all("content")) == 1 || links["alternatetext/html"] == 1)
	}
	return broken
}

func TestAtomKeepsRFC4287(t *testing.T) {
	for name, target := range map[string]string{"all": "/feed.atom", "nothing": "/feed.atom?before=1900-01-01", "a part": "/feed.atom?zone=town&lang=ru", "a viewpoint": "/feed.atom?viewpoint=crown_announced&bbox=-132,-44,-127,-41"} {
		t.Run(name, func(t *testing.T) {
			w := get(t, handler(t), target)
			var root atomNode
			if err := xml.Unmarshal(w.Body.Bytes(), &root); err != nil || w.Header().Get("Content-Type") != "application/atom+xml" {
				t.Fatalf("%d %v %.500s", w.Code, err, w.Body)
			}
			for _, broken := range musts(root, true) {
				t.Errorf("the feed breaks %s", broken)
			}
			if root.XMLName.Local != "feed" || len(root.all("author")) != 1 { // 4.1.1: unless all entries have one
				t.Errorf("the root is %v, with %d authors", root.XMLName, len(root.all("author")))
			}
			ids := map[string]bool{}
			for _, e := range root.all("entry") {
				for _, broken := range musts(e, false) {
					t.Errorf("an entry breaks %s", broken)
				}
				if id := e.all("id")[0].Text; ids[id] {
					t.Errorf("two entries are %s", id)
				} else {
					ids[id] = true
				}
			}
		})
	}
}

type parsedFeed struct {
	Bozo, Version, ID, Title, Author string
	Updated                          bool
	Entries                          []struct {
		ID, Title, Link, HTML, Type, Published, Updated string
		Tags, Picture                                   []string
	}
}

// feedparser follows the pages of a feed: every change of hands once, the latest first, whatever
// the address at which the dataset is served.
func TestFeedparserReadsTheFeed(t *testing.T) {
	h := handlerOf(t, os.DirFS("../data/karabakh"))
	var ids []string
	for range 2 {
		s := httptest.NewServer(h)
		var pages []parsedFeed
		testdata.Python(t, &pages, "feedparser", "python3-feedparser", "testdata/feedparser_feed.py", s.URL+"/feed.atom?lang=en")
		s.Close()
		var seen []string
		last := "9999"
		for _, p := range pages {
			if p.Bozo != "" || p.Version != "atom10" || !p.Updated || p.Author == "" {
				t.Errorf("feedparser says %q of a page of version %s", p.Bozo, p.Version)
			}
			for _, e := range p.Entries {
				if e.Published > last || e.Updated < e.Published || len(e.Picture) != 1 || !strings.HasPrefix(e.Link, s.URL) || !strings.Contains(e.HTML, "<img") || len(e.Tags) == 0 {
					t.Errorf("entry %+v after one of %s", e, last)
				}
				last = e.Published
				seen = append(seen, e.ID)
			}
		}
		if len(pages) < 2 || len(seen) != len(slices.Compact(slices.Sorted(slices.Values(seen)))) {
			t.Errorf("%d pages with %d entries, want several, and none twice", len(pages), len(seen))
		}
		if ids != nil && !slices.Equal(ids, seen) {
			t.Error("the ids hang on the address")
		}
		ids = seen
	}
}

func feedOf(t *testing.T, h http.Handler, target string) (items []struct {
	ID, Title, URL, Image string
	Published             string `json:"date_published"`
	Modified              string `json:"date_modified"`
	HTML                  string `json:"content_html"`
}) {
	t.Helper()
	w := get(t, h, target)
	var f struct {
		Version string
		Items   json.RawMessage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || f.Version != "https://jsonfeed.org/version/1.1" || json.Unmarshal(f.Items, &items) != nil {
		t.Fatalf("GET %s: %d %v %.300s", target, w.Code, err, w.Body)
	}
	return items
}

func TestFeedIsOfWhatIsAsked(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		query, want string
		entries     int
	}{
		{"zone=lesser", "1989-11-20 · Corrected: Lesser Isles", 2},
		{"zone=lesser&before=1989-11-20", "1975-06-15 · Lesser Isles: Crown → League, 1263.4 km² · Corrected", 1},
		{"zone=south", "", 0},
		{"controller=wardens", "1979-09-20", 2},
		{"region=upland&before=1967-04-01", "", 0},
		{"bbox=100,10,101,11", "", 0},
	} {
		items := feedOf(t, h, "/feed.json?lang=en&"+tt.query)
		if len(items) != tt.entries || tt.want != "" && !strings.HasPrefix(items[0].Title, tt.want) {
			t.Errorf("%s: got %d entries %+v, want %d, the first %q", tt.query, len(items), items, tt.entries, tt.want)
		}
	}
	for query, parameter := range map[string]string{"zone=x": "zone", "region=x": "region", "controller=x": "controller", "before=x": "before", "bbox=1": "bbox", "viewpoint=x": "viewpoint"} {
		if w := get(t, h, "/feed.atom?"+query); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), fmt.Sprintf(`"parameter":%q`, parameter)) {
			t.Errorf("%s: got %d %s", query, w.Code, w.Body)
		}
	}
}

// What was corrected is news again: its entry keeps its id and has a later time.
func TestFeedMarksCorrections(t *testing.T) {
	items := feedOf(t, handler(t), "/feed.json?zone=lesser&lang=en&before=1989-11-20")
	corrected := items[0]
	if corrected.Published != "1975-06-15T00:00:00Z" || corrected.Modified != "1989-11-20T00:00:00Z" || !strings.Contains(corrected.HTML, "The harbour book was misread.") {
		t.Errorf("got %+v", corrected)
	}
	before := feedOf(t, handlerOf(t, testdata.With(t, testdata.Copy(t, testdata.Isles()), "corrections.json", `"of": "lesser"`, `"of": "south"`, 1)), "/feed.json?zone=lesser&lang=en")
	if before[0].ID != corrected.ID || before[0].Modified != before[0].Published {
		t.Errorf("got %+v, want the id %s and nothing later", before[0], corrected.ID)
	}
}

// A correction of what has no region any more is called by what came in its place.
func TestFeedNamesWhatWasCorrected(t *testing.T) {
	for _, tt := range []struct{ kind, of, want string }{
		{"period", "lesser", "1989-11-20 · Corrected: Lesser Isles"},
		{"period", "old_reef", "1989-11-20 · Corrected: Lesser Isles, The Skerry (old_reef)"},
		{"region", "outer_rocks", "1989-11-20 · Corrected: Lesser Isles, The Skerry (outer_rocks)"},
		{"event", "1967-cape", "1989-11-20 · Corrected: "},
	} {
		files := testdata.With(t, testdata.Copy(t, testdata.Isles()), "corrections.json", `"kind": "period", "of": "lesser"`, fmt.Sprintf(`"kind": %q, "of": %q`, tt.kind, tt.of), 1)
		items := feedOf(t, handlerOf(t, files), "/feed.json?lang=en")
		if !strings.HasPrefix(items[0].Title, tt.want) || strings.Contains(items[0].Title, "event 19") || strings.Contains(items[0].Title, "period ") {
			t.Errorf("of the %s %s: got %q, want %q", tt.kind, tt.of, items[0].Title, tt.want)
		}
	}
}

func TestFeedIsNotSentTwice(t *testing.T) {
	h := handler(t)
	w := get(t, h, "/feed.atom")
	tag, since := w.Header().Get("ETag"), w.Header().Get("Last-Modified")
	past := time.Now().Add(-24 * time.Hour).UTC().Format(http.TimeFormat)
	for _, tt := range []struct {
		name   string
		header http.Header
		code   int
	}{
		{"tag", http.Header{"If-None-Match": {tag}}, 304},
		{"time", http.Header{"If-Modified-Since": {since}}, 304},
		{"time before it was served", http.Header{"If-Modified-Since": {past}}, 200},
		{"another tag counts, not the time", http.Header{"If-None-Match": {`"x"`}, "If-Modified-Since": {since}}, 200},
	} {
		r := httptest.NewRequest(http.MethodGet, "/feed.atom", nil)
		r.Header = tt.header
		got := httptest.NewRecorder()
		if h.ServeHTTP(got, r); got.Code != tt.code {
			t.Errorf("%s: got %d, want %d; %s", tt.name, got.Code, tt.code, since)
		}
	}
}

// A release is an entry of the whole, with what is new in it, and of no part.
func TestFeedHasReleases(t *testing.T) {
	h, _ := serveHistory(t, history(t, 2), server.Options{})
	items := feedOf(t, h, "/feed.json?lang=en")
	for i, want := range []string{"", "known=2021-03-01"} { // what a version said is seen in its map
		if now := !strings.Contains(items[i].URL+items[i].Image, "known="); now != (want == "") || !strings.Contains(items[i].URL, want) || !strings.Contains(items[i].Image, want) {
			t.Errorf("%s leads to %s and %s, want %q in them", items[i].Title, items[i].URL, items[i].Image, want)
		}
	}
	if w := get(t, h, strings.TrimPrefix(items[1].Image, "http://example.com")); w.Code != http.StatusOK {
		t.Errorf("%s: %d %s", items[1].Image, w.Code, w.Body)
	}
	if items[0].Title != "2021-04-01 · Version 2: message 2" || items[1].Title != "2021-03-01 · Version 1: message 1" || !strings.Contains(items[0].HTML, "<li>") {
		t.Errorf("got %+v", items)
	}
	for _, part := range feedOf(t, h, "/feed.json?zone=east&lang=en") {
		if strings.Contains(part.Title, "message") {
			t.Errorf("the feed of a zone has %q", part.Title)
		}
	}
}

// Of two releases of a day the later one stands first, and leads to what is said now.
func TestFeedHasReleasesOfOneDay(t *testing.T) {
	directory := history(t, 1)
	if _, err := release.Make(t.Context(), directory, release.Making{Message: "again", Date: date.On(2021, 3, 1), Again: true}); err != nil {
		t.Fatal(err)
	}
	h, _ := serveHistory(t, directory, server.Options{})
	items := feedOf(t, h, "/feed.json?lang=en")
	if items[0].Title != "2021-03-01 · Version 2: again" || items[1].Title != "2021-03-01 · Version 1: message 1" {
		t.Errorf("got %q before %q", items[0].Title, items[1].Title)
	}
}
