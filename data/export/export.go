// Package export holds the one table of the file formats in which layers leave the program: demarc
// export and the server's /export both read it, so a format that stands here can be had from both.
package export

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

// Format is one row of the table.
type Format struct {
	Name      string // as -format has it
	Extension string // of file names and addresses, without the leading dot; no two formats share one
	// Version counts the changes of what is written of the same dataset. A test tells when to raise
	// it.
	Version   int
	MediaType string
	About     string // what it is good for, in half a sentence
	Packed    bool   // compressed by itself: compressing it again gains nothing
	held      bool   // held in memory until it is whole
	Pieces    bool   // made of pieces side by side, each by Job.Piece
	OneDay    bool   // holds one day: that asked for, else the dataset's default as of Job.Today
	InParts   bool   // is read in parts by its clients, so the server keeps it for a while
	// Browser: the engine of the page makes it too. It does not what wants SQLite, files while it
	// is made, or a server to read from.
	Browser bool
	// Parameters are the names that Job.Parameters may hold, each with a word on what it means.
	Parameters map[string]string
	// Write writes the file from beginning to end. An error before the first byte may be about the
	// job (data.ErrNotFound, ParameterError); later ones are about w.
	Write func(w io.Writer, job Job) error
}

// Job says what is to be written.
type Job struct {
	Snapshot   *data.Snapshot // as the viewpoint sees it
	Layer      string
	Selection  data.Selection
	Parameters map[string]string // those of the format; absent: not given
	Source     string            // the address that the file is had from, "" if it has none
	Today      date.Date         // for formats that hold one day
	// Below is what lies below maps, see [atlas.Query]; it may be nil.
	Below     func(bound orb.Bound, width int) []geo.Layer
	MaxTiles  int             // that may be made, for formats of tiles; 0: any number
	MaxPixels int             // of all pictures of a film; 0: as many as one can have
	Note      func(string)    // told what the format cannot hold as it is; may be nil
	Progress  func(string)    // told now and then how far it is, nothing at the end; may be nil
	Context   context.Context // ends the writing early where that takes long; nil: nothing does
	// Between is called between pieces of the work, so that other work may come in between, and
	// Piece does each piece of a format whose pieces are made side by side (Format.Pieces). Their
	// errors end the writing; nil ones do nothing.
	Between func() error
	Piece   func(ctx context.Context, work func() error) error
}

// table returns the layer that the job is about.
func (j Job) table() (geo.Layer, error) {
	layer, err := j.Snapshot.Layer(j.ending(), j.Layer, j.Selection)
	field, given := j.Parameters[dissolving]
	if err != nil || !given {
		return layer, err
	}
	if d := j.Selection.During; d.To != d.From+1 && dated(layer) {
		return layer, &ParameterError{dissolving, "dissolve: areas change over time: want datetime with one day"}
	}
	layer, err = data.Dissolve(j.ending(), layer, field)
	if j.ending().Err() != nil {
		return layer, context.Cause(j.ending())
	}
	if err != nil {
		return layer, &ParameterError{dissolving, "dissolve: " + err.Error()}
	}
	return layer, nil
}

// dated tells whether any feature is not there on all days.
func dated(layer geo.Layer) bool {
	from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo)
	return slices.ContainsFunc(layer.Features, func(f geo.Feature) bool { return f.Text(from) != "" || f.Text(to) != "" })
}

// dissolving is a parameter of the formats that hold any table.
const dissolving = "dissolve"

// tableParameters are those of these formats.
var tableParameters = map[string]string{dissolving: "makes areas with the same value in this `field` one; of layers that change, those of one day"}

// ending returns the context that ends the writing early.
func (j Job) ending() context.Context {
	if j.Context == nil {
		return context.Background()
	}
	return j.Context
}

// between is called between pieces of the work.
func (j Job) between() error {
	if ctx := j.ending(); ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if j.Between == nil {
		return nil
	}
	return j.Between()
}

// piece does a piece of the work.
func (j Job) piece(work func() error) error {
	if j.Piece == nil {
		return work()
	}
	return j.Piece(j.ending(), work)
}

// meta returns what the file says of itself.
func (j Job) meta() geo.Meta {
	m := j.Snapshot.Meta(j.Layer, j.Selection.During)
	m.Source = j.Source
	return m
}

// about returns what the dataset says of what stands in the tables.
func (j Job) about(tables ...geo.Layer) ([]byte, error) {
	names, layer := map[string]bool{}, ""
	for _, table := range tables {
		layer = table.Name
		for i, field := range table.Fields {
			names[field.Name] = true
			switch field.Name {
			case "controller", "patrolled_by", "acquired_by", "claimants", "status", "event", "source_ids":
			default:
				continue
			}
			for k := range table.Features {
				for name := range strings.SplitSeq(table.Features[k].Text(i), ",") {
					names[name] = true
				}
			}
		}
	}
	if len(tables) != 1 {
		layer = ""
	}
	return j.Snapshot.Dataset.About(layer, names)
}

// flag reads a parameter that is true or false; false when it is not given.
func (j Job) flag(name string) (bool, error) {
	switch value := j.Parameters[name]; value {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, &ParameterError{name, fmt.Sprintf("%s %q: want true or false", name, value)}
	}
}

// ParameterError is about the value of one of a format's own parameters.
type ParameterError struct{ Name, Message string }

func (e *ParameterError) Error() string { return e.Message }

// FileName returns the name that the file of a job has, such as
// karabakh-control-2020-11-25.geojson.
func (f Format) FileName(j Job) string {
	parts := []string{j.Snapshot.Dataset.ID, j.Layer}
	if datetime := j.Selection.During.Datetime(); datetime != "" {
		parts = append(parts, strings.NewReplacer("../", "until-", "/..", "-on", "/", "_").Replace(datetime))
	}
	if field := j.Parameters[dissolving]; field != "" {
		parts = append(parts, "by", field)
	}
	if d := j.Snapshot.Dataset; len(d.Viewpoints) > 0 && j.Snapshot.Viewpoint != d.Viewpoints[0].ID {
		parts = append(parts, j.Snapshot.Viewpoint)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, strings.Join(parts, "-")) + "." + f.Extension
}

// ByName returns the format with the name.
func ByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("format %q: %w: want one of %s", name, data.ErrNotFound, strings.Join(names, ", "))
}

// ByFile returns the format that a file's extension tells, and the name without it. The longest
// extension wins: a.shp.zip is no zip called a.shp.
func ByFile(name string) (Format, string, error) {
	var best Format
	var extensions []string
	for _, f := range Formats {
		if strings.HasSuffix(strings.ToLower(name), "."+f.Extension) && len(f.Extension) > len(best.Extension) {
			best = f
		}
		extensions = append(extensions, "."+f.Extension)
	}
	if best.Write == nil {
		return best, name, fmt.Errorf("file %q: %w: no format has this extension, want one of %s",
			filepath.Base(name), data.ErrNotFound, strings.Join(extensions, ", "))
	}
	return best, name[:len(name)-len(best.Extension)-1], nil
}

type layerWriter func(io.Writer, geo.Layer, geo.Meta) error

// ofLayer makes a Write of a function that needs nothing but the layer.
func ofLayer(write layerWriter) func(io.Writer, Job) error {
	return fitted(func(_ Job, layer geo.Layer) (geo.Layer, string) { return layer, "" }, write)
}

// fitted makes a Write of a function for layers that fit returns, with a note on what it changed.
func fitted(fit func(Job, geo.Layer) (geo.Layer, string), write layerWriter) func(io.Writer, Job) error {
	return func(w io.Writer, j Job) error {
		layer, err := j.table()
		if err != nil {
			return err
		}
		meta := j.meta()
		if meta.About, err = j.about(layer); err != nil {
			return err
		}
		layer, meta.Note = fit(j, layer)
		j.note(meta.Note)
		if err := j.between(); err != nil {
			return err
		}
		return write(&stoppable{w, j}, layer, meta)
	}
}

// datesSince makes a Write for a format whose dates begin on the day first: earlier days are
// written as text.
func datesSince(first string, write layerWriter) func(io.Writer, Job) error {
	return fitted(func(_ Job, layer geo.Layer) (geo.Layer, string) { return withDatesSince(first, layer) }, write)
}

// withDatesSince turns fields with days before first into texts and returns a note about them.
func withDatesSince(first string, layer geo.Layer) (geo.Layer, string) {
	layer, texts := layer.WithDatesSince(first)
	if len(texts) == 0 {
		return layer, ""
	}
	return layer, fmt.Sprintf("layer %s: dates of this format begin on %s: written as text: %s",
		layer.Name, first, strings.Join(texts, ", "))
}

// timesSince makes a Write for a format that has a time for each feature, which begins on the day
// first: earlier days stand in the fields alone.
func timesSince(first string, write layerWriter) func(io.Writer, Job) error {
	return fitted(func(_ Job, layer geo.Layer) (geo.Layer, string) {
		_, earlier := layer.WithDatesSince(first)
		if len(earlier) == 0 {
			return layer, ""
		}
		return layer, fmt.Sprintf("layer %s: times of this format begin on %s and are cut off there: whole in the fields %s",
			layer.Name, first, strings.Join(earlier, ", "))
	}, write)
}

// note tells a note that is not empty.
func (j Job) note(text string) {
	if j.Note != nil && text != "" {
		j.Note(text)
	}
}

// stoppable fails once the context of the job is done, so that an export which nobody wants any
// more ends, and lets other work come in between.
type stoppable struct {
	io.Writer
	job Job
}

func (s *stoppable) Write(p []byte) (int, error) {
	if err := s.job.between(); err != nil {
		return 0, err
	}
	return s.Writer.Write(p)
}
