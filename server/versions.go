package server

import (
	"net/http"
	"slices"

	"demarc/data/date"
	"demarc/data/release"
)

// versionsPath is where releases are listed.
const versionsPath = "/versions"

// releaseName tells a release from others.
type releaseName struct {
	Version int       `json:"version"`
	Date    date.Date `json:"date"`
}

// releaseDoc is what the list says of a release.
type releaseDoc struct {
	Version  int             `json:"version"`
	Date     date.Date       `json:"date"`
	Snapshot string          `json:"snapshot"`
	Current  bool            `json:"current"` // it is what is answered without asking for a version
	Message  string          `json:"message"`
	By       string          `json:"by,omitempty"`
	Summary  release.Summary `json:"summary"`
	Links    []link          `json:"links"`

	Map string `json:"-"`
}

// getVersions lists what was released.
func (s *Server) getVersions(w http.ResponseWriter, q *request) error {
	if err := s.mayKnow(q, q.store.hosted); err != nil {
		return err
	}
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	docs := []releaseDoc{}
	for _, r := range slices.Backward(q.store.Releases().Releases) {
		docs = append(docs, q.describeRelease(r))
	}
	links := q.links.formats(versionsPath, nil, chosen, asJSON, asHTML)
	if chosen == asHTML {
		return writeHTML(w, q, "versions", htmlView{
			Title: "Versions", Crumbs: append(s.upCrumbs(q), q.crumbs(mapPath, "/api")...), Content: docs, Links: links,
		})
	}
	return writeJSON(w, q, map[string]any{"versions": docs, "links": links})
}

func (q *request) describeRelease(r *release.Release) releaseDoc {
	known := "/?" + knownParameter + "=" + r.Date.String()
	doc := releaseDoc{
		Version: r.Version, Date: r.Date, Snapshot: r.Snapshot, Message: r.Message, By: r.By, Summary: r.Summary,
		Current: q.snapshot != nil && q.snapshot.ID == r.Snapshot, Map: q.links.local(known),
		Links: []link{{q.links.to(versionPath(r.Snapshot) + "/"), "item", jsonMedia, "the API as of this version", false}},
	}
	if q.store.Releases().Known(r.Date) == r { // a later one of the day has taken its place
		doc.Links = append(doc.Links, link{q.links.to(known), "item", htmlMedia, "the map as of this version", false})
	} else {
		doc.Map = ""
	}
	return doc
}
