package server

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"

	"demarc/data"
	"demarc/geo"
)

// getSchema is the logical schema of a collection (OGC 23-058).
func (s *Server) getSchema(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "schema", logicalSchema)
}

// getQueryables says what can be filtered by: the same as the fields.
func (s *Server) getQueryables(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "queryables", logicalSchema)
}

// getFeatureSchema is the JSON schema of a feature of the collection in GeoJSON.
// GDAL takes the types of fields from it.
func (s *Server) getFeatureSchema(w http.ResponseWriter, q *request) error {
	return writeSchema(w, q, "feature-schema", featureSchema)
}

func writeSchema(w http.ResponseWriter, q *request, kind string, schema func(*data.Collection) members) error {
	c, err := q.snapshot.Collection(q.vars["collection"])
	if err != nil {
		return err
	}
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
	document := append(members{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", q.links.to(path + "/" + kind)},
		{"title", c.Title}, {"description", c.Description}, {"type", "object"},
	}, schema(c)...)
	return writeJSONAs(w, q, schemaMedia, document)
}

func logicalSchema(c *data.Collection) members {
	var properties members
	types := typesOf(c)
	for i, field := range c.Fields {
		property := schemaOfText(field, types[i])
		property["x-ogc-propertySeq"] = i + 1
		switch {
		case field.Name == "id":
			property["x-ogc-role"] = "id"
		case field.Role == geo.RoleFrom:
			property["x-ogc-role"] = "primary-interval-start"
		case field.Role == geo.RoleTo:
			property["x-ogc-role"] = "primary-interval-end"
			ends := "the first day that no longer belongs to it; without a value it still goes on"
			if earlier, is := property["description"].(string); is {
				ends += "; " + earlier
			}
			property["description"] = ends
		}
		properties = append(properties, member{field.Name, property})
	}
	properties = append(properties, member{"geometry", map[string]any{
		"x-ogc-role": "primary-geometry", "format": "geometry-" + geometryKind(c.Features),
	}})
	return members{{"properties", properties}, {"additionalProperties", false}}
}

// featureSchema leaves out the field id, which GDAL takes from the feature.
func featureSchema(c *data.Collection) members {
	var properties members
	types := typesOf(c)
	for i, field := range c.Fields {
		if field.Name != "id" {
			property := schemaOfText(field, types[i])
			property["nullable"] = true
			properties = append(properties, member{field.Name, property})
		}
	}
	object := func(m members) members { return append(members{{"type", "object"}}, m...) }
	return members{
		{"required", []string{"type", "geometry", "properties"}},
		{"properties", members{
			{"type", map[string]any{"type": "string", "enum": []string{"Feature"}}},
			{"id", map[string]any{"type": "string"}},
			{"geometry", object(members{{"nullable", true}})},
			{"properties", object(members{{"properties", properties}})},
		}},
	}
}

// typesOf returns the types of the fields as JSON Schema can say them: its dates are those of RFC
// 3339, so that fields with earlier ones are texts.
func typesOf(c *data.Collection) []geo.FieldType {
	layer, _ := c.WithDatesSince(firstRFC.String())
	types := make([]geo.FieldType, len(layer.Fields))
	for i, field := range layer.Fields {
		types[i] = field.Type
	}
	return types
}

func schemaOfField(field geo.Field) map[string]any { return schemaOfText(field, field.Type) }

// schemaOfText is the schema of a field that is told as another type.
func schemaOfText(field geo.Field, told geo.FieldType) map[string]any {
	switch told {
	case geo.Int:
		return map[string]any{"type": "integer", "title": field.Name}
	case geo.Float:
		return map[string]any{"type": "number", "title": field.Name}
	case geo.Bool:
		return map[string]any{"type": "boolean", "title": field.Name}
	case geo.Date:
		return map[string]any{"type": "string", "format": "date", "title": field.Name}
	}
	property := map[string]any{"type": "string", "title": field.Name}
	if field.Type == geo.Date {
		property["description"] = "a day of an astronomical year: 0000 is 1 BC, -0044-03-15 lies in 45 BC"
	}
	return property
}

// geometryKind is the format of OGC 23-058 that holds all geometries of a layer.
func geometryKind(features []geo.Feature) string {
	dimension := math.MinInt
	kinds := [...]string{"point-or-multipoint", "linestring-or-multilinestring", "polygon-or-multipolygon"}
	for _, f := range features {
		if f.Geometry == nil {
			continue
		}
		switch d := f.Geometry.Dimensions(); {
		case dimension == math.MinInt:
			dimension = d
		case dimension != d:
			return "any"
		}
	}
	if dimension < 0 || dimension >= len(kinds) {
		return "any"
	}
	return kinds[dimension]
}

// members is a JSON object whose members keep their order: clients show fields
// in the order of the schema.
type members []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the object.
func (m members) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, member := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(member.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(member.value)
		if err != nil {
			return nil, err
		}
		b.Write(append(append(name, ':'), value...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
