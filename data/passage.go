package data

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/locate"
)

// lengthMethod says how lengths are computed.
const lengthMethod = "length on the WGS 84 ellipsoid, edges straight in longitude and latitude"

// Passage says through whose land a line passes on a day.
type Passage struct {
	Snapshot string    `json:"snapshot"`
	Date     date.Date `json:"datetime"`
	Unit     string    `json:"unit"`
	Method   string    `json:"method"`
	Reason   string    `json:"reason,omitempty"` // why all is unknown
	Km       float64   `json:"km"`
	Lengths  []Length  `json:"lengths"`  // by holder, the longest first
	Sections []Section `json:"sections"` // in the order of the line
}

// Length is how much of a line one holder has.
type Length struct {
	Controller *string `json:"controller"`
	Status     string  `json:"status"`
	Km         float64 `json:"km"`
}

// Section is a part of a line within one zone.
type Section struct {
	Zone       *string `json:"zone"` // nil: none
	Controller *string `json:"controller"`
	Status     string  `json:"status"`
	FromKm     float64 `json:"from_km"` // from the beginning of the line
	Km         float64 `json:"km"`
	// The ends, in degrees of longitude and latitude.
	Start orb.Point `json:"start"`
	End   orb.Point `json:"end"`
	Doubt
}

// OutsideStatus is that of places in no zone.
const OutsideStatus = "outside"

// kmDigits are the decimals of km along a line: metres.
const kmDigits = 3

// Passage follows lines on a day, one after the other. The error is that of the context.
func (s *Snapshot) Passage(ctx context.Context, lines orb.MultiLineString, day date.Date) (Passage, error) {
	p := Passage{Snapshot: s.ID, Date: day, Unit: "km", Method: lengthMethod, Reason: s.Uncovered(day), Lengths: []Length{}, Sections: []Section{}}
	var zones []*Zone
	var shapes []orb.MultiPolygon
	for _, zone := range s.zones {
		if zone.Interval.Contains(day) {
			zones = append(zones, zone)
			shapes = append(shapes, zone.Geometry)
		}
	}
	held := map[side]float64{}
	at := 0.0
	for _, line := range lines {
		if err := ctx.Err(); err != nil {
			return p, err
		}
		for _, stretch := range locate.Along(line, shapes) {
			section, x := s.section(zones, stretch, day)
			km := geo.Length(stretch.Line) / 1000
			section.FromKm, section.Km = round(at, kmDigits), round(km, kmDigits)
			p.Sections = append(p.Sections, section)
			held[x] += km
			at += km
		}
	}
	p.Km = round(at, kmDigits)
	for x, km := range held {
		p.Lengths = append(p.Lengths, Length{x.named(), x.status, round(km, kmDigits)})
	}
	slices.SortFunc(p.Lengths, Length.compare)
	return p, nil
}

// section says who holds a stretch.
func (s *Snapshot) section(zones []*Zone, stretch locate.Stretch, day date.Date) (Section, side) {
	x := side{status: OutsideStatus}
	section := Section{Start: stretch.Line[0], End: stretch.Line[len(stretch.Line)-1]}
	if stretch.Shape >= 0 {
		zone := zones[stretch.Shape]
		section.Zone, section.Doubt = &zone.ID, s.doubt(zone.ID, day)
		x = side{status: dataset.UnknownStatus}
		if s.Timeline.covers.Contains(day) {
			x = s.Timeline.sideAt(s.Periods(zone), day)
		}
	}
	section.Controller, section.Status = x.named(), x.status
	return section, x
}

// named is the controller, nil for nobody known.
func (x side) named() *string {
	if x.controller == "" {
		return nil
	}
	return &x.controller
}

func (l Length) compare(m Length) int {
	a, b := side{valueOf(l.Controller), l.Status}, side{valueOf(m.Controller), m.Status}
	switch {
	case l.Km > m.Km:
		return -1
	case l.Km < m.Km:
		return 1
	}
	return a.compare(b)
}
