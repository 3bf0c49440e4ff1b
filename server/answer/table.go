package answer

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"compress/gzip"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/enrich"
)

// tableAliases are parameters with two names, of which one may be given.
var tableAliases = [][2]string{{"date", "date-column"}, {"header", "no-header"}}

// TableMedia are the media types of tables, tableTypes the formats of these and of others in use.
var TableMedia = []string{"text/csv", "application/x-ndjson", GeoJSONMedia, "application/geo+json-seq", ParquetMedia, ArrowMedia}

// The media types of tables by columns: of Parquet, and of streams of Arrow.
const (
	ParquetMedia = "application/vnd.apache.parquet"
	ArrowMedia   = "application/vnd.apache.arrow.stream"
)

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
	ParquetMedia:                enrich.Parquet,
	"application/x-parquet":     enrich.Parquet,
	ArrowMedia:                  enrich.Arrow,
}

// TableOptions reads the parameters of a table, whose media type is given.
func TableOptions(q Question, contentType string) (enrich.Options, error) {
	var o enrich.Options
	mediaType, _, err := mime.ParseMediaType(contentType)
	format, known := tableTypes[mediaType]
	if err != nil && contentType != "" || !known {
		return o, newProblem(statusUnsupportedType,
			fmt.Sprintf("Content-Type %q: want text/csv, application/x-ndjson, "+
				"application/geo+json, application/geo+json-seq, "+ParquetMedia+" or "+ArrowMedia, contentType),
			"for instance curl -H 'Content-Type: text/csv' --data-binary @incidents.csv")
	}
	if value, given := q.Parameter("format"); given {
		format = enrich.Format(value)
	}
	o.Format, o.DefaultDay = format, q.DefaultDay()
	if q.Values.Has("datetime") {
		day, err := q.Day()
		if err != nil {
			return o, err
		}
		o.Day = &day
	}
	return o, q.columns(&o)
}

// columns reads the parameters about columns.
func (q Question) columns(o *enrich.Options) error {
	o.Ask = enrich.OptionNames{Lon: "lon=", Lat: "lat=", Point: "point=", Date: "date=", Day: "datetime=", DateFormat: "date-format="}
	for _, names := range tableAliases {
		if q.Values.Has(names[0]) && q.Values.Has(names[1]) {
			return BadParameter(names[1], fmt.Sprintf("%s and %s are given both", names[0], names[1]), "give one of them")
		}
	}
	o.Lon, _ = q.Parameter("lon")
	o.Lat, _ = q.Parameter("lat")
	o.Point, _ = q.Parameter("point")
	for _, name := range tableAliases[0] {
		if value, given := q.Parameter(name); given {
			o.Date = value
		}
	}
	if _, err := date.Parse(o.Date); err == nil {
		return BadParameter("date", fmt.Sprintf("date %q: want the name of a column", o.Date),
			"the day of all rows is datetime="+o.Date)
	}
	if value, given := q.Parameter("date-format"); given {
		order, err := spelling.ParseOrder(value)
		if err != nil || order == "" {
			return BadParameter("date-format", fmt.Sprintf("date-format %q: want dmy, mdy or ymd", value), "")
		}
		o.DateFormat = order
	}
	if value, given := q.Parameter("columns"); given {
		o.Columns = strings.Split(value, ",")
	}
	var err error
	if value, given := q.Parameter("delimiter"); given {
		if o.Delimiter, err = enrich.ParseDelimiter(value); err != nil {
			return BadParameter("delimiter", err.Error(), "")
		}
	}
	if q.Values.Has("header") {
		header, err := q.flag("header")
		o.NoHeader = !header
		return err
	}
	o.NoHeader, err = q.flag("no-header")
	return err
}

// TableBody reads the body of a table in a content coding; "" for none, or gzip by its first bytes.
func TableBody(in io.Reader, coding string) (io.Reader, error) {
	buffered := bufio.NewReaderSize(in, 32<<10)
	switch coding = strings.ToLower(coding); coding {
	case "", "identity":
		if start, _ := buffered.Peek(2); string(start) != "\x1f\x8b" {
			return bodyReader{buffered}, nil
		}
		fallthrough // a file.csv.gz, sent as it is
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, newProblem(statusBadRequest, fmt.Sprintf("the body is not gzip: %v", err), "")
		}
		return bodyReader{unzipped}, nil
	default:
		return nil, newProblem(statusUnsupportedType, fmt.Sprintf("Content-Encoding %q: want gzip or none", coding), "")
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

// TableProblem returns the problem of an error before the first row.
func TableProblem(err error) error {
	var input *enrich.InputError
	var body bodyError
	switch {
	case errors.As(err, &input):
		return newProblem(statusBadRequest, input.Detail, "")
	case errors.As(err, &body):
		return newProblem(statusBadRequest, err.Error(), "the body is cut off or damaged, send it again")
	}
	return err
}
