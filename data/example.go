package data

import (
	"github.com/paulmach/orb"

	"demarc/data/date"
)

// Example is something to ask the dataset for, in descriptions and hints.
type Example struct {
	Actor  string    // an id; "": there are no actors
	Day    date.Date // that the dataset is first shown on
	Before date.Date // the day before the latest change up to Day; Day itself before the first one
	Point  orb.Point // longitude, latitude, in a zone that is drawn
}

// Example returns an example that has an answer.
func (s *Snapshot) Example() Example {
	day := s.Dataset.View.Date
	e := Example{Day: day, Before: day, Point: s.Dataset.View.Center}
	if change := s.Timeline.EpochInterval(s.Timeline.Epoch(day)).From; change > date.Beginning {
		e.Before = change - 1
	}
	if actors := s.Dataset.Actors; len(actors) > 0 {
		e.Actor = actors[0].ID
	}
	for _, zone := range s.Zones() {
		if zone.Drawn() {
			e.Point = zone.Label
			break
		}
	}
	return e
}
