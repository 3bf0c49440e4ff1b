package columnar

import (
	"encoding/json"
	"io"

	"demarc/data"
	"demarc/data/date/spelling"
	"demarc/data/enrich"
	"demarc/geo"
	"demarc/geo/geoparquet"
)

// Magic begins and ends a Parquet file.
const Magic = "PAR1"

// madeKey is the entry of a file's metadata that says what it was made from.
const madeKey = "demarc"

// File is a table in a Parquet file.
type File struct {
	table
	made made
}

// made is what a located file is made from: where nothing of it differs, making it again would make
// the same.
type made struct {
	Snapshot  string   `json:"snapshot"`
	Viewpoint string   `json:"viewpoint,omitempty"`
	Columns   []string `json:"columns"`
	From      string   `json:"from"`
	Day       string   `json:"day"`
	Bytes     int64    `json:"bytes"` // of the table
	Sum       string   `json:"sum"`

	Order spelling.Order `json:"order,omitempty"`
}

// ofFile is a Parquet file as the source of a table.
type ofFile struct {
	*geoparquet.File
	bytes int64
	made  *made
}

func (f ofFile) size() int64 { return f.bytes }

func (f ofFile) copy(w io.Writer, leaves []int, fields []geo.Field, each func([][]geoparquet.Cell, func([]geoparquet.Value)) error) error {
	return f.Copy(w, leaves, fields, map[string]string{madeKey: f.made.text()}, each)
}

// Open finds out what the columns of a Parquet file mean. Its errors are *enrich.InputError where
// the file is at fault, which Run's are as well.
func Open(s *data.Snapshot, in io.ReaderAt, size int64, o enrich.Options) (*File, error) {
	file, err := geoparquet.Open(in, size)
	if err != nil {
		return nil, &enrich.InputError{Detail: err.Error()}
	}
	f := &File{}
	t, err := newTable(s, ofFile{file, size, &f.made}, o)
	if err != nil {
		return nil, err
	}
	f.table = *t
	f.made = made{Snapshot: s.ID, Viewpoint: s.Viewpoint, From: t.lookup.Result().Read.Text(o.Ask), Day: o.DefaultDay.String(), Order: o.DateFormat, Bytes: size}
	if f.made.Sum, err = file.Sum(); err != nil {
		return nil, err
	}
	for _, c := range t.lookup.Columns() {
		f.made.Columns = append(f.made.Columns, c.Name)
	}
	if o.Day != nil {
		f.made.Day = o.Day.String()
	}
	return f, nil
}

// MadeBy tells whether a located file is what Run would write.
func (t *File) MadeBy(in io.ReaderAt, size int64) bool {
	file, err := geoparquet.Open(in, size)
	return err == nil && file.Entry(madeKey) == t.made.text()
}

func (m made) text() string {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // there is nothing in it that could fail
	}
	return string(text)
}
