package dataset

import "demarc/data/date"

// ControlPeriod states who controlled a zone from one day to another.
type ControlPeriod struct {
	Zone         string        `json:"-"`
	Interval     date.Interval `json:"-"`
	spelled      spelling
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

// Happened returns the days on which the event may have happened.
func (e *Event) Happened() date.Interval {
	i := date.Interval{From: e.Earliest, To: date.Forever}
	if e.Latest != date.Forever {
		i.To = e.Latest + 1
	}
	return i
}

// Statement is a day on which somebody said that an event had happened.
type Statement struct {
	Date date.Date `json:"date"`
	By   string    `json:"by,omitempty"`
}
