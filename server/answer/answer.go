// Package answer makes the answers of the API that need a snapshot and nothing else, and the
// problems that take their place. It knows no HTTP: the server sends what it makes, and so does the
// engine in the browser, where a program with HTTP would be three times as large.
//
//	Question -> Path   the parameters that it takes; all others are refused
//	         <- Answer, or an error that ProblemOf words
package answer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// The media types of answers.
const (
	JSONMedia    = "application/json"
	GeoJSONMedia = "application/geo+json"
	ProblemMedia = "application/problem+json"
)

// Answer is one of: a value that is written as JSON, a layer that is written as GeoJSON, a file
// that writes itself, or the id under which the answer is.
type Answer struct {
	Value   any
	Layer   *geo.Layer
	Extra   map[string]any // members of the collection that the layer is written as
	Write   func(io.Writer) error
	Type    string // the media type of what Write writes
	LeadsTo string
}

// Path is what is asked at a path.
type Path struct {
	Parameters []string
	// Answer reads the parameters and makes the answer; id is the last part of the path, if it has
	// a name.
	Answer func(ctx context.Context, q Question, id string) (Answer, error)
}

// The paths whose answers are values or layers.
var (
	Control     = Path{[]string{"datetime", "bbox", "viewpoint", "known"}, control}
	Regions     = Path{[]string{"layer", "datetime", "bbox", "known"}, regions}
	Region      = Path{[]string{"known"}, region}
	Diff        = Path{[]string{"from", "to", "viewpoint", "known"}, diff}
	Timeline    = Path{[]string{"f", "viewpoint", "known"}, timeline}
	Events      = Path{[]string{"datetime", "zone", "kind", "known"}, events}
	Sources     = Path{[]string{"viewpoint", "known"}, sources}
	Corrections = Path{[]string{"known"}, corrections}
	Figures     = Path{[]string{"region", "known"}, figures}
)

// Marshal writes a value as answers hold it.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}

// control is the control-status overlay of one day.
func control(ctx context.Context, q Question, _ string) (a Answer, err error) {
	day, err := q.Day()
	if err != nil {
		return a, err
	}
	boxes, err := q.Within()
	if err != nil {
		return a, err
	}
	layer, err := q.Snapshot.Layer(ctx, dataset.ControlLayer, data.Selection{During: date.Interval{From: day, To: day + 1}, Within: boxes})
	if err != nil {
		return a, err
	}
	a = Answer{Layer: &layer, Extra: q.Snapshot.Credits()}
	a.Extra["datetime"] = day
	if reason := q.Snapshot.Uncovered(day); reason != "" {
		a.Extra["reason"] = reason
	}
	return a, nil
}

func regions(_ context.Context, q Question, _ string) (a Answer, err error) {
	during, err := q.Interval()
	if err != nil {
		return a, err
	}
	boxes, err := q.Within()
	if err != nil {
		return a, err
	}
	layer, _ := q.Parameter("layer")
	regions, err := q.Snapshot.Regions(layer, data.Selection{During: during, Within: boxes})
	if err != nil {
		return a, BadParameter("layer", err.Error(), "")
	}
	return q.list("regions", regions), nil
}

// list is an answer with things of one kind.
func (q Question) list(kind string, things any) Answer {
	return Answer{Value: map[string]any{"snapshot": q.Snapshot.ID, kind: things}}
}

func region(_ context.Context, q Question, id string) (Answer, error) {
	region, err := q.Snapshot.Region(id)
	var retired *data.RetiredError
	if errors.As(err, &retired) && len(retired.ReplacedBy) == 1 {
		return Answer{LeadsTo: retired.ReplacedBy[0]}, nil
	}
	return Answer{Value: region}, err
}

func diff(ctx context.Context, q Question, _ string) (a Answer, err error) {
	from, err := q.needDate("from")
	if err != nil {
		return a, err
	}
	to, err := q.needDate("to")
	if err != nil {
		return a, err
	}
	diff, err := q.Snapshot.Diff(ctx, from, to)
	return Answer{Value: diff}, err
}

// ReadStats reads the parameters of /stats.
func ReadStats(q Question) (query data.StatsQuery, err error) {
	if query.During, err = q.Interval(); err != nil {
		return query, err
	}
	var isWithin, isOutside bool
	query.Within, isWithin = q.Parameter("within")
	query.Outside, isOutside = q.Parameter("outside")
	if isWithin && isOutside {
		return query, BadParameter("outside", "within and outside exclude each other", "give one of the two")
	}
	if query.Boxes, err = q.Within(); err == nil && query.Boxes != nil && (isWithin || isOutside) {
		err = BadParameter("bbox", "bbox excludes within and outside", "give one of the three")
	}
	return query, err
}

// Stats is the area by controller over time.
func Stats(ctx context.Context, s *data.Snapshot, query data.StatsQuery) (data.Stats, error) {
	stats, err := s.Stats(ctx, query)
	switch {
	case err == nil, ctx.Err() != nil:
		return stats, err
	case query.Within != "":
		return stats, BadParameter("within", err.Error(), "")
	}
	return stats, BadParameter("outside", err.Error(), "")
}

func timeline(_ context.Context, q Question, _ string) (a Answer, err error) {
	switch f, given := q.Parameter("f"); {
	case !given || f == "json":
		return Answer{Value: q.Snapshot.State()}, nil
	case f == "compact":
		return Answer{Value: q.Snapshot.State().Compact()}, nil
	default:
		return a, BadParameter("f", fmt.Sprintf("format %q: want json or compact", f), "")
	}
}

func events(_ context.Context, q Question, _ string) (a Answer, err error) {
	during, err := q.Interval()
	if err != nil {
		return a, err
	}
	zone, _ := q.Parameter("zone")
	kind, _ := q.Parameter("kind")
	events, err := q.Snapshot.EventList(during, zone, kind)
	if errors.Is(err, data.ErrNoZone) {
		return a, BadParameter("zone", err.Error(), "")
	}
	if err != nil {
		return a, BadParameter("kind", err.Error(), "")
	}
	answer := map[string]any{"snapshot": q.Snapshot.ID, "events": events}
	if reason := q.Snapshot.UncoveredPart(during); reason != "" {
		answer["reason"] = reason
	}
	return Answer{Value: answer}, nil
}

func sources(_ context.Context, q Question, _ string) (Answer, error) {
	return q.list("sources", q.Snapshot.CitedSources()), nil
}

func corrections(_ context.Context, q Question, _ string) (Answer, error) {
	return q.list("corrections", q.Snapshot.Corrections()), nil
}

func figures(_ context.Context, q Question, _ string) (Answer, error) {
	region, _ := q.Parameter("region")
	figures, err := q.Snapshot.FigureList(region)
	if err != nil {
		return Answer{}, BadParameter("region", err.Error(), "")
	}
	return q.list("figures", figures), nil
}
