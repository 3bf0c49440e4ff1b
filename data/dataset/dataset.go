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
	Retired []*Retired       `json:"-"`
	// Corrections are what was wrong once, in the order of the file.
	Corrections []*Correction `json:"-"`

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
// unknown. An extent whose west is greater than its east goes from there eastward, across the
// antimeridian (RFC 7946, 5.2).
type Coverage struct {
	From   date.Date  `json:"from"`
	To     *date.Date `json:"to"`     // the day after the last one, nil when open
	Extent [4]float64 `json:"extent"` // west, south, east, north

	spelled spelling
}

// spelling is what the file says of the first day of an interval and of its end where that is no
// plain day but an uncertain date (EDTF), which may mean others too; "" for plain days.
type spelling struct{ from, to string }

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

// Bound returns the extent that is covered, between -180 and 180: one across the antimeridian is as
// wide as the globe there.
func (c Coverage) Bound() orb.Bound {
	b := c.Span()
	if b.Max[0] > c.Extent[2] {
		b.Min[0], b.Max[0] = -180, 180
	}
	return b
}

// Span returns the extent that is covered in one piece: one across the antimeridian ends beyond
// 180.
func (c Coverage) Span() orb.Bound {
	b := orb.Bound{Min: orb.Point{c.Extent[0], c.Extent[1]}, Max: orb.Point{c.Extent[2], c.Extent[3]}}
	if b.Min[0] > b.Max[0] {
		b.Max[0] += 360
	}
	return b
}

// Holds tells whether a point lies in the extent that is covered.
func (c Coverage) Holds(p orb.Point) bool {
	inside := p[0] >= c.Extent[0] && p[0] <= c.Extent[2]
	if c.Extent[0] > c.Extent[2] {
		inside = p[0] >= c.Extent[0] || p[0] <= c.Extent[2]
	}
	return inside && p[1] >= c.Extent[1] && p[1] <= c.Extent[3]
}

// center is the middle of the extent, between -180 and 180.
func (c Coverage) center() orb.Point {
	p := c.Span().Center()
	if p[0] > 180 {
		p[0] -= 360
	}
	return p
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
	spelled  spelling
	Review   []string     `json:"review,omitempty"`
	Geometry orb.Geometry `json:"-"`

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

	spelled  spelling
	Position `json:"-"`
}

// interval returns the days of the span.
func (s *Span) interval() date.Interval { return until(s.From, s.To) }

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
	spelled     spelling

	Position `json:"-"`
}

// Controls tells whether the regions of a layer have control periods.
func (d *Dataset) Controls(layer string) bool {
	return layer == d.ControlLayer || slices.Contains(d.OverlayLayers, layer)
}
