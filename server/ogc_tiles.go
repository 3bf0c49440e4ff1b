package server

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/crs"
	"demarc/geo/jsonschema"
	"demarc/geo/mvt"
)

// tilesetDoc describes a tileset (OGC 17-083r4, 7.3). Without layers it is an entry of a list.
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

// tileset returns the tileset in the path, that of a collection or of all layers, and the path of
// its list.
func (q *request) tileset() (name, title, path string) {
	if c := q.collection; c != nil {
		return c.Name, c.Title, collectionPath(c.Name) + "/tiles"
	}
	d := q.snapshot.Dataset
	return data.WholeTiles, cmp.Or(d.Title.In("en"), d.ID), "/tiles"
}

// getTilesets lists the one tileset of a collection or of all layers. The list of all layers has
// the addresses of TileJSON documents too.
func (s *Server) getTilesets(w http.ResponseWriter, q *request) error {
	snapshot := q.snapshot
	name, title, path := q.tileset()
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

// getTileset answers with the metadata of a tileset.
func (s *Server) getTileset(w http.ResponseWriter, q *request) error {
	snapshot := q.snapshot
	name, title, path := q.tileset()
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	doc := q.describeTileset(name, title, path)
	doc.Links = append(doc.Links, licenceLinks(snapshot)...)
	layers, err := snapshot.TileContent(q.Context(), name, s.today(snapshot))
	if err != nil {
		return err
	}
	for _, layer := range layers {
		doc.Layers = append(doc.Layers, layerDoc{
			ID: layer.Name, DataType: "vector", Dimension: layer.Dimension(), Properties: jsonschema.Properties(layer),
		})
	}
	box := snapshot.TileBound(name)
	doc.Bounds = &cornersDoc{box.Min, box.Max, crs.CRS84.URI()}
	return writeJSON(w, q, doc)
}

// describeTileset returns the entry of a tileset in a list, with the template of its tiles, which
// clients and the OGC's suite look for in each entry.
func (q *request) describeTileset(name, title, path string) tilesetDoc {
	base := q.links.to(path + "/" + mvt.MatrixSet)
	return tilesetDoc{
		Title: title, Attribution: q.snapshot.Dataset.Attribution, DataType: "vector", CRS: crs.WebMercator.URI(),
		MatrixSetURI: mvt.MatrixSetURI, MatrixSetID: mvt.MatrixSet,
		Limits: q.snapshot.TileLimits(name), MediaTypes: []string{tileType},
		Links: []link{
			{base + "?f=json", "self", jsonMedia, "this tileset", false},
			{q.links.to("/tileMatrixSets/" + mvt.MatrixSet), relScheme, jsonMedia, mvt.MatrixSet, false},
			{base + "/{tileMatrix}/{tileRow}/{tileCol}?f=mvt", "item", tileType, "tiles; datetime chooses the day", true},
		},
	}
}

func (q *request) checkMatrixSet() error {
	if id := q.vars["tileMatrixSet"]; id != mvt.MatrixSet {
		return notFound(fmt.Sprintf("tile matrix set %q: want %s", id, mvt.MatrixSet),
			"/tiles lists the tilesets; /tiles/{tileset}/{z}/{x}/{y}.mvt, with this ending, are the tiles of one")
	}
	return nil
}

// getOGCTile answers the addresses of OGC API Tiles: row before column, 404 outside of the limits,
// and 200 within them, where a tile without content is one of no bytes.
func (s *Server) getOGCTile(w http.ResponseWriter, q *request) error {
	tileset, _, _ := q.tileset()
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if f, given := q.parameter("f"); given && f != "mvt" {
		return badParameter("f", fmt.Sprintf("format %q: want mvt", f), "")
	}
	err := q.snapshot.CheckTile(tileset, q.vars["tileMatrix"], q.vars["tileRow"], q.vars["tileCol"])
	if err != nil {
		return notFound(err.Error(), "the row comes before the column")
	}
	day, err := s.day(q)
	if err != nil {
		return err
	}
	key, err := q.tileKey(tileset, q.snapshot.TileEpoch(tileset, day), "tileMatrix", "tileCol", "tileRow")
	if err != nil {
		return err
	}
	if q.values.Has("datetime") && data.Timeless(tileset) {
		tile, err := q.snapshot.DayTile(q.Context(), tileset, day, key.z, key.x, key.y)
		if err != nil {
			return err
		}
		if len(tile) == 0 {
			send(w, tileType, identity, nil)
			return nil
		}
		return writeDocument(w, q, tileType, tile)
	}
	return s.writeTile(w, q, key, "public, max-age=60", http.StatusOK)
}
