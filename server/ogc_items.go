package server

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/geojson"
)

// getItems is a page of the features of a collection.
func (s *Server) getItems(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	c, err := collectionOf(r, snapshot)
	if err != nil {
		return err
	}
	q, err := readItemsQuery(r, c)
	if err != nil {
		return err
	}
	chosen, err := negotiateFormat(a, r, asGeoJSON, asHTML)
	if err != nil {
		return err
	}
	page := c.Search(q.Search)
	path := collectionPath(c.Name) + "/items"
	links := s.links(r, path, q.values, chosen, asGeoJSON, asHTML)
	links = append(links, link{s.href(r, collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false})
	if page.Next != "" {
		next := cloneValues(q.values)
		next.Set("after", page.Next)
		links = append(links, link{s.href(r, path, next, chosen.name), "next", plainType(chosen.mediaType), "the next page", false})
	}
	if chosen == asHTML {
		return a.writeHTML("items", itemsView(c, page, q, links))
	}
	extra := snapshot.Credits()
	extra["links"] = links
	extra["numberMatched"], extra["numberReturned"] = page.Matched, len(page.Features)
	if reason := snapshot.UncoveredPart(q.During); reason != "" && c.Dated {
		extra["reason"] = reason
	}
	a.sendsFeatures(q.crs)
	layer := inCRS(page.Layer, q.crs)
	a.stream = func(w io.Writer) error { return geojson.Write(w, layer, extra) }
	return nil
}

// getItem is one feature of a collection.
func (s *Server) getItem(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	c, err := collectionOf(r, snapshot)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(mux.Vars(r)["feature"])
	if err != nil {
		return badParameter("feature", err.Error(), "")
	}
	layer, err := c.Feature(id)
	if err != nil {
		return err
	}
	values, _ := parseQuery(r) // checked by the adapter
	system, err := readCRS(values, "crs")
	if err != nil {
		return err
	}
	chosen, err := negotiateFormat(a, r, asGeoJSON, asHTML)
	if err != nil {
		return err
	}
	links := s.links(r, itemPath(c.Name, id), values, chosen, asGeoJSON, asHTML)
	links = append(links,
		link{s.href(r, collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false},
		link{s.href(r, collectionPath(c.Name), nil, "html"), "collection", "text/html", c.Title, false})
	if chosen == asHTML {
		return a.writeHTML("item", itemView(c, layer, links))
	}
	extra := snapshot.Credits()
	extra["links"] = links
	a.sendsFeatures(system)
	return geojson.WriteFeature(a, inCRS(layer, system), 0, extra)
}

func itemPath(collection, id string) string {
	return collectionPath(collection) + "/items/" + url.PathEscape(id)
}

// sendsFeatures sets what every answer with features carries.
func (a *answer) sendsFeatures(system crs.CRS) {
	a.contentType = geoJSONMedia
	a.header.Set("Content-Crs", fmt.Sprintf("<%s>", system.URI()))
}

// inCRS returns the layer with its geometries in another system; the layer
// itself stays as it was.
func inCRS(layer geo.Layer, system crs.CRS) geo.Layer {
	if system == crs.CRS84 {
		return layer
	}
	layer.Features = slices.Clone(layer.Features)
	for i := range layer.Features {
		if g := layer.Features[i].Geometry; g != nil {
			layer.Features[i].Geometry = system.ForwardAll(g)
		}
	}
	return layer
}

func cloneValues(values url.Values) url.Values {
	cloned := url.Values{}
	for name, given := range values {
		cloned[name] = given
	}
	return cloned
}
