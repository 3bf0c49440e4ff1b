package dataset

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"demarc/geo/valid"
)

// Check returns every problem of a dataset, by file and line: those that were met when it was read,
// of syntax and shape, and the mistakes of meaning.
func (r *Reading) Check() []Problem {
	report := &report{problems: slices.Clone(r.problems)}
	if !slices.Contains(r.broken, datasetFile) { // it names all the rest
		report.problems = append(report.problems, r.findings()...)
	}
	return report.sorted()
}

// find applies the rules of meaning.
func (r *Reading) find() []Problem {
	report := &report{lines: r.lines}
	c := &checker{report: report, reading: r, dataset: r.Dataset, undated: maps.Clone(r.undated), sound: map[string]bool{}}
	c.index()
	c.references()
	c.time()
	c.provenance()
	c.identity()
	c.corrections()
	c.attributes()
	c.feedback()
	c.space()
	c.plausible()
	c.consistent()
	c.spellings()
	return report.problems
}

// CheckFiles loads a dataset directory and returns every problem of it.
func CheckFiles(fsys fs.FS) ([]Problem, error) {
	reading, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	return reading.Check(), nil
}

type checker struct {
	*report
	reading *Reading
	dataset *Dataset

	layers     map[string]*RegionLayer
	statuses   map[string]*Status
	actors     map[string]*Actor
	regions    map[string]*Region
	events     map[string]*Event
	places     map[string]*Place
	sources    map[string]*Source
	figures    map[string]*Figure
	viewpoints map[string]*Viewpoint
	speakers   map[string]*Perspective
	periods    map[string][]*ControlPeriod // by zone
	undated    map[any]bool                // those of the reading, and events whose days contradict each other
	sound      map[string]bool             // regions whose shape has no error
	polygons   valid.Checker
}

// index notes every id and reports those that are given twice.
func (c *checker) index() {
	d := c.dataset
	c.layers = indexed(c, "layer", d.Layers, func(x *RegionLayer) (string, Position) { return x.ID, x.Position })
	c.statuses = indexed(c, "status", d.Statuses, func(x *Status) (string, Position) { return x.ID, x.Position })
	c.actors = indexed(c, "actor", d.Actors, func(x *Actor) (string, Position) { return x.ID, x.Position })
	c.regions = indexed(c, "region", d.Regions, func(x *Region) (string, Position) { return x.ID, x.Position })
	c.events = indexed(c, "event", d.Events, func(x *Event) (string, Position) { return x.ID, x.Position })
	c.places = indexed(c, "place", d.Places, func(x *Place) (string, Position) { return x.ID, x.Position })
	c.sources = indexed(c, "source", d.Sources, func(x *Source) (string, Position) { return x.ID, x.Position })
	c.figures = indexed(c, "figure", d.Figures, func(x *Figure) (string, Position) { return x.ID, x.Position })
	c.viewpoints = indexed(c, "viewpoint", d.Viewpoints, func(x *Viewpoint) (string, Position) { return x.ID, x.Position })
	c.speakers = indexed(c, "perspective", d.Perspectives, func(x *Perspective) (string, Position) { return x.ID, x.Position })
	indexed(c, "span", d.Spans, func(x *Span) (string, Position) { return x.ID, x.Position })
	for _, x := range d.Context {
		if layer := c.layers[x.ID]; layer != nil {
			c.errorf("duplicate-id", x.Position, "context %q is already the id of a layer, on line %d", x.ID, layer.Line)
		}
	}
	c.periods = map[string][]*ControlPeriod{}
	for _, p := range d.Periods {
		c.periods[p.Zone] = append(c.periods[p.Zone], p)
	}
}

func indexed[T any](c *checker, what string, items []*T, key func(*T) (string, Position)) map[string]*T {
	byID := make(map[string]*T, len(items))
	for _, item := range items {
		id, at := key(item)
		if id == "" {
			continue // reported by the loader
		}
		if id == "." || id == ".." {
			c.errorf("shape", at, "%s %q: want another id; in an address that is a step of the path", what, id)
		}
		if first, ok := byID[id]; ok {
			_, where := key(first)
			c.errorf("duplicate-id", at, "%s %q is already given at %s:%d", what, id, where.File, where.Line)
			continue
		}
		byID[id] = item
	}
	return byID
}

// references reports every unknown id, and what else is wrong with values that are read beside
// them: languages, patterns, precisions.
func (c *checker) references() {
	c.datasetReferences()
	for _, a := range c.dataset.Actors {
		refer(c, c.sources, "source", a.Position, "actor "+a.ID, a.Sources...)
	}
	for _, r := range c.dataset.Regions {
		c.regionReferences(r)
	}
	for _, e := range c.dataset.Events {
		c.eventReferences(e)
	}
	for _, p := range c.dataset.Periods {
		c.periodReferences(p)
	}
	c.zoneReferences()
	for _, f := range c.dataset.Figures {
		what := "figure " + f.ID
		refer(c, c.regions, "region", f.Position, what, f.Region, f.Zone)
		refer(c, c.sources, "source", f.Position, what, f.Sources...)
	}
	for _, s := range c.dataset.Sources {
		if len(c.speakers) > 0 {
			refer(c, c.speakers, "perspective", s.Position, "source "+s.ID, s.Perspective)
		}
	}
	for _, p := range c.dataset.Places {
		what := "place " + p.ID
		refer(c, c.regions, "region", p.Position, what, p.Region)
		refer(c, c.sources, "source", p.Position, what, p.Sources...)
	}
}

func (c *checker) datasetReferences() {
	at := Position{datasetFile, 1}
	refer(c, c.layers, "layer", at, "control_layer", c.dataset.ControlLayer)
	refer(c, c.layers, "layer", at, "overlay_layers", c.dataset.OverlayLayers...)
	for _, layer := range c.dataset.Layers {
		refer(c, c.layers, "layer", layer.Position, "outline of layer "+layer.ID, layer.Outline)
	}
	for _, j := range c.dataset.DeJure {
		refer(c, c.regions, "region", j.Position, "de_jure", j.Regions...)
		refer(c, c.sources, "source", j.Position, "de_jure", j.Sources...)
	}
	if c.statuses[UnknownStatus] == nil && len(c.dataset.Statuses) > 0 {
		c.errorf("unknown-id", c.line(at, "statuses"), "statuses: %q is missing: it is the answer where the dataset has none", UnknownStatus)
	}
	if len(c.dataset.Languages) == 0 {
		c.warnf("languages", at, "languages: none is given")
	}
	for _, language := range c.dataset.Languages {
		if !slices.ContainsFunc(c.dataset.Regions, func(r *Region) bool { return r.Names[language] != "" }) && len(c.dataset.Regions) > 0 {
			c.errorf("languages", c.line(at, language), "languages: no region has a name in %q", language)
		}
	}
	for _, s := range c.dataset.Statuses {
		switch s.Pattern {
		case "solid", "hatch", "stripes", "dots":
		default:
			c.errorf("shape", s.Position, "status %s: pattern %q: want solid, hatch, stripes or dots", s.ID, s.Pattern)
		}
	}
}

func (c *checker) regionReferences(r *Region) {
	what := "region " + r.ID
	if r.Parent != "" && r.Parent == r.ID {
		c.errorf("unknown-id", c.line(r.Position, r.Parent), "%s: it cannot be its own parent", what)
	}
	if r.PrecisionM < 0 {
		c.errorf("shape", c.line(r.Position, "precision_m"), "%s: precision_m: want metres, 0 or more", what)
	}
	refer(c, c.regions, "region", r.Position, what, r.Parent)
	refer(c, c.regions, "region", r.Position, what, r.Related...)
	refer(c, c.sources, "source", r.Position, what, r.Sources...)
	for _, f := range r.Areas {
		refer(c, c.sources, "source", r.Position, what, f.Source)
	}
	for _, f := range r.Population {
		refer(c, c.sources, "source", r.Position, what, f.Source)
	}
}

func (c *checker) eventReferences(e *Event) {
	what := "event " + e.ID
	refer(c, c.regions, "region", e.Position, what, e.Regions...)
	refer(c, c.regions, "zone", e.Position, what, e.Zones...)
	refer(c, c.places, "place", e.Position, what, e.Place)
	refer(c, c.actors, "actor", e.Position, what, e.FromActor, e.ToActor)
	refer(c, c.sources, "source", e.Position, what, e.Sources...)
}

// zoneReferences reports, once each, the zones of the timeline that are in no layer.
func (c *checker) zoneReferences() {
	if c.unread("zone") || c.layers[c.dataset.ControlLayer] == nil {
		return
	}
	known := map[string]*Region{}
	for _, r := range c.dataset.Regions {
		if c.dataset.Controls(r.Layer) {
			known[r.ID] = r
		}
	}
	for id := range c.periods {
		if known[id] != nil {
			continue
		}
		problem := c.errorf("unknown-id", Position{controlFile, c.reading.zoneLines[id]}, "zone %q is not in the layer %q", id, c.dataset.ControlLayer)
		if near := Nearest(known, id); near != "" {
			problem.hint("did you mean %q?", near)
		}
	}
}

func (c *checker) periodReferences(p *ControlPeriod) {
	what := "zone " + p.Zone
	for viewpoint, claim := range p.Viewpoints {
		refer(c, c.viewpoints, "viewpoint", p.Position, what, viewpoint)
		refer(c, c.statuses, "status", p.Position, what, claim.Status)
		refer(c, c.actors, "actor", p.Position, what, claim.Controller, claim.PatrolledBy)
	}
	refer(c, c.statuses, "status", p.Position, what, p.Status)
	refer(c, c.actors, "actor", p.Position, what, p.Controller, p.PatrolledBy)
	refer(c, c.actors, "actor", p.Position, what, p.Claimants...)
	if claimants := slices.Compact(slices.Sorted(slices.Values(p.Claimants))); p.Claimants != nil && (len(claimants) < 2 || len(claimants) < len(p.Claimants)) {
		c.errorf("claimants", c.line(p.Position, "claimants"), "%s: \"claimants\": want two actors or more, each once", what)
	}
	refer(c, c.events, "event", p.Position, what, p.Event)
	refer(c, c.sources, "source", p.Position, what, p.Sources...)
	if p.Controller == "" && p.Status != UnknownStatus {
		c.errorf("unknown-id", p.Position, "%s: the period from %s names no controller", what, p.Interval.From).
			hint("name an actor, or give the period the status %q", UnknownStatus)
	}
}

// unread tells whether a file that may define ids of the kind could not be read.
func (c *checker) unread(kind string) bool {
	start := map[string]string{
		"actor": actorsFile, "source": sourcesFile, "event": eventsFile, "place": placesFile,
		"region": regionsDir, "zone": regionsDir,
	}[kind]
	return start != "" && slices.ContainsFunc(c.reading.broken, func(file string) bool {
		return strings.HasPrefix(file, start)
	})
}

// refer reports unknown ids; an empty one is absent. Where a file that may define them could not be
// read, that file is the problem.
func refer[T any](c *checker, known map[string]*T, kind string, at Position, what string, ids ...string) {
	if c.unread(kind) {
		return
	}
	for _, id := range ids {
		if id == "" || known[id] != nil {
			continue
		}
		problem := c.errorf("unknown-id", c.line(at, id), "%s: no %s is called %q", what, kind, id)
		if near := Nearest(known, id); near != "" {
			problem.hint("did you mean %q?", near)
		}
	}
}

// Nearest returns the known id within two edits of id, "" when there is none.
func Nearest[T any](known map[string]*T, id string) string {
	best, bestDistance := "", 3
	for candidate := range known {
		d := editDistance(candidate, id)
		if d < bestDistance || d == bestDistance && best != "" && candidate < best {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// provenance reports statements without a source.
func (c *checker) provenance() {
	for _, e := range c.dataset.Events {
		if len(e.Sources) == 0 {
			c.errorf("source", e.Position, "event %s: has no source", e.ID)
		}
	}
	for _, f := range c.dataset.Figures {
		if len(f.Sources) == 0 {
			c.errorf("source", f.Position, "figure %s: has no source", f.ID)
		}
	}
	for _, j := range c.dataset.DeJure {
		if len(j.Sources) == 0 {
			c.errorf("source", j.Position, "de_jure: the statement has no source")
		}
	}
	for _, p := range c.dataset.Periods {
		event := c.events[p.Event]
		if event == nil && p.Event != "" {
			continue // reported as an unknown id
		}
		if len(p.Sources) == 0 && (event == nil || len(event.Sources) == 0) {
			c.errorf("source", p.Position, "zone %s: the change on %s has no source", p.Zone, p.Interval.From).
				hint("name an event that has sources, or give the period \"sources\" of its own")
		}
	}
	for _, s := range c.dataset.Sources {
		c.evidence(s)
		if s.Date == nil && s.Verified && s.URL == "" {
			c.warnf("source", s.Position, "source %s: has neither date nor URL", s.ID)
		}
	}
}
