package server

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"demarc/geo/crs"
	"demarc/geo/geojson"
)

// getItems answers with a page of the features of a collection.
func (s *Server) getItems(w http.ResponseWriter, q *request) error {
	c := q.collection
	search, err := q.search()
	if err != nil {
		return err
	}
	system, err := q.system("crs")
	if err != nil {
		return err
	}
	chosen, err := q.format(w, asGeoJSON, asHTML)
	if err != nil {
		return err
	}
	page, err := c.Search(q.Context(), search)
	if err != nil {
		return err
	}
	path := collectionPath(c.Name) + "/items"
	links := q.links.formats(path, q.values, chosen, asGeoJSON, asHTML)
	links = append(links, link{q.links.in(collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false})
	if page.Next != "" {
		next := maps.Clone(q.values)
		if next == nil {
			next = url.Values{}
		}
		next.Set("after", page.Next)
		links = append(links, link{q.links.in(path, next, chosen.name), "next", plainType(chosen.mediaType), "the next page", false})
	}
	if chosen == asHTML {
		return writeHTML(w, q, "items", q.itemsView(page, links))
	}
	extra := q.snapshot.Credits()
	extra["links"] = links
	extra["numberMatched"], extra["numberReturned"] = page.Matched, len(page.Features)
	if reason := q.snapshot.UncoveredPart(search.During); reason != "" && c.Dated {
		extra["reason"] = reason
	}
	setCRS(w, system)
	return writeGeoJSON(w, q, system.Layer(page.Layer), extra)
}

// getItem answers with one feature of a collection.
func (s *Server) getItem(w http.ResponseWriter, q *request) error {
	c, id := q.collection, q.vars["feature"]
	layer, err := c.Feature(q.Context(), id)
	if err != nil {
		return err
	}
	system, err := q.system("crs")
	if err != nil {
		return err
	}
	chosen, err := q.format(w, asGeoJSON, asHTML)
	if err != nil {
		return err
	}
	links := q.links.formats(itemPath(c.Name, id), q.values, chosen, asGeoJSON, asHTML)
	links = append(links,
		link{q.links.in(collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false},
		link{q.links.in(collectionPath(c.Name), nil, "html"), "collection", "text/html", c.Title, false})
	if chosen == asHTML {
		return writeHTML(w, q, "item", q.itemView(c, layer, links))
	}
	extra := q.snapshot.Credits()
	extra["links"] = links
	setCRS(w, system)
	var b bytes.Buffer
	if err := geojson.WriteFeature(&b, system.Layer(layer), 0, extra); err != nil {
		return err
	}
	return writeDocument(w, q, geoJSONMedia, b.Bytes())
}

// setCRS sets the header line that names the reference system of features.
func setCRS(w http.ResponseWriter, system crs.CRS) {
	w.Header().Set("Content-Crs", fmt.Sprintf("<%s>", system.URI()))
}
