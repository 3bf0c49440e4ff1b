package server

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gorilla/mux"
	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/mvt"
)

// The tile matrix set of all tiles, see OGC 17-083r4, annex D.
const (
	webMercatorQuad    = "WebMercatorQuad"
	webMercatorQuadURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
)

var ogcTileParameters = []string{"f", "datetime", "viewpoint"}

// tilesetDoc describes a tileset (OGC 17-083r4, 7.3). Without layers it is an
// entry of a list.
type tilesetDoc struct {
	Title        string       `json:"title"`
	Attribution  string       `json:"attribution,omitempty"`
	DataType     string       `json:"dataType"`
	CRS          string       `json:"crs"`
	MatrixSetURI string       `json:"tileMatrixSetURI"`
	MatrixSetID  string       `json:"tileMatrixSetId"`
	Limits       []tileLimits `json:"tileMatrixSetLimits"`
	Bounds       *cornersDoc  `json:"boundingBox,omitempty"`
	Layers       []layerDoc   `json:"layers,omitempty"`
	Links        []link       `json:"links"`
	MediaTypes   []string     `json:"mediaTypes"`
}

type cornersDoc struct {
	LowerLeft  orb.Point `json:"lowerLeft"`
	UpperRight orb.Point `json:"upperRight"`
	CRS        string    `json:"crs"`
}

// tileLimits are the tiles of a zoom outside of which there are none.
type tileLimits struct {
	Matrix string `json:"tileMatrix"`
	MinRow uint32 `json:"minTileRow"`
	MaxRow uint32 `json:"maxTileRow"`
	MinCol uint32 `json:"minTileCol"`
	MaxCol uint32 `json:"maxTileCol"`
}

func (l tileLimits) holds(row, col uint32) bool {
	return l.MinRow <= row && row <= l.MaxRow && l.MinCol <= col && col <= l.MaxCol
}

type layerDoc struct {
	ID         string         `json:"id"`
	DataType   string         `json:"dataType"`
	Dimension  int            `json:"geometryDimension"`
	Properties map[string]any `json:"propertiesSchema"`
}

// tilesetOf returns the tileset that the path is about and the path of its list:
// that of a collection, or that of all layers.
func tilesetOf(r *http.Request, snapshot *data.Snapshot) (name, title, path string, err error) {
	if _, ok := mux.Vars(r)["collection"]; !ok {
		return data.WholeTiles, cmp.Or(snapshot.Dataset.Title.In("en"), snapshot.Dataset.ID), "/tiles", nil
	}
	c, err := collectionOf(r, snapshot)
	if err != nil {
		return "", "", "", err
	}
	return c.Name, c.Title, collectionPath(c.Name) + "/tiles", nil
}

// getTilesets lists the tilesets of a collection or of all layers: one each, as
// there is one tile matrix set. The latter names the TileJSON documents too.
func (s *Server) getTilesets(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	name, title, path, err := tilesetOf(r, snapshot)
	if err != nil {
		return err
	}
	if _, err := negotiateFormat(a, r, asJSON); err != nil {
		return err
	}
	list := map[string]any{
		"links": s.links(r, path, nil, asJSON, asJSON), "tilesets": []tilesetDoc{s.describeTileset(r, snapshot, name, title, path)},
	}
	if name == data.WholeTiles {
		type address struct {
			ID       string `json:"id"`
			TileJSON string `json:"tilejson"`
		}
		addresses := []address{}
		for _, name := range snapshot.Tilesets() {
			addresses = append(addresses, address{name, s.address(r) + "/tiles/" + url.PathEscape(name) + ".json"})
		}
		list["snapshot"], list["tilejson"] = snapshot.ID, addresses
	}
	return a.writeJSON(list)
}

// getTileset is the metadata of a tileset.
func (s *Server) getTileset(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	name, title, path, err := tilesetOf(r, snapshot)
	if err != nil {
		return err
	}
	if err := checkMatrixSet(r); err != nil {
		return err
	}
	if _, err := negotiateFormat(a, r, asJSON); err != nil {
		return err
	}
	doc := s.describeTileset(r, snapshot, name, title, path)
	template := s.address(r) + path + "/" + webMercatorQuad + "/{tileMatrix}/{tileRow}/{tileCol}?f=mvt"
	doc.Links = append(doc.Links, link{template, "item", tileType, "tiles; datetime chooses the day", true})
	doc.Links = append(doc.Links, licenceLinks(snapshot)...)
	layers, err := snapshot.TileContent(name, snapshot.DefaultDay(date.DateOf(s.options.Today())))
	if err != nil {
		return err
	}
	for _, layer := range layers {
		doc.Layers = append(doc.Layers, describeLayer(layer))
	}
	box := snapshot.TileBound(name)
	doc.Bounds = &cornersDoc{box.Min, box.Max, crs.CRS84.URI()}
	return a.writeJSON(doc)
}

func describeLayer(layer geo.Layer) layerDoc {
	doc := layerDoc{ID: layer.Name, DataType: "vector", Properties: map[string]any{"type": "object"}}
	properties := map[string]any{}
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
func (s *Server) describeTileset(r *http.Request, snapshot *data.Snapshot, name, title, path string) tilesetDoc {
	base := s.address(r) + path + "/" + webMercatorQuad
	return tilesetDoc{
		Title: title, Attribution: snapshot.Dataset.Attribution, DataType: "vector", CRS: crs.WebMercator.URI(),
		MatrixSetURI: webMercatorQuadURI, MatrixSetID: webMercatorQuad, Limits: limitsOf(snapshot, name), MediaTypes: []string{tileType},
		Links: []link{
			{base + "?f=json", "self", jsonMedia, "this tileset", false},
			{s.address(r) + "/tileMatrixSets/" + webMercatorQuad, relScheme, jsonMedia, webMercatorQuad, false},
		},
	}
}

// limitsOf returns for each zoom the rows and columns that the tileset reaches.
func limitsOf(snapshot *data.Snapshot, name string) []tileLimits {
	box := snapshot.TileBound(name)
	var limits []tileLimits
	for z := uint32(mvt.MinZoom); z <= mvt.MaxZoom; z++ {
		limits = append(limits, limitsAt(box, z))
	}
	return limits
}

// limitsAt returns the rows and columns of a zoom whose tiles meet a box of
// longitudes and latitudes; tiles have no buffer here.
func limitsAt(box orb.Bound, z uint32) tileLimits {
	const world = 2 * math.Pi * 6378137 // metres, the side of the square of all tiles
	north, south := crs.WebMercator.Forward(box.Max)[1], crs.WebMercator.Forward(box.Min)[1]
	tile := func(part float64) uint32 {
		size := math.Exp2(float64(z))
		return uint32(max(0, min(size-1, math.Floor(part*size))))
	}
	return tileLimits{
		Matrix: strconv.Itoa(int(z)), MinRow: tile(0.5 - north/world), MaxRow: tile(0.5 - south/world),
		MinCol: tile(box.Min[0]/360 + 0.5), MaxCol: tile(box.Max[0]/360 + 0.5),
	}
}

func checkMatrixSet(r *http.Request) error {
	if id := mux.Vars(r)["tileMatrixSet"]; id != webMercatorQuad {
		return notFound(fmt.Sprintf("tile matrix set %q: want %s", id, webMercatorQuad),
			"/tiles lists the tilesets; /tiles/{tileset}/{z}/{x}/{y}.mvt, with this ending, are the tiles of one")
	}
	return nil
}

// serveOGCTile answers the addresses of OGC API Tiles: row before column,
// nothing outside of the limits.
func (s *Server) serveOGCTile(w http.ResponseWriter, r *http.Request) {
	if err := s.ogcTile(w, r); err != nil {
		s.writeError(w, r, err)
	}
}

func (s *Server) ogcTile(w http.ResponseWriter, r *http.Request) error {
	if p := checkQuery(r, ogcTileParameters); p != nil {
		return p
	}
	snapshot, p := view(r, s.live.Current())
	if p != nil {
		return p
	}
	if snapshot == nil {
		return noData()
	}
	name, _, _, err := tilesetOf(r, snapshot)
	if err != nil {
		return err
	}
	if err := checkMatrixSet(r); err != nil {
		return err
	}
	if f, given := query(r, "f"); given && f != "mvt" {
		return badParameter("f", fmt.Sprintf("format %q: want mvt", f), "")
	}
	path, err := ogcTilePath(mux.Vars(r), limitsOf(snapshot, name))
	if err != nil {
		return err
	}
	path.tileset = name
	if _, dated := query(r, "datetime"); dated && data.Timeless(name) {
		return s.timelessTile(w, r, snapshot, path)
	}
	return s.writeTile(w, r, snapshot, path)
}

// timelessTile answers a tile of a layer that has one tileset for all days with
// what it holds on the day: all of it if it is not dated.
func (s *Server) timelessTile(w http.ResponseWriter, r *http.Request, snapshot *data.Snapshot, path tilePath) error {
	day, err := s.day(r, snapshot)
	if err != nil {
		return err
	}
	layer, err := snapshot.Layer(path.tileset, data.Selection{During: date.Interval{From: day, To: day + 1}})
	if err != nil {
		return err
	}
	tile, err := mvt.NewTiler([]geo.Layer{layer}).Tile(path.z, path.x, path.y)
	if err != nil {
		return err
	}
	a := &answer{header: w.Header(), contentType: tileType}
	a.Write(tile) // a buffer takes everything
	a.send(w, r)
	return nil
}

func ogcTilePath(vars map[string]string, limits []tileLimits) (tilePath, error) {
	matrix := vars["tileMatrix"]
	i := slices.IndexFunc(limits, func(l tileLimits) bool { return l.Matrix == matrix })
	if i < 0 {
		return tilePath{}, notFound(fmt.Sprintf("tile matrix %q: want %s to %s", matrix, limits[0].Matrix, limits[len(limits)-1].Matrix), "scale the tiles of the largest zoom")
	}
	row, errRow := strconv.ParseUint(vars["tileRow"], 10, 32)
	col, errCol := strconv.ParseUint(vars["tileCol"], 10, 32)
	if l := limits[i]; errRow != nil || errCol != nil || !l.holds(uint32(row), uint32(col)) {
		return tilePath{}, notFound(
			fmt.Sprintf("row %s, column %s of tile matrix %s: want rows %d to %d and columns %d to %d", vars["tileRow"], vars["tileCol"], matrix, l.MinRow, l.MaxRow, l.MinCol, l.MaxCol),
			"the row comes before the column")
	}
	zoom, err := strconv.Atoi(matrix)
	return tilePath{z: uint32(zoom), x: uint32(col), y: uint32(row)}, err
}
