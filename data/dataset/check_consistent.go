package dataset

import (
	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/locate"
)

// nightDays is by how many days the sources of what is well known may differ: those that tell of a
// night give the day before it or the day after.
const nightDays = 1

// consistent warns about statements of a dataset that do not fit each other: an event far from the
// zones that it names or against their periods, a period surer than its own first day, a publisher
// who speaks for two parties.
func (c *checker) consistent() {
	c.eventPlaces()
	c.pointsInZones()
	for _, e := range c.dataset.Events {
		if !c.undated[e] {
			c.eventZones(e)
		}
	}
	for _, p := range c.dataset.Periods {
		if !c.undated[p] {
			c.surerThanItsDay(p)
		}
	}
	c.publishers()
}

// eventPlaces compares the place of every event with the zones that it names: it lies in one of
// them, or as near as the precision of that one.
func (c *checker) eventPlaces() {
	var shapes []orb.MultiPolygon
	zones := map[string]int{} // their numbers among the shapes
	add := func(id string) {
		r := c.regions[id]
		if _, known := zones[id]; known || r == nil || len(r.Geometry) == 0 || !c.sound[id] {
			return
		}
		zones[id] = len(shapes)
		shapes = append(shapes, r.Geometry)
	}
	for _, e := range c.dataset.Events {
		if _, ok := c.placeOf(e); ok && len(e.Zones) > 0 {
			for _, id := range e.Zones {
				add(id)
			}
		}
	}
	if len(shapes) == 0 {
		return
	}
	index := locate.NewIndex(shapes)
	for _, e := range c.dataset.Events {
		if at, ok := c.placeOf(e); ok {
			c.eventPlace(e, at, zones, index)
		}
	}
}

func (c *checker) eventPlace(e *Event, at orb.Point, zones map[string]int, index *locate.Index) {
	nearest, least, precision := "", 0.0, 0.0
	for _, id := range e.Zones {
		number, ok := zones[id]
		if !ok {
			return // it may lie there: nobody can tell
		}
		_, metres, ok := index.Nearest(at, func(i int) bool { return i == number })
		if !ok || metres <= c.precisionM(id) {
			return
		}
		if nearest == "" || metres < least {
			nearest, least, precision = id, metres, c.precisionM(id)
		}
	}
	if nearest != "" {
		c.warnf("event-place", e.Position, "event %s: its place, %.5g,%.5g, lies %.1f km from the nearest of its zones, %s, which is good to %.1f km",
			e.ID, at[0], at[1], least/1000, nearest, precision/1000).
			hint("name the zone in which it happened, correct the place, or leave it out if the event has none of its own")
	}
}

// placeOf returns where an event happened, if it says so.
func (c *checker) placeOf(e *Event) (orb.Point, bool) {
	if e.Point != nil {
		return orb.Point(*e.Point), true
	}
	if p := c.places[e.Place]; p != nil {
		return p.Point, true
	}
	return orb.Point{}, false
}

// precisionM is how far off the outline of a zone may be, in metres.
func (c *checker) precisionM(zone string) float64 {
	r := c.regions[zone]
	if layer := c.layers[r.Layer]; r.PrecisionM == 0 && layer != nil {
		return layer.PrecisionM
	}
	return r.PrecisionM
}

// eventZones looks for a day of the event on which the party that it gives a zone to is there by
// the zone's periods, in whatever role.
func (c *checker) eventZones(e *Event) {
	if e.ToActor == "" {
		return
	}
	for _, zone := range e.Zones {
		there, any := false, false
		for _, p := range c.periods[zone] {
			if p.Interval.From > e.Latest || p.Interval.To <= e.Earliest || c.undated[p] {
				continue
			}
			any, there = true, there || p.names(e.ToActor)
		}
		if any && !there {
			c.warnf("event-zone", c.line(e.Position, zone), "event %s: gives %s to %s, but no period of the zone between %s and %s says so",
				e.ID, zone, e.ToActor, e.Earliest, e.Latest).
				hint("change the period, the actor or the days, or take the zone out of the event if it did not pass for good")
		}
	}
}

// names tells whether the period has the actor in the zone in any role, by any viewpoint.
func (p *ControlPeriod) names(actor string) bool {
	if p.Controller == actor || p.PatrolledBy == actor {
		return true
	}
	for _, id := range p.Claimants {
		if id == actor {
			return true
		}
	}
	for _, claim := range p.Viewpoints {
		if claim.Controller == actor || claim.PatrolledBy == actor {
			return true
		}
	}
	return false
}

// surerThanItsDay warns of a period that is said to be sure on days on which it may not have begun
// yet.
func (c *checker) surerThanItsDay(p *ControlPeriod) {
	event := c.events[p.Event]
	sure := p.Confidence
	if sure == "" && event != nil {
		sure = event.Confidence
	}
	if sure != "high" || len(p.Viewpoints) > 0 || len(p.Claimants) > 0 || p.Status == UnknownStatus || event != nil && c.undated[event] {
		return
	}
	_, latest := p.Began(event)
	if latest > p.Interval.From+nightDays && latest != date.Forever {
		c.warnf("confidence", p.Position, "zone %s: its confidence is high from %s on, but it may have begun as late as %s", p.Zone, p.Interval.From, latest).
			hint("say medium or low, let it begin on the last of these days, or give it \"from_latest\" if it is known better than its event")
	}
}

// publishers warns of a publisher whose sources are given two perspectives. A text with an author
// is the author's: libraries print those of all sides.
func (c *checker) publishers() {
	first := map[string]*Source{}
	for _, s := range c.dataset.Sources {
		if s.Publisher == "" || s.Perspective == "" || s.Author != "" {
			continue
		}
		f := first[s.Publisher]
		if f == nil {
			first[s.Publisher] = s
		} else if f.Perspective != s.Perspective {
			c.warnf("perspective", c.line(s.Position, "perspective"), "source %s: %s has the perspective %s here, and %s in %s",
				s.ID, s.Publisher, s.Perspective, f.Perspective, f.ID).
				hint("if one of the texts is another's, name its author")
		}
	}
}
