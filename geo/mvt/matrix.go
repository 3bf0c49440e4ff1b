package mvt

import (
	"math"
	"strconv"
)

// The tile matrix set of all tiles (OGC 17-083r4, annex D.1).
const (
	MatrixSet      = "WebMercatorQuad"
	MatrixSetTitle = "Google Maps Compatible for the World"
	MatrixSetURI   = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
)

// Matrix is the tiles of a zoom as OGC 17-083r4 describes them.
type Matrix struct {
	ID               string     `json:"id"`
	ScaleDenominator float64    `json:"scaleDenominator"`
	CellSize         float64    `json:"cellSize"` // metres
	CornerOfOrigin   string     `json:"cornerOfOrigin"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      int        `json:"matrixWidth"`
	MatrixHeight     int        `json:"matrixHeight"`
}

// Matrices returns the matrices of all zooms that have tiles.
func Matrices() []Matrix {
	const (
		half  = math.Pi * 6378137 // metres from the origin to an edge
		cells = 256               // along the side of a tile
		pixel = 0.00028           // metres, the size of a cell on a standard screen
	)
	var list []Matrix
	for z := MinZoom; z <= MaxZoom; z++ {
		size := 2 * half / cells / float64(int(1)<<z)
		list = append(list, Matrix{
			ID: strconv.Itoa(z), ScaleDenominator: size / pixel, CellSize: size, CornerOfOrigin: "topLeft",
			PointOfOrigin: [2]float64{-half, half}, TileWidth: cells, TileHeight: cells,
			MatrixWidth: 1 << z, MatrixHeight: 1 << z,
		})
	}
	return list
}
