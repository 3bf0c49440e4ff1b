package conformance

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// The abstract tests of OGC 17-069r4 (Features, Part 1: core, GeoJSON, HTML,
// OpenAPI 3.0), annex A, and of 18-058r1 (Part 2: CRS), as the test suite of the
// OGC understands them. They walk from the landing page by links.

type docLink struct{ Href, Rel, Type string }

type collectionDoc struct {
	ID         string
	Links      []docLink
	Extent     struct{ Spatial struct{ Bbox [][]float64 } }
	CRS        []string
	StorageCRS string
}

type itemsDoc struct {
	Type           string
	Features       []featureDoc
	Links          []docLink
	NumberMatched  *int
	NumberReturned *int
}

type featureDoc struct {
	Type, ID string
	Geometry *struct {
		Type        string
		Coordinates any
	}
	Links []docLink
}

const (
	crs84       = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	openAPIType = "application/vnd.oai.openapi+json;version=3.0"
)

func find(links []docLink, rel, mediaType string) string {
	for _, l := range links {
		if l.Rel == rel && strings.HasPrefix(l.Type, mediaType) {
			return l.Href
		}
	}
	return ""
}

func TestLandingPage(t *testing.T) {
	base := root(t)
	var landing struct{ Links []docLink }
	read(t, base+"/", &landing)
	for _, want := range [][2]string{{"service-desc", openAPIType}, {"conformance", "application/json"}, {"data", "application/json"}, {"self", "application/json"}, {"alternate", "text/html"}} {
		if find(landing.Links, want[0], want[1]) == "" {
			t.Errorf("A.2, /req/core/root-success: no link with rel %s and type %s", want[0], want[1])
		}
	}
	checkLinks(t, base+"/", landing.Links)
	var api struct{ OpenAPI string }
	read(t, find(landing.Links, "service-desc", openAPIType), &api)
	if !strings.HasPrefix(api.OpenAPI, "3.0.") {
		t.Errorf("A.3, /req/oas30/oas-definition-2: version %s, want 3.0", api.OpenAPI)
	}
	var conformance struct{ ConformsTo []string }
	read(t, find(landing.Links, "conformance", "application/json"), &conformance)
	for _, class := range []string{"core", "geojson", "html", "oas30"} {
		if !slices.Contains(conformance.ConformsTo, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"+class) {
			t.Errorf("A.4: %s is not declared", class)
		}
	}
	if r := request(t, base+"/"); r.Proto != "HTTP/1.1" {
		t.Errorf("A.1, /req/core/http: got %s", r.Proto)
	}
}

type parameter struct {
	Name, In, Style string
	Explode         *bool
	Required        bool
	Schema          struct {
		Type    string
		Minimum *float64
		Default any
	}
}

// Requirements 21 to 24 and 26: how the parameters are described.
func TestParameterDefinitions(t *testing.T) {
	base := root(t)
	var api struct {
		Paths map[string]struct {
			Get struct{ Parameters []map[string]any }
		}
		Components struct{ Parameters map[string]parameter }
	}
	read(t, base+"/openapi.json", &api)
	for _, c := range allCollections(t, base) {
		described := map[string]bool{}
		for _, p := range api.Paths["/collections/"+c.ID+"/items"].Get.Parameters {
			if ref, ok := p["$ref"].(string); ok {
				described[api.Components.Parameters[strings.TrimPrefix(ref, "#/components/parameters/")].Name] = true
			}
		}
		for _, name := range []string{"limit", "bbox", "datetime", "crs", "bbox-crs"} {
			if !described[name] {
				t.Errorf("%s: %s is not described under the path of its items", c.ID, name)
			}
		}
	}
	for name, kind := range map[string]string{"limit": "integer", "bbox": "array", "datetime": "string"} {
		p := api.Components.Parameters[name]
		if p.Name != name || p.In != "query" || p.Required || p.Style != "form" || p.Explode == nil || *p.Explode || p.Schema.Type != kind {
			t.Errorf("%s is described as %+v", name, p)
		}
	}
	if l := api.Components.Parameters["limit"].Schema; l.Minimum == nil || l.Default == nil {
		t.Error("limit: want a minimum and a default")
	}
}

func allCollections(t *testing.T, base string) []collectionDoc {
	t.Helper()
	var list struct {
		Links       []docLink
		Collections []collectionDoc
	}
	read(t, base+"/collections", &list)
	if find(list.Links, "self", "application/json") == "" || find(list.Links, "alternate", "text/html") == "" {
		t.Error("A.5, /req/core/fc-md-links: want self and alternate")
	}
	checkLinks(t, base+"/collections", list.Links)
	return list.Collections
}

// checkLinks wants rel, type and href of every link.
func checkLinks(t *testing.T, where string, links []docLink) {
	t.Helper()
	for _, l := range links {
		if l.Href == "" || l.Rel == "" || l.Type == "" {
			t.Errorf("%s: the link %+v wants href, rel and type", where, l)
		}
	}
}

func TestCollections(t *testing.T) {
	base := root(t)
	for _, c := range allCollections(t, base) {
		checkLinks(t, c.ID, c.Links)
		for _, mediaType := range []string{"application/geo+json", "text/html"} {
			if find(c.Links, "items", mediaType) == "" {
				t.Errorf("%s: A.5, /req/core/fc-md-items-links: no link to the items as %s", c.ID, mediaType)
			}
		}
		if len(c.CRS) == 0 || c.CRS[0] != crs84 || !slices.Contains(c.CRS, c.StorageCRS) {
			t.Errorf("%s: A.6: crs %v, storageCrs %s", c.ID, c.CRS, c.StorageCRS)
		}
		var same collectionDoc
		read(t, base+"/collections/"+c.ID, &same)
		if same.ID != c.ID || fmt.Sprint(same.Extent) != fmt.Sprint(c.Extent) || fmt.Sprint(same.CRS) != fmt.Sprint(c.CRS) {
			t.Errorf("%s: A.9, /req/core/sfc-md-success: its document differs from the list", c.ID)
		}
		t.Run(c.ID, func(t *testing.T) { testItems(t, c) })
	}
}

func testItems(t *testing.T, c collectionDoc) {
	address := find(c.Links, "items", "application/geo+json")
	var page itemsDoc
	read(t, address, &page)
	if page.Type != "FeatureCollection" || page.NumberReturned == nil || *page.NumberReturned != len(page.Features) {
		t.Errorf("A.22, /req/core/fc-response: type %s, numberReturned %v, %d features", page.Type, page.NumberReturned, len(page.Features))
	}
	if find(page.Links, "self", "application/geo+json") == "" || find(page.Links, "alternate", "text/html") == "" {
		t.Error("A.23, /req/core/fc-links: want self and alternate")
	}
	checkLinks(t, address, page.Links)
	if all := features(t, address); page.NumberMatched == nil || *page.NumberMatched != len(all) {
		t.Errorf("A.25: numberMatched %v, the pages have %d features", page.NumberMatched, len(all))
	}
	for _, wrong := range []string{"limit=unlimited", "unknownQueryParameter12345=1", "bbox=1,2,3", "crs=nothing", "bbox-crs=nothing&bbox=1,2,3,4"} {
		if code := status(t, address+"&"+wrong); code != http.StatusBadRequest {
			t.Errorf("A.20, A.21: %s: got %d, want 400", wrong, code)
		}
	}
	for _, limit := range []int{1, 7} {
		var some itemsDoc
		if read(t, fmt.Sprintf("%s&limit=%d", address, limit), &some); len(some.Features) > limit {
			t.Errorf("A.17: limit %d: got %d features", limit, len(some.Features))
		}
	}
	testBoxes(t, c, address)
	if len(page.Features) > 0 {
		testFeature(t, address, page.Features[0])
		testCRS(t, c, address, page)
	}
}

// testBoxes asks for boxes in the extent, across the prime meridian, the
// equator and the antimeridian, and at the poles.
func testBoxes(t *testing.T, c collectionDoc, address string) {
	boxes := [][]float64{{-1.5, 50, 1.5, 53}, {-80, -5, -70, 5}, {177, 65, -177, 70}, {-180, 85, 180, 90}, {-180, -90, 180, -85}}
	if len(c.Extent.Spatial.Bbox) > 0 {
		boxes = append(boxes, c.Extent.Spatial.Bbox[0])
	}
	for i, box := range boxes {
		query := fmt.Sprintf("&limit=10000&bbox=%v,%v,%v,%v", box[0], box[1], box[2], box[3])
		var page, whole itemsDoc
		read(t, address+query, &page)
		for _, f := range page.Features {
			if low, high, ok := bound(f); ok && !meets(low, high, box) {
				t.Errorf("A.15, /req/core/fc-bbox-response: %s lies outside of %v", f.ID, box)
			}
		}
		if i == len(boxes)-1 && len(boxes) > 5 {
			if read(t, address+"&limit=10000", &whole); len(whole.Features) != len(page.Features) {
				t.Errorf("A.15: %d features in the extent of the collection, %d in all", len(page.Features), len(whole.Features))
			}
		}
	}
}

func meets(low, high [2]float64, box []float64) bool {
	if high[1] < box[1] || low[1] > box[3] {
		return false
	}
	if box[0] > box[2] {
		return high[0] >= box[0] || low[0] <= box[2]
	}
	return high[0] >= box[0] && low[0] <= box[2]
}

// bound returns the box of a feature, false when it is not drawn.
func bound(f featureDoc) (low, high [2]float64, ok bool) {
	low, high = [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	if f.Geometry == nil {
		return low, high, false
	}
	eachNumberPair(f.Geometry.Coordinates, func(x, y float64) {
		low, high = [2]float64{min(low[0], x), min(low[1], y)}, [2]float64{max(high[0], x), max(high[1], y)}
	})
	return low, high, true
}

func eachNumberPair(v any, visit func(x, y float64)) {
	list, _ := v.([]any)
	if len(list) >= 2 {
		x, okX := list[0].(float64)
		y, okY := list[1].(float64)
		if okX && okY {
			visit(x, y)
			return
		}
	}
	for _, member := range list {
		eachNumberPair(member, visit)
	}
}

func testFeature(t *testing.T, items string, want featureDoc) {
	address, _, _ := strings.Cut(items, "?")
	address += "/" + url.PathEscape(want.ID)
	var f featureDoc
	read(t, address, &f)
	if f.Type != "Feature" || f.ID != want.ID {
		t.Errorf("A.27, /req/core/f-success: got %s %s", f.Type, f.ID)
	}
	for _, l := range [][2]string{{"self", "application/geo+json"}, {"alternate", "text/html"}, {"collection", ""}} {
		if find(f.Links, l[0], l[1]) == "" {
			t.Errorf("A.28, /req/core/f-links: no link %v", l)
		}
	}
	for _, where := range []string{items, address} {
		r, err := http.NewRequest(http.MethodGet, strings.Replace(where, "f=json", "f=html", 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/html")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(got, "text/html") {
			t.Errorf("/req/html/content: %s: got %s %s", where, response.Status, got)
		}
	}
}

// testCRS asks for the same features in every system (18-058r1, annex A).
func testCRS(t *testing.T, c collectionDoc, address string, page itemsDoc) {
	if len(c.Extent.Spatial.Bbox) == 0 {
		return // nothing of it is drawn
	}
	box := c.Extent.Spatial.Bbox[0]
	want := ids(t, address+fmt.Sprintf("&limit=10000&bbox=%v,%v,%v,%v", box[0], box[1], box[2], box[3]))
	for _, system := range c.CRS {
		name := url.QueryEscape(system)
		response := request(t, address+"&crs="+name)
		response.Body.Close()
		if got := response.Header.Get("Content-Crs"); got != "<"+system+">" {
			t.Errorf("A.5, /req/crs/ogc-crs-header: got %s, want <%s>", got, system)
		}
		var turned itemsDoc
		read(t, address+"&crs="+name, &turned)
		for i, f := range turned.Features {
			low, _, ok := bound(f)
			plain, _, _ := bound(page.Features[i])
			if x, y := forward(system, plain); ok && math.Hypot(low[0]-x, low[1]-y) > 1e-6*math.Hypot(x, y) {
				t.Errorf("A.7, /req/crs/crs-action: %s in %s is at %v, want %v %v", f.ID, system, low, x, y)
			}
		}
		x1, y1 := forward(system, [2]float64{box[0], box[1]})
		x2, y2 := forward(system, [2]float64{box[2], box[3]})
		got := ids(t, address+fmt.Sprintf("&limit=10000&bbox=%f,%f,%f,%f&bbox-crs=%s", x1, y1, x2, y2, name))
		if !slices.Equal(got, want) {
			t.Errorf("A.8, /req/crs/bbox-crs-action: %d features in the extent in %s, %d in CRS84", len(got), system, len(want))
		}
	}
}

// forward turns longitude and latitude into a system, by the formulas of EPSG
// methods 9843 and 1024.
func forward(system string, p [2]float64) (x, y float64) {
	switch {
	case strings.HasSuffix(system, "/4326"):
		return p[1], p[0]
	case strings.HasSuffix(system, "/3857"):
		const a = 6378137
		return a * p[0] * math.Pi / 180, a * math.Log(math.Tan(math.Pi/4+p[1]*math.Pi/360))
	}
	return p[0], p[1]
}
