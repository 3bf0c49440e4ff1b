package dataset

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/locate"
)

// settlementKind is the kind of a region that is a point at a settlement. Posts and exclaves may be
// another party's than the land around them; a settlement is of that land.
const settlementKind = "settlement"

// pointsInZones compares the settlements of overlay layers with the zones that
// they lie in: on a day on which both are held by one party for certain it is the same one, or that
// of another zone within the precision of the outline.
func (c *checker) pointsInZones() {
	var points, zones []*Region
	var shapes []orb.MultiPolygon
	for _, r := range c.dataset.Regions {
		switch {
		case r.Point != nil && r.Kind == settlementKind && slices.Contains(c.dataset.OverlayLayers, r.Layer) && len(c.periods[r.ID]) > 0:
			points = append(points, r)
		case r.Layer == c.dataset.ControlLayer && len(r.Geometry) > 0 && c.sound[r.ID]:
			zones, shapes = append(zones, r), append(shapes, r.Geometry)
		}
	}
	if len(points) == 0 || len(zones) == 0 {
		return
	}
	index := locate.NewIndex(shapes)
	for _, r := range points {
		if i, metres, ok := index.Nearest(*r.Point, func(int) bool { return true }); ok && metres == 0 {
			c.pointInZone(r, zones[i], zones, index)
		}
	}
}

func (c *checker) pointInZone(r, zone *Region, zones []*Region, index *locate.Index) {
	for _, p := range c.periods[r.ID] {
		for _, q := range c.periods[zone.ID] {
			both, ok := p.Interval.Intersection(q.Interval)
			if !ok || !c.certain(p) || !c.certain(q) || p.Controller == q.Controller {
				continue
			}
			_, _, near := index.Nearest(*r.Point, func(i int) bool {
				_, metres, ok := index.Nearest(*r.Point, func(j int) bool { return j == i })
				return ok && metres <= c.precisionM(zone.ID) && c.holds(zones[i].ID, p.Controller, both)
			})
			if !near {
				c.warnf("place-zone", p.Position, "region %s: %s holds it from %s, but %s the zone that it lies in, %s",
					r.ID, p.Controller, both.From, q.Controller, zone.ID).
					hint("change the period of one of them, or draw the line on the other side; %.1f km would be within the precision of the zone", c.precisionM(zone.ID)/1000)
				return
			}
		}
	}
}

// certain tells whether a period says who held its zone, with nobody else to claim it.
func (c *checker) certain(p *ControlPeriod) bool {
	return p.Controller != "" && p.Status != UnknownStatus && len(p.Viewpoints) == 0 && len(p.Claimants) == 0 && !c.undated[p]
}

// holds tells whether a zone is a party's on a day of the interval.
func (c *checker) holds(zone, actor string, in date.Interval) bool {
	return slices.ContainsFunc(c.periods[zone], func(p *ControlPeriod) bool {
		return p.Controller == actor && p.Interval.Overlaps(in)
	})
}
