// Package folder gives the files of a dataset's directory to those who read them. What stands there
// is not trusted to be files: a named pipe blocks whoever opens it, a device has effects, a link
// may lead anywhere, a file may have no end, and a mount may never answer. None of this keeps a
// reader waiting for longer than a limit.
//
//	Open -> [os.Root, so that links lead to nothing outside]
//	     -> is it a file or a folder? -> opened without blocking -> is it still?
//	     -> read in pieces, no more than there was at the beginning
//
// Each step that asks the operating system runs in a goroutine of its own, and is given up when it
// takes too long.
package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// The limits of a file.
const (
	patience = 10 * time.Second // for one answer of the operating system
	piece    = 4 << 20          // bytes asked for at once
	maxBytes = 4 << 30
	maxAsked = 16 // questions without an answer
)

// The reasons why what has the name of a file is not read.
var (
	errKind    = errors.New("it is no regular file: want one, no named pipe, device or socket")
	errOutside = errors.New("it is a link that leads out of the directory: want the file itself there")
	errGrows   = errors.New("it became longer while it was read: it is read again once it is whole")
	errHangs   = fmt.Errorf("no answer within %v: does it lie on a mount that hangs?", patience)
	errLarge   = fmt.Errorf("it has more than %d GiB", maxBytes>>30)
)

// directory is one of the disk. It is found anew for each file, so it may be replaced as a whole.
type directory struct {
	name  string
	asked Asked
}

// Of returns the directory of the name.
func Of(name string) fs.FS { return &directory{name, make(Asked, maxAsked)} }

// Open opens a file or folder.
func (d *directory) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	opened, err := Within(d.asked, func() (fs.File, error) { return d.open(name) })
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: reason(err)}
	}
	return opened, nil
}

func (d *directory) open(name string) (fs.File, error) {
	root, err := os.OpenRoot(d.name)
	if err != nil {
		return nil, err
	}
	defer root.Close() // what was opened in it stays open
	info, err := root.Stat(name)
	if err != nil {
		return nil, d.leads(root, name, err)
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, errKind
	}
	opened, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = opened.Stat(); err == nil && info.IsDir() {
		return opened, nil
	}
	switch {
	case err != nil:
	case !info.Mode().IsRegular(): // exchanged meanwhile
		err = errKind
	case info.Size() > maxBytes:
		err = errLarge
	}
	if err != nil {
		opened.Close()
		return nil, err
	}
	return &file{from: opened, asked: d.asked, left: info.Size()}, nil
}

// leads tells a link that leads out of the directory from one that leads nowhere.
func (d *directory) leads(root *os.Root, name string, err error) error {
	if info, linked := root.Lstat(name); linked == nil && info.Mode()&fs.ModeSymlink != 0 && !errors.Is(err, fs.ErrNotExist) {
		return errOutside
	}
	return err
}

// reason drops the operation and the path, which the caller says.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// file is a regular file.
type file struct {
	from  *os.File
	asked Asked
	left  int64  // of the bytes that it had when it was opened
	own   []byte // what is read into: that of the caller is its again when the answer comes too late
}

func (f *file) Stat() (fs.FileInfo, error) { return f.from.Stat() }

func (f *file) Close() error { return f.from.Close() }

// Read reads a piece.
func (f *file) Read(p []byte) (int, error) {
	size := min(len(p), piece)
	if len(f.own) < size {
		f.own = make([]byte, size)
	}
	into := f.own[:size]
	n, err := Within(f.asked, func() (int, error) { return f.from.Read(into) })
	if err != nil {
		f.own = nil
		return 0, err
	}
	if f.left -= int64(n); f.left < 0 {
		return 0, &fs.PathError{Op: "read", Path: f.from.Name(), Err: errGrows}
	}
	return copy(p, into[:n]), nil
}

// Asked has a place for each question that the operating system has not answered yet.
type Asked chan struct{}

// Within returns what ask returns, or an error if that takes too long. Ask then goes on until the
// system answers, and keeps its place until then: what hangs is not asked without end.
func Within[T any](asked Asked, ask func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case asked <- struct{}{}:
	case <-late.C:
		return none, errHangs
	}
	come := make(chan answer, 1)
	go func() {
		value, err := ask()
		<-asked
		come <- answer{value, err}
	}()
	select {
	case a := <-come:
		return a.value, a.err
	case <-late.C:
		go func() { // what comes late is of no use
			if opened, ok := any((<-come).value).(io.Closer); ok {
				opened.Close()
			}
		}()
		return none, errHangs
	}
}
