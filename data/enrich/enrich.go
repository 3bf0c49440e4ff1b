// Package enrich reads tables of points, of any length, and writes them back
// with columns added: which zone each point lies in and who controlled it on
// the row's day. Rows are copied byte for byte and are never held all at once.
package enrich

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/date/spelling"
)

// Format is a way to write a table of points.
type Format string

// The formats. JSONSeq is RFC 8142; without record separators it is NDJSON. Run reads all but
// Parquet and Arrow.
const (
	CSV     Format = "csv"
	NDJSON  Format = "ndjson"
	GeoJSON Format = "geojson"
	JSONSeq Format = "geojsonseq"

	// Those of package columnar.
	Parquet Format = "parquet"
	Arrow   Format = "arrow" // a stream of it
)

// Options say how a table is read and what is added. The zero value recognises
// everything by itself.
type Options struct {
	Format  Format   // "": from the first bytes
	Columns []string // names of Columns; nil: DefaultColumns

	// Lon, Lat and Date name the columns, or members, in which the point and its
	// day stand; "": recognised by usual names. In CSV a number counts columns
	// from 1 on.
	Lon, Lat, Date string

	// DateFormat is the order of day, month and year in dates of three numbers; "": as the first
	// thousand rows tell.
	DateFormat spelling.Order

	// Point names a column or member of both coordinates, in any notation; without
	// it and Lon and Lat such are recognised where there are none of longitude and
	// latitude.
	Point string

	Day        *date.Date // the day of all rows; where Date is named, of rows without one
	DefaultDay date.Date  // for tables without days when Day is not given

	Delimiter byte // of CSV; 0: recognised
	NoHeader  bool // the first row of CSV is a point already; name Lon and Lat by number

	Ask OptionNames // for messages

	// Progress, if not nil, is called after each piece that was read.
	Progress func(Result)

	// Located, if not nil, is called with the rows of a table that were located together.
	Located func(Located)
}

// Located are rows of a table with their points, in their order. What it refers to is
// valid until Located returns.
type Located struct {
	Points []orb.Point
	Days   []int32 // as date.Date; one for all rows, or one for each
	Zones  []int32 // indexes of Snapshot.Zones, -1 for none

	problems []string
	rows     []objectRow
}

// Problem says why a row could not be located, "" for one that was.
func (l Located) Problem(row int) string {
	if l.rows != nil {
		return l.rows[row].problem
	}
	return l.problems[row]
}

// Result counts what was done.
type Result struct {
	Rows   int64 // points, without header and empty lines
	Failed int64 // of these, rows with a problem of their own
	Bytes  int64 // read

	Uncovered    int64     // rows whose day the dataset does not cover
	UncoveredDay date.Date // of the first of them

	turned        int64  // longitudes beyond 180 degrees, read as those of another turn of the globe
	timed, offset int64  // days with a time of day, or with an offset from UTC, that are not kept
	dates         string // how they are written, if rows or the options told

	Said           []string // what else was taken for granted
	Read           Reading
	LonLat, LatLon int64 // pairs of plain numbers in one column, by the order they were read in
	Swapped        int64 // rows outside of the extent, but inside with longitude and latitude swapped
}

func askedErrorf(format string, args ...any) error {
	return &InputError{Detail: fmt.Sprintf(format, args...), Asked: true}
}

// InputError says that a table as a whole cannot be read, or not any further.
type InputError struct {
	Detail string
	Asked  bool // what the options ask for is not there: the fault is theirs
	cause  error
}

func (e *InputError) Error() string { return e.Detail }

// Unwrap returns what made the table unreadable, if that is an error of its own.
func (e *InputError) Unwrap() error { return e.cause }

func inputErrorf(format string, args ...any) error {
	return &InputError{Detail: fmt.Sprintf(format, args...)}
}

// The sizes of pieces. A row longer than maxRowBytes is not read, but passed
// on; such a feature of a GeoJSON collection or sequence ends the table.
const (
	pieceBytes  = 128 << 10
	maxRowBytes = 1 << 20
)

// ErrorColumn holds what is wrong with a row.
const ErrorColumn = "locate_error"

// Run copies a table from in to out and adds the columns. A row that cannot be
// located gets its reason in ErrorColumn. The error is an *InputError when the
// table is at fault. Nothing has been written when it comes before the first
// row; after that, out lacks the rest.
func Run(s *data.Snapshot, in io.Reader, out io.Writer, o Options) (Result, error) {
	r := &reader{in: in, out: out, progress: o.Progress}
	columns, err := chooseColumns(s, o.Columns)
	if err != nil {
		return r.result, err
	}
	if err := r.more(); err != nil && err != io.EOF {
		return r.result, err
	}
	r.skipMark()
	if o.Format == "" {
		o.Format = guess(r)
	}
	a := &answers{snapshot: s, located: o.Located, columns: columns, fixed: allFixed(columns), extras: extrasFor(columns)}
	switch o.Format {
	case CSV:
		err = runCSV(r, a, o)
	case NDJSON, JSONSeq:
		err = runLines(r, a, o)
	case GeoJSON:
		err = runCollection(r, a, o)
	default:
		err = inputErrorf("format %q: want csv, ndjson, geojson or geojsonseq", o.Format)
	}
	if err == errLongRow {
		err = inputErrorf("row %d is longer than %d bytes", r.result.Rows+1, maxRowBytes)
	}
	r.result.Uncovered, r.result.UncoveredDay = a.uncovered, a.uncoveredDay
	return r.result, err
}

// guess tells the format by the first bytes: JSON begins with a brace or a
// record separator, and NDJSON has a whole object on its first line.
func guess(r *reader) Format {
	b := bytes.TrimLeft(r.rest(), " \t\r\n")
	switch {
	case len(b) > 0 && b[0] == recordSeparator:
		return JSONSeq
	case len(b) == 0 || b[0] != '{':
		return CSV
	}
	line, after, _ := bytes.Cut(b, []byte("\n"))
	if !json.Valid(line) {
		return GeoJSON
	}
	if _, ok := collectionStart(line); ok && blank(after) {
		return GeoJSON
	}
	return NDJSON
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// reader holds the piece of the input that is being worked on, and writes the
// output in pieces.
type reader struct {
	in       io.Reader
	buffer   []byte // what was read and not yet dropped
	at       int    // how much of it is done with
	done     bool   // the input has ended
	out      io.Writer
	written  []byte // output of this piece
	result   Result
	progress func(Result)
}

func (r *reader) rest() []byte { return r.buffer[r.at:] }

// errLongRow is returned by more when it would have to hold too long a row.
var errLongRow = fmt.Errorf("the row is longer than %d bytes", maxRowBytes)

// passRow hands the pieces of a row that is too long to hold to write, without
// its line end, then calls end, and copies the line end.
func (r *reader) passRow(write func(piece []byte), end func()) error {
	for {
		piece := r.rest()
		newline := bytes.IndexByte(piece, '\n')
		stop, last := len(piece), newline >= 0 || r.done
		if newline >= 0 {
			stop = newline
		}
		if stop > 0 && piece[stop-1] == '\r' { // which may belong to the line end
			stop--
		}
		write(piece[:stop])
		r.at += stop
		if last {
			end()
			rest := r.rest()[:len(piece[stop:])]
			if newline >= 0 {
				rest = piece[stop : newline+1]
			}
			r.written = append(r.written, rest...)
			r.at += len(rest)
			r.result.Rows++
			r.result.Failed++
			return r.flush()
		}
		if err := r.flush(); err != nil {
			return err
		}
		if err := r.more(); err != nil && err != io.EOF {
			return err
		}
	}
}

// more drops what is done with and reads on. It returns io.EOF at the end of
// the input, which is noted in done.
func (r *reader) more() error {
	if r.done {
		return io.EOF
	}
	if r.buffer == nil {
		r.buffer = make([]byte, 0, pieceBytes)
	}
	if r.at > 0 {
		r.buffer = r.buffer[:copy(r.buffer, r.buffer[r.at:])]
		r.at = 0
	}
	if len(r.buffer) == cap(r.buffer) {
		if len(r.buffer) > maxRowBytes {
			return errLongRow
		}
		r.buffer = append(make([]byte, 0, 2*cap(r.buffer)), r.buffer...)
	}
	for range 100 {
		n, err := r.in.Read(r.buffer[len(r.buffer):cap(r.buffer)])
		r.buffer = r.buffer[:len(r.buffer)+n]
		r.result.Bytes += int64(n)
		if errors.Is(err, io.EOF) {
			r.done = true
			return io.EOF
		}
		if err != nil {
			return fmt.Errorf("read row %d: %w", r.result.Rows+1, err)
		}
		if n > 0 {
			return nil
		}
	}
	return io.ErrNoProgress
}

// flush writes the output of a piece.
func (r *reader) flush() error {
	if r.progress != nil {
		r.progress(r.result)
	}
	if len(r.written) == 0 {
		return nil
	}
	_, err := r.out.Write(r.written)
	r.written = r.written[:0]
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// skipMark copies a byte order mark, which is part of no name.
func (r *reader) skipMark() {
	for len(r.rest()) < 3 && r.more() == nil {
	}
	if bytes.HasPrefix(r.rest(), []byte("\ufeff")) {
		r.written = append(r.written, r.rest()[:3]...)
		r.at += 3
	}
}
