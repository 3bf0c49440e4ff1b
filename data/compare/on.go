package compare

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
)

// Land is all land of a pair on a day.
type Land struct {
	Pair
	Area orb.MultiPolygon
	Km2  float64
}

// On returns the land on which the maps differ on a day, by pair, the largest first.
func (c *Comparison) On(day date.Date) []Land {
	byPair := map[Pair]*Land{}
	for _, p := range c.pieces {
		i, held := slices.BinarySearchFunc(p.turns, day, func(t turn, day date.Date) int {
			switch {
			case t.To <= day:
				return -1
			case t.From > day:
				return 1
			}
			return 0
		})
		if !held || p.turns[i].What() == "" {
			continue
		}
		pair := p.turns[i].Pair
		if byPair[pair] == nil {
			byPair[pair] = &Land{Pair: pair}
		}
		land := byPair[pair]
		land.Area, land.Km2 = append(land.Area, p.area...), land.Km2+p.km2
	}
	all := make([]Land, 0, len(byPair))
	for _, land := range byPair {
		all = append(all, *land)
	}
	slices.SortFunc(all, func(a, b Land) int { return cmp.Or(cmp.Compare(b.Km2, a.Km2), a.compare(b.Pair)) })
	return all
}

// Most returns the first day on which most land differs, of one day that one. The error is that of
// the context.
func (c *Comparison) Most(ctx context.Context) (date.Date, error) {
	day, most := c.During.From, int64(-1)
	err := c.sweep(ctx, func(days date.Interval, sums []*sum) {
		var differs int64
		for _, s := range sums {
			if what := s.What(); what != "" && what != Alone {
				differs += s.area
			}
		}
		if differs > most {
			day, most = days.From, differs
		}
	})
	return day, err
}
