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
	"demarc/data/atlas"
	"demarc/data/compare"
	"demarc/data/date"
	"demarc/data/permalink"
	"demarc/data/world"
	"demarc/geo/csv"
	"demarc/geo/geojson"
	"demarc/server/answer"
)

// The memory of a comparison, for admission.
const (
	compareBytes  = 4 << 20
	compareVertex = 1000 // for each vertex of the zones of both
	comparePeriod = 300
)

// compareVersion is raised when the same two snapshots are compared otherwise.
const compareVersion = "2"

// The forms of a comparison besides JSON and a page to read.
var (
	asCSV   = format{"csv", "text/csv; charset=utf-8"}
	asAreas = format{"geojson", geoJSONMedia}
	asPNG   = format{"png", "image/png"}
	asSVG   = format{"svg", "image/svg+xml"}
)

// comparing is the answer with a comparison of two states of datasets.
type comparing struct {
	server *Server
	q      *request
	as     format
	lang   string // of words and names
	a, b   comparedState
	during date.Interval
}

// comparedState is a side of a comparison: a dataset as it is now, or as it was known on a day.
type comparedState struct {
	name     string // as the parameter has it
	hosted   *hosted
	snapshot *data.Snapshot
	book     *shelved // where the snapshot stands; nil: it is the current one
}

func (c *comparedState) end() {
	if c.book != nil {
		c.book.release()
	}
}

// getCompare says where and when two datasets differ on the ground. It is made once for all who ask
// for the same, and kept as files are.
func (s *Server) getCompare(w http.ResponseWriter, q *request) error {
	x := comparing{server: s, q: q}
	var err error
	if x.as, err = q.format(w, asJSON, asHTML, asAreas, asCSV, asPNG, asSVG); err != nil {
		return err
	}
	if x.during, err = q.interval(); err != nil {
		return err
	}
	if x.a, err = s.stateOf(q, "a"); err != nil {
		return err
	}
	defer x.a.end()
	if x.b, err = s.stateOf(q, "b"); err != nil {
		return err
	}
	defer x.b.end()
	x.lang = x.language()
	if x.as == asHTML {
		w.Header().Set("Vary", "Accept, Accept-Language, Accept-Encoding")
		w.Header().Set("Content-Language", x.lang)
		w.Header().Set("Content-Security-Policy", htmlPolicy)
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

// language is that of words: the one asked for, of a page to read else the reader's.
func (x *comparing) language() string {
	var wanted []string
	if lang, given := x.q.parameter("lang"); given {
		wanted = []string{lang}
	} else if x.as == asHTML {
		wanted = x.q.languages()
	}
	return permalink.Language(wanted, atlas.Languages())
}

// stateOf returns the state that a parameter names: the id of a dataset, none for that of the path,
// and after an @ the day on which it was known as wanted. Without the parameter a is the dataset of
// the path.
func (s *Server) stateOf(q *request, name string) (comparedState, error) {
	value, given := q.parameter(name)
	if !given && name == "a" {
		value = q.store.ID
	}
	id, known, asKnown := strings.Cut(value, "@")
	if asKnown && id == "" {
		id, value = q.store.ID, q.store.ID+value
	}
	i := slices.IndexFunc(s.datasets, func(d *hosted) bool { return d.ID == id })
	if given && i < 0 && s.options.hides(q.asker) {
		q.private = true
		return comparedState{}, s.options.closedDataset(q.asker, id)
	}
	if !given && name != "a" || i < 0 {
		return comparedState{}, s.noState(q, name, id, given)
	}
	q.private = q.private || s.datasets[i].private
	if !q.asker.sees(s.datasets[i]) {
		return comparedState{}, s.options.closedDataset(q.asker, id)
	}
	state := comparedState{name: strings.TrimSuffix(value, "@"), hosted: s.datasets[i]}
	if known == "" {
		if state.snapshot = state.hosted.Current(); state.snapshot == nil {
			return state, noData()
		}
		return state.seen(q), nil
	}
	r, err := s.releaseOn(q, state.hosted, name, known)
	if err != nil {
		return state, err
	}
	if state.snapshot = state.hosted.Snapshot(r.Snapshot); state.snapshot != nil {
		return state.seen(q), nil
	}
	state.book, err = s.shelf.take(q.Context(), s.options.client(q.Request), state.hosted, r)
	if err != nil {
		return state, openProblem(r, state.hosted.Current(), err)
	}
	state.snapshot = state.book.snapshot
	return state.seen(q), nil
}

// seen is the state as the viewpoint of the request has it, if it has that one.
func (c comparedState) seen(q *request) comparedState {
	if viewpoint, given := q.parameter("viewpoint"); given {
		if view, err := c.snapshot.From(viewpoint); err == nil {
			c.snapshot = view
		}
	}
	return c
}

// noState says which datasets there are.
func (s *Server) noState(q *request, name, id string, given bool) error {
	var ids []string
	for _, d := range s.datasets {
		if q.asker.sees(d) {
			ids = append(ids, d.ID)
		}
	}
	if given {
		return badParameter(name, fmt.Sprintf("no dataset is called %q", id), "want one of "+strings.Join(ids, ", "))
	}
	return badParameter(name, fmt.Sprintf("parameter %q is missing", name), "want the id of a dataset: "+strings.Join(ids, ", "))
}

// tag is the entity tag of the answer, and what it is kept by: what two snapshots say of some days
// is always the same.
func (x *comparing) tag(c coding) string {
	parts := []string{
		"compare", compareVersion, x.server.options.Build, x.as.name,
		x.a.snapshot.ID, x.a.hosted.ID, x.a.snapshot.Viewpoint, x.b.snapshot.ID, x.b.hosted.ID, x.b.snapshot.Viewpoint, fmt.Sprint(x.during.From, x.during.To),
	}
	switch x.as {
	case asHTML: // which leads on to both
		parts = append(parts, x.lang, x.a.name, x.b.name, x.q.links.local(""))
	case asPNG, asSVG:
		parts = append(parts, x.lang)
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
	for _, s := range []*data.Snapshot{x.a.snapshot, x.b.snapshot} {
		_, vertices := s.LayerSize(s.Dataset.ControlLayer, date.Always)
		bytes += compareVertex*int64(vertices) + comparePeriod*int64(len(s.Dataset.Periods))
	}
	return bytes
}

func (x *comparing) write(ctx context.Context, w io.Writer) error {
	c, err := compare.New(ctx, x.a.snapshot, x.b.snapshot, x.during)
	if err != nil {
		return err
	}
	switch x.as {
	case asAreas:
		layer, err := c.Layer(ctx)
		if err != nil {
			return err
		}
		return geojson.Write(w, layer, c.Meta().Members())
	case asPNG, asSVG:
		return x.draw(ctx, w, c)
	}
	told, err := c.Answer(ctx)
	if err != nil {
		return err
	}
	switch x.as {
	case asCSV:
		return csv.Write(w, told.Table(), c.Meta(), csv.Options{})
	case asHTML:
		return x.page(w, c, told)
	}
	body, err := answer.Marshal(told)
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}

// draw writes the day of the comparison on which most differs as a picture.
func (x *comparing) draw(ctx context.Context, w io.Writer, c *compare.Comparison) error {
	p, _, err := atlas.DrawComparison(ctx, c, atlas.Query{Lang: x.lang, BuiltIn: x.as == asPNG, Below: world.Layers})
	if err != nil {
		return err
	}
	p.Between = ctx.Err
	if x.as == asPNG {
		return p.WritePNG(w)
	}
	return p.WriteSVG(w)
}
