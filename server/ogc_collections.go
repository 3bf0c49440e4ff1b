package server

import (
	"math"
	"net/http"

	"demarc/data"
	"demarc/geo"
	"demarc/geo/crs"
)

// collectionDoc describes a collection (OGC 17-069r4, 7.14).
type collectionDoc struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Attribution string   `json:"attribution,omitempty"`
	Links       []link   `json:"links"`
	Extent      extent   `json:"extent"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
}

type extent struct {
	Spatial  *spatialExtent  `json:"spatial,omitempty"`
	Temporal *temporalExtent `json:"temporal,omitempty"`
}

type spatialExtent struct {
	Bbox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

// temporalExtent holds closed intervals of days, null for open ends.
type temporalExtent struct {
	Interval [][2]*data.Date `json:"interval"`
	TRS      string          `json:"trs"`
}

func (s *Server) getCollections(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	chosen, err := negotiateFormat(a, r, asJSON, asHTML)
	if err != nil {
		return err
	}
	links := append(s.links(r, "/collections", nil, chosen, asJSON, asHTML), licenceLinks(snapshot)...)
	docs := []collectionDoc{}
	for _, name := range snapshot.LayerNames() {
		c, err := snapshot.Collection(name)
		if err != nil {
			return err
		}
		docs = append(docs, s.describe(r, snapshot, c, asJSON))
	}
	if chosen == asHTML {
		return a.writeHTML("collections", htmlView{
			Title: "Collections", Crumbs: []crumb{{"Map", "/"}, {"API", "/api"}}, Content: docs, Links: links,
		})
	}
	return a.writeJSON(map[string]any{"links": links, "collections": docs, "crs": crs.URIs()})
}

func (s *Server) getCollection(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	c, err := collectionOf(r, snapshot)
	if err != nil {
		return err
	}
	chosen, err := negotiateFormat(a, r, asJSON, asHTML)
	if err != nil {
		return err
	}
	doc := s.describe(r, snapshot, c, chosen)
	if chosen == asHTML {
		return a.writeHTML("collection", htmlView{
			Title: doc.Title, Crumbs: []crumb{{"Map", "/"}, {"API", "/api"}, {"Collections", "/collections"}},
			Content: doc, Fields: c.Fields, Links: doc.Links, Picture: drawing(c.Features, nil),
		})
	}
	return a.writeJSON(doc)
}

// describe returns the document of a collection in the format chosen.
func (s *Server) describe(r *http.Request, snapshot *data.Snapshot, c *data.Collection, chosen format) collectionDoc {
	path := collectionPath(c.Name)
	items := func(f format) link {
		return link{s.href(r, path+"/items", nil, f.name), "items", plainType(f.mediaType), c.Title, false}
	}
	schema := s.address(r) + path + "/schema"
	doc := collectionDoc{
		ID: c.Name, Title: c.Title, Description: c.Description, Attribution: snapshot.Dataset.Attribution,
		Extent: extentOf(c), ItemType: "feature", CRS: crs.URIs(), StorageCRS: crs.CRS84.URI(),
		Links: append(s.links(r, path, nil, chosen, asJSON, asHTML),
			items(asGeoJSON), items(asHTML),
			// GDAL looks for the first of these only, others for the last two.
			link{schema, "describedBy", schemaMedia, "the fields", false},
			link{schema, "describedby", schemaMedia, "the fields", false},
			link{schema, relSchema, schemaMedia, "the fields", false},
			link{s.address(r) + path + "/queryables", relQueryable, schemaMedia, "what can be asked for", false},
		),
	}
	doc.Links = append(doc.Links, licenceLinks(snapshot)...)
	return doc
}

func licenceLinks(snapshot *data.Snapshot) []link {
	if d := snapshot.Dataset; d.LicenceURL != "" {
		return []link{{d.LicenceURL, "license", "", d.Licence, false}}
	}
	return nil
}

func extentOf(c *data.Collection) extent {
	var e extent
	if b := c.Extent; b != nil {
		e.Spatial = &spatialExtent{[][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, crs.CRS84.URI()}
	}
	if c.Dated {
		e.Temporal = &temporalExtent{
			[][2]*data.Date{{c.Days.From.Optional(), c.Days.Last().Optional()}},
			"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
		}
	}
	return e
}

// getSchema is the JSON schema of the features of a collection (OGC 23-058).
func (s *Server) getSchema(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	return s.writeSchema(a, r, snapshot, "schema")
}

// getQueryables is the JSON schema of what can be filtered by.
func (s *Server) getQueryables(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	return s.writeSchema(a, r, snapshot, "queryables")
}

func (s *Server) writeSchema(a *answer, r *http.Request, snapshot *data.Snapshot, kind string) error {
	c, err := collectionOf(r, snapshot)
	if err != nil {
		return err
	}
	chosen, err := negotiateFormat(a, r, asSchema, asHTML)
	if err != nil {
		return err
	}
	if chosen == asHTML {
		return a.writeHTML("schema", htmlView{
			Title: c.Title + ": fields", Fields: c.Fields,
			Crumbs: []crumb{{"Map", "/"}, {"API", "/api"}, {"Collections", "/collections"}, {c.Title, collectionPath(c.Name)}},
			Links:  s.links(r, collectionPath(c.Name)+"/"+kind, nil, chosen, asSchema, asHTML),
		})
	}
	if err := a.writeJSON(schemaOf(c, s.address(r)+collectionPath(c.Name)+"/"+kind)); err != nil {
		return err
	}
	a.contentType = schemaMedia
	return nil
}

func schemaOf(c *data.Collection, id string) map[string]any {
	properties := map[string]any{}
	for i, field := range c.Fields {
		property := schemaOfField(field)
		property["x-ogc-propertySeq"] = i + 1
		switch field.Name {
		case "id":
			property["x-ogc-role"] = "id"
		case "valid_from":
			property["x-ogc-role"] = "primary-interval-start"
		case "valid_to":
			property["x-ogc-role"] = "primary-interval-end"
			property["description"] = "the first day that no longer belongs to it; without a value it still goes on"
		}
		properties[field.Name] = property
	}
	properties["geometry"] = map[string]any{"x-ogc-role": "primary-geometry", "format": "geometry-" + geometryKind(c.Features)}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": id, "type": "object",
		"title": c.Title, "description": c.Description, "properties": properties, "additionalProperties": false,
	}
}

func schemaOfField(field geo.Field) map[string]any {
	switch field.Type {
	case geo.Int:
		return map[string]any{"type": "integer", "title": field.Name}
	case geo.Float:
		return map[string]any{"type": "number", "title": field.Name}
	case geo.Bool:
		return map[string]any{"type": "boolean", "title": field.Name}
	case geo.Date:
		return map[string]any{"type": "string", "format": "date", "title": field.Name}
	}
	return map[string]any{"type": "string", "title": field.Name}
}

// geometryKind is the format of Part 5 that holds all geometries of a layer.
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
