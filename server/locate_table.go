package server

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/enrich"
	"demarc/server/admit"
)

// The time for each piece of a table; the whole may take any time.
const (
	tableReadTimeout  = 30 * time.Second
	tableWriteTimeout = 60 * time.Second
)

// tableAliases are parameters with two names, of which one may be given.
var tableAliases = [][2]string{{"date", "date-column"}, {"header", "no-header"}}

// The columns read from a table are named in a header of the answer, doubts about them in a
// trailer.
const (
	tableReadHeader  = "Demarc-Read"
	tableNoteTrailer = "Demarc-Note"
)

// tableMedia are the media types of tables, tableTypes the formats of these and of others in use.
var tableMedia = []string{"text/csv", "application/x-ndjson", geoJSONMedia, "application/geo+json-seq"}

var tableTypes = map[string]enrich.Format{
	"":                          "", // by the first bytes
	"application/octet-stream":  "",
	"text/csv":                  enrich.CSV,
	"text/tab-separated-values": enrich.CSV,
	"application/csv":           enrich.CSV,
	"application/x-ndjson":      enrich.NDJSON,
	"application/ndjson":        enrich.NDJSON,
	"application/jsonl":         enrich.NDJSON,
	"application/geo+json":      enrich.GeoJSON,
	"application/json":          "",
	"application/geo+json-seq":  enrich.JSONSeq,
}

// postLocate reads a table of points and writes it back with columns added, while it is still being
// sent. An error after the first row breaks the connection off, so that the client misses the last
// chunk of HTTP/1.1 or the end of the stream of HTTP/2. It computes in turns, and rests while it
// waits for the client.
func (s *Server) postLocate(w http.ResponseWriter, q *request) error {
	options, err := s.tableOptions(q)
	if err != nil {
		return err
	}
	place, err := s.admission.tables.Enter(q.Context(), s.options.client(q.Request), tableBytes)
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
	in, err := tableReader(q.Request, out.control, turn)
	if err != nil {
		return err
	}
	if negotiate(q.Request, []coding{gzipped}) == gzipped {
		out.zip = gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(out.zip)
	}
	out.control.EnableFullDuplex() // HTTP/2 needs no leave
	options.Progress = func(result enrich.Result) {
		if !out.begun && result.Read.Known() {
			w.Header().Set(tableReadHeader, ascii(result.Read.Text(options.Ask)))
		}
	}
	result, err := enrich.Run(q.snapshot, in, out, options)
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

// tableOptions reads the parameters.
func (s *Server) tableOptions(q *request) (enrich.Options, error) {
	var o enrich.Options
	given := q.Header.Get("Content-Type")
	mediaType, _, err := mime.ParseMediaType(given)
	format, known := tableTypes[mediaType]
	if err != nil && given != "" || !known {
		return o, newProblem(http.StatusUnsupportedMediaType,
			fmt.Sprintf("Content-Type %q: want text/csv, application/x-ndjson, "+
				"application/geo+json or application/geo+json-seq", given),
			"for instance curl -H 'Content-Type: text/csv' --data-binary @incidents.csv")
	}
	if value, given := q.parameter("format"); given {
		format = enrich.Format(value)
	}
	o.Format, o.DefaultDay = format, s.today(q.snapshot)
	if q.values.Has("datetime") {
		day, err := s.day(q)
		if err != nil {
			return o, err
		}
		o.Day = &day
	}
	return o, q.columns(&o)
}

// columns reads the parameters about columns.
func (q *request) columns(o *enrich.Options) error {
	o.Ask = enrich.OptionNames{Lon: "lon=", Lat: "lat=", Point: "point=", Date: "date=", Day: "datetime=", DateFormat: "date-format="}
	for _, names := range tableAliases {
		if q.values.Has(names[0]) && q.values.Has(names[1]) {
			return badParameter(names[1], fmt.Sprintf("%s and %s are given both", names[0], names[1]), "give one of them")
		}
	}
	o.Lon, _ = q.parameter("lon")
	o.Lat, _ = q.parameter("lat")
	o.Point, _ = q.parameter("point")
	for _, name := range tableAliases[0] {
		if value, given := q.parameter(name); given {
			o.Date = value
		}
	}
	if _, err := date.Parse(o.Date); err == nil {
		return badParameter("date", fmt.Sprintf("date %q: want the name of a column", o.Date),
			"the day of all rows is datetime="+o.Date)
	}
	if value, given := q.parameter("date-format"); given {
		order, err := spelling.ParseOrder(value)
		if err != nil || order == "" {
			return badParameter("date-format", fmt.Sprintf("date-format %q: want dmy, mdy or ymd", value), "")
		}
		o.DateFormat = order
	}
	if value, given := q.parameter("columns"); given {
		o.Columns = strings.Split(value, ",")
	}
	var err error
	if value, given := q.parameter("delimiter"); given {
		if o.Delimiter, err = enrich.ParseDelimiter(value); err != nil {
			return badParameter("delimiter", err.Error(), "")
		}
	}
	if q.values.Has("header") {
		header, err := q.flag("header")
		o.NoHeader = !header
		return err
	}
	o.NoHeader, err = q.flag("no-header")
	return err
}

// tableReader reads the body, each time within tableReadTimeout.
func tableReader(r *http.Request, control *http.ResponseController, turn *admit.Turn) (io.Reader, error) {
	body := readerFunc(func(p []byte) (int, error) {
		turn.Rest()
		control.SetReadDeadline(time.Now().Add(tableReadTimeout)) // not all connections have one
		n, err := r.Body.Read(p)
		return n, cmp.Or(err, turn.Resume())
	})
	buffered := bufio.NewReaderSize(body, 32<<10)
	switch coding := strings.ToLower(r.Header.Get("Content-Encoding")); coding {
	case "", "identity":
		if start, _ := buffered.Peek(2); string(start) != "\x1f\x8b" {
			return bodyReader{buffered}, nil
		}
		fallthrough // a file.csv.gz, sent as it is
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, newProblem(http.StatusBadRequest, fmt.Sprintf("the body is not gzip: %v", err), "")
		}
		return bodyReader{unzipped}, nil
	default:
		p := newProblem(http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Encoding %q: want gzip or none", coding), "")
		return nil, p
	}
}

// bodyReader marks the errors of a body as the faults of the client: it is cut off, or its chunks
// or its gzip are damaged.
type bodyReader struct{ in io.Reader }

type bodyError struct{ error }

func (e bodyError) Unwrap() error { return e.error }

func (b bodyReader) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if err != nil && err != io.EOF {
		err = bodyError{err}
	}
	return n, err
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
	var input *enrich.InputError
	var body bodyError
	switch {
	case errors.As(err, &input):
		return newProblem(http.StatusBadRequest, input.Detail, "")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return newProblem(http.StatusRequestTimeout, fmt.Sprintf("nothing came for %s", tableReadTimeout), "")
	case errors.As(err, &body):
		return newProblem(http.StatusBadRequest, err.Error(), "the body is cut off or damaged, send it again")
	}
	return err
}
