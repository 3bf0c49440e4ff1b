package server

import (
	"html/template"
	"math"
	"net/http"
	"strings"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/dataset"
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

// temporalExtent holds closed intervals of RFC 3339 times, null for open ends.
type temporalExtent struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

func (s *Server) getCollections(w http.ResponseWriter, q *request) error {
	snapshot := q.snapshot
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	links := append(q.links.formats("/collections", nil, chosen, asJSON, asHTML), licenceLinks(snapshot)...)
	docs := []collectionDoc{}
	for _, name := range snapshot.LayerNames() {
		c, err := snapshot.Collection(name)
		if err != nil {
			return err
		}
		docs = append(docs, q.describeCollection(c, asJSON))
	}
	if chosen == asHTML {
		return writeHTML(w, q, "collections", htmlView{
			Title: "Collections", Crumbs: q.crumbs("/", "/api"), Content: docs, Links: links,
		})
	}
	return writeJSON(w, q, map[string]any{"links": links, "collections": docs, "crs": crs.URIs()})
}

func (s *Server) getCollection(w http.ResponseWriter, q *request) error {
	c := q.collection
	chosen, err := q.format(w, asJSON, asHTML)
	if err != nil {
		return err
	}
	doc := q.describeCollection(c, chosen)
	if chosen == asHTML {
		drawn, day := atlas.CollectionInset(q.Context(), q.snapshot, c)
		return writeHTML(w, q, "collection", htmlView{
			Title: doc.Title, Crumbs: q.crumbs("/", "/api", "/collections"),
			Content: doc, Fields: c.Fields, Links: doc.Links, Picture: template.HTML(drawn), Day: day,
		})
	}
	return writeJSON(w, q, doc)
}

// describeCollection returns the document of a collection in the format chosen.
func (q *request) describeCollection(c *data.Collection, chosen format) collectionDoc {
	path := collectionPath(c.Name)
	items := func(f format) link {
		return link{q.links.in(path+"/items", nil, f.name), "items", plainType(f.mediaType), c.Title, false}
	}
	schema, feature := q.links.to(path+"/schema"), q.links.to(path+"/feature-schema")
	doc := collectionDoc{
		ID: c.Name, Title: c.Title,
		Description: strings.TrimSpace(c.Description + " " + c.Untold()),
		Attribution: q.snapshot.Dataset.Attribution,
		Extent:      extentOf(c), ItemType: "feature", CRS: crs.URIs(), StorageCRS: crs.CRS84.URI(),
		Links: append(q.links.formats(path, nil, chosen, asJSON, asHTML),
			items(asGeoJSON), items(asHTML), items(asJSONFG), items(asCSV),
			// GDAL looks for the first of these only, in this spelling, QGIS for the last.
			link{feature, "describedBy", schemaMedia, "the fields of features in GeoJSON", false},
			link{feature, "describedby", schemaMedia, "the fields of features in GeoJSON", false},
			link{schema, relSchema, schemaMedia, "the fields", false},
			link{q.links.to(path + "/queryables"), relQueryable, schemaMedia, "the properties to filter by", false},
			link{q.links.to(path + "/sortables"), relSortable, schemaMedia, "the properties to sort by", false},
			link{q.links.to(path + "/tiles?f=json"), relTilesets, jsonMedia, "vector tiles", false},
		),
	}
	if c.Name == dataset.ControlLayer {
		doc.Links = append(doc.Links, link{q.links.to("/export/control.qlr"), "related", "application/x-qgis-layer-definition",
			"a layer for QGIS that reads from here, with its colours and its time", false})
	}
	doc.Links = append(doc.Links, licenceLinks(q.snapshot)...)
	return doc
}

func licenceLinks(snapshot *data.Snapshot) []link {
	if d := snapshot.Dataset; d.LicenceURL != "" {
		return []link{{d.LicenceURL, "license", "text/html", d.Licence, false}}
	}
	return nil
}

// outward is a box a little larger, in millionths of a degree: clients ask by the extent with fewer
// digits than the shapes have, or in another reference system, and must still meet all of them.
func outward(b [4]float64) [4]float64 {
	const unit, least = 1e6, 0.1 // of a degree; of a unit, between the shapes and the box
	down := func(v float64) float64 { return math.Floor(v*unit-least) / unit }
	up := func(v float64) float64 { return math.Ceil(v*unit+least) / unit }
	return [4]float64{max(-180, down(b[0])), max(-90, down(b[1])), min(180, up(b[2])), min(90, up(b[3]))}
}

func extentOf(c *data.Collection) extent {
	var e extent
	if b := c.Extent; b != nil {
		e.Spatial = &spatialExtent{[][4]float64{outward(*b)}, crs.CRS84.URI()}
	}
	if c.Dated {
		first, last := c.Times()
		e.Temporal = &temporalExtent{
			[][2]*string{{first, last}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
		}
	}
	return e
}
