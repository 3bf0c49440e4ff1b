package publish

import (
	"bytes"
	"context"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
)

// Archive is a tileset in one file, in the form PMTiles.
type Archive struct {
	Key   string `json:"key"`
	Bytes int    `json:"bytes"`
}

// archive adds all tiles of a tileset as one file, the same that demarc export makes. What changes
// in one tile is a new file: tiles as files are sent one by one.
func (c *collector) archive(ctx context.Context, tileset string) error {
	pmtiles, err := export.ByName("pmtiles")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = pmtiles.Write(&b, export.Job{Snapshot: c.Snapshot, Layer: tileset, Selection: data.Selection{During: date.Always}, Context: ctx, Progress: c.progress})
	if err != nil {
		return err
	}
	key := c.add("archive", "."+pmtiles.Extension, pmtiles.MediaType, b.Bytes())
	c.manifest.Format = archivesFormat
	c.manifest.Archives = map[string]Archive{tileset: {key, b.Len()}}
	return nil
}
