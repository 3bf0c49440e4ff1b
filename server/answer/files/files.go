// Package files reads what is asked of the files of a snapshot, in the formats of data/export, and
// answers with them where there is no server. It stands beside package answer since these formats
// are larger than all else that answers.
package files

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"demarc/data/date"
	"demarc/data/export"
	"demarc/server/answer"
)

// Parameters are those that all files take; those of the format come on top.
var Parameters = []string{"datetime", "bbox", "viewpoint", "known"}

// Read reads the parameters of a file of a layer. It says nothing of where it is had from.
func Read(q answer.Question, f export.Format, layer string) (job export.Job, err error) {
	job = export.Job{
		Snapshot: q.Snapshot, Layer: layer, Parameters: map[string]string{}, Today: date.DateOf(q.Today()),
	}
	if job.Selection.During, err = q.Interval(); err != nil {
		return job, err
	}
	if job.Selection.Within, err = q.Within(); err != nil {
		return job, err
	}
	for name := range f.Parameters {
		if value, given := q.Parameter(name); given {
			job.Parameters[name] = value
		}
	}
	return job, nil
}

// Problem words the errors of a format's own parameters.
func Problem(err error) error {
	var parameter *export.ParameterError
	if errors.As(err, &parameter) {
		return answer.BadParameter(parameter.Name, parameter.Message, "")
	}
	return err
}

// Path is what is asked at export/NAME in the browser.
func Path(name string) (answer.Path, error) {
	f, layer, err := export.ByFile(name)
	switch {
	case err != nil:
		return answer.Path{}, err
	case !f.Browser:
		return answer.Path{}, answer.NotFound(f.Name+" is not made in a browser: want "+answer.List(Extensions()),
			"a server has it, and demarc export makes it")
	}
	return answer.Path{
		Parameters: slices.Concat(Parameters, slices.Sorted(maps.Keys(f.Parameters))),
		Answer: func(ctx context.Context, q answer.Question, _ string) (answer.Answer, error) {
			job, err := Read(q, f, layer)
			job.Context = ctx
			return answer.Answer{Type: f.MediaType, Write: func(w io.Writer) error { return Problem(f.Write(w, job)) }}, err
		},
	}, nil
}

// Extensions are those of the formats that browsers make.
func Extensions() (all []string) {
	for _, f := range export.Formats {
		if f.Browser {
			all = append(all, f.Extension)
		}
	}
	return all
}
