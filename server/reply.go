package server

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/server/answer"
)

// writeJSON answers with one JSON document.
func writeJSON(w http.ResponseWriter, q *request, v any) error {
	return writeJSONAs(w, q, jsonMedia, v)
}

func writeJSONAs(w http.ResponseWriter, q *request, mediaType string, v any) error {
	body, err := answer.Marshal(v)
	if err != nil {
		return err
	}
	return writeDocument(w, q, mediaType, body)
}

func writeGeoJSON(w http.ResponseWriter, q *request, layer geo.Layer, extra map[string]any) error {
	return writeStream(w, q, geoJSONMedia, func(out io.Writer) error { return geojson.Write(out, layer, extra) })
}

// writeDocument answers with a whole document in the coding that the client prefers, 204 if it is
// empty.
func writeDocument(w http.ResponseWriter, q *request, mediaType string, body []byte) error {
	if len(body) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	c := identity
	if len(body) >= smallest {
		c = negotiate(q.Request, fastCodings)
	}
	sum := sha256.Sum256(body)
	if has(w, q.Request, tagOf(sum[:], c)) {
		return nil
	}
	send(w, mediaType, c, compress(c, body))
	return nil
}

// has sets the entity tag of an answer and, unless they are set, how long it may be kept and what
// it varies by. If the client has the answer already, has writes 304 and returns true.
func has(w http.ResponseWriter, r *http.Request, tag string) bool {
	header := w.Header()
	vary, keep := header.Get("Vary"), header.Get("Cache-Control")
	setLines(header, "Etag", tag, "Vary", cmp.Or(vary, "Accept-Encoding"),
		"Cache-Control", cmp.Or(keep, "no-cache")) // may be kept, must be asked for
	given := r.Header.Values("If-None-Match")
	if len(given) == 0 || !matches(strings.Join(given, ","), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// send writes a body with the header lines of its coding, type and length.
func send(w http.ResponseWriter, mediaType string, c coding, body []byte) {
	header := w.Header()
	if c != identity {
		header.Set("Content-Encoding", codingNames[c])
	}
	setLines(header, "Content-Type", mediaType, "Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // the client may have gone: nothing to be done
}

// setLines sets header lines, given as pairs of a canonical name and a value, with one allocation
// for all.
func setLines(header http.Header, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		header[pairs[i]] = pairs[i+1 : i+2 : i+2]
	}
}

// tagOf makes an entity tag of a hash, a strong one: each coding has its own.
func tagOf(sum []byte, c coding) string {
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	if c != identity {
		tag += "-" + codingNames[c]
	}
	return `"` + tag + `"`
}

// matches tells whether a list of entity tags holds the tag (RFC 9110, 13.1.2, weak comparison).
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

// spoolBytes limits the answers that are kept until their tag is known; a larger one is written
// twice, first into its hash and then to the client.
const spoolBytes = 4 << 20

// writeStream answers with the output of write, which may be large and is the same each time.
func writeStream(w http.ResponseWriter, q *request, mediaType string, write func(io.Writer) error) error {
	kept := &spool{sum: sha256.New()}
	if err := write(kept); err != nil {
		return err
	}
	if !kept.over {
		return writeDocument(w, q, mediaType, kept.kept.Bytes())
	}
	c := negotiate(q.Request, fastCodings)
	if has(w, q.Request, tagOf(kept.sum.Sum(nil), c)) {
		return nil
	}
	w.Header().Set("Content-Type", mediaType)
	if c != identity {
		w.Header().Set("Content-Encoding", codingNames[c])
	}
	if q.Method == http.MethodHead {
		return nil
	}
	if err := encoded(w, c, write); err != nil {
		return brokenOff{err}
	}
	return nil
}

// spool keeps an answer with its hash, only the hash of one that is too large.
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
