package compare

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// Comparison is two snapshots laid over each other, for the days that were asked for and that both
// cover.
type Comparison struct {
	A, B   *data.Snapshot
	During date.Interval
	Notes  []string // what the reader must know of it

	reason string            // why there is nothing to compare; "" if there is
	as     map[string]string // by actor of B: the actor of A that it is taken for
	pieces []*piece
}

// New compares two snapshots on the days of the interval. The error is that of the context.
func New(ctx context.Context, a, b *data.Snapshot, during date.Interval) (*Comparison, error) {
	c := &Comparison{A: a, B: b, During: during}
	c.matchActors()
	if len(a.Overlays())+len(b.Overlays()) > 0 {
		c.Notes = append(c.Notes, "what lies over the zones with periods of its own, such as posts and corridors, is not counted")
	}
	c.bound()
	if c.reason != "" {
		return c, nil
	}
	return c, c.cut(ctx)
}

// sides are the two snapshots.
func (c *Comparison) sides() [2]*data.Snapshot { return [2]*data.Snapshot{c.A, c.B} }

// sideNames are what notes call them.
var sideNames = [2]string{"A", "B"}

// bound leaves the days that both cover.
func (c *Comparison) bound() {
	asked := c.During
	for i, s := range c.sides() {
		if !s.StatesControl() {
			c.reason = fmt.Sprintf("%s (%s) states no control: there is nothing to compare on the ground", sideNames[i], s.Dataset.ID)
			return
		}
		days, some := c.During.Intersection(s.Timeline.Covers())
		if !some {
			c.reason = "the two have no day in common"
			if asked != date.Always {
				c.reason = fmt.Sprintf("%s (%s) does not cover these days: it covers %s", sideNames[i], s.Dataset.ID, s.Timeline.Covers().Datetime())
			}
			return
		}
		c.During = days
	}
	if asked != date.Always && c.During != asked {
		c.Notes = append(c.Notes, "compared on "+c.During.Datetime()+", the days asked for that both cover")
	} else if asked == date.Always && c.A.Timeline.Covers() != c.B.Timeline.Covers() {
		c.Notes = append(c.Notes, "compared on "+c.During.Datetime()+", the days that both cover")
	}
}

// matchActors finds the actors of B in A: of the same id, else with an id of the same thing
// elsewhere or the same name in some language.
func (c *Comparison) matchActors() {
	c.as = map[string]string{}
	ids, called := map[string]bool{}, map[string]string{}
	for _, actor := range c.A.Dataset.Actors {
		ids[actor.ID] = true
		for _, alias := range aliases(actor) {
			called[alias] = actor.ID
		}
	}
	taken := map[string]bool{} // by those of the same id
	for _, actor := range c.B.Dataset.Actors {
		taken[actor.ID] = true
	}
	for _, actor := range c.B.Dataset.Actors {
		if ids[actor.ID] {
			continue
		}
		for _, alias := range aliases(actor) {
			if same := called[alias]; same != "" && !taken[same] {
				c.as[actor.ID], taken[same] = same, true
				c.Notes = append(c.Notes, fmt.Sprintf("%s of B is taken for %s of A, since both are %s", actor.ID, same, alias))
				break
			}
		}
	}
}

// aliases are what an actor is known by beside its id.
func aliases(a *dataset.Actor) []string {
	var all []string
	for _, scheme := range slices.Sorted(maps.Keys(a.SameAs)) {
		all = append(all, scheme+" "+a.SameAs[scheme])
	}
	for _, language := range slices.Sorted(maps.Keys(a.Names)) {
		all = append(all, "called "+strings.ToLower(a.Names[language]))
	}
	return all
}

// Side is what one of the maps says of a place: who holds it, and how. A place outside of its zones
// has the zero Side.
type Side struct {
	Controller string // an actor of A, or one of B that A has not; "" for nobody known
	Status     string
}

func (c *Comparison) sideOf(of int, p *dataset.ControlPeriod) Side {
	if p == nil {
		return Side{Status: dataset.UnknownStatus}
	}
	side := Side{p.Controller, p.Status}
	if same := c.as[p.Controller]; of == 1 && same != "" {
		side.Controller = same
	}
	return side
}

// Pair is what the two maps say of a place.
type Pair [2]Side

// The ways in which two maps may differ.
const (
	Controllers = "controller" // each knows another controller
	Statuses    = "status"     // the same controller, in another status
	Unknown     = "unknown"    // one alone knows a controller
	Alone       = "outside"    // it lies within the zones of one alone
)

// What tells in what the two differ, "" if they do not.
func (p Pair) What() string {
	a, b := p[0], p[1]
	switch {
	case a == b:
		return ""
	case a == Side{} || b == Side{}:
		return Alone
	case (a.Controller == "") != (b.Controller == ""):
		return Unknown
	case a.Controller != b.Controller:
		return Controllers
	}
	return Statuses
}
