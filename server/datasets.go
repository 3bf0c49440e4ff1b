package server

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"demarc/data/atlas"
	"demarc/data/dataset"
	"demarc/data/permalink"
)

// hostedDoc is what the list of datasets says of one. All that its files say is
// missing before they have been accepted.
type hostedDoc struct {
	ID          string            `json:"id"`
	Default     bool              `json:"default"` // is served at the root too
	Ready       bool              `json:"ready"`
	Title       dataset.Names     `json:"title,omitempty"`
	Version     string            `json:"version,omitempty"`
	Snapshot    string            `json:"snapshot,omitempty"`
	Covers      *dataset.Coverage `json:"covers,omitempty"`
	Licence     string            `json:"licence,omitempty"`
	LicenceURL  string            `json:"licence_url,omitempty"`
	Attribution string            `json:"attribution,omitempty"`
	Links       []link            `json:"links"`
}

// hostedRow is a dataset in the list for people.
type hostedRow struct {
	hostedDoc
	Home, Path, Name string
	Lang             string        // of Name
	Others           dataset.Names // titles in other languages
	Extent           string
}

// hostedList is the content of the list for people.
type hostedList struct {
	Rows  []hostedRow
	Words datasetsWords
}

// getDatasets lists the datasets, for people in the language of the request.
func (s *Server) getDatasets(w http.ResponseWriter, q *request) error {
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept, Accept-Language, Accept-Encoding")
	words := datasetsIn(permalink.Language(q.languages(), atlas.Languages()))
	root := q.links.of("")
	links := root.formats("/datasets", nil, chosen, asJSON, asHTML)
	docs, rows := []hostedDoc{}, []hostedRow{}
	for _, d := range s.visible(q) {
		doc := d.describe(q.links.of(datasetPath(d.ID)))
		doc.Default = d == s.datasets[0]
		docs, rows = append(docs, doc), append(rows, words.row(root, doc, q.languages()))
	}
	if chosen == asHTML {
		w.Header().Set("Content-Language", words.lang)
		return writeHTML(w, q, "datasets", htmlView{
			Title: words.Datasets, Lang: words.lang, Where: words.where, Content: hostedList{rows, words}, Links: links,
		})
	}
	return writeJSON(w, q, map[string]any{"datasets": docs, "links": links})
}

func (d *hosted) describe(to links) hostedDoc {
	doc := hostedDoc{ID: d.ID, Links: []link{
		{to.to("/"), "item", "text/html", "the map", false},
		{to.in("/", nil, "json"), "item", jsonMedia, "the API", false},
		{to.to("/api"), "service-doc", "text/html", "the API, to read", false},
		{to.to("/openapi.json"), "service-desc", openAPI30, "the API, OpenAPI 3.0", false},
		{to.to("/status"), "status", jsonMedia, "how the latest load went", false},
	}}
	snapshot := d.Current()
	if snapshot == nil {
		return doc
	}
	set := snapshot.Dataset
	doc.Ready, doc.Title, doc.Version, doc.Snapshot = true, set.Title, set.Version, snapshot.ID
	doc.Covers, doc.Licence, doc.LicenceURL, doc.Attribution = &set.Covers, set.Licence, set.LicenceURL, set.Attribution
	doc.Links = append(doc.Links, licenceLinks(snapshot)...)
	return doc
}

// row tells of a dataset under its title in the best of the languages wanted.
func (w datasetsWords) row(root links, doc hostedDoc, wanted []string) hostedRow {
	lang := permalink.Language(wanted, slices.Sorted(maps.Keys(doc.Title)))
	row := hostedRow{hostedDoc: doc, Home: root.local("/"), Path: root.local(datasetPath(doc.ID)), Name: cmp.Or(doc.Title.In(lang), doc.ID), Others: dataset.Names{}}
	for lang, title := range doc.Title {
		if title != row.Name {
			row.Others[lang] = title
		} else {
			row.Lang = lang
		}
	}
	if doc.Covers != nil {
		row.Extent = w.extent(doc.Covers)
	}
	return row
}

// upCrumbs leads to the list of datasets where there is more than one.
func (s *Server) upCrumbs(q *request) []crumb {
	if len(s.datasets) == 1 {
		return nil
	}
	return []crumb{{"Datasets", q.links.of("").local("/datasets?f=html")}}
}
