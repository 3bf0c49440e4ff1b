package postgis

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// asker is what can be asked: a connection or a transaction.
type asker interface {
	Query(ctx context.Context, question string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, question string, args ...any) pgx.Row
}

// linesOf makes the list of all releases, as the file versions.json has it.
func linesOf(ctx context.Context, c asker) ([]byte, error) {
	rows, err := c.Query(ctx, "SELECT said::text FROM releases ORDER BY version")
	if err != nil {
		return nil, err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return []byte("{\"releases\": [\n" + strings.Join(lines, ",\n") + "\n]}\n"), err
}

func zipOf(ctx context.Context, c asker, version int) (zip []byte, err error) {
	err = c.QueryRow(ctx, "SELECT zip FROM releases WHERE version = $1", version).Scan(&zip)
	return zip, err
}

// The files of what was released, beside those of the dataset.
const listName, zipsFolder = "versions.json", "versions/"

// history is what was released as files, as package release has them beside a dataset. Zips come
// from the database when they are opened.
type history struct {
	list []byte
	zip  func(version int) ([]byte, error)
}

// Open returns versions.json or versions/3-0123456789abcdef.zip.
func (h *history) Open(name string) (fs.File, error) {
	var version int
	if name == listName {
		return newFile(name, h.list), nil
	}
	if _, err := fmt.Sscanf(name, zipsFolder+"%d-", &version); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	content, err := h.zip(version)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return newFile(name, content), nil
}

// file is a file in memory.
type file struct {
	*bytes.Reader
	name string
}

func newFile(name string, content []byte) *file { return &file{bytes.NewReader(content), name} }

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return f.name[strings.LastIndex(f.name, "/")+1:] }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }
