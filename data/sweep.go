package data

import (
	"cmp"
	"math"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
)

// sweep sums the areas of zones by their side from day to day. It goes through the days once, and
// on each touches only the zones that change: sums over time cost as much as there are changes, not
// days times zones.
type sweep struct {
	timeline *Timeline
	zones    []sweptZone
	steps    []step // in order of days; those before next are done
	next     int
	sums     []*sum // of all sides that there are, in the order of their ids
	begun    bool
	digits   int // decimals of the km2 in answers
}

type sweptZone struct {
	*Zone
	periods []*dataset.ControlPeriod
	side    []*sum // of each period
	unknown *sum
	area    int64 // in units that make sums exact
	on      *sum  // on the day reached; nil where the zone does not exist
}

// step is a day on which a zone may pass to another side.
type step struct {
	day  date.Date
	zone int
}

// sum is what a side holds on the day reached.
type sum struct {
	side
	area  int64
	zones int
}

// perKm2 is how many units of a sum are a square kilometre. Nine decimals leave room for the whole
// earth many times over.
const perKm2 = 1e9

// newSweep prepares the sums of the zones that have km2, for days of the interval.
func (s *Snapshot) newSweep(km2 map[string]float64, during date.Interval) *sweep {
	const ends = 5 // of a zone and of the coverage, and of its last period
	w, bySide := &sweep{timeline: s.Timeline, digits: 1, zones: make([]sweptZone, 0, len(s.zones))}, map[side]*sum{}
	w.steps = make([]step, 0, len(s.Dataset.Periods)+ends*len(s.zones))
	of := func(x side) *sum {
		if bySide[x] == nil {
			bySide[x] = &sum{side: x}
			w.sums = append(w.sums, bySide[x])
		}
		return bySide[x]
	}
	for _, zone := range s.zones {
		area, counts := km2[zone.ID]
		if !counts {
			continue
		}
		z := sweptZone{Zone: zone, periods: s.Periods(zone), unknown: of(side{status: dataset.UnknownStatus}), area: int64(math.Round(area * perKm2))}
		z.side = make([]*sum, len(z.periods))
		at := func(day date.Date) {
			if day > during.From && day < during.To && day != date.Forever {
				w.steps = append(w.steps, step{day, len(w.zones)})
			}
		}
		for _, i := range []date.Interval{zone.Interval, s.Timeline.covers} {
			at(i.From)
			at(i.To)
		}
		for i, p := range z.periods {
			z.side[i] = of(side{p.Controller, p.Status})
			if at(p.Interval.From); i+1 == len(z.periods) || z.periods[i+1].Interval.From != p.Interval.To {
				at(p.Interval.To)
			}
		}
		w.zones = append(w.zones, z)
	}
	slices.SortFunc(w.steps, func(a, b step) int { return cmp.Compare(a.day, b.day) })
	slices.SortFunc(w.sums, func(a, b *sum) int { return a.compare(b.side) })
	return w
}

// at returns the areas of a day by controller and status, the largest first. Days must be asked in
// their order.
func (w *sweep) at(day date.Date) []Area {
	if !w.begun {
		for i := range w.zones {
			w.move(&w.zones[i], day)
		}
		w.begun = true
	}
	for ; w.next < len(w.steps) && w.steps[w.next].day <= day; w.next++ {
		w.move(&w.zones[w.steps[w.next].zone], day)
	}
	areas := make([]Area, 0, len(w.sums))
	for _, x := range w.sums {
		if x.zones > 0 {
			areas = append(areas, x.answer(w.digits))
		}
	}
	slices.SortStableFunc(areas, func(a, b Area) int { return cmp.Compare(b.Km2, a.Km2) })
	return areas
}

// move brings a zone to the side on which it is on the day.
func (w *sweep) move(z *sweptZone, day date.Date) {
	var after *sum
	if z.Interval.Contains(day) {
		after = z.unknown
		if i := w.timeline.periodAt(z.periods, day); i >= 0 {
			after = z.side[i]
		}
	}
	if z.on == after {
		return
	}
	if z.on != nil {
		z.on.area, z.on.zones = z.on.area-z.area, z.on.zones-1
	}
	if after != nil {
		after.area, after.zones = after.area+z.area, after.zones+1
	}
	z.on = after
}

func (x *sum) answer(digits int) Area {
	a := Area{Status: x.status, Km2: round(float64(x.area)/perKm2, digits), Zones: x.zones}
	if x.controller != "" {
		a.Controller = &x.controller
	}
	return a
}
