package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"demarc/data"
	"demarc/geo/geojson"
)

func exportCommand() command {
	return command{
		name: "export", summary: "write a layer as a file for other programs",
		usage:   "[-layer NAME] [-datetime DAY | FROM/TO] [-format geojson] [-viewpoint NAME] [-o FILE] [-data DIR]",
		example: "demarc export -layer control -datetime 2020-11-25 -o control.geojson",
		run:     export,
	}
}

func export(_ context.Context, c *call) error {
	layerName := c.flags.String("layer", data.ControlLayer, "the `layer`: control, places, events or one of the dataset's region layers")
	during := intervalFlag{data.Always}
	c.flags.Var(&during, "datetime", "a `day` or a closed interval; without it the whole history")
	format := c.flags.String("format", "geojson", "the file `format`")
	file := c.flags.String("o", "", "the `file` to write; without it standard output")
	directory, viewpoint := c.dataFlag(), c.viewpointFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if err := noMore(others); err != nil {
		return err
	}
	if *format != "geojson" {
		return misusef("format %q: want geojson", *format)
	}
	snapshot, err := c.openView(*directory, *viewpoint)
	if err != nil {
		return err
	}
	layer, err := snapshot.Layer(*layerName, data.Selection{During: during.Interval})
	if err != nil {
		return misuse{err}
	}
	return toFile(*file, c.stdout, func(w io.Writer) error {
		return geojson.Write(w, layer, snapshot.Credits())
	})
}

// toFile lets write fill a file, or standard output if there is no name. The
// file appears only when it is complete.
func toFile(name string, stdout io.Writer, write func(io.Writer) error) (err error) {
	if name == "" {
		return write(stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	buffered := bufio.NewWriter(f)
	if err := write(buffered); err != nil {
		f.Close()
		return fmt.Errorf("export: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		f.Close()
		return fmt.Errorf("export: %w", err)
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return fmt.Errorf("export: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return os.Rename(f.Name(), name)
}
