package server

import (
	"context"
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

	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/world"
	"demarc/server/admit"
	"demarc/server/answer/files"
)

// exportAnswer is the answer with a file.
type exportAnswer struct {
	server *Server
	w      http.ResponseWriter
	q      *request
	format export.Format
	job    export.Job
	coding coding
	tag    string
}

// getExport answers with a layer as a file: of one day, an interval, or of all days. It is made
// before it is sent, so that an error is always told, and a client that reads slowly holds no room.
func (s *Server) getExport(w http.ResponseWriter, q *request, format export.Format) error {
	job, err := s.exportJob(q, format)
	if err != nil {
		return err
	}
	x := &exportAnswer{server: s, w: w, q: q, format: format, job: job}
	// Only GET knows ranges, and units that we do not know are passed over (RFC 9110, 14.2).
	ranged := q.Method == http.MethodGet && strings.HasPrefix(q.Header.Get("Range"), "bytes=")
	if !ranged {
		q.Header.Del("Range")
	}
	if !format.Packed && !format.InParts && !ranged {
		x.coding = negotiate(q.Request, fastCodings)
	}
	x.tag = s.exportTag(format, job, x.coding)
	if given := strings.Join(q.Header.Values("If-None-Match"), ","); strings.TrimSpace(given) != "*" && matches(given, x.tag) {
		x.head()
		has(w, q.Request, x.tag)
		return nil
	}
	if format.InParts && !s.options.Elsewhere {
		return x.kept()
	}
	return x.once()
}

// once makes the file for this request alone.
func (x *exportAnswer) once() error {
	place, err := x.server.admission.costly.Enter(x.q.Context(), x.client(), x.format.Memory(x.job))
	if err != nil {
		return err
	}
	defer place.Close() // it counts as one of its client until it is sent
	made, err := x.server.draftOf(x.q.Context(), x.format, x.job, x.coding)
	place.Leave()
	if err != nil {
		return exportProblem(err)
	}
	defer made.drop()
	x.send(made)
	return nil
}

// kept answers with a file that is kept, whole or in the ranges asked for, as some formats are made
// to be read.
func (x *exportAnswer) kept() error {
	s := x.server
	write := func(ctx context.Context) (*draft, error) {
		place, err := s.admission.costly.Enter(ctx, x.client(), x.format.Memory(x.job))
		if err != nil {
			return nil, err
		}
		defer place.Close()
		return s.draftOf(ctx, x.format, x.job, identity)
	}
	file, err := s.keptFile(x.q.Context(), x.tag, write)
	if err != nil {
		return exportProblem(err)
	}
	defer s.files.release(file)
	x.send(file.draft)
	return nil
}

// keptFile returns the file with the tag, made if it is not kept, until it is released.
func (s *Server) keptFile(ctx context.Context, tag string, write func(context.Context) (*draft, error)) (*exportFile, error) {
	for {
		file, mine, err := s.files.get(ctx, tag, write)
		var refusal *admit.Refusal
		if errors.As(err, &refusal) && refusal.Reason == admit.ShareFull && !mine {
			continue // that was the share of another client
		}
		return file, err
	}
}

func (x *exportAnswer) client() string { return x.server.options.client(x.q.Request) }

// draftOf makes a file, in the turns of the server.
func (s *Server) draftOf(ctx context.Context, format export.Format, job export.Job, c coding) (*draft, error) {
	job.Context = ctx
	if format.Pieces {
		job.Piece = s.admission.turns.Do
	} else {
		turn, err := s.admission.turns.Take(ctx)
		if err != nil {
			return nil, err
		}
		defer turn.Rest()
		job.Between = turn.Pause
	}
	made := &draft{ctx: ctx, disk: &s.disk}
	if err := encoded(made, c, func(w io.Writer) error { return format.Write(w, job) }); err != nil {
		made.drop()
		return nil, err
	}
	return made, nil
}

// getNoExport answers for files of unknown formats with the formats that there are.
func (s *Server) getNoExport(_ http.ResponseWriter, q *request) error {
	if _, _, err := export.ByFile(q.vars["file"]); err != nil {
		return err
	}
	return noSuchPath()
}

// exportJob reads the path and the parameters.
func (s *Server) exportJob(q *request, format export.Format) (export.Job, error) {
	job, err := files.Read(q.question(), format, q.vars["layer"])
	job.MaxTiles, job.MaxPixels = maxTiles, maxPixels
	if !s.options.Basemap.None {
		job.Below = world.Layers
	}
	switch {
	case err != nil || s.options.Elsewhere:
	case format.InParts:
		job.Source = s.keptSource(q, format, job)
	default:
		job.Source = q.links.self()
	}
	return job, err
}

// keptSource is the address that a file says it is had from, if it is made once for many: theirs
// differ, so it is the one that is set for the server, else none. Whatever says the same has the
// same.
func (s *Server) keptSource(q *request, format export.Format, job export.Job) string {
	if s.options.Public.origin == "" {
		return ""
	}
	values := url.Values{}
	for name, value := range job.Parameters {
		values.Set(name, value)
	}
	if days := job.Selection.During.Datetime(); days != "" {
		values.Set("datetime", days)
	}
	if box, given := q.parameter("bbox"); given {
		values.Set("bbox", box)
	}
	if _, given := q.parameter("viewpoint"); given {
		values.Set("viewpoint", job.Snapshot.Viewpoint)
	}
	address := q.links.of(datasetPath(q.store.ID)).to("/export/" + url.PathEscape(job.Layer) + "." + format.Extension)
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	return address
}

func exportProblem(err error) error {
	if errors.Is(err, errDisk) {
		p := newProblem(http.StatusServiceUnavailable, errDisk.Error(), "ask again when they have been read")
		p.After = int(tableWriteTimeout.Seconds())
		return p
	}
	return files.Problem(err)
}

// exportTag is the entity tag of a file, and what it is kept by. Files are made from the snapshot
// and what is asked alone, by the same version of its format always the same, so the file itself
// need not be known, and the words of the address do not matter.
func (s *Server) exportTag(format export.Format, job export.Job, c coding) string {
	parts := []string{
		s.options.Build, job.Snapshot.ID, job.Snapshot.Viewpoint, job.Source, format.Name, strconv.Itoa(format.Version), job.Layer,
		fmt.Sprint(job.Selection.During.From, job.Selection.During.To, job.Selection.Within),
	}
	for _, name := range slices.Sorted(maps.Keys(job.Parameters)) {
		parts = append(parts, name+"="+job.Parameters[name])
	}
	if format.OneDay && job.Selection.During == date.Always {
		parts = append(parts, job.Today.String())
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return tagOf(sum[:], c)
}

// head sets the header lines that do not depend on the content.
func (x *exportAnswer) head() {
	setLines(x.w.Header(), "Content-Type", x.format.MediaType, "Accept-Ranges", "bytes",
		"Content-Disposition", fmt.Sprintf("attachment; filename=%q", x.format.FileName(x.job)))
}
