package jsonschema_test

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/jsonschema"
)

func ExampleLogical() {
	layer := geo.Layer{
		Fields:   []geo.Field{{Name: "zone"}, {Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}},
		Features: []geo.Feature{{ID: "a", Geometry: orb.Point{10, 50}, Values: []any{"west", "1961-03-01"}}},
	}
	schema := jsonschema.Logical(jsonschema.Head{ID: "https://example.org/schema", Title: "Zones"}, layer)
	text, err := json.MarshalIndent(schema, "", " ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {
	//  "$schema": "https://json-schema.org/draft/2020-12/schema",
	//  "$id": "https://example.org/schema",
	//  "title": "Zones",
	//  "description": "",
	//  "type": "object",
	//  "properties": {
	//   "zone": {
	//    "title": "zone",
	//    "type": "string",
	//    "x-ogc-propertySeq": 1
	//   },
	//   "valid_from": {
	//    "format": "date",
	//    "title": "valid_from",
	//    "type": "string",
	//    "x-ogc-propertySeq": 2,
	//    "x-ogc-role": "primary-interval-start"
	//   },
	//   "geometry": {
	//    "format": "geometry-point-or-multipoint",
	//    "x-ogc-role": "primary-geometry"
	//   }
	//  },
	//  "additionalProperties": false
	// }
}
