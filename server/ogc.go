package server

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"demarc/data"
)

// Media types of the OGC APIs.
const (
	jsonMedia    = "application/json"
	htmlMedia    = "text/html; charset=utf-8"
	geoJSONMedia = "application/geo+json"
	schemaMedia  = "application/schema+json"
	openAPI30    = "application/vnd.oai.openapi+json;version=3.0"
	openAPI31    = "application/vnd.oai.openapi+json;version=3.1"
	relSchema    = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relQueryable = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relTilesets  = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relScheme    = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relSchemes   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relGeodata   = "http://www.opengis.net/def/rel/ogc/1.0/geodata"
)

// conforms lists the conformance classes that the judges named in the README
// have passed; no other may be added.
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
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
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

// link is a web link (RFC 8288) as the OGC APIs write it.
type link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`
}

// ogcRoutes are the paths of OGC API Features and Tiles.
func (s *Server) ogcRoutes() []route {
	return []route{
		{"/conformance", []string{"f"}, s.getConformance, false},
		{"/collections", []string{"f"}, s.getCollections, true},
		{"/collections/{collection}", []string{"f"}, s.getCollection, true},
		{"/collections/{collection}/schema", []string{"f"}, s.getSchema, true},
		{"/collections/{collection}/feature-schema", []string{"f"}, s.getFeatureSchema, true},
		{"/collections/{collection}/queryables", []string{"f"}, s.getQueryables, true},
		{"/tiles", []string{"f"}, s.getTilesets, true},
		{"/tiles/{tileMatrixSet}", []string{"f"}, s.getTileset, true},
		{"/collections/{collection}/tiles", []string{"f"}, s.getTilesets, true},
		{"/collections/{collection}/tiles/{tileMatrixSet}", []string{"f"}, s.getTileset, true},
		{"/tileMatrixSets", []string{"f"}, s.getTileMatrixSets, false},
		{"/tileMatrixSets/{tileMatrixSet}", []string{"f"}, s.getTileMatrixSet, false},
		{"/collections/{collection}/items", anyParameter, s.getItems, true},
		{"/collections/{collection}/items/{feature}", []string{"f", "crs", "viewpoint"}, s.getItem, true},
	}
}

// anyParameter marks routes whose handler checks the parameters itself.
var anyParameter = []string{"*"}

// ogcRoot is a second root of the API, for clients that do not say what they
// accept: there the landing page is JSON unless HTML is asked for.
const ogcRoot = "/ogc"

// addOGC adds the landing pages, and below the second root the paths that
// clients build themselves.
func (s *Server) addOGC(router *mux.Router) {
	landing := s.adapt(route{parameters: []string{"f"}, handle: s.getLanding, needsData: true})
	read := []string{http.MethodGet, http.MethodHead}
	router.Path(mapPath).MatcherFunc(wantsLanding).Methods(read...).Handler(landing)
	router.Path(ogcRoot).Methods(read...).Handler(landing)
	router.Path(ogcRoot + "/").Methods(read...).Handler(landing)
	for _, root := range []string{"", "/collections/{collection}"} {
		path := root + "/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}"
		router.Path(path).Methods(read...).HandlerFunc(s.serveOGCTile)
		router.Path(path).Methods(http.MethodOptions).Handler(preflight("GET, HEAD", "If-None-Match"))
	}
	for _, path := range []string{"/conformance", "/collections", "/tiles", "/tileMatrixSets", "/openapi.json", "/openapi-3.1.json", "/api"} {
		router.PathPrefix(ogcRoot + path).Handler(http.StripPrefix(ogcRoot, router))
	}
}

// wantsLanding tells whether a request for / wants the landing page of the API
// and not the map: with f=json, or by an Accept that prefers JSON to HTML or
// names JSON alone. Who accepts anything gets the map, as those who fetch
// previews do.
func wantsLanding(r *http.Request, _ *mux.RouteMatch) bool {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return false
	}
	if f := values.Get("f"); f != "" {
		return f != "html"
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	json, html := typeWeight(accept, jsonMedia), typeWeight(accept, "text/html")
	named := strings.Contains(accept, jsonMedia) && !strings.Contains(accept, "text/html")
	return accept != "" && (json > html || named && json == html && json > 0)
}

// format is one in which a resource can be had.
type format struct{ name, mediaType string }

var (
	asJSON    = format{"json", jsonMedia}
	asHTML    = format{"html", htmlMedia}
	asGeoJSON = format{"json", geoJSONMedia}
	asSchema  = format{"json", schemaMedia}
)

// negotiateFormat picks the format that f names or, without f, the one that
// Accept gives the highest weight, the first offered among equals.
func negotiateFormat(a *answer, r *http.Request, offered ...format) (format, error) {
	a.header.Set("Vary", "Accept, Accept-Encoding")
	var names []string
	for _, o := range offered {
		names = append(names, o.name)
	}
	if f, given := query(r, "f"); given {
		for _, o := range offered {
			if o.name == f {
				return o, nil
			}
		}
		return format{}, badParameter("f", fmt.Sprintf("format %q: want %s", f, list(names)), "")
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return offered[0], nil
	}
	best, weight := format{}, 0.0
	for _, o := range offered {
		w := typeWeight(accept, o.mediaType)
		if o != asJSON && o.name == "json" {
			w = max(w, typeWeight(accept, jsonMedia)) // GeoJSON and schemas are JSON too
		}
		if w > weight {
			best, weight = o, w
		}
	}
	if weight == 0 {
		return best, newProblem(http.StatusNotAcceptable, fmt.Sprintf("Accept %q: want %s", accept, list(names)), "the parameter f chooses without Accept")
	}
	return best, nil
}

// typeWeight returns the weight that Accept gives to a media type, that of the
// most specific range that holds it (RFC 9110, 12.5.1).
func typeWeight(accept, mediaType string) float64 {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	major, _, _ := strings.Cut(mediaType, "/")
	for _, wanted := range []string{mediaType, major + "/*", "*/*"} {
		weight, found := -1.0, false
		for part := range strings.SplitSeq(accept, ",") {
			name, parameters, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(name), wanted) {
				weight, found = max(weight, quality(parameters)), true
			}
		}
		if found {
			return weight
		}
	}
	return 0
}

// links returns the links to a resource in the format it is being answered in
// and in the others. parameters are kept but for f.
func (s *Server) links(r *http.Request, path string, parameters url.Values, chosen format, offered ...format) []link {
	var links []link
	for _, o := range offered {
		l := link{Rel: "alternate", Type: plainType(o.mediaType), Title: "this document as " + strings.ToUpper(o.name)}
		if o == chosen {
			l.Rel, l.Title = "self", "this document"
		}
		l.Href = s.href(r, path, parameters, o.name)
		links = append(links, l)
	}
	return links
}

func (s *Server) href(r *http.Request, path string, parameters url.Values, format string) string {
	values := url.Values{}
	for name, given := range parameters {
		values[name] = given
	}
	values.Set("f", format)
	return s.address(r) + path + "?" + values.Encode()
}

func plainType(mediaType string) string {
	plain, _, _ := strings.Cut(mediaType, "; charset")
	return plain
}

// collectionOf returns the collection that the path names.
func collectionOf(r *http.Request, snapshot *data.Snapshot) (*data.Collection, error) {
	name, err := url.PathUnescape(mux.Vars(r)["collection"])
	if err != nil {
		return nil, badParameter("collection", err.Error(), "")
	}
	return snapshot.Collection(name)
}

func collectionPath(name string) string { return "/collections/" + url.PathEscape(name) }

// landingPage is the landing page of the API.
type landingPage struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	Links       []link `json:"links"`
}

func (s *Server) getLanding(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	chosen, err := negotiateFormat(a, r, asJSON, asHTML)
	if err != nil {
		return err
	}
	if chosen == asHTML {
		return s.getAPI(a, r, snapshot)
	}
	d, base := snapshot.Dataset, s.address(r)
	page := landingPage{
		Title: cmp.Or(d.Title.In("en"), d.ID), Description: d.Description.In("en"), Attribution: d.Attribution,
		Links: append(s.links(r, "/", nil, asJSON, asJSON, asHTML),
			link{base + "/openapi.json", "service-desc", openAPI30, "the API, OpenAPI 3.0", false},
			link{base + "/openapi-3.1.json", "service-desc", openAPI31, "the API, OpenAPI 3.1", false},
			link{base + "/api", "service-doc", "text/html", "the API, to read", false},
			link{s.href(r, "/conformance", nil, "json"), "conformance", jsonMedia, "conformance classes", false},
			link{s.href(r, "/conformance", nil, "html"), "conformance", "text/html", "conformance classes", false},
			link{base + "/collections", "data", jsonMedia, "collections", false},
			link{s.href(r, "/collections", nil, "html"), "data", "text/html", "collections", false},
			link{base + "/tiles?f=json", relTilesets, jsonMedia, "vector tiles of all layers", false},
			link{base + "/tileMatrixSets", relSchemes, jsonMedia, "tile matrix sets", false}),
	}
	page.Links = append(page.Links, licenceLinks(snapshot)...)
	return a.writeJSON(page)
}

func (s *Server) getConformance(a *answer, r *http.Request, _ *data.Snapshot) error {
	chosen, err := negotiateFormat(a, r, asJSON, asHTML)
	if err != nil {
		return err
	}
	if chosen == asHTML {
		return a.writeHTML("conformance", htmlView{
			Title: "Conformance classes", Crumbs: []crumb{{"Map", "/"}, {"API", "/api"}}, Content: conforms,
			Links: s.links(r, "/conformance", nil, chosen, asJSON, asHTML),
		})
	}
	return a.writeJSON(map[string]any{"conformsTo": conforms, "links": s.links(r, "/conformance", nil, chosen, asJSON, asHTML)})
}

// quality reads the weight among the parameters of a media range, 1 without.
func quality(parameters string) float64 {
	for part := range strings.SplitSeq(parameters, ";") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(part), "q="); ok {
			if weight, err := strconv.ParseFloat(value, 64); err == nil {
				return weight
			}
		}
	}
	return 1
}
