package dataset

import "demarc/data/date"

// Source is a publication that a statement rests on, with the evidence that it says so.
type Source struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Author      string     `json:"author,omitempty"`
	Publisher   string     `json:"publisher,omitempty"`
	Date        *date.Date `json:"date"`
	DateNominal bool       `json:"date_nominal,omitempty"` // the page bears no date: not to be printed as one
	Language    string     `json:"language,omitempty"`     // BCP 47
	URL         string     `json:"url,omitempty"`
	Accessed    *date.Date `json:"accessed,omitempty"` // the day on which the URL was read
	ArchivedURL string     `json:"archived_url,omitempty"`
	ArchivedAt  *date.Date `json:"archived_at,omitempty"` // the day on which the archive took its copy, UTC
	Quote       string     `json:"quote,omitempty"`       // the words that the statement rests on, in the source's language
	Locator     string     `json:"locator,omitempty"`     // where in it they stand: page, paragraph, minute
	File        string     `json:"file,omitempty"`        // name of a local copy in the folder sources
	SHA256      string     `json:"sha256,omitempty"`      // of the local copy, hexadecimal
	Perspective string     `json:"perspective,omitempty"`
	Verified    bool       `json:"verified"`
	Mirror      bool       `json:"mirror,omitempty"` // a copy of a page of Wikipedia

	Position `json:"-"`
}

func (l *loader) readSources() {
	for _, o := range l.objects(sourcesFile, "sources", false) {
		l.dataset.Sources = append(l.dataset.Sources, readSource(o))
	}
}

func readSource(o *object) *Source {
	s := &Source{ID: o.needText("id"), Position: o.position()}
	o.what = "source " + s.ID
	s.Title, s.Author, s.Publisher = o.needText("title"), o.text("author"), o.text("publisher")
	s.Date, s.DateNominal = o.optionalDate("date"), o.flag("date_nominal")
	s.Language = o.text("language")
	s.URL, s.Accessed = o.address("url"), o.optionalDate("accessed")
	s.ArchivedURL, s.ArchivedAt = o.text("archived_url"), o.optionalDate("archived_at")
	s.Quote, s.Locator = o.text("quote"), o.text("locator")
	s.File, s.SHA256 = o.text("file"), o.text("sha256")
	s.Perspective = o.text("perspective")
	s.Verified, s.Mirror = o.flag("verified"), o.flag("mirror")
	o.done()
	return s
}
