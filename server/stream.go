package server

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"
	"net/http"
	"strings"
)

// spoolBytes is how much of an answer is kept; a larger one is written twice,
// first to learn its tag and then to the client.
const spoolBytes = 4 << 20

// spool lets the stream fill the buffer, or learns the hash of what does not
// fit.
func (a *answer) spool() error {
	kept := &spool{sum: sha256.New()}
	if err := a.stream(kept); err != nil {
		return err
	}
	if kept.over {
		a.large = kept.sum.Sum(nil)
		return nil
	}
	a.Buffer = kept.kept
	return nil
}

type spool struct {
	sum  hash.Hash
	kept bytes.Buffer
	over bool
}

func (s *spool) Write(p []byte) (int, error) {
	s.sum.Write(p) // never fails
	if s.over = s.over || s.kept.Len()+len(p) > spoolBytes; s.over {
		s.kept = bytes.Buffer{}
		return len(p), nil
	}
	return s.kept.Write(p)
}

// sendLarge writes a stream as it comes. An error on the way breaks the
// connection off, so that the client sees that the end is missing.
func (s *Server) sendLarge(w http.ResponseWriter, r *http.Request, a *answer) {
	header := w.Header()
	c := negotiate(r, fastCodings)
	tag := tagOf(a.large, c)
	header.Set("ETag", tag)
	header.Set("Cache-Control", "no-cache")
	if header.Get("Vary") == "" {
		header.Set("Vary", "Accept-Encoding")
	}
	if matches(strings.Join(r.Header.Values("If-None-Match"), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", a.contentType)
	if c != identity {
		header.Set("Content-Encoding", codingNames[c])
	}
	if r.Method == http.MethodHead {
		return
	}
	if err := encoded(w, c, a.stream); err != nil {
		s.options.Log.Warn("answer broken off", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
}

// encoded lets write fill w in a content coding.
func encoded(w io.Writer, c coding, write func(io.Writer) error) error {
	if c == identity {
		return write(w)
	}
	e, release := compressor(c, w)
	defer release()
	if err := write(e); err != nil {
		return err
	}
	return e.Close()
}
