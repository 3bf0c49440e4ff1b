package compare

import (
	"cmp"
	"context"
	"math"
	"slices"

	"demarc/data/date"
)

// perKm2 is how many units of a sum are a square kilometre: whole numbers add up exactly.
const perKm2 = 1e9

// sum is the area of a pair on the day reached.
type sum struct {
	Pair
	area   int64
	pieces int
}

// step is a day on which a piece comes to a pair, or leaves it.
type step struct {
	day  date.Date
	sum  *sum
	area int64
	by   int // 1 or -1
}

// sweep goes through the days once. On each it touches only the pieces that have another turn.
func (c *Comparison) sweep(ctx context.Context, each func(days date.Interval, sums []*sum)) error {
	var steps []step
	var sums []*sum
	byPair := map[Pair]*sum{}
	for _, p := range c.pieces {
		area := int64(math.Round(p.km2 * perKm2))
		for _, t := range p.turns {
			s := byPair[t.Pair]
			if s == nil {
				s = &sum{Pair: t.Pair}
				byPair[t.Pair], sums = s, append(sums, s)
			}
			steps = append(steps, step{t.From, s, area, 1}, step{t.To, s, -area, -1})
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.day, b.day) })
	slices.SortFunc(sums, func(a, b *sum) int { return a.compare(b.Pair) })
	for i := 0; i < len(steps); {
		if err := ctx.Err(); err != nil {
			return err
		}
		day := steps[i].day
		for ; i < len(steps) && steps[i].day == day; i++ {
			steps[i].sum.area += steps[i].area
			steps[i].sum.pieces += steps[i].by
		}
		if i < len(steps) {
			each(date.Interval{From: day, To: steps[i].day}, sums)
		}
	}
	return nil
}

// compare orders pairs by their ids.
func (p Pair) compare(q Pair) int {
	return cmp.Or(cmp.Compare(p[0].Controller, q[0].Controller), cmp.Compare(p[1].Controller, q[1].Controller),
		cmp.Compare(p[0].Status, q[0].Status), cmp.Compare(p[1].Status, q[1].Status))
}
