package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/geo/charset"
)

// tableFlags are the flags of locate for tables.
type tableFlags struct {
	columns, lon, lat, point, dateColumn, delimiter, format string
	sheet, encoding, file                                   string
	noHeader, zip                                           bool
}

var tableFlagNames = []string{"columns", "lon", "lat", "point", "date-column", "delimiter", "format", "sheet", "encoding", "o", "no-header", "z"}

func (c *call) tableFlags() *tableFlags {
	var f tableFlags
	c.flags.StringVar(&f.columns, "columns", "", "table: `list` of the columns to add, comma between them; without it "+
		strings.Join(enrich.DefaultColumns(), ",")+"; \"list\" lists all")
	c.flags.StringVar(&f.lon, "lon", "", "table: `name` or number of the column of the longitude")
	c.flags.StringVar(&f.lat, "lat", "", "table: `name` or number of the column of the latitude")
	c.flags.StringVar(&f.point, "point", "", "table: `name` or number of a column of both coordinates, in any notation or as GeoJSON")
	c.flags.StringVar(&f.dateColumn, "date-column", "",
		"table: `name` or number of the column of the day; -date is then the day of rows without "+
			"one")
	c.flags.StringVar(&f.delimiter, "delimiter", "", "table: `character` between the fields of CSV, or comma, semicolon, tab, bar")
	c.flags.StringVar(&f.format, "format", "",
		"table: `format` csv, ndjson, geojson or geojsonseq; without it by the name of the file "+
			"or its first bytes")
	c.flags.StringVar(&f.sheet, "sheet", "", "table: `name` of the sheet of a workbook (.xlsx); without it the first with rows")
	c.flags.StringVar(&f.encoding, "encoding", "", "table: `encoding` of its text, such as windows-1251; what is written is UTF-8")
	c.flags.StringVar(&f.file, "o", "", "table: the `file` to write, instead of stdout; that of a workbook may be .xlsx or .csv; of several Parquet "+
		"files the folder")
	c.flags.BoolVar(&f.noHeader, "no-header", false, "table: the first row of CSV is a point already")
	c.flags.BoolVar(&f.zip, "z", false, "table: write gzip; gzip is read by itself")
	return &f
}

// firstOf returns the first of these flags that is given, "" for none.
func (c *call) firstOf(names []string) string {
	given := map[string]bool{}
	c.flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	i := slices.IndexFunc(names, func(name string) bool { return given[name] })
	if i < 0 {
		return ""
	}
	return names[i]
}

// isFile tells a file, or - for the standard input, from coordinates.
func isFile(name string) bool {
	if name == "-" {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// locateTable enriches a file and writes it to stdout.
func (c *call) locateTable(ctx context.Context, s *data.Snapshot, f *tableFlags, name string, on dayFlag) error {
	if f.columns == "list" {
		for _, column := range enrich.Columns(s) {
			fmt.Fprintf(c.stdout, "%-24s %s\n", column.Name, column.About)
		}
		return nil
	}
	options, err := f.optionsOn(s, name, on)
	if err != nil {
		return err
	}
	notes := tableNotes{w: c.stderr, name: name, ask: options.Ask}
	run, size, err := c.tableRun(ctx, f, name)
	if err != nil {
		return err
	}
	bar := newProgress(c, size)
	options.Progress = func(r enrich.Result) {
		notes.begin(r)
		bar.show(r)
	}
	var result enrich.Result
	locate := func(out io.Writer) (err error) {
		result, err = run(s, out, options)
		return err
	}
	if f.file == "" || f.file == "-" {
		err = locate(c.stdout)
	} else {
		err = toFile(f.file, c.stdout, locate)
	}
	bar.end()
	var wrong *enrich.InputError
	if errors.As(err, &wrong) && wrong.Asked {
		return misusef("%s: %w", name, err)
	}
	if errors.As(err, &wrong) && result.Rows > 0 && f.file == "" {
		return fmt.Errorf("%s: %w; the output lacks what follows", name, err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	notes.end(s, result)
	if f.columns == "" && !s.StatesControl() {
		notes.printf("this dataset states no control; -columns regions adds the regions in which the points lie")
	}
	return nil
}

// tableRunner locates a table and writes it.
type tableRunner func(*data.Snapshot, io.Writer, enrich.Options) (enrich.Result, error)

// tableRun opens a table and returns what locates and writes it, and its size, 0 if that is not
// known.
func (c *call) tableRun(ctx context.Context, f *tableFlags, name string) (run tableRunner, size int64, err error) {
	if isWorkbook(name) {
		t, err := c.openWorkbook(f, name)
		if err != nil {
			return nil, 0, err
		}
		return func(s *data.Snapshot, out io.Writer, o enrich.Options) (enrich.Result, error) {
			defer t.book.Close()
			return zipping(f.zip, out, func(out io.Writer) (enrich.Result, error) { return t.run(s, out, o) })
		}, 0, nil
	}
	if f.sheet != "" || isWorkbookName(f.file) {
		return nil, 0, misusef("%s is no workbook: -sheet and -o NAME.xlsx are about such", name)
	}
	file, piped := os.Stdin, io.Reader(nil)
	if name == "-" {
		var spool *os.File
		if spool, piped, err = spooled(ctx, os.Stdin); err != nil {
			return nil, 0, err
		}
		if spool != nil {
			return c.parquetRun(ctx, f, name, spool)
		}
	} else if file, err = os.Open(name); err != nil {
		return nil, 0, err
	} else if beginsAsParquet(name) {
		return c.parquetRun(ctx, f, name, file)
	} else {
		piped = stopping{ctx, file}
	}
	start := bufio.NewReader(piped)
	if is, err := isArrow(start, name); err != nil {
		return nil, 0, err
	} else if is {
		run, err = c.arrowRun(f, name, file, start)
		return run, 0, err
	}
	piped = start
	if isParquetName(f.file) {
		return nil, 0, misusef("-o %s: %s is no Parquet file, and what is written is the same kind of table", f.file, name)
	}
	in, err := c.decoded(piped, f.encoding, name)
	if err != nil {
		return nil, 0, err
	}
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	return func(s *data.Snapshot, out io.Writer, o enrich.Options) (enrich.Result, error) {
		defer file.Close()
		return zipping(f.zip, out, func(out io.Writer) (enrich.Result, error) { return enrich.Run(s, in, out, o) })
	}, size, nil
}

// decoded reads a file in UTF-8, through gzip if it begins like that, from UTF-16 if its byte order
// mark says so, and from the encoding that is given.
func (c *call) decoded(in io.Reader, encoding, name string) (io.Reader, error) {
	in, err := unzipped(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text, wide := charset.UTF16(in)
	if wide {
		fmt.Fprintf(c.stderr, "demarc: %s: is UTF-16; what is written is UTF-8\n", name)
		return text, nil
	}
	if encoding == "" {
		return text, nil
	}
	e, err := charset.Find(encoding)
	if err != nil {
		return nil, misusef("-encoding: %v", err)
	}
	return e.Reader(text), nil
}

// zipping lets run write to out, through gzip if zip says so.
func zipping(zip bool, out io.Writer, run func(io.Writer) (enrich.Result, error)) (enrich.Result, error) {
	if !zip {
		return run(out)
	}
	w := gzip.NewWriter(out)
	result, err := run(w)
	if err != nil {
		return result, err // without its end the gzip shows that something is missing
	}
	return result, w.Close()
}

func (f *tableFlags) options(name string) (enrich.Options, error) {
	o := enrich.Options{
		Lon: f.lon, Lat: f.lat, Point: f.point, Date: f.dateColumn, NoHeader: f.noHeader, Format: formatOf(name),
		Ask: enrich.OptionNames{Lon: "-lon", Lat: "-lat", Point: "-point", Date: "-date-column", Day: "-date", DateFormat: "-" + dateFormat},
	}
	o.Format = cmp.Or(enrich.Format(f.format), o.Format)
	if f.columns != "" {
		o.Columns = strings.Split(f.columns, ",")
	}
	if f.delimiter != "" {
		delimiter, err := enrich.ParseDelimiter(f.delimiter)
		if err != nil {
			return o, misusef("-delimiter: %v", err)
		}
		o.Delimiter = delimiter
	}
	return o, nil
}

// optionsOn are the options with the day.
func (f *tableFlags) optionsOn(s *data.Snapshot, name string, on dayFlag) (enrich.Options, error) {
	options, err := f.options(name)
	options.DateFormat = *on.order
	options.DefaultDay = s.DefaultDay(date.DateOf(time.Now()))
	if on.given {
		options.Day = &on.day
	}
	return options, err
}

// formatOf returns the format of a file by its name; "" for unknown names and for .geojson, which
// is often one feature a line.
func formatOf(name string) enrich.Format {
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz"))) {
	case ".csv", ".tsv", ".tab", ".psv":
		return enrich.CSV
	case ".ndjson", ".jsonl":
		return enrich.NDJSON
	case ".geojsons", ".geojsonl", ".geojsonseq":
		return enrich.JSONSeq
	}
	return ""
}

// unzipped reads a file, through gzip if it begins like one.
func unzipped(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(in, 256<<10)
	if start, _ := buffered.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return buffered, nil
	}
	unzip, err := gzip.NewReader(buffered)
	return gzipped{unzip}, err
}

// gzipped reads gzip; one that is cut off has an error of its own.
type gzipped struct{ in io.Reader }

func (g gzipped) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the gzip is cut off, or has something else behind its end")
	}
	return n, err
}

// stopping is a reader that ends with the context.
type stopping struct {
	ctx context.Context
	in  io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.in.Read(p)
}

// progress is a line on the terminal with the rows read so far.
type progress struct {
	w     io.Writer // nil: shown nowhere
	size  int64     // of the input, 0 when unknown
	start time.Time
	last  time.Time
}

// newProgress shows progress when messages go to a terminal and results do not.
func newProgress(c *call, size int64) *progress {
	p := &progress{size: size, start: time.Now()}
	if isTerminal(c.stderr) && !isTerminal(c.stdout) {
		p.w = c.stderr
	}
	return p
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) show(r enrich.Result) {
	if p.w == nil || time.Since(p.last) < 200*time.Millisecond {
		return
	}
	p.last = time.Now()
	seconds := time.Since(p.start).Seconds()
	fmt.Fprintf(p.w, "\r\x1b[K%d rows, %.1f MB, %.1f million rows a second", r.Rows,
		float64(r.Bytes)/1e6, float64(r.Rows)/1e6/max(seconds, 0.001))
	if p.size > 0 && r.Bytes <= p.size {
		fmt.Fprintf(p.w, ", %d %%", r.Bytes*100/p.size)
	}
}

// end clears the line.
func (p *progress) end() {
	if p.w != nil && !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
