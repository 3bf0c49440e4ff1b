// Package files finds the tables in what people have: a file of any known format, a folder of such,
// a zip or .gz, and these in each other.
//
// A [Set] lists the files that may hold tables, and reads them one by one:
//
//	folder ── zip ── folder ── file.gz ── tables
//	               └ file ── tables
//
// The names within archives are shown to people and never become names on the disk. How deep
// archives stand in each other, how many files there are and how many bytes come out of archives
// has a limit for all of a set together.
package files

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"demarc/data/unfinished"
	"demarc/geo"
	"demarc/geo/charset"
)

// Options say how files are read.
type Options struct {
	Encoding string // of texts in Shapefiles, CSV and GeoJSON, which goes before what they say
	// Workbook reads the sheets of an Excel workbook, which is a file on the disk; nil: such files
	// are refused.
	Workbook func(name string) ([]Sheet, error)
}

// Sheet is a sheet of a workbook, the header first.
type Sheet struct {
	Name string
	Rows [][]string
}

// Table is one table of a file.
type Table struct {
	geo.Layer
	Format string   // in words
	File   string   // path of its file in the set, "" where that is the only one
	Notes  []string // what the reader left out or guessed
}

// File is a file that may hold tables.
type File struct {
	Path string // from what was opened on, with slashes, through archives

	fsys    fs.FS
	name    string // in fsys
	gzipped int    // how often
	kmz     bool   // it lies in an archive
	size    int64
}

// Names are the parts of the path from the last one on, those of files and archives without what
// only says the format: in a.zip/2022-03-01/front.kml.gz front, 2022-03-01 and a.
func (f File) Names() []string {
	parts := strings.Split(f.Path, "/")
	slices.Reverse(parts)
	for i, part := range parts {
		for _, extension := range []string{".gz", path.Ext(strings.TrimSuffix(strings.ToLower(part), ".gz"))} {
			if i == 0 && extension != "" || slices.Contains(extensions, extension) {
				if cut := len(part) - len(extension); cut > 0 && strings.EqualFold(part[cut:], extension) {
					part = part[:cut]
				}
			}
		}
		parts[i] = part
	}
	return parts
}

// Set is all that a name stands for.
type Set struct {
	Files []File
	Left  []string // files that hold no tables, and what they are

	options   Options
	limit     limit
	temporary *unfinished.Folder // nil for none yet
	archives  []*os.File
	single    bool // what was opened is no folder or archive
}

// Open lists the files of a folder or an archive, or the file itself.
func Open(ctx context.Context, name string, o Options) (*Set, error) {
	s, err := open(ctx, name, o, limit{bytes: maxUnzipped, files: maxFiles})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(ctx context.Context, name string, o Options, limit limit) (*Set, error) {
	s := &Set{options: o, limit: limit}
	if o.Encoding != "" {
		if _, err := charset.Find(o.Encoding); err != nil {
			return s, fmt.Errorf("-encoding: %w", err)
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		return s, err
	}
	name = filepath.Clean(name)
	if info.IsDir() {
		if what := unreadableFolder(name); what != "" {
			return s, fmt.Errorf("it is %s", what)
		}
		if err := s.folder(ctx, onDisk(name), ".", "", 0); err != nil {
			return s, err
		}
		return s, s.some()
	}
	f := File{Path: filepath.Base(name), fsys: onDisk(filepath.Dir(name)), name: filepath.Base(name), size: info.Size()}
	s.single = true
	if err := s.file(ctx, f, 0); err != nil {
		return s, err
	}
	return s, s.some()
}

// some tells whether there is a file to read.
func (s *Set) some() error {
	switch {
	case len(s.Files) > 0:
		return nil
	case len(s.Left) == 0:
		return fmt.Errorf("it holds no file: want %s", wanted)
	}
	return fmt.Errorf("it holds nothing that can be read, but %s: want %s", few(s.Left), wanted)
}

// Close drops what was unpacked.
func (s *Set) Close() error {
	var all []error
	for _, f := range s.archives {
		all = append(all, f.Close())
	}
	if s.temporary != nil {
		s.temporary.Drop()
	}
	return errors.Join(all...)
}

// Read reads the tables of one of its files.
func (s *Set) Read(ctx context.Context, f File) ([]Table, error) {
	in, err := s.peek(f)
	if err != nil {
		return nil, s.of(f, err)
	}
	defer in.Close()
	row := formatOf(in)
	if row == nil {
		return nil, s.of(f, unknown(in))
	}
	tables, err := row.read(ctx, in)
	if err != nil {
		return nil, s.of(f, err)
	}
	if !s.single {
		for i := range tables {
			tables[i].File = f.Path
			if tables[i].Name == "" {
				tables[i].Name = f.Names()[0]
			}
		}
	}
	return tables, nil
}

// of says of which file an error is, unless there is but one.
func (s *Set) of(f File, err error) error {
	if s.single {
		return err
	}
	return fmt.Errorf("%s: %w", f.Path, err)
}

// input is an open file of which the first bytes are known.
type input struct {
	io.Reader // from the beginning
	io.Closer
	start     []byte // without byte order mark and leading space
	extension string // small, without that of gzip
	wide      bool   // it was UTF-16, and is UTF-8 by now
	file      File
	set       *Set
}

const startBytes = 1024

// peek opens a file and looks at its first bytes.
func (s *Set) peek(f File) (*input, error) {
	r, err := s.open(f)
	if err != nil {
		return nil, err
	}
	text, wide := charset.UTF16(r)
	buffered := bufio.NewReaderSize(text, 64<<10)
	start, err := buffered.Peek(startBytes)
	if err != nil && err != io.EOF {
		r.Close()
		return nil, err
	}
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	name := strings.ToLower(f.name)
	return &input{Reader: buffered, Closer: r, start: start, extension: path.Ext(strings.TrimSuffix(name, ".gz")), wide: wide, file: f, set: s}, nil
}

func (s *Set) open(f File) (io.ReadCloser, error) {
	file, err := f.fsys.Open(f.name)
	if err != nil {
		return nil, err
	}
	var r io.Reader = file
	for range f.gzipped {
		of := &ratio{}
		unzip, err := gzip.NewReader(packedReader{r, of})
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("gzip: %w: is the file whole?", err)
		}
		r = limitedReader{unzip, &s.limit, of}
	}
	return struct {
		io.Reader
		io.Closer
	}{r, file}, nil
}

// local returns the name on the disk of the file, of which it makes a copy where it has none.
func (in *input) local() (string, error) {
	if on, ok := in.file.fsys.(interface{ onDisk(string) string }); ok && in.file.gzipped == 0 {
		return on.onDisk(in.file.name), nil
	}
	return in.set.unpack(in.Reader)
}

// unpack copies a stream to a temporary file.
func (s *Set) unpack(r io.Reader) (name string, err error) {
	if s.temporary == nil {
		if s.temporary, err = unfinished.Temporary("import"); err != nil {
			return "", err
		}
	}
	out, err := os.CreateTemp(s.temporary.Path, "*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, r)
	return out.Name(), errors.Join(err, out.Close())
}

// few lists the first of many.
func few(words []string) string {
	const most = 5
	if len(words) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
	}
	return strings.Join(words, ", ")
}
