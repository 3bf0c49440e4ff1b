package server

import (
	"bufio"
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

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
)

// How long a client may take over each piece of a table, which as a whole may
// take as long as it likes.
const (
	tableReadTimeout  = 30 * time.Second
	tableWriteTimeout = 60 * time.Second
)

// tableParameters are what POST /locate knows. Where flags of the command are
// called otherwise, these names do as well, see tableAliases.
var tableParameters = []string{"datetime", "columns", "lon", "lat", "point", "date", "date-column", "delimiter", "header", "no-header", "format", "viewpoint"}

// tableAliases are parameters with two names, of which one may be given.
var tableAliases = [][2]string{{"date", "date-column"}, {"header", "no-header"}}

// What was read from a table is told in a header of the answer, and what may
// have gone wrong in a trailer.
const (
	tableReadHeader  = "Demarc-Read"
	tableNoteTrailer = "Demarc-Note"
)

// tableTypes are the media types of tables and how they are read.
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

// isTable tells whether a request carries a table: such bodies have limits of
// their own.
func isTable(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/locate"
}

// postLocate reads a table of points and writes it back with columns added,
// while it is still being sent. An error after the first row breaks the
// connection off, so that the answer lacks its end: the last chunk in HTTP/1.1,
// the end of the stream in HTTP/2.
func (s *Server) postLocate(w http.ResponseWriter, r *http.Request) {
	snapshot, options, err := s.tableOptions(r)
	if err != nil {
		s.writeError(w, r, err)
		return
	}
	out := &tableWriter{w: w, control: http.NewResponseController(w), contentType: r.Header.Get("Content-Type")}
	in, err := tableReader(r, out.control)
	if err != nil {
		s.writeError(w, r, err)
		return
	}
	if negotiate(r, []coding{gzipped}) == gzipped {
		out.zip = gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(out.zip)
	}
	out.control.EnableFullDuplex() // HTTP/2 needs no leave
	options.Progress = func(result enrich.Result) {
		if !out.begun && result.Read.Known() {
			w.Header().Set(tableReadHeader, ascii(result.Read.Text(options.Ask)))
		}
	}
	result, err := enrich.Run(snapshot, in, out, options)
	if err == nil {
		err = out.close()
	}
	if notes := result.Notes(options.Ask); err == nil && len(notes) > 0 {
		w.Header().Set(http.TrailerPrefix+tableNoteTrailer, ascii(strings.Join(notes, "; ")))
	}
	switch {
	case err == nil:
	case out.begun:
		s.options.Log.Info("table broken off", "error", err)
		panic(http.ErrAbortHandler)
	default:
		w.Header().Set("Connection", "close") // what follows of the body is not read
		s.writeError(w, r, tableProblem(err))
	}
}

// ascii makes a text fit for a header: other characters are escaped as in Go and
// JSON.
func ascii(text string) string {
	quoted := strconv.QuoteToASCII(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// tableOptions reads the parameters.
func (s *Server) tableOptions(r *http.Request) (*data.Snapshot, enrich.Options, error) {
	var o enrich.Options
	if p := checkQuery(r, tableParameters); p != nil {
		return nil, o, p
	}
	snapshot := s.live.Current()
	if snapshot == nil {
		return nil, o, noData()
	}
	snapshot, p := view(r, snapshot)
	if p != nil {
		return nil, o, p
	}
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	format, known := tableTypes[mediaType]
	if err != nil && r.Header.Get("Content-Type") != "" || !known {
		return nil, o, newProblem(http.StatusUnsupportedMediaType,
			fmt.Sprintf("Content-Type %q: want text/csv, application/x-ndjson, application/geo+json or application/geo+json-seq", r.Header.Get("Content-Type")),
			"for instance curl -H 'Content-Type: text/csv' --data-binary @incidents.csv")
	}
	if text, given := query(r, "format"); given {
		format = enrich.Format(text)
	}
	o.Format = format
	o.DefaultDay = snapshot.DefaultDay(date.DateOf(s.options.Today()))
	if text, given := query(r, "datetime"); given {
		day, err := s.dayOf(parameter{text, true}, snapshot)
		if err != nil {
			return nil, o, err
		}
		o.Day = &day
	}
	err = columnOptions(r, &o)
	return snapshot, o, err
}

// columnOptions reads the parameters about columns.
func columnOptions(r *http.Request, o *enrich.Options) error {
	o.Ask = enrich.OptionNames{Lon: "lon=", Lat: "lat=", Point: "point=", Date: "date=", Day: "datetime="}
	for _, names := range tableAliases {
		_, one := query(r, names[0])
		if _, other := query(r, names[1]); one && other {
			return badParameter(names[1], fmt.Sprintf("%s and %s are given both", names[0], names[1]), "give one of them")
		}
	}
	o.Lon, _ = query(r, "lon")
	o.Lat, _ = query(r, "lat")
	o.Point, _ = query(r, "point")
	for _, name := range tableAliases[0] {
		if text, given := query(r, name); given {
			o.Date = text
		}
	}
	if _, err := date.Parse(o.Date); err == nil {
		return badParameter("date", fmt.Sprintf("date %q: want the name of a column", o.Date), "the day of all rows is datetime="+o.Date)
	}
	if text, given := query(r, "columns"); given {
		o.Columns = strings.Split(text, ",")
	}
	if text, given := query(r, "delimiter"); given {
		delimiter, err := enrich.ParseDelimiter(text)
		if err != nil {
			return badParameter("delimiter", err.Error(), "")
		}
		o.Delimiter = delimiter
	}
	if text, given := query(r, "header"); given {
		header, err := flagOf("header", parameter{text, true})
		if err != nil {
			return err
		}
		o.NoHeader = !header
	}
	if text, given := query(r, "no-header"); given {
		var err error
		if o.NoHeader, err = flagOf("no-header", parameter{text, true}); err != nil {
			return err
		}
	}
	return nil
}

// tableReader reads the body, each time within tableReadTimeout.
func tableReader(r *http.Request, control *http.ResponseController) (io.Reader, error) {
	body := readerFunc(func(p []byte) (int, error) {
		control.SetReadDeadline(time.Now().Add(tableReadTimeout)) // not all connections have one
		return r.Body.Read(p)
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

// bodyReader marks the errors of a body, which are those of the client: it is cut off, its chunks are none, or its gzip
// is damaged.
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

// tableWriter writes the answer. The header goes out with the first piece, so
// until then a problem can take its place.
type tableWriter struct {
	w           http.ResponseWriter
	control     *http.ResponseController
	zip         *gzip.Writer // nil: not compressed
	contentType string
	begun       bool
}

func (t *tableWriter) Write(piece []byte) (int, error) {
	if !t.begun {
		t.begin()
	}
	t.control.SetWriteDeadline(time.Now().Add(tableWriteTimeout)) // not all connections have one
	var err error
	if t.zip != nil {
		if _, err = t.zip.Write(piece); err == nil {
			err = t.zip.Flush()
		}
	} else {
		_, err = t.w.Write(piece)
	}
	if err != nil {
		return 0, err
	}
	// Rows must not wait for the next ones.
	if err := t.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return len(piece), nil
}

func (t *tableWriter) begin() {
	t.begun = true
	header := t.w.Header()
	if t.contentType == "" {
		t.contentType = "application/octet-stream"
	}
	header.Set("Content-Type", t.contentType)
	header.Set("Cache-Control", "no-store")
	header.Set("Vary", "Accept-Encoding")
	header.Add("Access-Control-Expose-Headers", tableReadHeader)
	if t.zip != nil {
		header.Set("Content-Encoding", "gzip")
		t.zip.Reset(t.w)
	}
}

func (t *tableWriter) close() error {
	if !t.begun {
		t.begin()
	}
	if t.zip != nil {
		return t.zip.Close()
	}
	return nil
}

// tableProblem is an error before the first row.
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
