// Package openapi writes the description of an API as an OpenAPI document, of
// version 3.0 or 3.1.
package openapi

import (
	"maps"
	"slices"
	"strings"
)

// Object is a JSON object.
type Object = map[string]any

// API is what a document describes.
type API struct {
	Title, Description, Version, Server string
	Licence, LicenceURL                 string
	Tags                                []Tag
	Operations                          []Operation
	Components                          Object // schemas, parameters and responses, as OpenAPI 3.0 writes them
}

// Tag is a group of operations.
type Tag struct{ Name, Description string }

// Operation is one method of one path.
type Operation struct {
	Path, Method, ID, Tag, Summary string
	Parameters                     []any  // parameters or references to them
	Body                           Object // media types of the request's body; nil: it has none
	Answers                        []Answer
}

// Answer is what an operation answers with a status.
type Answer struct {
	Status      string // "200", or a class, "4XX"
	Description string
	Content     Object // schemas by media type; nil: no body
}

// Ref returns a reference to a component.
func Ref(kind, name string) Object { return Object{"$ref": "#/components/" + kind + "/" + name} }

// Document returns the document, version "3.0" or "3.1".
func (api API) Document(version string) Object {
	info := Object{"title": api.Title, "description": api.Description, "version": api.Version}
	if api.Licence != "" {
		info["license"] = Object{"name": api.Licence, "url": api.LicenceURL}
	}
	doc := Object{
		"openapi": "3.0.3", "info": info, "servers": []any{Object{"url": api.Server}},
		"tags": api.tags(), "paths": api.paths(), "components": api.Components,
	}
	if version == "3.1" {
		doc = upgrade(doc).(Object)
		doc["openapi"] = "3.1.0"
		doc["jsonSchemaDialect"] = "https://spec.openapis.org/oas/3.1/dialect/base"
	}
	return doc
}

func (api API) tags() []any {
	tags := []any{}
	for _, tag := range api.Tags {
		tags = append(tags, Object{"name": tag.Name, "description": tag.Description})
	}
	return tags
}

func (api API) paths() Object {
	paths := Object{}
	for _, o := range api.Operations {
		path, _ := paths[o.Path].(Object)
		if path == nil {
			path = Object{}
			paths[o.Path] = path
		}
		path[strings.ToLower(o.Method)] = o.object()
	}
	return paths
}

func (o Operation) object() Object {
	answers := Object{}
	for _, a := range o.Answers {
		answer := Object{"description": a.Description}
		if a.Content != nil {
			content := Object{}
			for mediaType, schema := range a.Content {
				content[mediaType] = Object{"schema": schema}
			}
			answer["content"] = content
		}
		answers[a.Status] = answer
	}
	object := Object{"operationId": o.ID, "tags": []any{o.Tag}, "summary": o.Summary, "responses": answers}
	if len(o.Parameters) > 0 {
		object["parameters"] = o.Parameters
	}
	if o.Body != nil {
		content := Object{}
		for mediaType, schema := range o.Body {
			content[mediaType] = Object{"schema": schema}
		}
		object["requestBody"] = Object{"required": true, "content": content}
	}
	return object
}

// upgrade copies a document of version 3.0 as one of 3.1: there null is a type
// of its own, and an exclusive bound a number.
func upgrade(value any) any {
	switch value := value.(type) {
	case []any:
		copied := make([]any, len(value))
		for i := range value {
			copied[i] = upgrade(value[i])
		}
		return copied
	case Object:
		copied := Object{}
		for _, name := range slices.Sorted(maps.Keys(value)) {
			copied[name] = upgrade(value[name])
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
