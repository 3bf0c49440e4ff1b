//go:build !race

// One file after the other: the race detector has nothing to find.

package export_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
	"demarc/data/world"
)

var update = flag.Bool("update", false, "write the hashes of new versions of formats")

// What a format makes of the same dataset has a version, which stands in entity tags: without it,
// clients of a newer program would keep files that it writes otherwise.
func TestOutputsKeepTheirVersions(t *testing.T) {
	for _, format := range export.Formats {
		input, sum := sha256.New(), sha256.New()
		for _, files := range []fs.FS{testdata.Isles(), testdata.Olden(), testdata.Globe()} {
			s, _, err := data.Open(files)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(input, s.ID)
			writeAll(t, sum, format, s)
		}
		testdata.OutputKept(t, "testdata/outputs.txt", format.Name, format.Version,
			fmt.Sprintf("%x", input.Sum(nil)[:8]), fmt.Sprintf("%x", sum.Sum(nil)[:16]), *update)
	}
}

// writeAll writes all layers of a snapshot, of all days and of the last, and once with each
// parameter. What a format cannot hold goes by its error.
func writeAll(t *testing.T, out hash.Hash, format export.Format, s *data.Snapshot) {
	t.Helper()
	layers := []string{dataset.ControlLayer, dataset.FrontLayer, dataset.ControllersLayer, dataset.PlacesLayer, "events", "history", export.AllLayers}
	for _, layer := range s.Dataset.Layers {
		layers = append(layers, layer.ID)
	}
	today, err := date.Parse("2000-01-01")
	if err != nil {
		t.Fatal(err)
	}
	last := s.DefaultDay(today)
	written := 0
	write := func(job export.Job) {
		job.Snapshot, job.Source, job.Today, job.Below = s, "https://map.example/", today, world.Layers
		if _, tiles := format.Parameters["maxzoom"]; tiles {
			job.Parameters = map[string]string{"maxzoom": "4"} // all zooms would take seconds
		}
		if _, film := format.Parameters["frames"]; film && job.Parameters == nil {
			job.Parameters = map[string]string{"width": "300", "height": "200"} // so would pictures of all days
		}
		fmt.Fprintf(out, "\n%s %v %v\n", job.Layer, job.Selection, job.Parameters)
		counted := &counter{out, 0}
		if err := format.Write(counted, job); err != nil {
			fmt.Fprintln(out, err)
		}
		written += counted.bytes
	}
	for _, layer := range layers {
		write(export.Job{Layer: layer, Selection: data.Selection{During: date.Always}})
	}
	day := data.Selection{During: date.Interval{From: last, To: last + 1}}
	write(export.Job{Layer: dataset.ControlLayer, Selection: day})
	for _, given := range [][2]string{
		{"dissolve", "controller"}, {"bom", "true"}, {"width", "300"}, {"scale", "2"}, {"lang", "hy"}, {"source", "x.gpkg"},
	} {
		if _, known := format.Parameters[given[0]]; known {
			write(export.Job{Layer: dataset.ControlLayer, Selection: day, Parameters: map[string]string{given[0]: given[1]}})
		}
	}
	if written == 0 {
		t.Errorf("%s: nothing was written", format.Name)
	}
}

// counter counts what goes through it.
type counter struct {
	io.Writer
	bytes int
}

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return c.Writer.Write(p)
}
