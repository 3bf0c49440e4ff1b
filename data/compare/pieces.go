package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/fingerprint"
	"demarc/geo/locate"
)

// piece is an area that lies within the same zones of both sides on all days, if within any.
type piece struct {
	area  orb.MultiPolygon
	km2   float64
	zones [2][]*data.Zone // of A and of B, those that count before others first
	turns []turn          // in order of days; on days between them the piece lies in neither map
}

// turn is a stretch of days on which both maps say the same of a piece.
type turn struct {
	date.Interval
	Pair
	zones [2]string // ids, "" for none
}

// leastM2 is the size of pieces in square metres below which no place is kept with several zones.
// It leaves none out.
const leastM2 = 1e-9

// cut makes the pieces.
func (c *Comparison) cut(ctx context.Context) error {
	var zones [2][]*data.Zone
	for i, s := range c.sides() {
		for _, zone := range s.Zones() {
			if len(zone.Geometry) > 0 && zone.Interval.Overlaps(c.During) {
				zones[i] = append(zones[i], zone)
			}
		}
	}
	if c.apart() {
		zones = c.pairUp(zones)
	}
	if err := c.overlay(ctx, zones); err != nil {
		return err
	}
	for _, p := range c.pieces {
		p.turns = c.turnsOf(p)
	}
	return ctx.Err()
}

// apart tells whether no zones of one side overlap: then zones of the same shape on the same days
// have nothing to do with any others.
func (c *Comparison) apart() bool {
	for _, s := range c.sides() {
		for _, layer := range s.Dataset.Layers {
			if layer.ID == s.Dataset.ControlLayer && !layer.Partition {
				return false
			}
		}
	}
	return true
}

// days are those of a zone that are compared.
func (c *Comparison) days(zone *data.Zone) date.Interval {
	days, _ := zone.Interval.Intersection(c.During)
	return days
}

// drawn is a shape on its days.
type drawn struct {
	date.Interval
	shape string
}

// pairUp makes pieces of the zones that both sides have, and returns the others. Most are the same
// under the same id, which is seen without naming their shapes.
func (c *Comparison) pairUp(zones [2][]*data.Zone) (rest [2][]*data.Zone) {
	byID := map[string]*data.Zone{}
	for _, zone := range zones[1] {
		byID[zone.ID] = zone
	}
	done := map[*data.Zone]bool{}
	pair := func(a, b *data.Zone) {
		done[a], done[b] = true, true
		c.pieces = append(c.pieces, &piece{area: a.Geometry, km2: a.AreaKm2, zones: [2][]*data.Zone{{a}, {b}}})
	}
	for _, a := range zones[0] {
		if b := byID[a.ID]; b != nil && c.days(a) == c.days(b) && a.Geometry.Equal(b.Geometry) {
			pair(a, b)
		}
	}
	byShape := map[drawn]*data.Zone{}
	for _, b := range zones[1] {
		if !done[b] {
			byShape[drawn{c.days(b), fingerprint.Exactly(b.Geometry)}] = b
		}
	}
	for _, a := range zones[0] {
		if done[a] || len(byShape) == 0 {
			continue
		}
		if b := byShape[drawn{c.days(a), fingerprint.Exactly(a.Geometry)}]; b != nil && !done[b] {
			pair(a, b)
		}
	}
	for i := range zones {
		rest[i] = slices.DeleteFunc(slices.Clone(zones[i]), func(z *data.Zone) bool { return done[z] })
	}
	return rest
}

// overlay lays the zones of both sides over each other.
func (c *Comparison) overlay(ctx context.Context, zones [2][]*data.Zone) error {
	var shapes []orb.MultiPolygon
	var spans []locate.Span
	for _, zone := range slices.Concat(zones[0], zones[1]) {
		days := c.days(zone)
		shapes = append(shapes, zone.Geometry)
		spans = append(spans, locate.Span{From: int32(days.From), To: int32(days.To)})
	}
	if err := ctx.Err(); err != nil || len(shapes) == 0 {
		return err
	}
	cut, err := clean.Cut(shapes, clean.Options{Spans: spans, ClaimM2: leastM2})
	if err != nil {
		return fmt.Errorf("the zones cannot be laid over each other: %w", err)
	}
	for _, place := range cut.Places {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := &piece{area: place.Area, km2: geo.Area(place.Area) / 1e6}
		slices.Sort(place.Shapes)
		for _, shape := range place.Shapes {
			if n := len(zones[0]); shape < n {
				p.zones[0] = append(p.zones[0], zones[0][shape])
			} else {
				p.zones[1] = append(p.zones[1], zones[1][shape-n])
			}
		}
		c.pieces = append(c.pieces, p)
	}
	return nil
}

// said is what one side says of a piece on some days.
type said struct {
	date.Interval
	Side
	zone string
}

// turnsOf lays what both sides say of a piece beside each other.
func (c *Comparison) turnsOf(p *piece) []turn {
	var all []turn
	a, b := c.saidOf(0, p.zones[0]), c.saidOf(1, p.zones[1])
	for day := c.During.From; day < c.During.To; {
		for len(a) > 0 && a[0].To <= day {
			a = a[1:]
		}
		for len(b) > 0 && b[0].To <= day {
			b = b[1:]
		}
		t := turn{Interval: date.Interval{From: day, To: c.During.To}}
		for i, next := range [2][]said{a, b} {
			switch {
			case len(next) == 0:
			case next[0].From > day:
				t.To = min(t.To, next[0].From)
			default:
				t.To = min(t.To, next[0].To)
				t.Pair[i], t.zones[i] = next[0].Side, next[0].zone
			}
		}
		day = t.To
		n := len(all)
		switch {
		case t.Pair == Pair{}:
		case n > 0 && all[n-1].Pair == t.Pair && all[n-1].To == t.From:
			all[n-1].To = t.To
		default:
			all = append(all, t)
		}
	}
	return all
}

// saidOf returns what a side says of a piece within the zones, in order of days. Of those that hold
// on a day the first counts.
func (c *Comparison) saidOf(side int, zones []*data.Zone) []said {
	var all []said
	rank := make(map[*data.Zone]int, len(zones))
	for i, zone := range zones {
		rank[zone] = i
	}
	byDay := slices.Clone(zones)
	slices.SortStableFunc(byDay, func(a, b *data.Zone) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	var held []*data.Zone // on the day, the one that counts first
	for day := c.During.From; day < c.During.To; {
		held = slices.DeleteFunc(held, func(z *data.Zone) bool { return z.Interval.To <= day })
		for len(byDay) > 0 && byDay[0].Interval.From <= day {
			if z := byDay[0]; z.Interval.To > day {
				k, _ := slices.BinarySearchFunc(held, rank[z], func(other *data.Zone, r int) int { return rank[other] - r })
				held = slices.Insert(held, k, z)
			}
			byDay = byDay[1:]
		}
		until := c.During.To
		if len(byDay) > 0 {
			until = min(until, byDay[0].Interval.From)
		}
		for _, z := range held {
			until = min(until, z.Interval.To)
		}
		if len(held) > 0 {
			all = c.appendPeriods(all, side, held[0], date.Interval{From: day, To: until})
		}
		day = until
	}
	return all
}

// appendPeriods appends what the periods of a zone say on the days.
func (c *Comparison) appendPeriods(all []said, side int, zone *data.Zone, days date.Interval) []said {
	periods := c.sides()[side].Periods(zone)
	day := days.From
	k, _ := slices.BinarySearchFunc(periods, day, func(p *dataset.ControlPeriod, day date.Date) int {
		if p.Interval.To <= day {
			return -1
		}
		return 1
	})
	for ; day < days.To; k++ {
		from, to := days.To, days.To
		if k < len(periods) {
			from, to = min(periods[k].Interval.From, days.To), min(periods[k].Interval.To, days.To)
		}
		if day < from {
			all = append(all, said{date.Interval{From: day, To: from}, c.sideOf(side, nil), zone.ID})
		}
		if from < to {
			all = append(all, said{date.Interval{From: max(from, day), To: to}, c.sideOf(side, periods[k]), zone.ID})
		}
		day = to
	}
	return all
}
