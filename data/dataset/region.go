package dataset

import (
	"github.com/paulmach/orb"

	"demarc/data/date"
)

// Region is a named area, line or point with a stable id; the regions of the control layer are the
// zones.
type Region struct {
	ID            string        `json:"-"`
	Layer         string        `json:"-"`
	Names         Names         `json:"names"`
	AltNames      []string      `json:"alt_names,omitempty"`
	Kind          string        `json:"kind,omitempty"`
	Parent        string        `json:"parent,omitempty"` // id of a region, may be empty
	Interval      date.Interval `json:"-"`
	spelled       spelling
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
