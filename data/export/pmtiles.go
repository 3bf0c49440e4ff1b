//go:build !js

package export

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"strconv"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/unfinished"
	"demarc/geo/mvt"
	"demarc/geo/pmtiles"
)

// writePMTiles writes all tiles of a tileset as one archive.
func writePMTiles(w io.Writer, j Job) error {
	day, err := j.day()
	if err != nil {
		return err
	}
	if j.Selection.Within != nil {
		return &ParameterError{"bbox", "bbox: an archive of tiles holds the whole layer"}
	}
	minZoom, maxZoom, err := j.zooms()
	if err != nil {
		return err
	}
	layers, err := j.Snapshot.TileContent(j.ending(), j.Layer, day)
	if err != nil {
		return err
	}
	folder, err := unfinished.Temporary("export")
	if err != nil {
		return err
	}
	defer folder.Drop()
	writer, err := pmtiles.NewWriter(folder.Path)
	if err != nil {
		return err
	}
	defer writer.Close()
	if j.Progress != nil {
		defer j.Progress("")
	}
	err = writer.AddPyramid(j.ending(), pmtiles.Pyramid{
		Layers: layers, MinZoom: minZoom, MaxZoom: maxZoom, MaxTiles: j.MaxTiles, Progress: j.tilesDone,
		Tile: func(z, x, y uint32) (tile []byte, err error) {
			err = j.piece(func() error {
				tile, err = j.Snapshot.Tile(j.ending(), j.Layer, day, z, x, y)
				return err
			})
			return tile, err
		},
	})
	switch {
	case errors.Is(err, pmtiles.ErrTooMany):
		return &ParameterError{"maxzoom", fmt.Sprintf("maxzoom %d: more than %d tiles would have to be made: want fewer zooms, or demarc export", maxZoom, j.MaxTiles)}
	case err != nil:
		return err
	}
	err = writer.Finish(&stoppable{w, j}, j.archiveInfo(day, mvt.Describe(layers), minZoom, maxZoom))
	if errors.Is(err, pmtiles.ErrEmpty) {
		return fmt.Errorf("tiles of %s on %s: %w: nothing is drawn there, and an archive needs a tile", j.Layer, day, data.ErrNotFound)
	}
	return err
}

// day returns the day that an archive holds; tilesets that hold all days take none.
func (j Job) day() (date.Date, error) {
	timeline, during := j.Snapshot.Timeline, j.Selection.During
	switch {
	case data.Timeless(j.Layer) && during == date.Always:
		return timeline.Covers().From, nil
	case data.Timeless(j.Layer):
		return 0, &ParameterError{"datetime", "datetime: the tiles of " + j.Layer + " hold all days: want none"}
	case during == date.Always:
		return j.Snapshot.DefaultDay(j.Today), nil
	case timeline.Epoch(during.From) != timeline.Epoch(during.Last()):
		return 0, &ParameterError{"datetime", "datetime: tiles hold one day: want a day, or an interval in which nothing changes"}
	}
	return max(during.From, date.Beginning+1), nil
}

func (j Job) zooms() (low, high uint32, err error) {
	if low, err = j.zoom("minzoom", mvt.MinZoom); err != nil {
		return 0, 0, err
	}
	finest := min(mvt.MaxZoom, j.Snapshot.TileZoom(j.Layer))
	if high, err = j.zoom("maxzoom", max(finest, int(low))); err == nil && low > high {
		err = &ParameterError{"minzoom", fmt.Sprintf("minzoom %d: want at most maxzoom, %d", low, high)}
	}
	return low, high, err
}

func (j Job) zoom(name string, otherwise int) (uint32, error) {
	text, given := j.Parameters[name]
	if !given {
		return uint32(otherwise), nil
	}
	zoom, err := strconv.ParseUint(text, 10, 32)
	if err != nil || zoom > mvt.MaxZoom {
		return 0, &ParameterError{name, fmt.Sprintf("%s %q: want %d to %d", name, text, mvt.MinZoom, mvt.MaxZoom)}
	}
	return uint32(zoom), nil
}

func (j Job) tilesDone(p pmtiles.Progress) {
	if j.Progress != nil {
		j.Progress(fmt.Sprintf("zoom %d, %d tiles, %.1f MB", p.Zoom, p.Tiles, float64(p.Bytes)/1e6))
	}
}

// archiveInfo has what a server would say in the TileJSON of the tileset, and what every file says
// of itself.
func (j Job) archiveInfo(day date.Date, layers []mvt.VectorLayer, minZoom, maxZoom uint32) pmtiles.Info {
	type vectorLayer struct {
		mvt.VectorLayer
		MinZoom uint32 `json:"minzoom"`
		MaxZoom uint32 `json:"maxzoom"`
	}
	described := make([]vectorLayer, len(layers))
	for i, layer := range layers {
		described[i] = vectorLayer{layer, minZoom, maxZoom}
	}
	d, meta, bound := j.Snapshot.Dataset, j.meta(), j.Snapshot.TileBound(j.Layer)
	metadata := map[string]any{
		"name": meta.Title, "type": "overlay", "format": "pbf", "generator": "demarc", "vector_layers": described,
	}
	maps.Copy(metadata, meta.Members())
	if !data.Timeless(j.Layer) {
		epoch := j.Snapshot.Timeline.EpochInterval(j.Snapshot.Timeline.Epoch(day))
		metadata["datetime"] = day.String()
		metadata["valid_from"], metadata["valid_to"] = epoch.From.Optional(), epoch.To.Optional()
	}
	return pmtiles.Info{
		Bounds:   [4]float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()},
		Center:   [3]float64{d.View.Center[0], d.View.Center[1], float64(d.View.Zoom)},
		Metadata: metadata,
	}
}
