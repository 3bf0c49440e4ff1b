package server

import (
	"cmp"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/geo"
	"demarc/geo/jsonschema"
)

// tag is a group of operations.
type tag struct{ Name, Description string }

var tags = []tag{
	{"control", "who held which area when, with sources"},
	{"features", "OGC API Features: the layers as tables"},
	{"tiles", "vector tiles"},
	{"files", "layers as files"},
	{"service", "the service itself"},
}

// operation is a route as OpenAPI describes it. Pages of features are described for each
// collection, with its fields.
type operation struct {
	Path, Method, Tag, Summary string
	binds                      binding
	object                     object
}

// description is the API with a dataset.
type description struct {
	Title, Description string
	Tags               []tag
	Operations         []operation
	document           object // OpenAPI 3.0
}

func (s *Server) getOpenAPI30(w http.ResponseWriter, q *request) error {
	d, err := s.describe(q)
	if err != nil {
		return err
	}
	return writeJSONAs(w, q, openAPI30, d.document)
}

func (s *Server) getOpenAPI31(w http.ResponseWriter, q *request) error {
	d, err := s.describe(q)
	if err != nil {
		return err
	}
	document := upgrade(d.document).(object)
	document["openapi"] = "3.1.0"
	document["jsonSchemaDialect"] = "https://spec.openapis.org/oas/3.1/dialect/base"
	return writeJSONAs(w, q, openAPI31, document)
}

// getAPI is the description of the API for people.
func (s *Server) getAPI(w http.ResponseWriter, q *request) error {
	d, err := s.describe(q)
	if err != nil {
		return err
	}
	return writeHTML(w, q, "api", htmlView{
		Title: d.Title + ": API", Crumbs: append(s.upCrumbs(q), q.crumbs("/")...), Content: d, Describe: q.links.to(""),
		Links: licenceLinks(q.snapshot),
	})
}

// describe describes every route that has an id.
func (s *Server) describe(q *request) (description, error) {
	set := q.snapshot.Dataset
	d := description{Title: cmp.Or(set.Title.In("en"), set.ID), Description: set.Description.In("en"), Tags: tags}
	c := loadComponents() // to be written into
	c.addNames(q.snapshot)
	e := q.snapshot.Example()
	for _, r := range s.routes {
		switch {
		case r.id == "":
		case !r.ofCollection():
			d.Operations = append(d.Operations, c.describe(r, r.template(), nil, e))
		default:
			for _, name := range q.snapshot.LayerNames() {
				collection, err := q.snapshot.Collection(name)
				if err != nil {
					return d, err
				}
				path := strings.Replace(r.template(), "/collections/{collection}", collectionPath(name), 1)
				d.Operations = append(d.Operations, c.describe(r, path, collection, e))
			}
		}
	}
	d.document = c.document(d, q, cmp.Or(s.options.Version, "dev"))
	return d, nil
}

// document writes a description as OpenAPI 3.0.
func (c components) document(d description, q *request, version string) object {
	paths := object{}
	for _, o := range d.Operations {
		path, _ := paths[o.Path].(object)
		if path == nil {
			path = object{}
			paths[o.Path] = path
		}
		path[strings.ToLower(o.Method)] = o.object
	}
	info := object{"title": d.Title, "description": d.Description, "version": version}
	if set := q.snapshot.Dataset; set.Licence != "" {
		info["license"] = object{"name": set.Licence, "url": set.LicenceURL}
	}
	groups := []any{}
	for _, t := range tags {
		groups = append(groups, object{"name": t.Name, "description": t.Description})
	}
	return object{
		"openapi": "3.0.3", "info": info, "servers": servers(q),
		"tags": groups, "paths": paths, "components": c,
	}
}

// servers is where paths stand. That they stand below a snapshot too is said in words: the OGC's
// suites take the address of a server for a pattern without variables.
func servers(q *request) []any {
	return []any{object{"url": q.links.of(q.store.prefix).to(""), "description": "the current snapshot"}}
}

// ofCollection tells whether the route is described for each collection: clients look for the
// parameters of a collection at its path.
func (r *route) ofCollection() bool { return strings.Contains(r.path, "/items") }

// pathName finds the names in a path.
var pathName = regexp.MustCompile(`{([^}]*)}`)

// describe describes a route at a path, one of a collection with its fields and the id of its first
// feature.
func (c components) describe(r *route, path string, collection *data.Collection, e data.Example) operation {
	id, summary := r.id, r.summary
	var parameters []any
	for _, name := range pathName.FindAllStringSubmatch(path, -1) {
		component, p := c.inPath(name[1])
		if collection != nil {
			if first := collection.First(1); len(first) > 0 {
				p = maps.Clone(p)
				p["example"] = first[0].ID
				parameters = append(parameters, p)
				continue
			}
		}
		parameters = append(parameters, ref("parameters", component))
	}
	for _, name := range r.query {
		parameters = append(parameters, ref("parameters", name))
	}
	for _, name := range slices.Sorted(maps.Keys(r.own)) {
		parameters = append(parameters, object{
			"name": name, "in": "query", "description": r.own[name], "schema": object{"type": "string"},
		})
	}
	if collection != nil {
		id, summary = id+"."+collection.Name, collection.Title+": "+summary
		if r.fields {
			parameters = append(parameters, fieldParameters(r, collection)...)
		}
	}
	o := object{"operationId": id, "tags": []any{r.tag}, "summary": summary, "responses": r.responses()}
	if r.about != "" {
		o["description"] = exemplified(r.about, e)
	}
	if len(parameters) > 0 {
		o["parameters"] = parameters
	}
	if r.body != nil {
		o["requestBody"] = object{"required": true, "content": content(r.body, "text")}
	}
	return operation{path, cmp.Or(r.method, http.MethodGet), r.tag, summary, r.binds, o}
}

func fieldParameters(r *route, collection *data.Collection) (parameters []any) {
	for _, field := range collection.Fields {
		if slices.Contains(r.names, field.Name) {
			continue
		}
		schema := jsonschema.Property(field)
		delete(schema, "title")
		parameters = append(parameters, object{
			"name": field.Name, "in": "query", "description": "only features with this " + field.Name,
			"style": "form", "explode": false, "schema": schema,
		})
	}
	return parameters
}

// outcome is an answer of a route, by its status.
type outcome struct {
	status, about string
	mediaTypes    []string // nil: no body
	schema        string
	retry         bool // with Retry-After
}

// outcomes lists the answers of a route.
func (r *route) outcomes() []outcome {
	types := strings.Split(r.answer, ", ")
	if r.html {
		types = append(types, "text/html")
	}
	all := []outcome{{"200", "the answer", types, r.schema, false}}
	if r.empty != "" {
		all = append(all, outcome{status: "204", about: r.empty})
	}
	if r.moved != "" {
		all = append(all, outcome{status: "308", about: r.moved})
	}
	problem := []string{problemMedia}
	if r.html {
		all = append(all, outcome{"406", "Accept names no format that the path has", problem, "problem", false})
	}
	if r.body != nil {
		all = append(all, outcome{"415", "the table is of no type that is read", problem, "problem", false})
	}
	if r.costly {
		all = append(all, outcome{"429", "too many costly requests of this client are under way", problem, "problem", true},
			outcome{"503", "too many costly requests are waiting", problem, "problem", true})
	}
	return append(all,
		outcome{status: "304", about: "the client has the answer already"},
		outcome{"400", "an unknown parameter, or one without meaning", problem, "problem", false},
		outcome{"404", cmp.Or(r.missing, "there is no such thing"), problem, "problem", false},
		outcome{"410", "the snapshot in the path does not answer any more", problem, "problem", false},
		outcome{"4XX", "another mistake in the request", problem, "problem", false},
		outcome{"5XX", "the server cannot answer", problem, "problem", false})
}

func (r *route) responses() object {
	responses := object{}
	for _, o := range r.outcomes() {
		response := object{"description": o.about}
		if o.mediaTypes != nil {
			response["content"] = content(o.mediaTypes, o.schema)
		}
		if o.retry {
			response["headers"] = object{"Retry-After": object{
				"description": "seconds until it may be worth to ask again", "schema": object{"type": "integer"},
			}}
		}
		responses[o.status] = response
	}
	return responses
}

// content gives media types their schema; HTML and CSV are texts.
func content(mediaTypes []string, schema string) object {
	all := object{}
	for _, mediaType := range mediaTypes {
		all[mediaType] = object{"schema": ref("schemas", schema)}
		if mediaType == "text/html" || mediaType == "text/csv" && schema == "features" {
			all[mediaType] = object{"schema": ref("schemas", "text")}
		}
	}
	return all
}

// ref returns a reference to a component.
func ref(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }

// upgrade copies a document of version 3.0 as one of 3.1, where null is a type of its own.
func upgrade(value any) any {
	switch value := value.(type) {
	case components:
		return upgrade(object(value))
	case []any:
		copied := make([]any, len(value))
		for i := range value {
			copied[i] = upgrade(value[i])
		}
		return copied
	case object:
		copied := object{}
		for name, member := range value {
			copied[name] = upgrade(member)
		}
		if value["nullable"] == true {
			delete(copied, "nullable")
			if kind, ok := value["type"].(string); ok {
				copied["type"] = []any{kind, "null"}
			}
			if choice, ok := copied["enum"].([]any); ok {
				copied["enum"] = append(choice, nil)
			}
		}
		return copied
	}
	return value
}

// typeName names the type of a field for people.
func typeName(t geo.FieldType) string {
	return [...]string{"text", "whole number", "number", "true or false", "date"}[t]
}
