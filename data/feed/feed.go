// Package feed writes what readers subscribe to, as Atom (RFC 4287) and as JSON Feed 1.1.
//
// gorilla/feeds (v1.2.0) would write both, but not these. Its AtomFeed has one link, so none to the
// feed itself beside that to the map (RFC 4287, 4.1.1) nor to the next page (RFC 5005); one
// category, written as text where an attribute term is wanted (4.2.2); titles without a type, and
// no xml:lang. Its JSONFeed leaves "items" out where there are none, which JSON Feed 1.1 requires.
// What would be left to use is the marshalling, which is the standard library's.
package feed

import (
	"crypto/sha1"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"demarc/data/date"
)

// The media types of feeds.
const (
	AtomType = "application/atom+xml"
	JSONType = "application/feed+json"
)

// Feed is a page of a feed, its entries the latest first.
type Feed struct {
	ID, Title, Subtitle, Lang string
	Author, Rights            string
	Home                      string // address of the map
	Atom, JSON                string // addresses of this page in both forms
	Next                      string // of the page of earlier entries; "": there is none
	Entries                   []Entry
}

// Entry is what happened on one day.
type Entry struct {
	ID, Title  string
	Day        date.Date // on which it happened
	Updated    date.Date // the latest day on which what it says was corrected, at least Day
	URL        string    // of the map of it
	Picture    string    // of a PNG; "": there is none
	Summary    string    // plain text
	HTML       string
	Categories []Category
}

// Category is a word to sort entries by.
type Category struct{ Term, Label string }

// namespace is that of the ids of entries, a UUID made once for all.
var namespace = [16]byte{0x5b, 0x1e, 0x0c, 0x6d, 0x0f, 0x36, 0x4d, 0x0a, 0x9b, 0x9e, 0x2f, 0xc1, 0x75, 0x3a, 0x8e, 0x41}

// ID names an entry or a feed by what it is of: a UUID of version 5 (RFC 9562, 5.5). It is the same
// wherever and whenever the dataset is served.
func ID(of ...string) string {
	sum := sha1.Sum(append(namespace[:], strings.Join(of, "\x00")...)) // what version 5 is made of; nothing is kept secret
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// updated is the latest day of all entries; without any nothing was ever said, which is so since
// the day that is counted from.
func (f *Feed) updated() date.Date {
	var last date.Date
	for i, e := range f.Entries {
		if i == 0 || e.Updated > last {
			last = e.Updated
		}
	}
	return last
}

// firstTime and lastTime are the days that a time of RFC 3339 can hold; readers know no year 0.
var firstTime, lastTime = date.On(1, 1, 1), date.On(9999, 12, 31)

// stamp is the begin of a day, UTC; of one before the year 1 that of the first that can be written.
func stamp(day date.Date) string {
	return min(max(day, firstTime), lastTime).String() + "T00:00:00Z"
}

// published is the begin of the day, "" where it cannot be written.
func published(day date.Date) string {
	if day < firstTime || day > lastTime {
		return ""
	}
	return stamp(day)
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      atomText       `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    atomText       `xml:"summary"`
	Content    atomText       `xml:"content"`
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    atomText    `xml:"title"`
	Subtitle *atomText   `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Rights   *atomText   `xml:"rights"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

func optional(text string) *atomText {
	if text == "" {
		return nil
	}
	return &atomText{"text", text}
}

// WriteAtom returns the page as Atom.
func (f *Feed) WriteAtom() ([]byte, error) {
	out := atomFeed{
		Lang: f.Lang, ID: f.ID, Title: atomText{"text", f.Title}, Subtitle: optional(f.Subtitle), Updated: stamp(f.updated()),
		Author: f.Author, Rights: optional(f.Rights),
		Links: []atomLink{{"self", AtomType, f.Atom}, {"alternate", "text/html", f.Home}, {"alternate", JSONType, f.JSON}},
	}
	if f.Next != "" {
		out.Links = append(out.Links, atomLink{"next", AtomType, f.Next})
	}
	for _, e := range f.Entries {
		entry := atomEntry{
			ID: e.ID, Title: atomText{"text", e.Title}, Updated: stamp(e.Updated), Published: published(e.Day),
			Links: []atomLink{{"alternate", "text/html", e.URL}}, Summary: atomText{"text", e.Summary}, Content: atomText{"html", e.HTML},
		}
		if e.Picture != "" {
			entry.Links = append(entry.Links, atomLink{"enclosure", "image/png", e.Picture})
		}
		for _, c := range e.Categories {
			entry.Categories = append(entry.Categories, atomCategory(c))
		}
		out.Entries = append(out.Entries, entry)
	}
	body, err := xml.Marshal(out)
	return append([]byte(xml.Header), append(body, '\n')...), err
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	HTML      string   `json:"content_html"`
	Summary   string   `json:"summary"`
	Image     string   `json:"image,omitempty"`
	Published string   `json:"date_published,omitempty"`
	Modified  string   `json:"date_modified"`
	Tags      []string `json:"tags,omitempty"`
}

// WriteJSON returns the page as JSON Feed 1.1.
func (f *Feed) WriteJSON() ([]byte, error) {
	items := []jsonItem{}
	for _, e := range f.Entries {
		item := jsonItem{
			ID: e.ID, URL: e.URL, Title: e.Title, HTML: e.HTML, Summary: e.Summary, Image: e.Picture,
			Published: published(e.Day), Modified: stamp(e.Updated),
		}
		for _, c := range e.Categories {
			if !slices.Contains(item.Tags, c.Label) {
				item.Tags = append(item.Tags, c.Label)
			}
		}
		items = append(items, item)
	}
	return json.MarshalIndent(struct {
		Version     string       `json:"version"`
		Title       string       `json:"title"`
		Home        string       `json:"home_page_url"`
		Feed        string       `json:"feed_url"`
		Description string       `json:"description,omitempty"`
		Next        string       `json:"next_url,omitempty"`
		Authors     []jsonAuthor `json:"authors"`
		Language    string       `json:"language"`
		Items       []jsonItem   `json:"items"`
	}{"https://jsonfeed.org/version/1.1", f.Title, f.Home, f.JSON, f.Subtitle, f.Next, []jsonAuthor{{f.Author}}, f.Lang, items}, "", " ")
}
