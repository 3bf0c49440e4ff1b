package server

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"demarc/data/date"
	"demarc/data/export"
)

// exportHeld is how much of a file is gathered before the answer begins: until
// then an error is told as a problem, later it breaks the connection off.
const exportHeld = 256 << 10

// exportParameters are those of every format.
var exportParameters = []string{"datetime", "bbox", "viewpoint"}

func (s *Server) addExport(router *mux.Router) {
	const path = "/export/{file}"
	router.HandleFunc(path, s.getExport).Methods(http.MethodGet, http.MethodHead)
	router.Handle(path, preflight("GET, HEAD", "If-None-Match, Range")).Methods(http.MethodOptions)
}

// getExport is a layer as a file: of one day, an interval, or of all days. It is
// written while it is made, so that its size does not matter.
func (s *Server) getExport(w http.ResponseWriter, r *http.Request) {
	format, job, err := s.exportJob(r)
	if err != nil {
		s.writeError(w, r, err)
		return
	}
	if format.Costly || job.Parameters[export.Dissolve] != "" {
		select {
		case s.costly <- struct{}{}:
			defer func() { <-s.costly }()
		case <-r.Context().Done():
			return
		}
	}
	out := &exportWriter{
		w: w, r: r, control: http.NewResponseController(w), format: format,
		disposition: fmt.Sprintf("attachment; filename=%q", format.FileName(job)),
	}
	if !format.Packed {
		out.coding = negotiate(r, fastCodings)
	}
	out.tag = s.exportTag(r, format, job, out.coding)
	if format.InParts || r.Header.Get("Range") != "" {
		err = s.serveParts(out, job)
	} else if err = format.Write(out, job); err == nil {
		err = out.close()
	}
	switch {
	case err == nil, errors.Is(err, errEnough):
	case out.begun:
		s.options.Log.Info("export broken off", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	default:
		s.writeError(w, r, exportProblem(err))
	}
}

// exportJob reads the path and the parameters.
func (s *Server) exportJob(r *http.Request) (export.Format, export.Job, error) {
	var job export.Job
	file, err := url.PathUnescape(mux.Vars(r)["file"])
	if err != nil {
		return export.Format{}, job, noSuchPath()
	}
	format, layer, err := export.ByFile(file)
	if err != nil {
		return format, job, err
	}
	own := slices.Sorted(maps.Keys(format.Parameters))
	if p := checkQuery(r, slices.Concat(exportParameters, own)); p != nil {
		return format, job, p
	}
	snapshot := s.live.Current()
	if snapshot == nil {
		return format, job, noData()
	}
	snapshot, p := view(r, snapshot)
	if p != nil {
		return format, job, p
	}
	job = export.Job{
		Snapshot: snapshot, Layer: layer, Parameters: map[string]string{}, Source: s.address(r) + r.URL.RequestURI(),
		Today: date.DateOf(s.options.Today()), MaxTiles: maxTiles, Context: r.Context(),
	}
	if job.Selection.During, err = interval(r); err != nil {
		return format, job, err
	}
	if job.Selection.Within, err = within(r); err != nil {
		return format, job, err
	}
	for _, name := range own {
		if value, given := query(r, name); given {
			job.Parameters[name] = value
		}
	}
	return format, job, nil
}

func exportProblem(err error) error {
	var parameter *export.ParameterError
	if errors.As(err, &parameter) {
		return badParameter(parameter.Name, parameter.Message, "")
	}
	return err
}

// exportTag is the entity tag of a file. Files are made from the snapshot and
// the request alone, by the same program always the same, so the file itself
// need not be known.
func (s *Server) exportTag(r *http.Request, format export.Format, job export.Job, c coding) string {
	parts := []string{s.options.Version, job.Snapshot.ID, job.Snapshot.Viewpoint, s.address(r), r.URL.RequestURI()}
	if format.OneDay && job.Selection.During == date.Always {
		parts = append(parts, job.Today.String())
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return tagOf(sum[:], c)
}

// errEnough ends the writing of a file of which nothing more is wanted.
var errEnough = errors.New("the client has it already")

// exportWriter writes the answer.
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

// head fills the header but for what depends on the length.
func (x *exportWriter) head() {
	header := x.w.Header()
	header.Set("ETag", x.tag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "no-cache") // may be kept, must be asked for
	header.Set("Content-Type", x.format.MediaType)
	header.Set("Content-Disposition", x.disposition)
	header.Set("Accept-Ranges", "bytes")
}

func (x *exportWriter) begin() error {
	x.begun = true
	x.head()
	if matches(strings.Join(x.r.Header.Values("If-None-Match"), ","), x.tag) {
		x.w.WriteHeader(http.StatusNotModified)
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
