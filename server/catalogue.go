package server

import (
	"fmt"
	"net/http"
	"net/url"

	"demarc/data"
	"demarc/data/catalogue"
)

// described answers with a description of the dataset for catalogues.
func described(describe func(*data.Snapshot, catalogue.Place) ([]byte, error), media string) func(*Server, http.ResponseWriter, *request) error {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		body, err := describe(q.snapshot, placeOf(q))
		if err != nil {
			return err
		}
		return writeDocument(w, q, media, body)
	}
}

// placeOf tells where the dataset of a request is served, and which release it is.
func placeOf(q *request) catalogue.Place {
	p := catalogue.Place{Address: q.links.to}
	if q.release != nil {
		p.Day = q.release.Date.String()
		p.Version = fmt.Sprintf("%s+%d", q.snapshot.Dataset.Version, q.release.Version)
		p.Query = "?" + url.Values{knownParameter: {p.Day}}.Encode()
	}
	return p
}
