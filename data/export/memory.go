package export

import (
	"cmp"
	"strconv"

	"demarc/data/atlas"
)

// The bytes that writing a file takes, about: whatever its content, for a feature with its texts,
// and for a vertex, of which most formats hold no more than a few at once. The files of the
// packages' tests take less.
const (
	anyFileBytes   = 2 << 20
	featureBytes   = 1500
	vertexBytes    = 4
	heldVertex     = 48 // of formats that hold the whole file
	pixelBytes     = 6
	filmPixelBytes = 2 // of each pixel that a frame changes
	archiveBytes   = 16 << 20
	databaseBytes  = 8 << 20
)

// Memory estimates how many bytes are held while the file of a job is written.
func (f Format) Memory(j Job) int64 {
	layers := []string{j.Layer}
	if j.Layer == AllLayers {
		layers = j.Snapshot.LayerNames()
	}
	perVertex := int64(vertexBytes)
	if f.held || j.Parameters[dissolving] != "" {
		perVertex = heldVertex
	}
	bytes := int64(anyFileBytes)
	for _, name := range layers {
		features, vertices := j.Snapshot.LayerSize(name, j.Selection.During)
		bytes += int64(features)*featureBytes + int64(vertices)*perVertex
	}
	switch {
	case f.Pieces:
		bytes += archiveBytes
	case f.Extension == "gpkg":
		bytes += databaseBytes
	case f.Extension == "png", f.Extension == "gif":
		side := func(name string, otherwise float64) float64 {
			n, _ := strconv.ParseFloat(j.Parameters[name], 64) // a wrong one is refused later
			return cmp.Or(n, otherwise)
		}
		scale := side("scale", 1)
		pixels := min(side("width", atlas.DefaultWidth)*side("height", atlas.DefaultHeight)*scale*scale, mostPixels)
		if f.Extension == "gif" {
			return bytes + j.filmMemory(int64(pixels))
		}
		bytes += int64(pixels * pixelBytes)
	}
	return bytes
}
