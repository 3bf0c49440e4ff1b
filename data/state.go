package data

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// State is the table from which a map colours every zone on every day by itself.
type State struct {
	Snapshot  string           `json:"snapshot"`
	Viewpoint string           `json:"viewpoint,omitempty"`
	Dataset   *dataset.Dataset `json:"dataset"`
	Actors    []*dataset.Actor `json:"actors"`
	Changes   []date.Date      `json:"changes"` // days on which anything changes
	Zones     []ZoneState      `json:"zones"`
	Overlays  []ZoneState      `json:"overlays"` // drawn over the zones, with days of their own
	Events    []EventState     `json:"events"`

	// StatesControl tells whether the dataset says of any place who controls it. If it does not,
	// Regions are what there is to show, else there are none.
	StatesControl bool          `json:"states_control"`
	Regions       []RegionState `json:"regions"`

	// ContextFrames are the boxes around all shapes of each context: along them areas may have been
	// cut out of larger ones.
	ContextFrames map[string][4]float64 `json:"context_frames,omitempty"`

	// TileBounds is the box of the history tileset, as exact as the data is: tiles outside are not
	// there.
	TileBounds [4]float64 `json:"tile_bounds"`
}

// ZoneState is a drawn zone with who held it when.
type ZoneState struct {
	ID         string        `json:"id"`
	Layer      string        `json:"layer"`
	Names      dataset.Names `json:"names"`
	Label      [2]float64    `json:"label"` // longitude, latitude of a point inside
	Bbox       [4]float64    `json:"bbox"`  // west, south, east, north, see geo.Box
	AreaKm2    float64       `json:"area_km2"`
	PrecisionM any           `json:"precision_m,omitempty"`
	Confidence string        `json:"confidence,omitempty"`
	Periods    []PeriodState `json:"periods"`
}

// RegionState is a region of a dataset that states no control.
type RegionState struct {
	ID    string        `json:"id"`
	Layer string        `json:"layer"`
	Names dataset.Names `json:"names"`
	From  *date.Date    `json:"valid_from"`
	To    *date.Date    `json:"valid_to"`
	// The others are missing where it is not drawn.
	Label   *[2]float64 `json:"label,omitempty"` // longitude, latitude of a point of it
	Bbox    *[4]float64 `json:"bbox,omitempty"`  // west, south, east, north
	AreaKm2 float64     `json:"area_km2,omitempty"`
}

// PeriodState is a control period in short.
type PeriodState struct {
	From *date.Date `json:"from"`
	To   *date.Date `json:"to"`
	// FromEarliest and FromLatest are there where the zone differs before and after the period
	// began and its day is uncertain: from the first of them to the day before the last one nobody
	// knows whether it had passed.
	FromEarliest   *date.Date `json:"from_earliest,omitempty"`
	FromLatest     *date.Date `json:"from_latest,omitempty"`
	SinceOrEarlier bool       `json:"since_or_earlier,omitempty"` // it began on its first day or earlier
	Controller     string     `json:"controller,omitempty"`
	Status         string     `json:"status"`
	Claimants      []string   `json:"claimants,omitempty"`
	PatrolledBy    string     `json:"patrolled_by,omitempty"`
	AcquiredBy     string     `json:"acquired_by,omitempty"`
	Event          string     `json:"event,omitempty"`
	Confidence     string     `json:"confidence,omitempty"`
	Claim          bool       `json:"claim,omitempty"` // it rests on the word of the viewpoint's side
}

// EventState is an event in short.
type EventState struct {
	ID    string        `json:"id"`
	Date  date.EDTF     `json:"date"`
	Day   date.Date     `json:"day"`
	Kind  string        `json:"kind"`
	Title dataset.Names `json:"title"`
	Zones []string      `json:"zones,omitempty"`
	Point *[2]float64   `json:"point,omitempty"`
}

// State returns the state table of the whole history.
func (s *Snapshot) State() State {
	state := State{
		Snapshot: s.ID, Viewpoint: s.Viewpoint, Dataset: s.Dataset, Actors: []*dataset.Actor{},
		Changes: append([]date.Date{}, s.Timeline.changes...), Events: []EventState{},
		StatesControl: s.StatesControl(), Regions: []RegionState{},
	}
	if !state.StatesControl {
		state.Regions = append(state.Regions, s.plainRegions()...)
	}
	for _, actor := range s.Dataset.Actors {
		told := *actor
		told.Description, told.DeJureNote = s.byLanguage(actor.Description), s.byLanguage(actor.DeJureNote)
		state.Actors = append(state.Actors, &told)
	}
	state.Zones, state.Overlays = s.zoneStates(s.zones), s.zoneStates(s.overlays)
	for _, e := range s.eventsDuring(date.Always) {
		state.Events = append(state.Events, EventState{
			ID: e.ID, Date: e.Date, Day: e.Day, Kind: e.Kind, Title: e.Title, Zones: e.Zones, Point: e.Point,
		})
	}
	box := s.TileBound(dataset.HistoryTiles)
	state.TileBounds = [4]float64{box.Left(), box.Bottom(), box.Right(), box.Top()}
	state.ContextFrames = map[string][4]float64{}
	for _, context := range s.Dataset.Context {
		if len(context.Features) > 0 {
			state.ContextFrames[context.ID] = frameOf(context)
		}
	}
	return state
}

// plainRegions tells all regions in short, drawn or not.
func (s *Snapshot) plainRegions() []RegionState {
	states := make([]RegionState, len(s.Dataset.Regions))
	for i, r := range s.Dataset.Regions {
		state := RegionState{ID: r.ID, Layer: r.Layer, Names: r.Names, From: r.Interval.From.Optional(), To: r.Interval.To.Optional()}
		if r.Drawn() {
			label, box := geo.PointOf(r.Shape()), bbox(r.Shape())
			state.Label, state.Bbox = &[2]float64{roundDegrees(label[0]), roundDegrees(label[1])}, &box
			state.AreaKm2 = round(s.areaKm2(r.ID), 1)
		}
		states[i] = state
	}
	return states
}

func frameOf(context *dataset.Context) [4]float64 {
	bound := context.Features[0].Geometry.Bound()
	for _, f := range context.Features[1:] {
		bound = bound.Union(f.Geometry.Bound())
	}
	return degrees([4]float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()})
}

// bbox is the narrowest box around a shape, see geo.Box.
func bbox(g orb.Geometry) [4]float64 {
	box, _ := geo.Box(slices.Values([]orb.Geometry{g}))
	return degrees(box)
}

// degrees rounds the sides of a box.
func degrees(box [4]float64) [4]float64 {
	return [4]float64{roundDegrees(box[0]), roundDegrees(box[1]), roundDegrees(box[2]), roundDegrees(box[3])}
}

// zoneStates tells the zones that are drawn.
func (s *Snapshot) zoneStates(zones []*Zone) []ZoneState {
	states := make([]ZoneState, 0, len(zones))
	for _, zone := range zones {
		if zone.Drawn() {
			states = append(states, s.zoneState(zone))
		}
	}
	return states
}

func (s *Snapshot) zoneState(zone *Zone) ZoneState {
	periods := s.Periods(zone)
	state := ZoneState{
		ID: zone.ID, Layer: zone.Layer, Names: zone.Names, Label: [2]float64{roundDegrees(zone.Label[0]), roundDegrees(zone.Label[1])},
		Bbox:    bbox(zone.Shape()),
		AreaKm2: round(zone.AreaKm2, 1), PrecisionM: s.precision(zone.Region), Confidence: zone.Confidence,
		Periods: make([]PeriodState, 0, len(periods)),
	}
	for _, p := range periods {
		short := PeriodState{
			From: p.Interval.From.Optional(), To: p.Interval.To.Optional(), SinceOrEarlier: p.FromOpen, Controller: p.Controller,
			Status: p.Status, Claimants: p.Claimants, PatrolledBy: p.PatrolledBy, AcquiredBy: p.AcquiredBy, Event: p.Event, Confidence: p.Confidence,
			Claim: s.Claimed(p),
		}
		if x := s.passingInto(p); x != nil {
			short.FromEarliest, short.FromLatest = &x.earliest, &x.latest
		}
		state.Periods = append(state.Periods, short)
	}
	return state
}

// roundDegrees rounds to about a metre.
func roundDegrees(x float64) float64 { return math.Round(x*1e5) / 1e5 }
