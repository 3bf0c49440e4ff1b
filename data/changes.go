package data

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
)

// ChangesWanted says which changes of hands are wanted; what is empty asks for all.
type ChangesWanted struct {
	Zone       string
	Region     string // zones of which a part lies in this region
	Controller string // that held the zone before or after
	Within     []orb.Bound
	Before     date.Date // days before this one
	Most       int       // days
}

// DayOfChanges is a day with the zones that passed to another controller on it, the largest first.
type DayOfChanges struct {
	Day     date.Date
	Changes []Change
}

// ChangesByDay returns the latest days on which anything changed hands, the latest first, and
// whether there are earlier ones. The error is ErrNotFound for an unknown id, or that of the
// context.
func (s *Snapshot) ChangesByDay(ctx context.Context, wanted ChangesWanted) (days []DayOfChanges, more bool, err error) {
	zones, err := s.zonesWanted(ctx, wanted)
	if err != nil {
		return nil, false, err
	}
	passing := map[date.Date][]*Zone{}
	for _, zone := range zones {
		for _, p := range s.Periods(zone) {
			if day := p.Interval.From; day < wanted.Before && zone.Interval.Contains(day) && zone.Interval.Contains(day-1) && s.Uncovered(day-1) == "" {
				passing[day] = append(passing[day], zone)
			}
		}
	}
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(passing))) {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		changes := s.passedOn(day, passing[day], wanted.Controller)
		if len(changes) == 0 {
			continue
		}
		if len(days) == wanted.Most {
			return days, true, nil
		}
		days = append(days, DayOfChanges{day, changes})
	}
	return days, false, nil
}

// zonesWanted returns the zones that changes are wanted of.
func (s *Snapshot) zonesWanted(ctx context.Context, wanted ChangesWanted) ([]*Zone, error) {
	if wanted.Zone != "" && s.zone[wanted.Zone] == nil {
		return nil, fmt.Errorf("%w: %w", ErrNoZone, notFound("zone", wanted.Zone, slices.Sorted(maps.Keys(s.zone))))
	}
	if wanted.Controller != "" && s.actors[wanted.Controller] == nil {
		return nil, notFound("controller", wanted.Controller, slices.Sorted(maps.Keys(s.actors)))
	}
	var in map[string]float64
	if wanted.Region != "" {
		var err error
		if in, err = s.measure(ctx, StatsQuery{Within: wanted.Region}); err != nil {
			return nil, err
		}
	}
	var zones []*Zone
	for _, zone := range s.zones {
		_, inside := in[zone.ID]
		switch {
		case wanted.Zone != "" && zone.ID != wanted.Zone, in != nil && !inside:
		case wanted.Within != nil && (!zone.Drawn() || !slices.ContainsFunc(wanted.Within, zone.Shape().Bound().Intersects)):
		default:
			zones = append(zones, zone)
		}
	}
	return zones, nil
}

// passedOn returns the zones that were another controller's the day before.
func (s *Snapshot) passedOn(day date.Date, zones []*Zone, controller string) []Change {
	var changes []Change
	for _, zone := range zones {
		c := s.change(zone, day-1, day)
		if c == nil || !slices.Contains(c.What, "controller") {
			continue
		}
		if before, after := valueOf(c.Before.Controller), valueOf(c.After.Controller); controller == "" || before == controller || after == controller {
			changes = append(changes, *c)
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Or(cmp.Compare(b.AreaKm2, a.AreaKm2), cmp.Compare(a.Zone, b.Zone)) })
	return changes
}
