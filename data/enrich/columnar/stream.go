package columnar

import (
	"io"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/geo"
	"demarc/geo/arrowipc"
	"demarc/geo/geoparquet"
)

// StreamStart begins a stream of Arrow, FileStart what Arrow has for files, which is none.
const (
	StreamStart = arrowipc.Start
	FileStart   = arrowipc.FileStart
)

// ofStream is a stream of Arrow as the source of a table.
type ofStream struct{ *arrowipc.Stream }

func (s ofStream) size() int64 { return s.Size() }

func (s ofStream) copy(w io.Writer, leaves []int, fields []geo.Field, each func([][]geoparquet.Cell, func([]geoparquet.Value)) error) error {
	return s.Copy(w, leaves, fields, len(fields)-1, each)
}

// Run is enrich.Run for a stream of Arrow, whose batches of rows have at most so many bytes.
func Run(s *data.Snapshot, in io.Reader, out io.Writer, o enrich.Options, most int64) (enrich.Result, error) {
	stream, err := arrowipc.Open(in, most)
	if err != nil {
		return enrich.Result{}, &enrich.InputError{Detail: err.Error()}
	}
	t, err := newTable(s, ofStream{stream}, o)
	if err != nil {
		return enrich.Result{}, err
	}
	return t.Run(out)
}
