package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"demarc/data/export"
)

// The limits of files that are read in parts.
const (
	keptFiles     = 16
	keptBytes     = 512 << 20
	makingTimeout = time.Minute
	maxTiles      = 20_000 // made for one archive
)

// exportFiles keeps on disk the files that were lately read in parts: a client of an archive of
// tiles comes back many times, and each would have it made again.
type exportFiles struct {
	flights singleflight.Group
	turn    sync.Mutex // one file is made at a time

	mu    sync.Mutex
	files []*exportFile // the one used last stands last
}

// exportFile has no name in its directory: the runtime closes it once it is forgotten here and read
// to its end, and then it is gone.
type exportFile struct {
	tag  string
	file *os.File
	size int64
}

// get returns the file with the tag, made by write if it is not kept.
func (k *exportFiles) get(tag string, write func(io.Writer) error) (*exportFile, error) {
	if f := k.find(tag); f != nil {
		return f, nil
	}
	made, err, _ := k.flights.Do(tag, func() (any, error) {
		k.turn.Lock()
		defer k.turn.Unlock()
		if f := k.find(tag); f != nil {
			return f, nil
		}
		f, err := newExportFile(tag, write)
		if err == nil {
			k.keep(f)
		}
		return f, err
	})
	if err != nil {
		return nil, err
	}
	return made.(*exportFile), nil
}

func newExportFile(tag string, write func(io.Writer) error) (*exportFile, error) {
	file, err := os.CreateTemp("", "demarc-export-")
	if err != nil {
		return nil, err
	}
	os.Remove(file.Name())
	if err := write(file); err != nil {
		file.Close()
		return nil, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		file.Close()
		return nil, err
	}
	return &exportFile{tag, file, size}, nil
}

func (k *exportFiles) find(tag string) *exportFile {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, f := range k.files {
		if f.tag == tag {
			k.files = append(append(k.files[:i:i], k.files[i+1:]...), f)
			return f
		}
	}
	return nil
}

// keep adds a file and forgets the least recently used ones beyond the limits.
func (k *exportFiles) keep(f *exportFile) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.files = append(k.files, f)
	bytes := int64(0)
	for i := len(k.files) - 1; i >= 0; i-- {
		bytes += k.files[i].size
		if i < len(k.files)-1 && (bytes > keptBytes || len(k.files)-i > keptFiles) {
			k.files = append([]*exportFile{}, k.files[i+1:]...)
			return
		}
	}
}

// serveParts answers with a kept file, whole or in the ranges asked for, as some formats are made
// to be read.
func (s *Server) serveParts(x *exportWriter, job export.Job) error {
	x.coding = identity
	file, err := s.files.get(x.tag, func(w io.Writer) error {
		// Others may wait for the file, so it does not end with this request.
		limited, cancel := context.WithTimeout(context.WithoutCancel(x.r.Context()), makingTimeout)
		defer cancel()
		job.Context = limited
		return x.format.Write(w, job)
	})
	if err != nil {
		return err
	}
	x.head()
	setLines(x.w.Header(), "Etag", x.tag, "Vary", "Accept-Encoding", "Cache-Control", "no-cache",
		"Access-Control-Expose-Headers", "ETag, Content-Range")
	x.begun = true
	x.control.SetWriteDeadline(time.Time{}) // sent as fast as the client takes it
	http.ServeContent(&rangeWriter{ResponseWriter: x.w, refuse: func() {
		s.writeProblem(x.w, x.r, newProblem(http.StatusRequestedRangeNotSatisfiable,
			fmt.Sprintf("Range %q: the file has %d bytes", x.r.Header.Get("Range"), file.size), "bytes=0-99 are the first hundred"))
	}}, x.r, "", time.Time{}, io.NewSectionReader(file.file, 0, file.size))
	return nil
}

// rangeWriter answers a range that cannot be satisfied with a problem document, instead of the
// words of net/http.
type rangeWriter struct {
	http.ResponseWriter
	refuse  func()
	refused bool
}

func (w *rangeWriter) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; w.refused {
		w.Header().Del("Content-Disposition")
		w.Header().Del("Content-Length")
		w.refuse()
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *rangeWriter) Write(p []byte) (int, error) {
	if w.refused {
		return len(p), nil
	}
	return w.ResponseWriter.Write(p)
}

// ReadFrom keeps the way by which the system copies files into connections.
func (w *rangeWriter) ReadFrom(r io.Reader) (int64, error) { return io.Copy(w.ResponseWriter, r) }
