package server

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"demarc/data/date"
	"demarc/data/export"
)

// exportHeld is the part of a file that is gathered before the answer begins: an error until then
// becomes a problem document, a later one breaks the connection off.
const exportHeld = 256 << 10

// getExport answers with a layer as a file: of one day, an interval, or of all days. It is sent
// while it is made, so that its size does not matter.
func (s *Server) getExport(w http.ResponseWriter, q *request, format export.Format) error {
	job, err := s.exportJob(q)
	if err != nil {
		return err
	}
	if format.Costly || job.Parameters[export.Dissolve] != "" {
		select {
		case s.costly <- struct{}{}:
			defer func() { <-s.costly }()
		case <-q.Context().Done():
			return nil
		}
	}
	out := &exportWriter{
		w: w, r: q.Request, control: http.NewResponseController(w), format: format,
		disposition: fmt.Sprintf("attachment; filename=%q", format.FileName(job)),
	}
	if !format.Packed {
		out.coding = negotiate(q.Request, fastCodings)
	}
	// Only GET knows ranges, and units that we do not know are passed over (RFC 9110, 14.2).
	ranged := q.Method == http.MethodGet && strings.HasPrefix(q.Header.Get("Range"), "bytes=")
	if !ranged {
		q.Header.Del("Range")
	}
	if format.InParts || ranged {
		out.tag = s.exportTag(format, job, identity)
		err = s.serveParts(out, job)
	} else {
		out.tag = s.exportTag(format, job, out.coding)
		if err = format.Write(out, job); err == nil {
			err = out.close()
		}
	}
	switch {
	case err == nil, errors.Is(err, errEnough):
		return nil
	case out.begun:
		return brokenOff{err}
	}
	return exportProblem(err)
}

// getNoExport answers for files of unknown formats with the formats that there are.
func (s *Server) getNoExport(_ http.ResponseWriter, q *request) error {
	if _, _, err := export.ByFile(q.vars["file"]); err != nil {
		return err
	}
	return noSuchPath()
}

// exportJob reads the path and the parameters.
func (s *Server) exportJob(q *request) (export.Job, error) {
	job := export.Job{
		Snapshot: q.snapshot, Layer: q.vars["layer"], Parameters: map[string]string{}, Source: q.links.self(),
		Today: date.DateOf(s.options.Today()), MaxTiles: maxTiles, Context: q.Context(),
	}
	var err error
	if job.Selection.During, err = q.interval(); err != nil {
		return job, err
	}
	if job.Selection.Within, err = q.within(); err != nil {
		return job, err
	}
	for name := range q.route.own {
		if value, given := q.parameter(name); given {
			job.Parameters[name] = value
		}
	}
	return job, nil
}

func exportProblem(err error) error {
	var parameter *export.ParameterError
	if errors.As(err, &parameter) {
		return badParameter(parameter.Name, parameter.Message, "")
	}
	return err
}

// exportTag is the entity tag of a file. Files are made from the snapshot and the request alone, by
// the same program always the same, so the file itself need not be known.
func (s *Server) exportTag(format export.Format, job export.Job, c coding) string {
	parts := []string{s.options.Version, job.Snapshot.ID, job.Snapshot.Viewpoint, job.Source}
	if format.OneDay && job.Selection.During == date.Always {
		parts = append(parts, job.Today.String())
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return tagOf(sum[:], c)
}

// errEnough ends the writing of a file once the client needs no more of it.
var errEnough = errors.New("the client has it already")

// exportWriter is the answer with a file: held back at first, then sent in a coding.
type exportWriter struct {
	w           http.ResponseWriter
	r           *http.Request
	control     *http.ResponseController
	format      export.Format
	coding      coding
	tag         string
	disposition string
	held        []byte
	begun       bool
	zip         io.WriteCloser // nil: not compressed
	release     func()
}

func (x *exportWriter) Write(piece []byte) (int, error) {
	if !x.begun {
		if len(x.held)+len(piece) < exportHeld {
			x.held = append(x.held, piece...)
			return len(piece), nil
		}
		if err := x.begin(); err != nil {
			return 0, err
		}
	}
	return x.send(piece)
}

func (x *exportWriter) send(piece []byte) (int, error) {
	x.control.SetWriteDeadline(time.Now().Add(tableWriteTimeout)) // not all connections have one
	if x.zip != nil {
		return x.zip.Write(piece)
	}
	return x.w.Write(piece)
}

// head sets the header lines that do not depend on the length.
func (x *exportWriter) head() {
	setLines(x.w.Header(), "Content-Type", x.format.MediaType,
		"Content-Disposition", x.disposition, "Accept-Ranges", "bytes")
}

func (x *exportWriter) begin() error {
	x.begun = true
	x.head()
	if has(x.w, x.r, x.tag) {
		return errEnough
	}
	if x.coding != identity {
		x.w.Header().Set("Content-Encoding", codingNames[x.coding])
	}
	if x.r.Method == http.MethodHead {
		x.w.WriteHeader(http.StatusOK)
		return errEnough
	}
	if x.coding != identity {
		x.zip, x.release = compressor(x.coding, x.w)
	}
	_, err := x.send(x.held)
	x.held = nil
	return err
}

func (x *exportWriter) close() error {
	if !x.begun {
		if x.coding == identity {
			x.w.Header().Set("Content-Length", strconv.Itoa(len(x.held)))
		}
		if err := x.begin(); err != nil {
			return err
		}
	}
	if x.zip == nil {
		return nil
	}
	defer x.release()
	return x.zip.Close()
}
