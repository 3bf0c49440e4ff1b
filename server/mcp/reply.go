package mcp

import (
	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// reply is what every tool answers: the answer of the API, and before it what nobody may leave out
// who passes it on.
type reply struct {
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
	// Day is the day that the answer is about, if it is one.
	Day         *date.Date  `json:"datetime,omitempty"`
	Found       *found      `json:"found,omitempty"`
	Uncertainty uncertainty `json:"uncertainty"`
	Sources     []cited     `json:"sources"`
	Snapshot    string      `json:"snapshot"`
	Viewpoint   string      `json:"viewpoint,omitempty"`
	Dataset     about       `json:"dataset"`
	Coverage    coverage    `json:"coverage"`
	Answer      any         `json:"answer"`

	text string // the same in short, to be read
}

// answered is the status of what is known and is not control.
const answered = "answered"

// found is the place or region that a name was taken for.
type found struct {
	data.Called
	Note string `json:"note,omitempty"`
}

// uncertainty is what may be otherwise than answered.
type uncertainty struct {
	// Uncertain says that the day lies between those on which the change may have been.
	Uncertain    bool       `json:"uncertain"`
	Note         string     `json:"uncertain_note,omitempty"`
	FromEarliest *date.Date `json:"from_earliest,omitempty"`
	FromLatest   *date.Date `json:"from_latest,omitempty"`
	OrEarlier    bool       `json:"since_or_earlier,omitempty"`
	Confidence   string     `json:"confidence,omitempty"`
	PrecisionM   *float64   `json:"precision_m,omitempty"`
	BorderM      *float64   `json:"border_m,omitempty"`
	NearLine     bool       `json:"near_uncertain_line,omitempty"`
	Second       string     `json:"second,omitempty"`
	GivenToM     *float64   `json:"given_to_m,omitempty"`
	Claim        bool       `json:"claim,omitempty"`
}

// cited is a source in short.
type cited struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Publisher   string     `json:"publisher,omitempty"`
	Date        *date.Date `json:"date"`
	URL         string     `json:"url,omitempty"`
	ArchivedURL string     `json:"archived_url,omitempty"`
}

type about struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Version     string `json:"version"`
	Licence     string `json:"licence"`
	Attribution string `json:"attribution"`
}

// coverage is what the dataset speaks of.
type coverage struct {
	dataset.Coverage
	AsOf *date.Date `json:"as_of,omitempty"`
}

// put adds what is the same in all replies of a snapshot.
func (r *reply) put(s *data.Snapshot) {
	d := s.Dataset
	r.Snapshot, r.Viewpoint = s.ID, s.Viewpoint
	r.Dataset = about{d.ID, d.Title.In("en"), d.Version, d.Licence, d.Attribution}
	r.Coverage = coverage{d.Covers, d.AsOf}
	if r.Sources == nil {
		r.Sources = []cited{}
	}
}

// cite adds sources, each once.
func (r *reply) cite(sources ...*dataset.Source) {
	for _, s := range sources {
		c := cited{s.ID, s.Title, s.Publisher, s.Date, s.URL, s.ArchivedURL}
		if s.DateNominal {
			c.Date = nil
		}
		known := false
		for _, other := range r.Sources {
			known = known || other.ID == c.ID
		}
		if !known {
			r.Sources = append(r.Sources, c)
		}
	}
}

// replySchema is the schema of the replies of a tool.
func replySchema(t tool) schema {
	text := func(description string) schema { return schema{"type": "string", "description": description} }
	day := func(description string) schema {
		return schema{"type": []string{"string", "null"}, "description": description}
	}
	metres := func(description string) schema {
		return schema{"type": "number", "minimum": 0, "description": description}
	}
	yes := func(description string) schema { return schema{"type": "boolean", "description": description} }
	object := func(required []string, properties schema) schema {
		return schema{"type": "object", "required": required, "properties": properties}
	}
	answerSchema := schema{"type": "object", "description": t.answers}
	if len(t.members) > 0 {
		answerSchema["required"] = t.members
	}
	return object([]string{"status", "uncertainty", "sources", "snapshot", "dataset", "coverage", "answer"}, schema{
		"status":   text(t.status),
		"reason":   text("Why the status is unknown."),
		"datetime": day("The day that the answer is about."),
		"found": object([]string{"id", "layer", "names", "zone", "point"}, schema{
			"id": text("Of the place or region that the name was taken for."), "layer": text("places, or the layer of the region."),
			"names": schema{"type": "object"}, "zone": yes("It is a zone: what holds at one point holds in all of it."),
			"point": schema{"type": "array", "items": schema{"type": "number"}, "minItems": 2, "maxItems": 2, "description": "Longitude, latitude that was asked about."},
			"note":  text("What the answer does not say of it."),
		}),
		"uncertainty": object([]string{"uncertain"}, schema{
			"uncertain":           yes("A change is only known to lie between days, so on this day or these days it may be otherwise."),
			"uncertain_note":      text("Between which days."),
			"from_earliest":       day("The first day on which the period may have begun."),
			"from_latest":         day("The last day on which the period may have begun."),
			"since_or_earlier":    yes("The period began on its first day or earlier."),
			"confidence":          text("How sure the dataset is of the period, or of the outline of the zone."),
			"precision_m":         metres("How far off the border of the zone may be drawn."),
			"border_m":            metres("How far the point is from that border."),
			"near_uncertain_line": yes("The border is nearer than it is precise: the point may lie on its other side."),
			"second":              text("The id of the zone on the other side of that border."),
			"given_to_m":          metres("How exactly the coordinates were given."),
			"claim":               yes("It rests on the word of the viewpoint's side."),
		}),
		"sources": schema{"type": "array", "description": "According to whom.", "items": object([]string{"id", "title", "date"}, schema{
			"id": text("To be given to the tool sources."), "title": text(""), "publisher": text(""), "date": day("When it was published."),
			"url": text("Where it can be read."), "archived_url": text("A copy of it."),
		})},
		"snapshot":  text("The state of the dataset that answered."),
		"viewpoint": text("Whose statements counted where they differ."),
		"dataset": object([]string{"id", "title", "version", "licence", "attribution"}, schema{
			"id": text(""), "title": text(""), "version": text(""), "licence": text("Under which the data may be used."), "attribution": text("How it is to be credited."),
		}),
		"coverage": object([]string{"from", "to", "extent"}, schema{
			"from": day("The first day that is covered."), "to": day("The day after the last one; null: open."),
			"extent": schema{"type": "array", "items": schema{"type": "number"}, "minItems": 4, "maxItems": 4, "description": "West, south, east, north in degrees."},
			"as_of":  day("Up to which day the dataset was kept."),
		}),
		"answer": answerSchema,
	})
}
