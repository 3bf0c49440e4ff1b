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
	Format      int        `json:"format"` // of the files that it was read from, 1 or 2; Files writes 2
	ID          string     `json:"id"`
	Version     string     `json:"version"`
	AsOf        *date.Date `json:"as_of,omitempty"` // the last day whose events it was kept up with
	Title       Names      `json:"title"`
	Description Names      `json:"description,omitempty"`
	Licence     string     `json:"licence"`
	LicenceURL  string     `json:"licence_url,omitempty"`
	Attribution string     `json:"attribution"`
	Feedback    string     `json:"feedback,omitempty"` // where mistakes are reported: a mailto: or https: address
	Languages   []string   `json:"languages"`          // a Text without a language is in the first
	Review      []string   `json:"review,omitempty"`   // languages of its texts that await a native reader, here and below
	View        View       `json:"view"`
	Covers      Coverage   `json:"covers"`

	ControlLayer string `json:"control_layer"`
	// OverlayLayers have control periods like the control layer, but lie over it: a corridor
	// through a zone, a post within one.
	OverlayLayers []string       `json:"overlay_layers,omitempty"`
	Layers        []*RegionLayer `json:"layers"`
	Context       []*Context     `json:"context,omitempty"`
	Attributes    []*Attribute   `json:"attributes,omitempty"`
	Statuses      []*Status      `json:"statuses"`
	Viewpoints    []*Viewpoint   `json:"viewpoints,omitempty"` // the first is the default
	Spans         []*Span        `json:"spans,omitempty"`
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
func (c Coverage) Interval() date.Interval { return until(c.From, c.To) }

// until returns the days before an end that may be open.
func until(from date.Date, to *date.Date) date.Interval {
	i := date.Interval{From: from, To: date.Forever}
	if to != nil {
		i.To = *to
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
	AsDrawn bool     `json:"as_drawn,omitempty"`
	Review  []string `json:"review,omitempty"`

	Position `json:"-"`
}

// Context is a set of shapes that are drawn below the layers, for orientation: neighbouring
// countries, water. They are not looked up.
type Context struct {
	ID       string            `json:"id"`
	Title    Names             `json:"title"`
	Kind     string            `json:"kind"` // AreaKind or LineKind
	Review   []string          `json:"review,omitempty"`
	Features []*ContextFeature `json:"-"`

	Position `json:"-"`
}

// ContextFeature is one shape of a Context.
type ContextFeature struct {
	ID       string        `json:"-"`
	Names    Names         `json:"names,omitempty"`
	Kind     string        `json:"kind,omitempty"`
	Interval date.Interval `json:"-"` // the days on which it is drawn
	Review   []string      `json:"review,omitempty"`
	Geometry orb.Geometry  `json:"-"`

	Position `json:"-"`
}

// Viewpoint chooses whose statement counts where statements differ.
type Viewpoint struct {
	ID         string   `json:"id"`
	Names      Names    `json:"names"`
	Definition Names    `json:"definition,omitempty"`
	Review     []string `json:"review,omitempty"`

	Position `json:"-"`
}

// Span is a named stretch of days, such as a war.
type Span struct {
	ID     string     `json:"id"`
	Title  Names      `json:"title"`
	Kind   string     `json:"kind,omitempty"`
	From   date.Date  `json:"from"`
	To     *date.Date `json:"to"` // the day after the last one, nil when open
	Review []string   `json:"review,omitempty"`

	Position `json:"-"`
}

// Interval returns the days of the span.
func (s *Span) Interval() date.Interval { return until(s.From, s.To) }

// Perspective names the side a source speaks from.
type Perspective struct {
	ID     string   `json:"id"`
	Names  Names    `json:"names"`
	Review []string `json:"review,omitempty"`

	Position `json:"-"`
}

// DeJure is a statement of law about regions. It says nothing of control.
type DeJure struct {
	Text    Names    `json:"text"`
	Review  []string `json:"review,omitempty"`
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
	Note       Text     `json:"note,omitempty"`
	Review     []string `json:"review,omitempty"`
	Sources    []string `json:"sources"`

	Position `json:"-"`
}

// Status is a way in which an actor controls a zone. The status UnknownStatus must be among those
// of every dataset.
type Status struct {
	ID         string   `json:"id"`
	Names      Names    `json:"names"`
	Definition Names    `json:"definition,omitempty"`
	Pattern    string   `json:"pattern"` // solid, hatch, stripes, dots
	Review     []string `json:"review,omitempty"`

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
	Description Text          `json:"description,omitempty"`
	DeJureNote  Text          `json:"de_jure_note,omitempty"`
	SameAs      SameAs        `json:"same_as,omitempty"`
	Review      []string      `json:"review,omitempty"`
	Sources     []string      `json:"sources,omitempty"`
	Interval    date.Interval `json:"-"`

	Position `json:"-"`
}

// Region is a named area, line or point with a stable id; the regions of the control layer are the
// zones.
type Region struct {
	ID            string         `json:"-"`
	Layer         string         `json:"-"`
	Names         Names          `json:"names"`
	AltNames      []string       `json:"alt_names,omitempty"`
	Kind          string         `json:"kind,omitempty"`
	Parent        string         `json:"parent,omitempty"` // id of a region, may be empty
	Interval      date.Interval  `json:"-"`
	Replaces      []string       `json:"replaces,omitempty"` // ids of the regions that it came in place of
	ReplacedBy    []string       `json:"replaced_by,omitempty"`
	SameAs        SameAs         `json:"same_as,omitempty"`
	AdminFrom     string         `json:"admin_from,omitempty"` // EDTF: when the unit existed in law, may be empty
	AdminTo       string         `json:"admin_to,omitempty"`
	Confidence    string         `json:"confidence,omitempty"`
	PrecisionM    float64        `json:"precision_m,omitempty"` // metres, 0: that of the layer
	PrecisionNote Text           `json:"precision_note,omitempty"`
	DecidedBy     Text           `json:"decided_by,omitempty"` // who decided where a drawn line runs
	Note          Text           `json:"note,omitempty"`
	Related       []string       `json:"regions,omitempty"`       // ids of other regions
	LineSource    string         `json:"source,omitempty"`        // how the outline is known
	DeJureState   string         `json:"de_jure_state,omitempty"` // id of the actor whose territory it is in law, may be empty
	Areas         []RegionFigure `json:"areas,omitempty"`
	Population    []RegionFigure `json:"population,omitempty"`
	Attributes    Values         `json:"attributes,omitempty"`
	// AttributesOf is the id of the region that has the attributes of the row that this one is a
	// piece of.
	AttributesOf string              `json:"attributes_of,omitempty"`
	Review       []string            `json:"review,omitempty"`
	Sources      []string            `json:"sources,omitempty"`
	Geometry     orb.MultiPolygon    `json:"-"` // of an area; empty: known, but not drawn
	Lines        orb.MultiLineString `json:"-"` // of a line
	Point        *orb.Point          `json:"-"` // of a point

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
	Note   Text    `json:"note,omitempty"`
	Source string  `json:"source,omitempty"`
}

// ControlPeriod states who controlled a zone from one day to another.
type ControlPeriod struct {
	Zone         string            `json:"-"`
	Interval     date.Interval     `json:"-"`
	FromOpen     bool              `json:"-"`                       // it began on the first day covered or earlier
	FromEarliest *date.Date        `json:"from_earliest,omitempty"` // the first day on which it may have begun, see Began
	FromLatest   *date.Date        `json:"from_latest,omitempty"`
	Controller   string            `json:"controller,omitempty"` // id of an actor; empty only for UnknownStatus
	Status       string            `json:"status"`
	Claimants    []string          `json:"claimants,omitempty"` // the actors that a contested zone is contested between
	PatrolledBy  string            `json:"patrolled_by,omitempty"`
	AcquiredBy   string            `json:"acquired_by,omitempty"`
	Event        string            `json:"event,omitempty"` // the event that began the period
	Confidence   string            `json:"confidence,omitempty"`
	Claims       map[string]string `json:"claims,omitempty"`     // what a party says where it differs
	Viewpoints   map[string]Claim  `json:"viewpoints,omitempty"` // by viewpoint: what it shows instead, contested periods only
	Note         Text              `json:"note,omitempty"`
	Attributes   Values            `json:"attributes,omitempty"`
	AttributesOf string            `json:"attributes_of,omitempty"` // as of a Region
	Review       []string          `json:"review,omitempty"`
	Sources      []string          `json:"sources,omitempty"` // empty: those of the event

	Position `json:"-"`
}

// Began returns the first and the last day on which the period may have begun: its own bounds, else
// those of its event, which may be nil, else the day on which it begins. They are Beginning and
// that day where it began then or earlier.
func (p *ControlPeriod) Began(event *Event) (earliest, latest date.Date) {
	earliest, latest = p.Interval.From, p.Interval.From
	if p.FromOpen {
		return date.Beginning, latest
	}
	if event != nil && event.Earliest <= earliest && latest <= event.Latest {
		earliest, latest = event.Earliest, event.Latest
	}
	if p.FromEarliest != nil {
		earliest = *p.FromEarliest
	}
	if p.FromLatest != nil {
		latest = *p.FromLatest
	}
	return earliest, latest
}

// Claim is a controller and status that a viewpoint shows.
type Claim struct {
	Controller  string `json:"controller,omitempty"`
	Status      string `json:"status"`
	PatrolledBy string `json:"patrolled_by,omitempty"`
}

// Event is a dated happening that begins periods.
type Event struct {
	ID       string    `json:"id"`
	Date     date.EDTF `json:"date"`
	Day      date.Date `json:"day"` // the day the control timeline uses
	Earliest date.Date `json:"earliest"`
	Latest   date.Date `json:"latest"`
	// TimePrecision is date_prec of UCDP GED: 1, the day, to 5, more than a month; 0: not given.
	TimePrecision int         `json:"time_precision,omitempty"`
	Planned       *date.Date  `json:"planned,omitempty"` // the day first agreed, where another came of it
	Kind          string      `json:"kind"`
	Title         Names       `json:"title"`
	Summary       Names       `json:"summary,omitempty"`
	Regions       []string    `json:"regions,omitempty"`
	Zones         []string    `json:"zones,omitempty"`
	UndrawnZones  []string    `json:"undrawn_zones,omitempty"` // names of zones that no layer draws
	Place         string      `json:"place,omitempty"`
	Point         *[2]float64 `json:"point,omitempty"` // longitude, latitude
	// GeoPrecision is where_prec of UCDP GED: 1, the place itself, to 7, at sea or in the air; 0:
	// not given.
	GeoPrecision int               `json:"geo_precision,omitempty"`
	FromActor    string            `json:"from_actor,omitempty"`
	ToActor      string            `json:"to_actor,omitempty"`
	Claimed      *Statement        `json:"claimed,omitempty"`
	Confirmed    *Statement        `json:"confirmed,omitempty"`
	Claims       map[string]string `json:"claims,omitempty"` // by party: its own version
	Confidence   string            `json:"confidence,omitempty"`
	SingleSided  bool              `json:"single_sided,omitempty"` // sources of one party only
	Note         Text              `json:"note,omitempty"`
	Details      any               `json:"details,omitempty"`
	SameAs       SameAs            `json:"same_as,omitempty"`
	Review       []string          `json:"review,omitempty"`
	Sources      []string          `json:"sources"`

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
	Note      Text      `json:"note,omitempty"`
	SameAs    SameAs    `json:"same_as,omitempty"`
	Review    []string  `json:"review,omitempty"`
	Sources   []string  `json:"sources,omitempty"`
	Point     orb.Point `json:"-"`

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
