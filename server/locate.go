package server

import (
	"net/http"
	"strconv"
	"sync"

	"demarc/data"
	"demarc/data/date"
	"demarc/server/answer"
)

var locationBuffers = sync.Pool{New: func() any { return new([]byte) }}

// locationVersion counts the changes of what a location looks like. A test tells when to raise it.
const locationVersion = 2

// getLocate answers for one point.
func (s *Server) getLocate(w http.ResponseWriter, q *request) error {
	asked, err := answer.ReadLocate(q.question())
	if err != nil {
		return err
	}
	c := negotiate(q.Request, fastCodings) // no answer is small enough to go plain
	if has(w, q.Request, s.locationTag(q.snapshot, asked.Day, c)) {
		return nil
	}
	buffer := locationBuffers.Get().(*[]byte)
	defer locationBuffers.Put(buffer)
	*buffer = asked.AppendJSON((*buffer)[:0])
	send(w, jsonMedia, c, compress(c, *buffer))
	return nil
}

// locationTag is the entity tag of an answer. Tags tell the answers of one address apart (RFC 9110,
// 8.8.3), which differ by what a location looks like, the dataset, the day where the address names
// none, and the coding.
func (s *Server) locationTag(snapshot *data.Snapshot, day date.Date, c coding) string {
	tag := `"` + s.locationTagStart + snapshot.ID + "-" + strconv.FormatInt(int64(day), 36)
	if c != identity {
		tag += "-" + codingNames[c]
	}
	return tag + `"`
}
