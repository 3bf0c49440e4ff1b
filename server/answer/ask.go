package answer

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/geo/geojson"
)

// Asked is a question as a client has it that asks without HTTP.
type Asked struct {
	// Address is relative to the root of the dataset, with its query. It may be below the
	// snapshot, v/ID/.
	Address string
	Body    io.Reader // a table, to be read row by row; nil: nothing is sent
	Type    string    // the media type of the table; "": its first bytes tell
	Today   func() time.Time

	// Files are the paths below export/; nil: there are none.
	Files func(name string) (Path, error)

	Progress func(enrich.Result) // of the table; nil: nobody wants to know
	// Located is told the rows, with the snapshot as the viewpoint sees it; nil: likewise.
	Located func(*data.Snapshot, enrich.Located)
}

// Told is what is said of an answer before it.
type Told struct {
	Status int
	Type   string
	Read   string // of a table: the columns that were read
	Notes  string // of a table: what to check
}

// Ask answers as the server at its root does, with the same bytes, and writes them to out. The
// error is one after the first row of a table: the answer lacks its end.
func Ask(ctx context.Context, s *data.Snapshot, asked Asked, out io.Writer) (Told, error) {
	path, rawQuery, _ := strings.Cut(strings.TrimPrefix(asked.Address, "/"), "?")
	w := &begun{out: out}
	told, err := ask(ctx, s, asked, path, rawQuery, w)
	if err == nil {
		return told, nil
	}
	if w.begun || ctx.Err() != nil {
		return told, err
	}
	p := newProblem(statusInternal, "a fault of the server; it has been logged", "")
	if known := ProblemOf(HintAtPlus(err, rawQuery)); known != nil {
		copied := *known
		p = &copied
	}
	p.Instance = "/" + path
	if plain, err := url.PathUnescape(path); err == nil {
		p.Instance = "/" + plain
	}
	body, err := p.JSON()
	if err == nil {
		_, err = out.Write(body)
	}
	return Told{Status: p.Status, Type: ProblemMedia}, err
}

// begun tells whether anything has been written.
type begun struct {
	out   io.Writer
	begun bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.begun = true
	return b.out.Write(p)
}

// The parameters of the paths that are none of Path.
var (
	LocateParameters = []string{"lon", "lat", "q", "near", "datetime", "history", "viewpoint", "borders", "known"}
	TableParameters  = []string{
		"datetime", "columns", "lon", "lat", "point", "date", "date-column", "date-format", "delimiter", "header",
		"no-header", "format", "viewpoint", "known",
	}
	StatsParameters = []string{"datetime", "bbox", "within", "outside", "viewpoint", "known"}
)

// Paths are those of values and layers, by name.
var Paths = map[string]Path{
	"control": Control, "corrections": Corrections, "diff": Diff, "events": Events, "figures": Figures,
	"regions": Regions, "sources": Sources, "stats": {StatsParameters, stats}, "timeline": Timeline,
}

func stats(ctx context.Context, q Question, _ string) (a Answer, err error) {
	query, err := ReadStats(q)
	if err != nil {
		return a, err
	}
	stats, err := Stats(ctx, q.Snapshot, query)
	return Answer{Value: stats}, err
}

func ask(ctx context.Context, s *data.Snapshot, asked Asked, path, rawQuery string, out io.Writer) (told Told, err error) {
	path = strings.TrimPrefix(path, "v/"+s.ID+"/")
	name, id, isBelow := strings.Cut(path, "/")
	paths, ok := Paths[path]
	switch {
	case path == "locate" && asked.Body != nil:
		paths.Parameters = TableParameters
	case path == "locate":
		paths.Parameters = LocateParameters
	case path == "drawn" && asked.Body != nil:
		paths.Parameters = drawnParameters
	case name == "regions" && isBelow && id != "" && !strings.Contains(id, "/"):
		paths = Region
		if id, err = url.PathUnescape(id); err != nil {
			return told, BadParameter("id", err.Error(), "")
		}
	case name == "export" && isBelow && asked.Files != nil:
		if id, err = url.PathUnescape(id); err == nil {
			paths, err = asked.Files(id)
		}
		if err != nil {
			return told, err
		}
	case !ok:
		return told, NoSuchPath()
	}
	if asked.Body != nil && path != "locate" && path != "drawn" {
		return told, newProblem(statusMethod, "this path does not take POST", "use GET or HEAD")
	}
	q := Question{Snapshot: s, Today: asked.Today}
	if q, err = q.read(paths.Parameters, rawQuery); err != nil {
		return told, err
	}
	switch {
	case path == "locate" && asked.Body != nil:
		return askTable(q, asked, out)
	case path == "locate":
		return askPoint(q, out)
	case path == "drawn":
		return askDrawn(ctx, q, asked.Body, out)
	}
	return askPath(ctx, q, paths, id, out)
}

// read reads the query, refuses what is not known, and takes the viewpoint.
func (q Question) read(known []string, rawQuery string) (Question, error) {
	var err error
	if q.Values, err = ReadQuery(rawQuery); err != nil {
		return q, err
	}
	if err = q.RefuseUnknown(known, ""); err != nil {
		return q, err
	}
	if _, given := q.Parameter("known"); given {
		return q, BadParameter("known", "this map is asked in the browser, which has one version of it and no list of the others",
			"leave known out, or ask a server that has the versions")
	}
	if name, given := q.Parameter("viewpoint"); given && slices.Contains(known, "viewpoint") {
		if q.Snapshot, err = q.Snapshot.From(name); err != nil {
			return q, BadParameter("viewpoint", err.Error(), "")
		}
	}
	return q, nil
}

func askPoint(q Question, out io.Writer) (Told, error) {
	l, err := ReadLocate(q)
	if err != nil {
		return Told{}, err
	}
	_, err = out.Write(l.AppendJSON(nil))
	return Told{Status: statusOK, Type: JSONMedia}, err
}

// askPath follows where an answer leads, as clients of HTTP do.
func askPath(ctx context.Context, q Question, path Path, id string, out io.Writer) (Told, error) {
	a, err := path.Answer(ctx, q, id)
	for range 8 {
		if err != nil || a.LeadsTo == "" {
			break
		}
		a, err = path.Answer(ctx, q, a.LeadsTo)
	}
	switch {
	case err != nil:
		return Told{}, err
	case a.LeadsTo != "":
		return Told{}, fmt.Errorf("%s leads on and on", id)
	case a.Write != nil:
		return Told{Status: statusOK, Type: a.Type}, a.Write(out)
	case a.Layer != nil:
		return Told{Status: statusOK, Type: GeoJSONMedia}, geojson.Write(out, *a.Layer, a.Extra)
	}
	body, err := Marshal(a.Value)
	if err == nil {
		_, err = out.Write(body)
	}
	return Told{Status: statusOK, Type: JSONMedia}, err
}

func askDrawn(ctx context.Context, q Question, body io.Reader, out io.Writer) (Told, error) {
	value, notes, err := drawn(ctx, q, body)
	if err != nil {
		return Told{}, err
	}
	written, err := Marshal(value)
	if err == nil {
		_, err = out.Write(written)
	}
	return Told{Status: statusOK, Type: JSONMedia, Notes: notes}, err
}

func askTable(q Question, asked Asked, out io.Writer) (told Told, err error) {
	options, err := TableOptions(q, asked.Type)
	if err != nil {
		return told, err
	}
	body, err := TableBody(asked.Body, "")
	if err != nil {
		return told, err
	}
	options.Progress = asked.Progress
	if asked.Located != nil {
		options.Located = func(rows enrich.Located) { asked.Located(q.Snapshot, rows) }
	}
	result, err := enrich.Run(q.Snapshot, body, out, options)
	if err != nil {
		return told, TableProblem(err)
	}
	told = Told{Status: statusOK, Type: cmp.Or(asked.Type, "application/octet-stream")}
	if result.Read.Known() {
		told.Read = result.Read.Text(options.Ask)
	}
	told.Notes = strings.Join(result.Notes(options.Ask), "; ")
	return told, nil
}
