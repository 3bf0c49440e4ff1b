package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"demarc/data/dataset"
	"demarc/data/testdata"
	"demarc/server"
)

func loadOpenAPI(t *testing.T, h http.Handler) *openapi3.T {
	t.Helper()
	w := get(t, h, "/openapi.json")
	if got, want := w.Header().Get("Content-Type"), "application/vnd.oai.openapi+json;version=3.0"; got != want {
		t.Errorf("Content-Type: got %s, want %s: clients and suites insist on it", got, want)
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// kin-openapi, a validator that is not ours, finds the document valid.
func TestOpenAPIIsValid(t *testing.T) {
	doc := loadOpenAPI(t, handler(t))
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	ids := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.OperationID == "" || ids[operation.OperationID] {
				t.Errorf("%s %s: operationId %q is missing or stands twice", method, path, operation.OperationID)
			}
			ids[operation.OperationID] = true
		}
	}
}

// The description is that of the program: every route is in it with its parameters, and every path
// of it is a route.
func TestOpenAPINamesEveryRoute(t *testing.T) {
	doc := loadOpenAPI(t, handler(t))
	routes := server.Routes()
	for path, parameters := range routes {
		item := doc.Paths.Find(path)
		if item == nil || item.Get == nil {
			t.Errorf("%s is not described: add it to the table in server/routes.go", path)
			continue
		}
		for _, name := range parameters {
			if item.Get.Parameters.GetByInAndName("query", name) == nil {
				t.Errorf("%s: parameter %s is not described", path, name)
			}
		}
		for _, p := range item.Get.Parameters {
			if p.Value.In == "query" && !contains(parameters, p.Value.Name) {
				t.Errorf("%s: parameter %s is described, but the path does not know it", path, p.Value.Name)
			}
		}
	}
}

func contains(list []string, name string) bool {
	for _, v := range list {
		if v == name {
			return true
		}
	}
	return false
}

// Answers are as described: status, media type and content.
func TestAnswersAreAsDescribed(t *testing.T) {
	h := handler(t)
	doc := loadOpenAPI(t, h)
	doc.Servers = nil
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"/?f=json", "/ogc", "/conformance", "/collections", "/collections/control", "/collections/places", "/collections/control/schema", "/collections/events/queryables", "/collections/events/feature-schema",
		"/collections/control/items?limit=3", "/collections/events/items?limit=1000", "/collections/places/items?f=html", "/collections/control/items/orchards@1972-11-25", "/collections/control/items/none",
		"/collections/control/items?limit=x", "/locate?lon=-130.30&lat=-42.20&datetime=1972-11-25&history=true", "/locate?lon=1&lat=1", "/locate", "/control?datetime=1972-11-25", "/control?datetime=2030-01-01",
		"/locate?lon=-130.1&lat=-41.97&datetime=1972-08-20&history=true&borders=true", "/locate?lon=-129.3&lat=-41.4", "/locate?lon=-129.55&lat=-42.9&datetime=1965-01-05", "/diff?from=1972-08-01&to=1972-09-10",
		"/regions/great", "/regions/north", "/regions/parish_moor", "/regions/town", "/timeline?viewpoint=crown_announced", "/events", "/sources", "/sources?viewpoint=crown_announced",
		"/regions", "/regions/upland", "/regions/none", "/diff?from=1972-11-09&to=1972-12-02", "/diff", "/stats?datetime=1972-09-26", "/stats?bbox=-130.4,-42.3,-130.2,-42.1", "/timeline", "/timeline?f=compact", "/timeline?f=html", "/events?kind=handover", "/figures",
		"/tiles", "/tiles/control.json", "/tiles/control/8/35/161.mvt", "/tiles/control/14/2261/10314.mvt", "/tiles/control/14/0/0.mvt", "/tiles/control/15/0/0.mvt", "/styles/control.json", "/styles/control/sprite.json", "/styles/control/sprite@2x.png", "/fonts/Noto%20Sans%20Regular/0-255.pbf", "/fonts/Serif/0-255.pbf",
		"/export/control.geojson?datetime=1972-11-25", "/export/none.geojson", "/export/parishes.topojson", "/export/parishes.fg.json", "/export/parishes.geojsonl", "/export/parishes.kml", "/status", "/healthz", "/readyz", "/api", "/openapi.json", "/openapi-3.1.json", "/embed", "/live",
	} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		route, params, err := router.FindRoute(r)
		if err != nil {
			t.Errorf("%s: %v", target, err)
			continue
		}
		w := get(t, h, target)
		if err := described(r, route, params, w); err != nil {
			t.Errorf("%s: %d: %.600s", target, w.Code, err)
		}
	}
}

func described(r *http.Request, route *routers.Route, params map[string]string, w *httptest.ResponseRecorder) error {
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 w.Code, Header: w.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	mediaType, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") { // only JSON is decoded
		input.Options.ExcludeResponseBody = true
	}
	input.SetBodyBytes(w.Body.Bytes())
	return openapi3filter.ValidateResponse(context.Background(), input)
}

// Version 3.1 says the same in its own words.
func TestOpenAPI31(t *testing.T) {
	w := get(t, handler(t), "/openapi-3.1.json")
	var doc map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc["openapi"] != "3.1.0" || w.Header().Get("Content-Type") != "application/vnd.oai.openapi+json;version=3.1" {
		t.Errorf("got version %v as %s", doc["openapi"], w.Header().Get("Content-Type"))
	}
	if strings.Contains(w.Body.String(), `"nullable"`) {
		t.Error("nullable is no keyword of version 3.1")
	}
}

// An own column of a dataset, which is a parameter of its collection, cannot have the name of
// another.
func TestParametersHaveReservedNames(t *testing.T) {
	reading, err := dataset.Load(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]bool{}
	for _, a := range reading.Dataset.Attributes {
		own[a.Name] = true // which is a parameter of its collection
	}
	read := 0
	for path, item := range loadOpenAPI(t, handler(t)).Paths.Map() {
		if !strings.HasPrefix(path, "/collections/") {
			continue
		}
		for _, operation := range item.Operations() {
			for _, p := range operation.Parameters {
				name := p.Value.Name
				if p.Value.In != "query" || strings.Contains(name, "-") { // no attribute has a hyphen
					continue
				}
				read++
				if !own[name] && dataset.AttributeName(name) == name {
					t.Errorf("%s: the parameter %s can be the name of an attribute: reservedNames of the dataset lacks it", path, name)
				}
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d parameters were looked at", read)
	}
}
