package server

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/export"
	"demarc/geo"
	"demarc/server/openapi"
)

//go:embed api_components.json
var apiComponents []byte

// apiRoutes are the paths that describe the API itself.
func (s *Server) apiRoutes() []route {
	return []route{
		{"/openapi.json", nil, s.getOpenAPI30, true},
		{"/openapi-3.1.json", nil, s.getOpenAPI31, true},
		{"/api", nil, s.getAPI, true},
	}
}

func (s *Server) getOpenAPI30(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	return s.writeOpenAPI(a, r, snapshot, "3.0", openAPI30)
}

func (s *Server) getOpenAPI31(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	return s.writeOpenAPI(a, r, snapshot, "3.1", openAPI31)
}

func (s *Server) writeOpenAPI(a *answer, r *http.Request, snapshot *data.Snapshot, version, mediaType string) error {
	api, err := s.describeAPI(r, snapshot)
	if err != nil {
		return err
	}
	if err := a.writeJSON(api.Document(version)); err != nil {
		return err
	}
	a.contentType = mediaType
	return nil
}

// getAPI is the description of the API for people.
func (s *Server) getAPI(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	api, err := s.describeAPI(r, snapshot)
	if err != nil {
		return err
	}
	return a.writeHTML("api", htmlView{
		Title: api.Title + ": API", Crumbs: []crumb{{"Map", "/"}}, Content: api,
		Describe: s.address(r), Links: licenceLinks(snapshot),
	})
}

// describeAPI describes every path that the program answers.
func (s *Server) describeAPI(r *http.Request, snapshot *data.Snapshot) (openapi.API, error) {
	d := snapshot.Dataset
	api := openapi.API{
		Title: cmp.Or(d.Title.In("en"), d.ID), Description: d.Description.In("en"), Version: cmp.Or(s.options.Version, "dev"),
		Server: s.address(r), Licence: d.Licence, LicenceURL: d.LicenceURL, Tags: apiTags,
	}
	if err := json.Unmarshal(apiComponents, &api.Components); err != nil {
		return api, fmt.Errorf("api_components.json: %w", err)
	}
	addNames(api.Components, snapshot)
	for _, o := range apiOperations {
		api.Operations = append(api.Operations, o.operation())
	}
	for _, f := range export.Formats {
		api.Operations = append(api.Operations, exportOperation(f))
	}
	for _, name := range snapshot.LayerNames() {
		c, err := snapshot.Collection(name)
		if err != nil {
			return api, err
		}
		api.Operations = append(api.Operations, itemOperations(c)...)
	}
	return api, nil
}

// addNames adds what depends on the dataset: viewpoints, and the names that
// stand in paths.
func addNames(components openapi.Object, snapshot *data.Snapshot) {
	parameters := components["parameters"].(openapi.Object)
	views := []any{""}
	for _, v := range snapshot.Dataset.Viewpoints {
		views = append(views, v.ID)
	}
	parameters["viewpoint"] = openapi.Object{
		"name": "viewpoint", "in": "query", "description": "whose statements count where they differ",
		"schema": openapi.Object{"type": "string", "enum": views},
	}
	for parameter, names := range map[string][]string{
		"collection": snapshot.LayerNames(), "exported": snapshot.LayerNames(), "tileset": snapshot.Tilesets(),
	} {
		var choice []any
		for _, name := range names {
			choice = append(choice, name)
		}
		parameters[parameter].(openapi.Object)["schema"].(openapi.Object)["enum"] = choice
	}
}

// exportOperation describes the path of one file format.
func exportOperation(f export.Format) openapi.Operation {
	schema := "binary"
	if f.MediaType == jsonMedia || strings.HasSuffix(f.MediaType, "+json") {
		schema = "object"
	}
	o := operation{
		path: "/export/{layer}." + f.Extension, id: "export." + f.Name, tag: "files", summary: f.Name + ": " + f.About,
		parameters: []string{"exported", "datetime", "box", "viewpoint"}, answer: f.MediaType, schema: schema,
	}.operation()
	for _, name := range slices.Sorted(maps.Keys(f.Parameters)) {
		o.Parameters = append(o.Parameters, openapi.Object{
			"name": name, "in": "query", "description": f.Parameters[name], "schema": openapi.Object{"type": "string"},
		})
	}
	return o
}

// itemOperations describes the features of one collection. Each has its own
// path, with its fields as parameters: clients look for them there.
func itemOperations(c *data.Collection) []openapi.Operation {
	path := collectionPath(c.Name) + "/items"
	items := operation{
		path: path, id: "items." + c.Name, tag: "features", summary: c.Title + ": features",
		parameters: itemParameters, answer: geoJSONMedia, schema: "features", html: true,
	}.operation()
	for _, field := range c.Fields {
		if slices.Contains(itemParameters, field.Name) {
			continue
		}
		schema := schemaOfField(field)
		delete(schema, "title")
		items.Parameters = append(items.Parameters, openapi.Object{
			"name": field.Name, "in": "query", "description": "only features with this " + field.Name,
			"style": "form", "explode": false, "schema": schema,
		})
	}
	item := operation{
		path: path + "/{feature}", id: "item." + c.Name, tag: "features", summary: c.Title + ": one feature",
		parameters: []string{"f", "crs", "viewpoint"}, answer: geoJSONMedia, schema: "feature", html: true,
	}.operation()
	feature := openapi.Object{
		"name": "feature", "in": "path", "required": true, "description": "the id of a feature", "schema": openapi.Object{"type": "string"},
	}
	if len(c.Features) > 0 {
		feature["example"] = c.Features[0].ID
	}
	item.Parameters = append([]any{feature}, item.Parameters...)
	return []openapi.Operation{items, item}
}

// operation is a row of the table of paths.
type operation struct {
	path, method string // method "": GET
	id, tag      string
	summary      string
	parameters   []string // names of components; the ids of the dataset are added to viewpoint
	answer       string   // media type; "": no body
	schema       string   // name of a component
	html         bool     // also as HTML
	empty        string   // when the answer is 204; "": never
	missing      string   // when the answer is 404; "": when there is no such thing
	body         []string // media types of the request
}

func (o operation) operation() openapi.Operation {
	described := openapi.Operation{Path: o.path, Method: cmp.Or(o.method, http.MethodGet), ID: o.id, Tag: o.tag, Summary: o.summary}
	for _, name := range o.parameters {
		described.Parameters = append(described.Parameters, openapi.Ref("parameters", name))
	}
	if o.body != nil {
		described.Body = openapi.Object{}
		for _, mediaType := range o.body {
			described.Body[mediaType] = openapi.Ref("schemas", "text")
		}
	}
	content := openapi.Object{}
	for mediaType := range strings.SplitSeq(o.answer, ", ") {
		content[mediaType] = openapi.Ref("schemas", o.schema)
	}
	if o.html {
		content["text/html"] = openapi.Ref("schemas", "text")
	}
	described.Answers = []openapi.Answer{{Status: "200", Description: "what was asked for", Content: content}}
	if o.empty != "" {
		described.Answers = append(described.Answers, openapi.Answer{Status: "204", Description: o.empty})
	}
	problem := openapi.Object{"application/problem+json": openapi.Ref("schemas", "problem")}
	described.Answers = append(described.Answers,
		openapi.Answer{Status: "304", Description: "the client has it already"},
		openapi.Answer{Status: "400", Description: "a parameter that is not known, or cannot mean anything", Content: problem},
		openapi.Answer{Status: "404", Description: cmp.Or(o.missing, "there is no such thing"), Content: problem},
		openapi.Answer{Status: "4XX", Description: "another mistake in the request", Content: problem},
		openapi.Answer{Status: "5XX", Description: "the server cannot answer", Content: problem})
	return described
}

// columnTypes are the media types of tables.
var columnTypes = []string{"text/csv", "application/x-ndjson", geoJSONMedia, "application/geo+json-seq"}

// typeName names the type of a field for people.
func typeName(t geo.FieldType) string {
	return [...]string{"text", "whole number", "number", "true or false", "date"}[t]
}
