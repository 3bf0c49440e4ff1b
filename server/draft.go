package server

import (
	"bytes"
	"context"
	"demarc/data/unfinished"
	"errors"
	"io"
	"os"
	"sync"
)

// The limits of answers that are made before they are sent.
const (
	draftBytes = 64 << 10 // kept in memory; larger ones go to a temporary file
	// DefaultDiskBytes limits all temporary files together, those being read included.
	DefaultDiskBytes = 1 << 30
)

// errDisk is the error for an answer that finds no room on disk.
var errDisk = errors.New("the temporary files of other answers take all the room there is for them")

// disk counts the bytes of temporary files.
type disk struct {
	limit int64
	spare func() bool // frees some, of files that nobody reads; false when there are none

	mu   sync.Mutex
	used int64
}

// take counts more bytes, freeing others where they would be too many.
func (d *disk) take(bytes int64) error {
	for {
		d.mu.Lock()
		if d.used+bytes <= d.limit {
			d.used += bytes
			d.mu.Unlock()
			return nil
		}
		d.mu.Unlock()
		if !d.spare() {
			return errDisk
		}
	}
}

func (d *disk) counts() DiskCounts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return DiskCounts{d.used, d.limit}
}

func (d *disk) give(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.used -= bytes
}

// draft is an answer while it is made: in memory, or in a file without a name, which is gone when
// the program ends, however it does.
type draft struct {
	ctx  context.Context // whoever writes ends when it does
	disk *disk
	kept bytes.Buffer
	file *os.File // nil: all is in kept
	size int64
}

func (d *draft) Write(p []byte) (int, error) {
	if d.ctx.Err() != nil {
		return 0, context.Cause(d.ctx)
	}
	if d.file == nil && d.kept.Len()+len(p) > draftBytes {
		if err := d.toDisk(); err != nil {
			return 0, err
		}
	}
	if d.file == nil {
		d.size += int64(len(p))
		return d.kept.Write(p)
	}
	if err := d.disk.take(int64(len(p))); err != nil {
		return 0, err
	}
	d.size += int64(len(p))
	return d.file.Write(p)
}

// toDisk moves what has been written to a file.
func (d *draft) toDisk() error {
	if err := d.disk.take(d.size); err != nil {
		return err
	}
	file, err := unfinished.Nameless("export")
	if err != nil {
		d.disk.give(d.size)
		return err
	}
	d.file = file
	_, err = file.Write(d.kept.Bytes())
	d.kept = bytes.Buffer{}
	return err
}

// content is what has been written. Any number may be read at once.
func (d *draft) content() interface {
	io.ReadSeeker
	io.ReaderAt
} {
	if d.file == nil {
		return bytes.NewReader(d.kept.Bytes())
	}
	return io.NewSectionReader(d.file, 0, d.size)
}

// drop forgets the draft.
func (d *draft) drop() {
	if d.file != nil {
		d.file.Close()
		d.disk.give(d.size)
	}
}
