package dataset

import (
	"encoding/json"
	"errors"
	"slices"

	"demarc/data/date"
	"demarc/geo/jsontree"
)

// About is what a dataset says of the rows of one of its tables beyond their values. Files that
// leave the program carry it, so that they come back as they were: who the ids of actors, events
// and sources stand for, and what own columns are.
type About struct {
	Version     string       `json:"version,omitempty"`
	AsOf        *date.Date   `json:"as_of,omitempty"`
	Title       Names        `json:"title"`
	Description Names        `json:"description,omitempty"`
	Languages   []string     `json:"languages"`
	Covers      *Days        `json:"covers,omitempty"`
	Layer       *RegionLayer `json:"layer,omitempty"` // of regions, that the table is
	Attributes  []*Attribute `json:"attributes,omitempty"`
	Statuses    []*Status    `json:"statuses,omitempty"`
	Actors      []*Actor     `json:"actors,omitempty"`
	Events      []*Event     `json:"events,omitempty"`
	Sources     []*Source    `json:"sources,omitempty"`
}

// Days are those that a dataset speaks of.
type Days struct {
	From date.Date  `json:"from"`
	To   *date.Date `json:"to"` // the day after the last one, nil when open
}

// Interval returns the same days.
func (d Days) Interval() date.Interval {
	return Coverage{From: d.From, To: d.To}.Interval()
}

// About returns what is to be said of a table that names these actors, events and sources, as JSON
// in the form of the dataset's files. The layer may be one that is not of regions. Local copies of
// sources stay behind.
func (d *Dataset) About(layer string, names map[string]bool) ([]byte, error) {
	a := About{Version: d.Version, AsOf: d.AsOf, Title: d.Title, Description: d.Description, Languages: d.Languages, Covers: &Days{d.Covers.From, d.Covers.To}}
	if i := slices.IndexFunc(d.Layers, func(l *RegionLayer) bool { return l.ID == layer }); i >= 0 {
		a.Layer = d.Layers[i]
	}
	for _, x := range d.Attributes {
		if names[x.Name] {
			a.Attributes = append(a.Attributes, x)
		}
	}
	for _, x := range d.Statuses {
		if names[x.ID] {
			a.Statuses = append(a.Statuses, x)
		}
	}
	var actors []any
	cited := map[string]bool{}
	cite := func(sources []string) {
		for _, id := range sources {
			cited[id] = true
		}
	}
	for _, x := range d.Actors {
		if names[x.ID] {
			actors = append(actors, x.written())
			cite(x.Sources)
		}
	}
	for _, x := range d.Events {
		if names[x.ID] {
			a.Events = append(a.Events, x)
			cite(x.Sources)
		}
	}
	for _, x := range d.Sources {
		if names[x.ID] || cited[x.ID] {
			s := *x
			s.File, s.SHA256 = "", ""
			a.Sources = append(a.Sources, &s)
		}
	}
	return json.Marshal(struct {
		About
		Actors []any `json:"actors,omitempty"`
	}{a, actors})
}

// ReadAbout reads what About has written.
func ReadAbout(text string) (*About, error) {
	root, err := jsontree.Parse([]byte(text))
	if err != nil {
		return nil, err
	}
	r := &report{lines: map[textAt]int{}}
	o := newObject(r, "about", root, "about")
	a := &About{Version: o.text("version"), AsOf: o.optionalDate("as_of"), Languages: o.texts("languages")}
	r.languages = a.Languages
	if covers := o.object("covers"); covers != nil {
		a.Covers = &Days{}
		a.Covers.From, a.Covers.To, _ = covers.needInterval("from", "to")
		covers.done()
	}
	a.Title, a.Description = o.needNames("title"), o.strings("description")
	if layer := o.object("layer"); layer != nil {
		a.Layer = readLayer(layer)
	}
	a.Attributes = each(o, "attributes", readAttribute)
	a.Statuses = each(o, "statuses", readStatus)
	a.Actors = each(o, "actors", readActor)
	a.Events = each(o, "events", func(o *object) *Event {
		event, _ := readEvent(o)
		return event
	})
	a.Sources = each(o, "sources", readSource)
	o.done()
	for _, problem := range r.sorted() {
		if problem.Severity == Error {
			return nil, errors.New(problem.Message)
		}
	}
	return a, nil
}

func each[T any](o *object, name string, read func(*object) T) []T {
	var all []T
	for _, item := range o.optionalObjects(name) {
		all = append(all, read(item))
	}
	return all
}
