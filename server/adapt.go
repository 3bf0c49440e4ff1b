package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"demarc/data"
)

// handler reads a request, asks the snapshot and fills the answer. The snapshot
// is the same from the first line to the last.
type handler func(a *answer, r *http.Request, s *data.Snapshot) error

// answer is a reply being written: kept in memory until it is whole, so that an
// error on the way never leaves half of one.
type answer struct {
	bytes.Buffer
	header      http.Header
	contentType string
	// stream writes an answer that may be large, in place of the buffer, and the
	// same each time.
	stream func(io.Writer) error
	large  []byte // hash of a stream too large for the buffer
}

// adapt turns a handler into a http.Handler: it refuses unknown parameters,
// loads the snapshot once, and writes the answer or the problem.
func (s *Server) adapt(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Equal(route.parameters, anyParameter) {
			if p := checkQuery(r, route.parameters); p != nil {
				s.writeProblem(w, r, p)
				return
			}
		} else if _, p := parseQuery(r); p != nil {
			s.writeProblem(w, r, p)
			return
		}
		snapshot := s.live.Current()
		if route.needsData && snapshot == nil {
			s.writeProblem(w, r, noData())
			return
		}
		snapshot, p := view(r, snapshot)
		if p != nil {
			s.writeProblem(w, r, p)
			return
		}
		a := &answer{header: w.Header()}
		if err := route.handle(a, r, snapshot); err != nil {
			s.writeError(w, r, err)
			return
		}
		if a.stream != nil {
			if err := a.spool(); err != nil {
				s.writeError(w, r, err)
				return
			}
		}
		if a.large != nil {
			s.sendLarge(w, r, a)
			return
		}
		a.send(w, r)
	})
}

// view returns the snapshot as the viewpoint asked for sees it.
func view(r *http.Request, snapshot *data.Snapshot) (*data.Snapshot, *problem) {
	name, given := query(r, "viewpoint")
	if !given || snapshot == nil {
		return snapshot, nil
	}
	seen, err := snapshot.View(name)
	if err != nil {
		return nil, badParameter("viewpoint", err.Error(), "")
	}
	return seen, nil
}

// checkQuery refuses parameters that the path does not know, and repetitions.
func checkQuery(r *http.Request, known []string) *problem {
	values, err := parseQuery(r)
	if err != nil {
		return err
	}
	for name, given := range values {
		if !slices.Contains(known, name) {
			hint := "this path takes no parameters"
			if len(known) > 0 {
				hint = "this path takes " + list(known)
			}
			return badParameter(name, fmt.Sprintf("unknown parameter %q", name), hint)
		}
		if len(given) > 1 {
			return badParameter(name, fmt.Sprintf("parameter %q is given %d times", name, len(given)), "give it once")
		}
	}
	return nil
}

// writeJSON fills the answer with one JSON document.
func (a *answer) writeJSON(v any) error {
	a.contentType = "application/json"
	encoder := json.NewEncoder(a)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// send writes the answer with an ETag, as 304 if the client has it already, and
// compressed if the client wants that.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	if a.Len() == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	c := identity
	if a.Len() >= smallest {
		c = negotiate(r, fastCodings)
	}
	sum := sha256.Sum256(a.Bytes())
	tag := tagOf(sum[:], c)
	header.Set("ETag", tag)
	if header.Get("Vary") == "" {
		header.Set("Vary", "Accept-Encoding")
	}
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "no-cache") // may be kept, must be asked for
	}
	if matches(strings.Join(r.Header.Values("If-None-Match"), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := compress(c, a.Bytes())
	if c != identity {
		header.Set("Content-Encoding", codingNames[c])
	}
	header.Set("Content-Type", a.contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // the client may have gone: nothing to be done
}

// tagOf makes an entity tag of a hash. It is strong, so each coding has its own.
func tagOf(sum []byte, c coding) string {
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	if c != identity {
		tag += "-" + codingNames[c]
	}
	return `"` + tag + `"`
}

// matches tells whether a list of entity tags holds the tag (RFC 9110, 13.1.2,
// weak comparison).
func matches(header, tag string) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for candidate := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == tag {
			return true
		}
	}
	return false
}
