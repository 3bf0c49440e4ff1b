// Package jsonschema describes layers as JSON schemas (https://json-schema.org/draft/2020-12), the
// logical schema of OGC 23-058 and the schema of their features in GeoJSON.
package jsonschema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"

	"demarc/geo"
)

// Head is what a schema begins with.
type Head struct{ ID, Title, Description string }

func (h Head) members(more Members) Members {
	return append(Members{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", h.ID},
		{"title", h.Title}, {"description", h.Description}, {"type", "object"},
	}, more...)
}

// Logical returns the logical schema of a layer: its fields with their roles, and the geometry.
func Logical(h Head, layer geo.Layer) Members {
	var properties Members
	told := propertiesOf(layer)
	for i, field := range layer.Fields {
		property := told[i]
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
		"x-ogc-role": "primary-geometry", "format": "geometry-" + geometryKind(layer.Features),
	}})
	return h.members(Members{{"properties", properties}, {"additionalProperties", false}})
}

// Sortables returns the schema of the fields of a layer, which have an order.
func Sortables(h Head, layer geo.Layer) Members {
	var properties Members
	told := propertiesOf(layer)
	for i, field := range layer.Fields {
		properties = append(properties, member{field.Name, told[i]})
	}
	return h.members(Members{{"properties", properties}, {"additionalProperties", false}})
}

// Feature returns the schema of a feature in GeoJSON, from which GDAL takes the types of fields.
// The field id is left out: there it is a member of the feature.
func Feature(h Head, layer geo.Layer) Members {
	var properties Members
	told := propertiesOf(layer)
	for i, field := range layer.Fields {
		if field.Name != "id" {
			property := told[i]
			property["nullable"] = true
			properties = append(properties, member{field.Name, property})
		}
	}
	object := func(m Members) Members { return append(Members{{"type", "object"}}, m...) }
	return h.members(Members{
		{"required", []string{"type", "geometry", "properties"}},
		{"properties", Members{
			{"type", map[string]any{"type": "string", "enum": []string{"Feature"}}},
			{"id", map[string]any{"type": "string"}},
			{"geometry", object(Members{{"nullable", true}})},
			{"properties", object(Members{{"properties", properties}})},
		}},
	})
}

// Properties returns the schema of the fields of a layer, by their names.
func Properties(layer geo.Layer) map[string]any {
	properties := map[string]any{}
	for i, property := range propertiesOf(layer) {
		properties[layer.Fields[i].Name] = property
	}
	return map[string]any{"type": "object", "properties": properties}
}

// firstDate is the first day that the format date of JSON Schema has, which is that of RFC 3339.
const firstDate = "0000-01-01"

// propertiesOf returns the schemas of the fields of a layer. A date field with earlier days than
// firstDate is a text.
func propertiesOf(layer geo.Layer) []map[string]any {
	told, _ := layer.WithDatesSince(firstDate)
	properties := make([]map[string]any, len(layer.Fields))
	for i, field := range told.Fields {
		properties[i] = Property(field)
		if field.Type != layer.Fields[i].Type {
			properties[i]["description"] = "a day of an astronomical year: 0000 is 1 BC, -0044-03-15 lies in 45 BC"
		}
	}
	return properties
}

// Property returns the schema of a field.
func Property(field geo.Field) map[string]any {
	kind := [...]string{
		geo.String: "string", geo.Int: "integer", geo.Float: "number", geo.Bool: "boolean", geo.Date: "string",
	}[field.Type]
	property := map[string]any{"type": kind, "title": cmp.Or(field.Title, field.Name)}
	if field.Type == geo.Date {
		property["format"] = "date"
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

// Members is a JSON object that keeps the order of its members: clients show fields in the order of
// the schema.
type Members []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the object.
func (m Members) MarshalJSON() ([]byte, error) {
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
