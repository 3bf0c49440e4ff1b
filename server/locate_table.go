package server

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"demarc/data/enrich"
	"demarc/server/admit"
	"demarc/server/answer"
)

// The time for each piece of a table; the whole may take any time.
const (
	tableReadTimeout  = 30 * time.Second
	tableWriteTimeout = 60 * time.Second
)

// The columns read from a table are named in a header of the answer, doubts about them in a
// trailer.
const (
	tableReadHeader  = "Demarc-Read"
	tableNoteTrailer = "Demarc-Note"
)

// postLocate reads a table of points and writes it back with columns added, while it is still being
// sent. An error after the first row breaks the connection off, so that the client misses the last
// chunk of HTTP/1.1 or the end of the stream of HTTP/2. It computes in turns, and rests while it
// waits for the client.
func (s *Server) postLocate(w http.ResponseWriter, q *request) error {
	options, err := answer.TableOptions(q.question(), q.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	held := int64(tableBytes)
	switch options.Format {
	case enrich.Parquet:
		held = parquetBytes
	case enrich.Arrow:
		held = arrowBytes
	}
	place, err := s.admission.tables.Enter(q.Context(), s.options.client(q.Request), held)
	if err != nil {
		return err
	}
	defer place.Close()
	turn, err := s.admission.turns.Take(q.Context())
	if err != nil {
		return err
	}
	defer turn.Rest()
	out := &tableWriter{w: w, control: http.NewResponseController(w), turn: turn, contentType: q.Header.Get("Content-Type")}
	run, byColumns := enrich.Run, true
	switch options.Format {
	case enrich.Parquet:
		run, out.contentType = s.locateParquet(q), answer.ParquetMedia
	case enrich.Arrow:
		run, out.contentType = locateArrow, answer.ArrowMedia
	default:
		byColumns = false
	}
	in, err := tableReader(q.Request, out.control, turn)
	if err != nil {
		return err
	}
	if !byColumns && negotiate(q.Request, []coding{gzipped}) == gzipped {
		out.zip = gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(out.zip)
	}
	out.control.EnableFullDuplex() // HTTP/2 needs no leave
	options.Progress = func(result enrich.Result) {
		if !out.begun && result.Read.Known() {
			w.Header().Set(tableReadHeader, ascii(result.Read.Text(options.Ask)))
		}
	}
	result, err := run(q.snapshot, in, out, options)
	if err == nil {
		err = out.close()
	}
	switch {
	case err == nil:
		if notes := result.Notes(options.Ask); len(notes) > 0 {
			w.Header().Set(http.TrailerPrefix+tableNoteTrailer, ascii(strings.Join(notes, "; ")))
		}
		return nil
	case out.begun:
		return brokenOff{err}
	}
	w.Header().Set("Connection", "close") // what follows of the body is not read
	return tableProblem(err)
}

// ascii escapes what a header line cannot hold, as Go and JSON do.
func ascii(text string) string {
	quoted := strconv.QuoteToASCII(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// tableReader reads the body, each time within tableReadTimeout.
func tableReader(r *http.Request, control *http.ResponseController, turn *admit.Turn) (io.Reader, error) {
	body := readerFunc(func(p []byte) (int, error) {
		turn.Rest()
		control.SetReadDeadline(time.Now().Add(tableReadTimeout)) // not all connections have one
		n, err := r.Body.Read(p)
		return n, cmp.Or(err, turn.Resume())
	})
	return answer.TableBody(body, r.Header.Get("Content-Encoding"))
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// tableWriter is the answer with a table. Its header goes out with the first piece; until then a
// problem can take its place.
type tableWriter struct {
	w           http.ResponseWriter
	control     *http.ResponseController
	turn        *admit.Turn
	zip         *gzip.Writer // nil: not compressed
	zipped      bytes.Buffer // what it has written and the client has not got
	contentType string
	begun       bool
}

func (t *tableWriter) Write(piece []byte) (int, error) {
	if !t.begun {
		t.begin()
	}
	out := piece
	if t.zip != nil {
		t.zip.Write(piece) // a buffer takes everything
		t.zip.Flush()
		out = t.zipped.Bytes()
	}
	if err := t.send(out); err != nil {
		return 0, err
	}
	return len(piece), t.turn.Resume()
}

// send sends a piece, at once: rows must not wait for the next ones. It rests meanwhile.
func (t *tableWriter) send(piece []byte) error {
	t.turn.Rest()
	out := &pieceWriter{t.w, t.control}
	if _, err := out.Write(piece); err != nil {
		return err
	}
	t.zipped.Reset()
	if err := t.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

func (t *tableWriter) begin() {
	t.begun = true
	header := t.w.Header()
	setLines(header, "Content-Type", cmp.Or(t.contentType, "application/octet-stream"),
		"Cache-Control", "no-store", "Vary", "Accept-Encoding")
	header.Add("Access-Control-Expose-Headers", tableReadHeader)
	if t.zip != nil {
		header.Set("Content-Encoding", "gzip")
		t.zip.Reset(&t.zipped)
	}
}

func (t *tableWriter) close() error {
	if !t.begun {
		t.begin()
	}
	if t.zip == nil {
		return nil
	}
	t.zip.Close() // a buffer takes everything
	return t.send(t.zipped.Bytes())
}

// tableProblem returns the problem document of an error before the first row.
func tableProblem(err error) error {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return newProblem(http.StatusRequestTimeout, fmt.Sprintf("nothing came for %s", tableReadTimeout), "")
	case errors.Is(err, errDisk):
		return exportProblem(err)
	}
	return answer.TableProblem(err)
}
