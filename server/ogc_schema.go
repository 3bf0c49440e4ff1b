package server

import (
	"net/http"

	"demarc/geo"
	"demarc/geo/jsonschema"
)

func (s *Server) getSchema(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "schema", jsonschema.Logical)
}

// getQueryables answers with the properties that can be filtered by: all fields.
func (s *Server) getQueryables(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "queryables", jsonschema.Logical)
}

// getSortables answers with the properties that can be sorted by: all fields.
func (s *Server) getSortables(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "sortables", jsonschema.Sortables)
}

func (s *Server) getFeatureSchema(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "feature-schema", jsonschema.Feature)
}

func writeSchema(
	w http.ResponseWriter, q *request, kind string,
	schema func(jsonschema.Head, geo.Layer) jsonschema.Members,
) error {
	c := q.collection
	chosen, err := q.format(w, asSchema, asHTML)
	if err != nil {
		return err
	}
	path := collectionPath(c.Name)
	if chosen == asHTML {
		return writeHTML(w, q, "schema", htmlView{
			Title: c.Title + ": fields", Fields: c.Fields,
			Crumbs: append(q.crumbs("/", "/api", "/collections"), crumb{c.Title, q.links.local(path)}),
			Links:  q.links.formats(path+"/"+kind, nil, chosen, asSchema, asHTML),
		})
	}
	head := jsonschema.Head{ID: q.links.to(path + "/" + kind), Title: c.Title, Description: c.Description}
	return writeJSONAs(w, q, schemaMedia, schema(head, c.Sample()))
}
