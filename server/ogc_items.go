package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/csv"
	"demarc/geo/geojson"
	"demarc/geo/jsonfg"
)

var asJSONFG = format{"jsonfg", "application/vnd.ogc.fg+json"}

// itemFormats are the formats of items; who accepts anything gets the first.
var itemFormats = []format{asGeoJSON, asHTML, asJSONFG, asCSV}

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
	chosen, err := q.format(w, itemFormats...)
	if err != nil {
		return err
	}
	shown, err := q.shown(chosen, system)
	if err != nil {
		return err
	}
	page, err := c.Search(q.Context(), search)
	if errors.Is(err, data.ErrCursor) {
		return badParameter("after", err.Error(), "")
	}
	if err != nil {
		return err
	}
	links := q.itemsLinks(chosen, page.Next)
	if chosen == asHTML {
		return writeHTML(w, q, "items", q.itemsView(page, shown, links))
	}
	page.Layer = shown.of(page.Layer)
	setCRS(w, system)
	setLines(w.Header(), matchedLine, strconv.Itoa(page.Matched), returnedLine, strconv.Itoa(len(page.Features)))
	if chosen == asCSV {
		return q.writeTable(w, system.Layer(page.Layer), search.During, shown, links)
	}
	extra := q.snapshot.Credits()
	extra["links"] = links
	extra["numberMatched"], extra["numberReturned"] = page.Matched, len(page.Features)
	if reason := q.snapshot.UncoveredPart(search.During); reason != "" && c.Dated {
		extra["reason"] = reason
	}
	if taken := q.daysTaken(); taken != nil {
		extra["days"] = taken
	}
	if chosen == asJSONFG {
		return writeStream(w, q, chosen.mediaType, func(out io.Writer) error {
			return jsonfg.WriteWith(out, page.Layer, maps.Clone(extra))
		})
	}
	return writeGeoJSON(w, q, system.Layer(page.Layer), extra)
}

// Header lines that tell of a page what JSON has as members; tables have no other place.
const (
	matchedLine  = "Ogc-Numbermatched"
	returnedLine = "Ogc-Numberreturned"
)

// itemsLinks are the links of a page of features in the format chosen.
func (q *request) itemsLinks(chosen format, after string) []link {
	c := q.collection
	path := collectionPath(c.Name) + "/items"
	links := q.links.formats(path, q.values, chosen, itemFormats...)
	links = append(links, link{q.links.in(collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false})
	if after != "" {
		next := maps.Clone(q.values)
		if next == nil {
			next = url.Values{}
		}
		next.Set("after", after)
		links = append(links, link{q.links.in(path, next, chosen.name), "next", plainType(chosen.mediaType), "the next page", false})
	}
	return links
}

// writeTable writes features as CSV. The links stand in header lines, that to the licence too.
func (q *request) writeTable(w http.ResponseWriter, layer geo.Layer, during date.Interval, shown selection, links []link) error {
	options := csv.Options{Fields: shown.fields != nil, Bare: shown.bare}
	for _, l := range append(links, licenceLinks(q.snapshot)...) {
		w.Header().Add("Link", fmt.Sprintf("<%s>; rel=%q; type=%q", l.Href, l.Rel, l.Type))
	}
	return writeStream(w, q, asCSV.mediaType, func(out io.Writer) error {
		return csv.Write(out, layer, q.snapshot.Meta(q.collection.Name, during), options)
	})
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
	chosen, err := q.format(w, itemFormats...)
	if err != nil {
		return err
	}
	shown, err := q.shown(chosen, system)
	if err != nil {
		return err
	}
	links := q.links.formats(itemPath(c.Name, id), q.values, chosen, itemFormats...)
	links = append(links,
		link{q.links.in(collectionPath(c.Name), nil, "json"), "collection", jsonMedia, c.Title, false},
		link{q.links.in(collectionPath(c.Name), nil, "html"), "collection", "text/html", c.Title, false})
	layer = shown.of(layer)
	if chosen == asHTML {
		return writeHTML(w, q, "item", q.itemView(c, layer, links))
	}
	setCRS(w, system)
	if chosen == asCSV {
		return q.writeTable(w, system.Layer(layer), date.Always, shown, links)
	}
	extra := q.snapshot.Credits()
	extra["links"] = links
	var b bytes.Buffer
	if chosen == asJSONFG {
		err = jsonfg.WriteFeature(&b, layer, 0, extra)
	} else {
		err = geojson.WriteFeature(&b, system.Layer(layer), 0, extra)
	}
	if err != nil {
		return err
	}
	return writeDocument(w, q, chosen.mediaType, b.Bytes())
}

// shown reads which part of each feature is shown in a format.
func (q *request) shown(chosen format, system crs.CRS) (selection, error) {
	if chosen == asJSONFG && system != crs.CRS84 {
		return selection{}, badParameter("crs", "crs: JSON-FG has its geometries in CRS84 here", "leave crs out, or f=jsonfg")
	}
	s, err := q.selection()
	if chosen == asHTML || chosen == asCSV {
		s = s.withID()
	}
	return s, err
}

// setCRS sets the header line that names the reference system of features.
func setCRS(w http.ResponseWriter, system crs.CRS) {
	w.Header().Set("Content-Crs", fmt.Sprintf("<%s>", system.URI()))
}
