package data

import (
	"strings"

	"demarc/data/date"
)

// CompactState says what State says, in a quarter of the length where periods are many. What many
// periods share is told once, and they name it by its place in a list:
//
//	starts   0: 1990-01-01        ways   0: red, controlled     zone   periods [0, 0, 1, 1]
//	         1: 1991-05-09, e7           1: blue, contested            red until e7, then blue
type CompactState struct {
	State                       // its Zones, Overlays and Events are hidden by those below
	Starts   []PeriodStart      `json:"starts"`
	Ways     []PeriodWay        `json:"ways"`
	Zones    []CompactZoneState `json:"zones"`
	Overlays []CompactZoneState `json:"overlays"`
	Events   []CompactEvent     `json:"events"`
}

// PeriodStart is how some periods began.
type PeriodStart struct {
	Day            *date.Date `json:"day"` // nil: an open beginning
	FromEarliest   *date.Date `json:"from_earliest,omitempty"`
	FromLatest     *date.Date `json:"from_latest,omitempty"`
	SinceOrEarlier bool       `json:"since_or_earlier,omitempty"`
	Event          string     `json:"event,omitempty"`
}

// PeriodWay is how some periods were held.
type PeriodWay struct {
	Controller  string   `json:"controller,omitempty"`
	Status      string   `json:"status"`
	Claimants   []string `json:"claimants,omitempty"`
	PatrolledBy string   `json:"patrolled_by,omitempty"`
	AcquiredBy  string   `json:"acquired_by,omitempty"`
	Confidence  string   `json:"confidence,omitempty"`
	Claim       bool     `json:"claim,omitempty"`
}

// noWay stands for the way from a start on from which no period holds.
const noWay = -1

// CompactZoneState is a zone whose periods are places in the lists: start and way, start and way.
// A period ends where the next one starts, the last never.
type CompactZoneState struct {
	ZoneState
	Periods []int `json:"periods"`
}

// CompactEvent is an event whose date is left out where it is its day.
type CompactEvent struct {
	EventState
	Date *date.EDTF `json:"date,omitempty"`
}

// Compact returns the same in fewer words.
func (s State) Compact() CompactState {
	starts, ways := numbering[startKey, PeriodStart]{places: map[startKey]int{}}, numbering[wayKey, PeriodWay]{places: map[wayKey]int{}}
	compact := func(zones []ZoneState) []CompactZoneState {
		all := make([]CompactZoneState, len(zones))
		for i, zone := range zones {
			periods := make([]int, 0, 2*len(zone.Periods))
			for j := range zone.Periods {
				p := &zone.Periods[j]
				periods = append(periods, starts.place(startOf(p)), ways.place(wayOf(p)))
				if p.To != nil && (j+1 == len(zone.Periods) || *zone.Periods[j+1].From != *p.To) {
					periods = append(periods, starts.place(startKey{*p.To, date.Beginning, date.Beginning, false, ""}, PeriodStart{Day: p.To}), noWay)
				}
			}
			all[i] = CompactZoneState{ZoneState: zone, Periods: periods}
		}
		return all
	}
	c := CompactState{State: s, Zones: compact(s.Zones), Overlays: compact(s.Overlays), Events: make([]CompactEvent, len(s.Events))}
	c.Starts, c.Ways = starts.listed(), ways.listed()
	for i, e := range s.Events {
		c.Events[i].EventState = e
		if e.Date.Text != e.Day.String() {
			c.Events[i].Date = &e.Date
		}
	}
	return c
}

// numbering lists values, equal ones once.
type numbering[Key comparable, Value any] struct {
	places map[Key]int
	values []Value
}

func (n *numbering[Key, Value]) place(key Key, value Value) int {
	at, known := n.places[key]
	if !known {
		at = len(n.values)
		n.places[key], n.values = at, append(n.values, value)
	}
	return at
}

func (n *numbering[Key, Value]) listed() []Value { return append([]Value{}, n.values...) }

// startKey and wayKey are equal where starts and ways are.
type (
	startKey struct {
		day, earliest, latest date.Date
		sinceOrEarlier        bool
		event                 string
	}
	wayKey struct {
		controller, status, claimants, patrolledBy, acquiredBy, confidence string
		claim                                                              bool
	}
)

func startOf(p *PeriodState) (startKey, PeriodStart) {
	or := func(day *date.Date) date.Date {
		if day == nil {
			return date.Beginning
		}
		return *day
	}
	key := startKey{or(p.From), or(p.FromEarliest), or(p.FromLatest), p.SinceOrEarlier, p.Event}
	return key, PeriodStart{p.From, p.FromEarliest, p.FromLatest, p.SinceOrEarlier, p.Event}
}

func wayOf(p *PeriodState) (wayKey, PeriodWay) {
	key := wayKey{p.Controller, p.Status, strings.Join(p.Claimants, "\x00"), p.PatrolledBy, p.AcquiredBy, p.Confidence, p.Claim}
	return key, PeriodWay{p.Controller, p.Status, p.Claimants, p.PatrolledBy, p.AcquiredBy, p.Confidence, p.Claim}
}
