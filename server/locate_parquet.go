package server

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/enrich/columnar"
)

// parquetBytes are held for a table of Parquet: pages of the columns that are read, and what is
// added to a group of rows.
const parquetBytes = 32 << 20

// A stream of Arrow holds a batch of its rows, as it came and as it is written.
const (
	arrowBatch = 32 << 20
	arrowBytes = 3 * arrowBatch
)

// locateArrow locates a stream of Arrow.
func locateArrow(snapshot *data.Snapshot, in io.Reader, out io.Writer, o enrich.Options) (enrich.Result, error) {
	buffered := bufio.NewWriterSize(out, 64<<10)
	result, err := columnar.Run(snapshot, in, buffered, o, arrowBatch)
	if err != nil {
		return result, err
	}
	return result, buffered.Flush()
}

// locateParquet locates a Parquet file, which is read from its end: so it is put where other
// answers are made, within the same room on disk.
func (s *Server) locateParquet(q *request) func(*data.Snapshot, io.Reader, io.Writer, enrich.Options) (enrich.Result, error) {
	return func(snapshot *data.Snapshot, in io.Reader, out io.Writer, o enrich.Options) (result enrich.Result, err error) {
		spool := &draft{ctx: q.Context(), disk: &s.disk}
		defer spool.drop()
		most := s.disk.limit
		n, err := io.Copy(spool, in)
		if errors.Is(err, errDisk) && n > most-draftBytes { // it alone is too large
			return result, newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("the table is larger than %d MB, the room for all temporary files", most>>20),
				"send it in pieces, or locate it with the command")
		}
		if err != nil {
			return result, err
		}
		content := spool.content()
		table, err := columnar.Open(snapshot, content, n, o)
		if err != nil {
			return result, err
		}
		buffered := bufio.NewWriterSize(out, 64<<10)
		if result, err = table.Run(buffered); err != nil {
			return result, err
		}
		return result, buffered.Flush()
	}
}
