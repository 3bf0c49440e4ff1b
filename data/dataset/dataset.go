// Package dataset has a dataset as it is written, a directory of JSON and GeoJSON files: its types,
// how it is loaded, checked and written.
//
//	files --Load--> Reading --Check--> problems
//	  ^                |
//	  '----Files--- Dataset
//
// Load reads the files into a Dataset, and keeps beside it in a Reading what the check wants to
// know of the files: on which line a text stands, what could not be read. Check returns every
// Problem with its file and line, not the first: syntax, members that are missing or of the wrong
// kind, and mistakes of meaning, such as unknown ids, changes without a source, gaps and overlaps
// in time and space. A Dataset may hold mistakes; package data answers from one without errors.
package dataset

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
)

// Dataset is the content of a dataset directory as written. It may hold mistakes: the check of its
// Reading finds them.
type Dataset struct {
	ID           string   `json:"id"`
	Version      string   `json:"version"`
	Title        Names    `json:"title"`
	Description  Names    `json:"description,omitempty"`
	Licence      string   `json:"licence"`
	LicenceURL   string   `json:"licence_url,omitempty"`
	Attribution  string   `json:"attribution"`
	Languages    []string `json:"languages"`
	View         View     `json:"view"`
	Covers       Coverage `json:"covers"`
	ControlLayer string   `json:"control_layer"`
	// OverlayLayers have control periods like the control layer, but lie over it: a corridor
	// through a zone, a post within one.
	OverlayLayers []string       `json:"overlay_layers,omitempty"`
	Layers        []*RegionLayer `json:"layers"`
	Context       []*Context     `json:"context,omitempty"`
	Statuses      []*Status      `json:"statuses"`
	Viewpoints    []*Viewpoint   `json:"viewpoints,omitempty"` // the first is the default
	Perspectives  []*Perspective `json:"perspectives,omitempty"`
	DeJure        []*DeJure      `json:"de_jure,omitempty"`

	Actors  []*Actor         `json:"-"`
	Regions []*Region        `json:"-"` // of all layers, in the order of the files
	Periods []*ControlPeriod `json:"-"` // in the order of the file
	Events  []*Event         `json:"-"`
	Places  []*Place         `json:"-"`
	Sources []*Source        `json:"-"`
	Figures []*Figure        `json:"-"`

	// Hash is the SHA-256 of all files of the dataset with their names.
	Hash [32]byte `json:"-"`
}

// Position is a place in a file of the dataset.
type Position struct {
	File string
	Line int // 1-based; 0 when the file as a whole is meant
}

// Names are the names of one thing by language (BCP 47 tag).
type Names map[string]string

// In returns the name in the language, else in English, else the one whose language comes first in
// the alphabet.
func (n Names) In(language string) string {
	if name, ok := n[language]; ok {
		return name
	}
	if name, ok := n["en"]; ok {
		return name
	}
	first := ""
	for key := range n {
		if first == "" || key < first {
			first = key
		}
	}
	return n[first]
}

// View is what a map shows first.
type View struct {
	Center [2]float64 `json:"center"` // longitude, latitude
	Zoom   int        `json:"zoom"`
	Date   date.Date  `json:"date"`
}

// Coverage says for which days and which extent the dataset speaks. Outside of it every answer is
// unknown.
type Coverage struct {
	From   date.Date  `json:"from"`
	To     *date.Date `json:"to"`     // the day after the last one, nil when open
	Extent [4]float64 `json:"extent"` // west, south, east, north
}

// Interval returns the days that are covered.
func (c Coverage) Interval() date.Interval {
	i := date.Interval{From: c.From, To: date.Forever}
	if c.To != nil {
		i.To = *c.To
	}
	return i
}

// Bound returns the extent that is covered.
func (c Coverage) Bound() orb.Bound {
	return orb.Bound{Min: orb.Point{c.Extent[0], c.Extent[1]}, Max: orb.Point{c.Extent[2], c.Extent[3]}}
}

// The kinds of geometry a layer holds.
const (
	AreaKind  = "area"
	LineKind  = "line"
	PointKind = "point"
)

// RegionLayer is a set of regions of one kind, such as districts or zones.
type RegionLayer struct {
	ID          string  `json:"id"`
	Kind        string  `json:"kind"` // AreaKind, LineKind or PointKind
	Title       Names   `json:"title"`
	Description Names   `json:"description,omitempty"`
	Partition   bool    `json:"partition"`             // no two regions overlap, none of the area between them is left out
	Outline     string  `json:"outline,omitempty"`     // id of the layer that reaches exactly as far
	PrecisionM  float64 `json:"precision_m,omitempty"` // how far off a line may be, metres
	// AsDrawn takes polygons as they are: rings that touch or cross are warnings. A point is in a
	// polygon that is inside its shell, by the even-odd rule, and in none of its holes.
	AsDrawn bool `json:"as_drawn,omitempty"`

	Position `json:"-"`
}

// Context is a set of shapes that are drawn below the layers, for orientation: neighbouring
// countries, water. They are not looked up.
type Context struct {
	ID       string            `json:"id"`
	Title    Names             `json:"title"`
	Kind     string            `json:"kind"` // AreaKind or LineKind
	Features []*ContextFeature `json:"-"`

	Position `json:"-"`
}

// ContextFeature is one shape of a Context.
type ContextFeature struct {
	ID       string       `json:"-"`
	Names    Names        `json:"names,omitempty"`
	Kind     string       `json:"kind,omitempty"`
	Geometry orb.Geometry `json:"-"`
}

// Viewpoint chooses whose statement counts where statements differ.
type Viewpoint struct {
	ID         string `json:"id"`
	Names      Names  `json:"names"`
	Definition Names  `json:"definition,omitempty"`

	Position `json:"-"`
}

// Perspective names the side a source speaks from.
type Perspective struct {
	ID    string `json:"id"`
	Names Names  `json:"names"`

	Position `json:"-"`
}

// DeJure is a statement of law about regions. It says nothing of control.
type DeJure struct {
	Text    Names    `json:"text"`
	Regions []string `json:"regions,omitempty"`
	Sources []string `json:"sources"`

	Position `json:"-"`
}

// Figure is a published number: an area, a count of people.
type Figure struct {
	ID         string   `json:"id"`
	What       Names    `json:"what"`
	Value      float64  `json:"value"`
	Unit       string   `json:"unit"`
	AsOf       string   `json:"as_of,omitempty"` // EDTF
	ClaimedBy  string   `json:"claimed_by,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
	Region     string   `json:"region,omitempty"`
	Zone       string   `json:"zone,omitempty"`
	Note       string   `json:"note,omitempty"`
	Sources    []string `json:"sources"`

	Position `json:"-"`
}

// Status is a way in which an actor controls a zone. The status UnknownStatus must be among those
// of every dataset.
type Status struct {
	ID         string `json:"id"`
	Names      Names  `json:"names"`
	Definition Names  `json:"definition,omitempty"`
	Pattern    string `json:"pattern"` // solid, hatch, stripes, dots

	Position `json:"-"`
}

// UnknownStatus is the id of the status of a place or day for which the dataset has no answer.
const UnknownStatus = "unknown"

// Actor is a party that may control a zone.
type Actor struct {
	ID          string        `json:"id"`
	Names       Names         `json:"names"`
	Short       Names         `json:"short,omitempty"` // names for maps and tables
	Code        string        `json:"code,omitempty"`  // a few letters for legends
	Color       string        `json:"color"`           // #rrggbb
	Kind        string        `json:"kind,omitempty"`
	Description string        `json:"description,omitempty"`
	DeJureNote  string        `json:"de_jure_note,omitempty"`
	Sources     []string      `json:"sources,omitempty"`
	Interval    date.Interval `json:"-"`

	Position `json:"-"`
}

// Region is a named area, line or point with a stable id; the regions of the control layer are the
// zones.
type Region struct {
	ID            string              `json:"-"`
	Layer         string              `json:"-"`
	Names         Names               `json:"names"`
	AltNames      []string            `json:"alt_names,omitempty"`
	Kind          string              `json:"kind,omitempty"`
	Parent        string              `json:"parent,omitempty"` // id of a region, may be empty
	Interval      date.Interval       `json:"-"`
	AdminFrom     string              `json:"admin_from,omitempty"` // EDTF: when the unit existed in law, may be empty
	AdminTo       string              `json:"admin_to,omitempty"`
	Confidence    string              `json:"confidence,omitempty"`
	PrecisionM    float64             `json:"precision_m,omitempty"` // metres, 0: that of the layer
	PrecisionNote string              `json:"precision_note,omitempty"`
	Note          string              `json:"note,omitempty"`
	Related       []string            `json:"regions,omitempty"`       // ids of other regions
	LineSource    string              `json:"source,omitempty"`        // how the outline is known
	DeJureState   string              `json:"de_jure_state,omitempty"` // id of the actor whose territory it is in law, may be empty
	Areas         []RegionFigure      `json:"areas,omitempty"`
	Population    []RegionFigure      `json:"population,omitempty"`
	Sources       []string            `json:"sources,omitempty"`
	Geometry      orb.MultiPolygon    `json:"-"` // of an area; empty: known, but not drawn
	Lines         orb.MultiLineString `json:"-"` // of a line
	Point         *orb.Point          `json:"-"` // of a point

	Position `json:"-"`
}

// Draw gives the region its geometry and tells whether that is of the kind.
func (r *Region) Draw(geometry orb.Geometry, kind string) bool {
	fits := kind == AreaKind
	switch g := geometry.(type) {
	case nil:
		return true
	case orb.Polygon:
		r.Geometry = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		r.Geometry = g
	case orb.LineString:
		r.Lines, fits = orb.MultiLineString{g}, kind == LineKind
	case orb.MultiLineString:
		r.Lines, fits = g, kind == LineKind
	case orb.Point:
		r.Point, fits = &g, kind == PointKind
	default:
		fits = false
	}
	return fits
}

// Controls tells whether the regions of a layer have control periods.
func (d *Dataset) Controls(layer string) bool {
	return layer == d.ControlLayer || slices.Contains(d.OverlayLayers, layer)
}

// Drawn tells whether the region has a shape.
func (r *Region) Drawn() bool { return len(r.Geometry) > 0 || len(r.Lines) > 0 || r.Point != nil }

// Shape returns the region's geometry in its plainest type, nil when it is not drawn.
func (r *Region) Shape() orb.Geometry {
	switch {
	case r.Point != nil:
		return *r.Point
	case len(r.Lines) == 1:
		return r.Lines[0]
	case len(r.Lines) > 1:
		return r.Lines
	case len(r.Geometry) == 1:
		return r.Geometry[0]
	case len(r.Geometry) > 1:
		return r.Geometry
	}
	return nil
}

// RegionFigure is a published number about a region.
type RegionFigure struct {
	Value  float64 `json:"value"`
	AsOf   string  `json:"as_of,omitempty"`
	Note   string  `json:"note,omitempty"`
	Source string  `json:"source,omitempty"`
}

// ControlPeriod states who controlled a zone from one day to another.
type ControlPeriod struct {
	Zone        string            `json:"-"`
	Interval    date.Interval     `json:"-"`
	Controller  string            `json:"controller,omitempty"` // id of an actor; empty only for UnknownStatus
	Status      string            `json:"status"`
	PatrolledBy string            `json:"patrolled_by,omitempty"`
	AcquiredBy  string            `json:"acquired_by,omitempty"`
	Event       string            `json:"event,omitempty"` // the event that began the period
	Confidence  string            `json:"confidence,omitempty"`
	Claims      map[string]string `json:"claims,omitempty"`     // what a party says where it differs
	Viewpoints  map[string]Claim  `json:"viewpoints,omitempty"` // by viewpoint: what it shows instead, contested periods only
	Note        string            `json:"note,omitempty"`
	Sources     []string          `json:"sources,omitempty"` // empty: those of the event

	Position `json:"-"`
}

// Claim is a controller and status that a viewpoint shows.
type Claim struct {
	Controller  string `json:"controller,omitempty"`
	Status      string `json:"status"`
	PatrolledBy string `json:"patrolled_by,omitempty"`
}

// Event is a dated happening that begins periods.
type Event struct {
	ID          string            `json:"id"`
	Date        date.EDTF         `json:"date"`
	Day         date.Date         `json:"day"` // the day the control timeline uses
	Earliest    date.Date         `json:"earliest"`
	Latest      date.Date         `json:"latest"`
	Planned     *date.Date        `json:"planned,omitempty"` // the day first agreed, where another came of it
	Kind        string            `json:"kind"`
	Title       Names             `json:"title"`
	Summary     Names             `json:"summary,omitempty"`
	Regions     []string          `json:"regions,omitempty"`
	Zones       []string          `json:"zones,omitempty"`
	Place       string            `json:"place,omitempty"`
	Point       *[2]float64       `json:"point,omitempty"` // longitude, latitude
	FromActor   string            `json:"from_actor,omitempty"`
	ToActor     string            `json:"to_actor,omitempty"`
	Claimed     *Statement        `json:"claimed,omitempty"`
	Confirmed   *Statement        `json:"confirmed,omitempty"`
	Claims      map[string]string `json:"claims,omitempty"` // by party: its own version
	Confidence  string            `json:"confidence,omitempty"`
	SingleSided bool              `json:"single_sided,omitempty"` // sources of one party only
	Note        string            `json:"note,omitempty"`
	Details     any               `json:"details,omitempty"`
	Sources     []string          `json:"sources"`

	Position `json:"-"`
}

// Statement is a day on which somebody said that an event had happened.
type Statement struct {
	Date date.Date `json:"date"`
	By   string    `json:"by,omitempty"`
}

// Place is a named point.
type Place struct {
	ID        string    `json:"-"`
	Names     Names     `json:"names"`
	Role      string    `json:"role,omitempty"`
	Region    string    `json:"region,omitempty"`
	Precision string    `json:"precision,omitempty"`
	Rank      int       `json:"rank,omitempty"` // 1: most important
	Sources   []string  `json:"sources,omitempty"`
	Point     orb.Point `json:"-"`

	Position `json:"-"`
}

// Source is a publication that a statement rests on.
type Source struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Publisher   string     `json:"publisher,omitempty"`
	Date        *date.Date `json:"date"`
	DateNominal bool       `json:"date_nominal,omitempty"` // the page bears no date: not to be printed as one
	URL         string     `json:"url,omitempty"`
	Perspective string     `json:"perspective,omitempty"`
	Verified    bool       `json:"verified"`
	Mirror      bool       `json:"mirror,omitempty"` // a copy of a page of Wikipedia

	Position `json:"-"`
}

// Happened returns the days on which the event may have happened.
func (e *Event) Happened() date.Interval {
	i := date.Interval{From: e.Earliest, To: date.Forever}
	if e.Latest != date.Forever {
		i.To = e.Latest + 1
	}
	return i
}
