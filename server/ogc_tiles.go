package server

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo"
	"demarc/geo/crs"
)

// The tile matrix set of all tiles, see OGC 17-083r4, annex D.
const (
	webMercatorQuad    = "WebMercatorQuad"
	webMercatorQuadURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
)

// tilesetDoc describes a tileset (OGC 17-083r4, 7.3). Without layers it is an
// entry of a list.
type tilesetDoc struct {
	Title        string            `json:"title"`
	Attribution  string            `json:"attribution,omitempty"`
	DataType     string            `json:"dataType"`
	CRS          string            `json:"crs"`
	MatrixSetURI string            `json:"tileMatrixSetURI"`
	MatrixSetID  string            `json:"tileMatrixSetId"`
	Limits       []data.TileLimits `json:"tileMatrixSetLimits"`
	Bounds       *cornersDoc       `json:"boundingBox,omitempty"`
	Layers       []layerDoc        `json:"layers,omitempty"`
	Links        []link            `json:"links"`
	MediaTypes   []string          `json:"mediaTypes"`
}

type cornersDoc struct {
	LowerLeft  orb.Point `json:"lowerLeft"`
	UpperRight orb.Point `json:"upperRight"`
	CRS        string    `json:"crs"`
}

type layerDoc struct {
	ID         string         `json:"id"`
	DataType   string         `json:"dataType"`
	Dimension  int            `json:"geometryDimension"`
	Properties map[string]any `json:"propertiesSchema"`
}

// tileset returns the tileset that the path is about and the path of its list:
// that of a collection, or that of all layers.
func (q *request) tileset() (name, title, path string, err error) {
	collection, ok := q.vars["collection"]
	if !ok {
		snapshot := q.snapshot
		return data.WholeTiles, cmp.Or(snapshot.Dataset.Title.In("en"), snapshot.Dataset.ID), "/tiles", nil
	}
	c, err := q.snapshot.Collection(collection)
	if err != nil {
		return "", "", "", err
	}
	return c.Name, c.Title, collectionPath(c.Name) + "/tiles", nil
}

// getTilesets lists the tilesets of a collection or of all layers: one each, as
// there is one tile matrix set. The latter names the TileJSON documents too.
func (s *Server) getTilesets(w http.ResponseWriter, q *request) error {
	snapshot := q.snapshot
	name, title, path, err := q.tileset()
	if err != nil {
		return err
	}
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	list := map[string]any{
		"links": q.links.formats(path, nil, asJSON, asJSON), "tilesets": []tilesetDoc{q.describeTileset(name, title, path)},
	}
	if name == data.WholeTiles {
		type address struct {
			ID       string `json:"id"`
			TileJSON string `json:"tilejson"`
		}
		addresses := []address{}
		for _, name := range snapshot.Tilesets() {
			addresses = append(addresses, address{name, q.links.to("/tiles/" + url.PathEscape(name) + ".json")})
		}
		list["snapshot"], list["tilejson"] = snapshot.ID, addresses
	}
	return writeJSON(w, q, list)
}

// getTileset is the metadata of a tileset.
func (s *Server) getTileset(w http.ResponseWriter, q *request) error {
	snapshot := q.snapshot
	name, title, path, err := q.tileset()
	if err != nil {
		return err
	}
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	doc := q.describeTileset(name, title, path)
	template := q.links.to(path + "/" + webMercatorQuad + "/{tileMatrix}/{tileRow}/{tileCol}?f=mvt")
	doc.Links = append(doc.Links, link{template, "item", tileType, "tiles; datetime chooses the day", true})
	doc.Links = append(doc.Links, licenceLinks(snapshot)...)
	layers, err := snapshot.TileContent(name, s.today(snapshot))
	if err != nil {
		return err
	}
	for _, layer := range layers {
		doc.Layers = append(doc.Layers, describeLayer(layer))
	}
	box := snapshot.TileBound(name)
	doc.Bounds = &cornersDoc{box.Min, box.Max, crs.CRS84.URI()}
	return writeJSON(w, q, doc)
}

func describeLayer(layer geo.Layer) layerDoc {
	doc := layerDoc{ID: layer.Name, DataType: "vector", Properties: map[string]any{"type": "object"}}
	properties := map[string]any{}
	layer, _ = layer.WithDatesSince(firstRFC.String())
	for _, field := range layer.Fields {
		properties[field.Name] = schemaOfField(field)
	}
	doc.Properties["properties"] = properties
	for _, f := range layer.Features {
		if f.Geometry != nil {
			doc.Dimension = max(doc.Dimension, f.Geometry.Dimensions())
		}
	}
	return doc
}

// describeTileset returns what a list says of a tileset. All its links lead to
// JSON documents: suites follow each of them.
func (q *request) describeTileset(name, title, path string) tilesetDoc {
	base := q.links.to(path + "/" + webMercatorQuad)
	return tilesetDoc{
		Title: title, Attribution: q.snapshot.Dataset.Attribution, DataType: "vector", CRS: crs.WebMercator.URI(),
		MatrixSetURI: webMercatorQuadURI, MatrixSetID: webMercatorQuad, Limits: q.snapshot.TileLimits(name), MediaTypes: []string{tileType},
		Links: []link{
			{base + "?f=json", "self", jsonMedia, "this tileset", false},
			{q.links.to("/tileMatrixSets/" + webMercatorQuad), relScheme, jsonMedia, webMercatorQuad, false},
		},
	}
}

func (q *request) checkMatrixSet() error {
	if id := q.vars["tileMatrixSet"]; id != webMercatorQuad {
		return notFound(fmt.Sprintf("tile matrix set %q: want %s", id, webMercatorQuad),
			"/tiles lists the tilesets; /tiles/{tileset}/{z}/{x}/{y}.mvt, with this ending, are the tiles of one")
	}
	return nil
}

// getOGCTile answers the addresses of OGC API Tiles: row before column, nothing
// outside of the limits.
func (s *Server) getOGCTile(w http.ResponseWriter, q *request) error {
	tileset, _, _, err := q.tileset()
	if err != nil {
		return err
	}
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if f, given := q.parameter("f"); given && f != "mvt" {
		return badParameter("f", fmt.Sprintf("format %q: want mvt", f), "")
	}
	if err := q.checkLimits(q.snapshot.TileLimits(tileset)); err != nil {
		return err
	}
	day, err := s.day(q)
	if err != nil {
		return err
	}
	key := q.tileKey(tileset, q.snapshot.TileEpoch(tileset, day), "tileMatrix", "tileCol", "tileRow")
	if q.values.Has("datetime") && data.Timeless(tileset) {
		tile, err := q.snapshot.DayTile(tileset, day, key.z, key.x, key.y)
		if err != nil {
			return err
		}
		return writeDocument(w, q, tileType, tile)
	}
	return s.writeTile(w, q, key, "public, max-age=60")
}

func (q *request) checkLimits(limits []data.TileLimits) error {
	matrix, rowText, colText := q.vars["tileMatrix"], q.vars["tileRow"], q.vars["tileCol"]
	i := slices.IndexFunc(limits, func(l data.TileLimits) bool { return l.Matrix == matrix })
	if i < 0 {
		return notFound(fmt.Sprintf("tile matrix %q: want %s to %s", matrix, limits[0].Matrix, limits[len(limits)-1].Matrix), "scale the tiles of the largest zoom")
	}
	row, errRow := strconv.ParseUint(rowText, 10, 32)
	col, errCol := strconv.ParseUint(colText, 10, 32)
	if l := limits[i]; errRow != nil || errCol != nil || !l.Holds(uint32(row), uint32(col)) {
		return notFound(
			fmt.Sprintf("row %s, column %s of tile matrix %s: want rows %d to %d and columns %d to %d", rowText, colText, matrix, l.MinRow, l.MaxRow, l.MinCol, l.MaxCol),
			"the row comes before the column")
	}
	return nil
}
