package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/lookup"
	"demarc/data/unfinished"
	"demarc/data/world"
	"demarc/geo/geoparquet"
)

func exportCommand() command {
	return command{
		name: "export", summary: "write a layer as a file for other programs",
		usage:   "[-layer NAME] [-datetime DAY | FROM/TO] [-format NAME] [-viewpoint NAME] [-o FILE] [-data DIR]",
		example: "demarc export -layer control -datetime 2020-11-25 -o control.geojson\n  demarc export -datetime 2020-09-27/2020-11-10 -o war.gif # a film",
		run:     exportLayer,
	}
}

// controlLayers are made of who controls what.
var controlLayers = []string{dataset.ControlLayer, dataset.FrontLayer, dataset.ControllersLayer}

func exportLayer(ctx context.Context, c *call) error {
	layer := c.flags.String("layer", dataset.ControlLayer,
		"the `layer`: control, front (borders between controllers), controllers (the area of "+
			"each), places, events or one of the dataset's region layers; as pmtiles also history, "+
			"all days for clients that colour by /timeline; as parquet also lookup, cells with zone and "+
			"periods for joins in SQL")
	during := intervalFlag{date.Always}
	c.flags.Var(&during, "datetime",
		"a `day` or a closed interval; without it the whole history, of formats that hold one "+
			"day the latest")
	name := c.flags.String("format", "",
		"the file `format`:"+formatList()+"\nwithout it that of the extension of -o, else "+
			export.Formats[0].Name)
	file := c.flags.String("o", "", "the `file` to write; without it, or with -, standard output")
	parameters := c.parameterFlags()
	directory, viewpoint := c.dataFlag(), c.viewpointFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if err := noMore(others); err != nil {
		return err
	}
	format, err := chooseFormat(*name, *file)
	if err != nil {
		return misuse{err}
	}
	for given := range parameters {
		if _, known := format.Parameters[given]; !known {
			return misusef("-%s: the format %s does not take it", given, format.Name)
		}
	}
	snapshot, err := c.openView(*directory, *viewpoint)
	if err != nil {
		return err
	}
	if *layer != dataset.PlacesLayer { // places have no days
		c.noteDays(snapshot.UncoveredPart(during.Interval))
	}
	if slices.Contains(controlLayers, *layer) && !strings.HasPrefix(format.MediaType, "image/") {
		c.noteControl(snapshot, ": layer "+*layer+" is empty, -layer names another")
	}
	if *layer == lookup.Name {
		if format.Name != "parquet" || len(parameters) > 0 || during.Interval != date.Always {
			return misusef("-layer %s: want -format parquet, or -o with that extension, and no other flags: it holds all days", lookup.Name)
		}
		return toFile(*file, c.stdout, func(w io.Writer) error { return c.writeLookup(ctx, w, snapshot) })
	}
	job := export.Job{
		Snapshot: snapshot, Layer: *layer,
		Selection: data.Selection{During: during.Interval}, Parameters: parameters,
		Today: date.DateOf(time.Now()), Context: ctx, Progress: c.progress(), Below: world.Layers,
		Note: func(text string) { fmt.Fprintln(c.stderr, "demarc:", text) },
	}
	err = toFile(*file, c.stdout, func(w io.Writer) error { return format.Write(w, job) })
	if ctx.Err() != nil && err != nil {
		return errors.New("export: stopped, nothing is written")
	}
	var wrong *export.ParameterError
	switch {
	case *layer == export.AllLayers && errors.Is(err, data.ErrNotFound):
		return misusef("-layer all: the format %s holds one layer, gpkg and qlr hold all", format.Name)
	case errors.As(err, &wrong):
		return misusef("-%v", wrong)
	case errors.Is(err, data.ErrNotFound):
		return misuse{err}
	}
	return err
}

// writeLookup writes the cells in which points lie, for engines that join tables.
func (c *call) writeLookup(ctx context.Context, w io.Writer, s *data.Snapshot) error {
	layer, err := lookup.Layer(ctx, s)
	if err != nil {
		return errors.New("export: stopped, nothing is written")
	}
	return geoparquet.WriteTable(w, layer, s.Meta(dataset.ControlLayer, date.Always))
}

// formatList describes the formats for the help.
func formatList() string {
	list := ""
	for _, f := range export.Formats {
		list += fmt.Sprintf("\n  %-11s .%-13s %s", f.Name, f.Extension, f.About)
	}
	return list
}

// chooseFormat returns the format with the name, else that of the file's extension.
func chooseFormat(name, file string) (export.Format, error) {
	switch {
	case name != "":
		return export.ByName(name)
	case file != "" && filepath.Ext(file) != "":
		format, _, err := export.ByFile(file)
		return format, err
	}
	return export.Formats[0], nil
}

// parameterFlags adds a flag for each parameter of a format. The map holds the given ones.
func (c *call) parameterFlags() map[string]string {
	about, formats := map[string]string{}, map[string][]string{}
	for _, f := range export.Formats {
		for name, text := range f.Parameters {
			about[name] = text
			formats[name] = append(formats[name], f.Name)
		}
	}
	given := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(about)) {
		c.flags.Func(name, strings.Join(formats[name], ", ")+": "+about[name], func(value string) error {
			given[name] = value
			return nil
		})
	}
	return given
}

// progress returns a function that shows the progress of a long export, "" clearing the line; nil
// where stderr is no terminal.
func (c *call) progress() func(string) {
	if !isTerminal(c.stderr) {
		return nil
	}
	const clear = "\r\x1b[K"
	var shown time.Time
	return func(text string) {
		switch now := time.Now(); {
		case text == "":
			fmt.Fprint(c.stderr, clear)
		case now.Sub(shown) > 200*time.Millisecond:
			shown = now
			fmt.Fprint(c.stderr, clear, "demarc: ", text)
		}
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// standardOutput is the name of a file that stands for standard output.
const standardOutput = "-"

// toFile lets write fill a file, or standard output if there is no name. A file appears once it is
// complete, and keeps the permissions of the one before it; a symbolic link goes on leading to it.
// Devices and named pipes, such as /dev/stdout, are written to in place.
func toFile(name string, stdout io.Writer, write func(io.Writer) error) error {
	if name == "" || name == standardOutput {
		return writeBuffered(stdout, write)
	}
	if folder := filepath.Dir(name); !isFolder(folder) {
		return fmt.Errorf("%s: there is no directory %s", name, folder)
	}
	permissions := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		switch {
		case info.IsDir():
			return fmt.Errorf("%s: is a directory, want the name of a file", name)
		case !info.Mode().IsRegular():
			return toDevice(name, write)
		}
		permissions = info.Mode().Perm()
		if target, err := filepath.EvalSymlinks(name); err == nil {
			name = target
		}
	}
	return replaceFile(name, permissions, write)
}

// replaceFile lets write fill a new file, which takes the name when it is complete.
func replaceFile(name string, permissions fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := unfinished.NewFile(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Drop()
		}
	}()
	if err := writeBuffered(f, write); err != nil {
		return err
	}
	return f.Place(permissions)
}

// toDevice lets write fill a device or pipe in place: a renamed file would replace it for all other
// programs.
func toDevice(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(writeBuffered(f, write), f.Close())
}

func writeBuffered(to io.Writer, write func(io.Writer) error) error {
	buffered := bufio.NewWriter(to)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}
