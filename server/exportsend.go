package server

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// sendPiece is how many bytes a client must take within tableWriteTimeout.
const sendPiece = 64 << 10

// send answers with what has been made, whole or in the ranges asked for.
func (x *exportAnswer) send(made *draft) {
	x.head()
	setLines(x.w.Header(), "Etag", x.tag, "Vary", "Accept-Encoding", "Cache-Control", "no-cache",
		"Access-Control-Expose-Headers", "ETag, Content-Range")
	if x.coding != identity { // of which no ranges are asked
		setLines(x.w.Header(), "Content-Encoding", codingNames[x.coding], "Content-Length", strconv.FormatInt(made.size, 10))
	}
	out := &pieceWriter{ResponseWriter: x.w, control: http.NewResponseController(x.w)}
	http.ServeContent(&rangeWriter{ResponseWriter: out, refuse: func() {
		x.server.writeProblem(x.w, x.q.Request, newProblem(http.StatusRequestedRangeNotSatisfiable,
			fmt.Sprintf("Range %q: the file has %d bytes", x.q.Header.Get("Range"), made.size), "bytes=0-99 are the first hundred"))
	}}, x.q.Request, "", time.Time{}, made.content())
}

// pieceWriter writes in pieces, for each of which the client has some time: as long as it takes
// them, the whole may take any.
type pieceWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w *pieceWriter) Write(p []byte) (written int, err error) {
	for len(p) > 0 && err == nil {
		var n int
		w.control.SetWriteDeadline(time.Now().Add(tableWriteTimeout)) // not all connections have one
		n, err = w.ResponseWriter.Write(p[:min(len(p), sendPiece)])
		written, p = written+n, p[n:]
	}
	return written, err
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
