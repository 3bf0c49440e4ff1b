package dataset

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"demarc/data/date"
)

// schemaFile is a kind of file of datasets, with what stands in it.
type schemaFile struct {
	name, title string
	content     func(s *schemas) jsonSchema
}

var schemaFiles = []schemaFile{
	{datasetFile, "The dataset, its layers and what its words mean", func(s *schemas) jsonSchema {
		return s.object("Dataset", (&Dataset{}).written())
	}},
	{actorsFile, "Parties that may control a zone", listOf("actors", "Actor", (&Actor{}).written())},
	{controlFile, "Who controlled each zone from one day to another", func(s *schemas) jsonSchema {
		periods := jsonSchema{"type": "array", "items": s.object("ControlPeriod", (&ControlPeriod{}).written())}
		return strict(jsonSchema{"zones": jsonSchema{
			"type": "object", "description": "by id of the zone", "additionalProperties": periods,
		}}, "zones")
	}},
	{eventsFile, "Dated happenings that begin periods", listOf("events", "Event", Event{})},
	{sourcesFile, "Publications that statements rest on", listOf("sources", "Source", Source{})},
	{figuresFile, "Published numbers", listOf("figures", "Figure", Figure{})},
	{retiredFile, "Ids that regions had once, and what came in their place", listOf("retired", "Retired", Retired{})},
	{correctionsFile, "What was wrong once, and what stands in its place", listOf("corrections", "Correction", Correction{})},
	{regionsDir + "/LAYER.geojson", "Regions of a layer", func(s *schemas) jsonSchema {
		return featuresOf(s.object("Region", (&Region{}).written()), true,
			"Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point")
	}},
	{placesFile, "Named points", func(s *schemas) jsonSchema {
		return featuresOf(s.object("Place", Place{}), false, "Point")
	}},
	{contextDir + "/ID.geojson", "Shapes drawn below the layers", func(s *schemas) jsonSchema {
		shape := jsonSchema{"anyOf": []any{s.object("ContextFeature", (&ContextFeature{}).written()), jsonSchema{"type": "null"}}}
		return featuresOf(shape, false, slices.Sorted(maps.Keys(geometryDepth))...)
	}},
}

// SchemaFiles are the names of the kinds of files of a dataset. LAYER and ID stand for ids.
func SchemaFiles() []string {
	var names []string
	for _, f := range schemaFiles {
		names = append(names, f.name)
	}
	return names
}

// Schema returns the JSON Schema (draft 2020-12) of a file, by its name in a dataset or that of its
// kind. What it refuses, Load reports;
// Check knows much more. Members that mean nothing are refused, too, of which Load only warns.
func Schema(file string) ([]byte, error) {
	i := slices.IndexFunc(schemaFiles, func(f schemaFile) bool {
		folder, ext := path.Dir(f.name), path.Ext(f.name)
		return f.name == file || folder != "." && folder == path.Dir(file) && ext == path.Ext(file)
	})
	if i < 0 {
		return nil, fmt.Errorf("no dataset has a file %q: want one of %s", file, strings.Join(SchemaFiles(), ", "))
	}
	s := &schemas{defs: jsonSchema{}}
	schema := schemaFiles[i].content(s)
	if ref, ok := schema["$ref"].(string); ok { // the object itself
		name := strings.TrimPrefix(ref, defsPath)
		schema = s.defs[name].(jsonSchema)
		delete(s.defs, name)
	}
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = schemaFiles[i].title
	schema["$defs"] = s.defs
	return json.MarshalIndent(schema, "", "  ")
}

// schemas collects the schemas of types that several members have.
type schemas struct{ defs jsonSchema }

const defsPath = "#/$defs/"

// object returns a reference to the schema of a type as it is written, with the rows of memberDocs
// that have its name.
func (s *schemas) object(name string, written any) jsonSchema {
	return s.ofStruct(name, reflect.TypeOf(written))
}

func (s *schemas) ofStruct(name string, t reflect.Type) jsonSchema {
	reference := jsonSchema{"$ref": defsPath + name}
	if s.defs[name] != nil {
		return reference
	}
	s.defs[name] = jsonSchema{} // it may hold itself
	properties, required := jsonSchema{}, []string{}
	for _, f := range jsonFields(t) {
		doc := memberDocs[name+"."+f.name]
		schema := s.ofType(f.of)
		maps.Copy(schema, doc.schema)
		if doc.need == needed || doc.need == neededNull {
			required = append(required, f.name)
		}
		if doc.need == needed {
			notEmpty(schema, f.of)
		} else {
			schema = orNull(schema)
		}
		schema["description"] = doc.text
		properties[f.name] = schema
	}
	s.defs[name] = strict(properties, required...)
	return reference
}

// notEmpty refuses names in no language.
func notEmpty(schema jsonSchema, of reflect.Type) {
	if of == reflect.TypeFor[Names]() {
		schema["minProperties"] = 1
	}
}

// orNull lets a schema take null, too.
func orNull(schema jsonSchema) jsonSchema {
	if values, ok := schema["enum"].([]any); ok {
		schema["enum"] = append(slices.Clone(values), "", nil)
	}
	switch kind := schema["type"].(type) {
	case string:
		schema["type"] = []any{kind, "null"}
	case nil:
		if len(schema) > 0 {
			return jsonSchema{"anyOf": []any{schema, jsonSchema{"type": "null"}}}
		}
	}
	return schema
}

// ofType returns a new schema of a Go type as it is written.
func (s *schemas) ofType(t reflect.Type) jsonSchema {
	text := jsonSchema{"type": "string"}
	byName := func(value jsonSchema) jsonSchema {
		return jsonSchema{"type": "object", "additionalProperties": value}
	}
	switch t {
	case reflect.TypeFor[date.Date]():
		return maps.Clone(dayText)
	case reflect.TypeFor[date.EDTF]():
		return maps.Clone(edtfShape)
	case reflect.TypeFor[Text]():
		return jsonSchema{"type": []any{"string", "object", "null"}, "additionalProperties": maps.Clone(anyText)}
	case reflect.TypeFor[SameAs]():
		ids := jsonSchema{}
		for scheme, shape := range sameAsSchemes {
			ids[scheme] = jsonSchema{"type": "string", "pattern": shape.String()}
		}
		return strict(ids)
	case reflect.TypeFor[Values]():
		return byName(jsonSchema{"type": []any{"string", "number", "boolean", "null"}})
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.ofType(t.Elem())
	case reflect.Struct:
		return s.ofStruct(schemaName(t), t)
	case reflect.Slice:
		return jsonSchema{"type": "array", "items": s.ofType(t.Elem())}
	case reflect.Array:
		return jsonSchema{"type": "array", "items": s.ofType(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		if t.Elem().Kind() == reflect.String {
			return byName(maps.Clone(anyText))
		}
		return byName(s.ofType(t.Elem()))
	case reflect.String:
		return text
	case reflect.Bool:
		return jsonSchema{"type": "boolean"}
	case reflect.Float64, reflect.Int:
		return jsonSchema{"type": "number"}
	}
	return jsonSchema{} // anything
}

// schemaName names a type in schemas and the codebook.
func schemaName(t reflect.Type) string {
	if t == reflect.TypeFor[writtenArea]() {
		return "RegionArea"
	}
	return t.Name()
}

// jsonField is a member that encoding/json writes of a struct.
type jsonField struct {
	name  string
	of    reflect.Type
	depth int // of embedding
}

// jsonFields returns the members in their order; one hides those of its name in embedded structs.
func jsonFields(t reflect.Type) []jsonField {
	var all []jsonField
	var collect func(t reflect.Type, depth int)
	collect = func(t reflect.Type, depth int) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-" || !f.IsExported():
			case f.Anonymous && name == "" && f.Type.Kind() == reflect.Pointer:
				collect(f.Type.Elem(), depth+1)
			default:
				all = append(all, jsonField{name, f.Type, depth})
			}
		}
	}
	collect(t, 0)
	return slices.DeleteFunc(slices.Clone(all), func(f jsonField) bool {
		return slices.ContainsFunc(all, func(other jsonField) bool { return other.name == f.name && other.depth < f.depth })
	})
}

// strict is an object with these members and no others.
func strict(properties jsonSchema, required ...string) jsonSchema {
	schema := jsonSchema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

// listOf is a file {"name": [items]}.
func listOf(name, of string, item any) func(*schemas) jsonSchema {
	return func(s *schemas) jsonSchema {
		return strict(jsonSchema{name: jsonSchema{"type": "array", "items": s.object(of, item)}}, name)
	}
}

// geometryDepth says how deep the positions of a geometry lie in its coordinates.
var geometryDepth = map[string]int{
	"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}

// featuresOf is a FeatureCollection (RFC 7946), whose other members are free.
func featuresOf(properties jsonSchema, undrawn bool, kinds ...string) jsonSchema {
	var geometries []any
	for _, kind := range kinds {
		coordinates := jsonSchema{"type": "array", "items": jsonSchema{"type": "number"}, "minItems": 2}
		for range geometryDepth[kind] {
			coordinates = jsonSchema{"type": "array", "items": coordinates}
		}
		geometries = append(geometries, jsonSchema{
			"type": "object", "required": []string{"type", "coordinates"},
			"properties": jsonSchema{"type": jsonSchema{"const": kind}, "coordinates": coordinates},
		})
	}
	if undrawn {
		geometries = append(geometries, jsonSchema{"type": "null"})
	}
	feature := jsonSchema{
		"type": "object", "required": []string{"type", "id", "properties", "geometry"},
		"properties": jsonSchema{
			"type":       jsonSchema{"const": "Feature"},
			"id":         jsonSchema{"type": []any{"string", "number"}, "minLength": 1, "description": "of the region, place or shape"},
			"properties": properties,
			"geometry":   jsonSchema{"anyOf": geometries},
		},
	}
	return jsonSchema{
		"type": "object", "required": []string{"type", "features"},
		"properties": jsonSchema{
			"type":     jsonSchema{"const": "FeatureCollection"},
			"features": jsonSchema{"type": "array", "items": feature},
		},
	}
}
