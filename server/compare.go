package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/compare"
	"demarc/data/date"
	"demarc/geo/csv"
	"demarc/geo/geojson"
)

// The memory of a comparison, for admission.
const (
	compareBytes  = 4 << 20
	compareVertex = 1000 // for each vertex of the zones of both
	comparePeriod = 300
)

// compareVersion is raised when the same two snapshots are compared otherwise.
const compareVersion = "1"

// asCSV and asAreas are the tables of a comparison.
var (
	asCSV   = format{"csv", "text/csv; charset=utf-8"}
	asAreas = format{"geojson", geoJSONMedia}
)

// comparing is the answer with a comparison of two datasets.
type comparing struct {
	server *Server
	q      *request
	as     format
	a, b   *data.Snapshot
	during date.Interval
}

// getCompare says where and when two datasets differ on the ground. It is made once for all who ask
// for the same, and kept as files are.
func (s *Server) getCompare(w http.ResponseWriter, q *request) error {
	x := comparing{server: s, q: q}
	var err error
	if x.as, err = q.format(w, asJSON, asAreas, asCSV); err != nil {
		return err
	}
	if x.a, err = s.otherDataset(q, "a"); err != nil {
		return err
	}
	if x.b, err = s.otherDataset(q, "b"); err != nil {
		return err
	}
	if x.during, err = q.interval(); err != nil {
		return err
	}
	c := negotiate(q.Request, fastCodings)
	tag := x.tag(c)
	if has(w, q.Request, tag) {
		return nil
	}
	file, err := x.file(tag, c)
	if err != nil {
		return exportProblem(err)
	}
	defer s.files.release(file)
	if c != identity {
		w.Header().Set("Content-Encoding", codingNames[c])
	}
	setLines(w.Header(), "Content-Type", x.as.mediaType, "Content-Length", fmt.Sprint(file.size))
	if q.Method != http.MethodHead {
		io.Copy(&pieceWriter{ResponseWriter: w, control: http.NewResponseController(w)}, file.content()) // the client may have gone
	}
	return nil
}

// otherDataset returns the current snapshot of the dataset that a parameter names; a is that of the
// path without it.
func (s *Server) otherDataset(q *request, name string) (*data.Snapshot, error) {
	id, given := q.parameter(name)
	if !given && name == "a" {
		return q.snapshot, nil
	}
	var ids []string
	for _, d := range s.datasets {
		ids = append(ids, d.ID)
	}
	i := slices.Index(ids, id)
	switch {
	case !given:
		return nil, badParameter(name, fmt.Sprintf("parameter %q is missing", name), "want the id of a dataset: "+strings.Join(ids, ", "))
	case i < 0:
		return nil, badParameter(name, fmt.Sprintf("no dataset is called %q", id), "want one of "+strings.Join(ids, ", "))
	}
	if snapshot := s.datasets[i].Current(); snapshot != nil {
		return snapshot, nil
	}
	return nil, noData()
}

// tag is the entity tag of the answer, and what it is kept by: what two snapshots say of some days
// is always the same.
func (x *comparing) tag(c coding) string {
	parts := []string{
		"compare", compareVersion, x.server.options.Build, x.as.name,
		x.a.ID, x.a.Dataset.ID, x.b.ID, x.b.Dataset.ID, fmt.Sprint(x.during.From, x.during.To),
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return tagOf(sum[:], c)
}

// file returns the answer until it is released.
func (x *comparing) file(tag string, c coding) (*exportFile, error) {
	client := x.server.options.client(x.q.Request)
	return x.server.keptFile(x.q.Context(), tag, func(ctx context.Context) (*draft, error) {
		place, err := x.server.admission.costly.Enter(ctx, client, x.bytes())
		if err != nil {
			return nil, err
		}
		defer place.Close()
		turn, err := x.server.admission.turns.Take(ctx)
		if err != nil {
			return nil, err
		}
		defer turn.Rest()
		made := &draft{ctx: ctx, disk: &x.server.disk}
		if err := encoded(made, c, func(w io.Writer) error { return x.write(ctx, w) }); err != nil {
			made.drop()
			return nil, err
		}
		return made, nil
	})
}

// bytes estimates the memory that the comparison takes.
func (x *comparing) bytes() int64 {
	bytes := int64(compareBytes)
	for _, s := range []*data.Snapshot{x.a, x.b} {
		_, vertices := s.LayerSize(s.Dataset.ControlLayer, date.Always)
		bytes += compareVertex*int64(vertices) + comparePeriod*int64(len(s.Dataset.Periods))
	}
	return bytes
}

func (x *comparing) write(ctx context.Context, w io.Writer) error {
	c, err := compare.New(ctx, x.a, x.b, x.during)
	if err != nil {
		return err
	}
	if x.as == asAreas {
		layer, err := c.Layer(ctx)
		if err != nil {
			return err
		}
		return geojson.Write(w, layer, c.Meta().Members())
	}
	answer, err := c.Answer(ctx)
	if err != nil {
		return err
	}
	if x.as == asCSV {
		return csv.Write(w, answer.Table(), c.Meta(), csv.Options{})
	}
	body, err := marshal(answer)
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}
