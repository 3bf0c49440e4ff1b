package server

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// Media types of the OGC APIs.
const (
	jsonMedia    = "application/json"
	htmlMedia    = "text/html; charset=utf-8"
	geoJSONMedia = "application/geo+json"
	schemaMedia  = "application/schema+json"
	openAPI30    = "application/vnd.oai.openapi+json;version=3.0"
	openAPI31    = "application/vnd.oai.openapi+json;version=3.1"
	problemMedia = "application/problem+json"
	relSchema    = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relQueryable = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSortable  = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
	relTilesets  = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relScheme    = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relSchemes   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relGeodata   = "http://www.opengis.net/def/rel/ogc/1.0/geodata"
)

// conforms lists the conformance classes whose judges have passed the server; a test has the table
// of the judges, and no other may be added.
var conforms = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
}

// formats returns the links to a resource in the chosen format and in the others, with the
// parameters but for f.
func (l links) formats(path string, parameters url.Values, chosen format, offered ...format) []link {
	var all []link
	for _, o := range offered {
		one := link{Rel: "alternate", Type: plainType(o.mediaType), Title: "this document as " + strings.ToUpper(o.name)}
		if o == chosen {
			one.Rel, one.Title = "self", "this document"
		}
		one.Href = l.in(path, parameters, o.name)
		all = append(all, one)
	}
	return all
}

func plainType(mediaType string) string {
	plain, _, _ := strings.Cut(mediaType, "; charset")
	return plain
}

// landingPage is the landing page of the API.
type landingPage struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	Links       []link `json:"links"`
}

func (s *Server) getLanding(w http.ResponseWriter, q *request) error {
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	if chosen == asHTML {
		return s.getAPI(w, q)
	}
	d, to, in := q.snapshot.Dataset, q.links.to, q.links.in
	page := landingPage{
		Title: cmp.Or(d.Title.In("en"), d.ID), Description: d.Description.In("en"), Attribution: d.Attribution,
		Links: append(q.links.formats("/", nil, asJSON, asJSON, asHTML),
			link{to("/openapi.json"), "service-desc", openAPI30, "the API, OpenAPI 3.0", false},
			link{to("/openapi-3.1.json"), "service-desc", openAPI31, "the API, OpenAPI 3.1", false},
			link{to("/api"), "service-doc", "text/html", "the API, to read", false},
			link{in("/conformance", nil, "json"), "conformance", jsonMedia, "conformance classes", false},
			link{in("/conformance", nil, "html"), "conformance", "text/html", "conformance classes", false},
			link{to("/collections"), "data", jsonMedia, "collections", false},
			link{in("/collections", nil, "html"), "data", "text/html", "collections", false},
			link{to("/tiles?f=json"), relTilesets, jsonMedia, "vector tiles of all layers", false},
			link{to("/tileMatrixSets"), relSchemes, jsonMedia, "tile matrix sets", false}),
	}
	if len(s.datasets) > 1 {
		page.Links = append(page.Links, link{q.links.of("").to("/datasets"), "up", jsonMedia, "all datasets", false})
	}
	page.Links = append(page.Links, licenceLinks(q.snapshot)...)
	return writeJSON(w, q, page)
}

func (s *Server) getConformance(w http.ResponseWriter, q *request) error {
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	links := q.links.formats("/conformance", nil, chosen, asJSON, asHTML)
	if chosen == asHTML {
		return writeHTML(w, q, "conformance", htmlView{
			Title: "Conformance classes", Crumbs: q.crumbs("/", "/api"), Content: conforms, Links: links,
		})
	}
	return writeJSON(w, q, map[string]any{"conformsTo": conforms, "links": links})
}
