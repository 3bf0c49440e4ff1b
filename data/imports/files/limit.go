package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The limits of a set: more is taken for a trap.
const (
	maxUnzipped = 4 << 30 // bytes out of all archives, of every read
	maxFiles    = 100_000
	maxNested   = 3 // archives in each other
	// What an archive gives of so many of its own bytes, past the first. Maps become a tenth to a
	// hundredth when they are packed, and what is made to fill the memory a thousandth.
	maxRatio  = 200
	freeBytes = 8 << 20
	maxCredit = 64 << 20
)

// limit is what is left for all archives of a set together.
type limit struct {
	bytes int64
	files int
}

func (l *limit) file() error {
	if l.files--; l.files < 0 {
		return errFiles
	}
	return nil
}

var errFiles = fmt.Errorf("it holds more than %d files: want fewer in one", maxFiles)

var errUnzipped = fmt.Errorf("the archive holds more than %d GiB: unpack it, if that is right", maxUnzipped>>30)

var errRatio = fmt.Errorf("the archive holds more than %d times its own size: unpack it, if that is right", maxRatio)

// ratio is by how much more came out of an archive than maxRatio times what was read of it. What
// has hardly been packed is credit for what follows, as shapes are for their table, but not without
// end: else megabytes of noise would hide a trap behind them.
type ratio struct{ excess int64 }

func (r *ratio) packed(n int) { r.excess = max(r.excess-maxRatio*int64(n), -maxCredit) }

// unpacked tells whether more came out than may.
func (r *ratio) unpacked(n int) (trap bool) {
	r.excess += int64(n)
	return r.excess > freeBytes
}

// packedReader counts what is read of an archive.
type packedReader struct {
	io.Reader
	ratio *ratio
}

func (r packedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.ratio.packed(n)
	return n, err
}

// packedFile counts what is read of a zip.
type packedFile struct {
	io.ReaderAt
	ratio *ratio
}

func (f packedFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(p, at)
	f.ratio.packed(n)
	return n, err
}

// limitedReader reads what comes out of an archive.
type limitedReader struct {
	io.Reader
	limit *limit
	ratio *ratio
}

func (r limitedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	trap := r.ratio.unpacked(n)
	if r.limit.bytes -= int64(n); r.limit.bytes < 0 {
		return 0, errUnzipped
	}
	if trap {
		return 0, errRatio
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: is the archive whole?", err)
	}
	return n, err
}

// limited gives no more than what is left of the bytes of all files together.
type limited struct {
	fs.FS
	limit *limit
	ratio *ratio
}

func (l limited) Open(name string) (fs.File, error) {
	f, err := l.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if dir, ok := f.(fs.ReadDirFile); ok {
		return dir, nil
	}
	return limitedFile{f, limitedReader{f, l.limit, l.ratio}}, nil
}

type limitedFile struct {
	fs.File
	in limitedReader
}

func (f limitedFile) Read(p []byte) (int, error) { return f.in.Read(p) }

// Stat does not pass on the size that the zip claims.
func (f limitedFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return unsized{info}, err
}

type unsized struct{ fs.FileInfo }

func (unsized) Size() int64 { return 0 }

// disk is a folder on the disk.
type disk struct {
	fs.FS
	folder string
}

func onDisk(folder string) disk { return disk{os.DirFS(folder), folder} }

func (d disk) onDisk(name string) string { return filepath.Join(d.folder, filepath.FromSlash(name)) }

// Stat does not open what it looks at, as fs.Stat would: a named pipe blocks whoever opens it.
func (d disk) Stat(name string) (fs.FileInfo, error) { return fs.Stat(d.FS, name) }

// leadsOut tells whether a link in the folder leads to what is not in it.
func (d disk) leadsOut(name string) bool {
	root, err := os.OpenRoot(d.folder)
	if err != nil {
		return true
	}
	defer root.Close()
	_, err = root.Stat(name)
	return err != nil
}
