package compare

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/locate"
)

// Differing is a place of which the maps say different things, with the days.
type Differing struct {
	ID    string        `json:"id"`
	Names dataset.Names `json:"names"`
	Rank  int           `json:"rank,omitempty"` // 1: most important
	Point orb.Point     `json:"point"`
	Days  []SaidOn      `json:"days"`
}

// SaidOn is what the maps say on some days.
type SaidOn struct {
	Said
	From *date.Date `json:"from"`
	To   *date.Date `json:"to"`
}

// places finds those that lie in areas that differ, the most important first.
func (c *Comparison) places(ctx context.Context) ([]Differing, error) {
	found := []Differing{}
	all := c.allPlaces()
	var differing []*piece
	var versions []locate.Version
	for _, p := range c.pieces {
		if slices.ContainsFunc(p.turns, turn.differs) {
			differing = append(differing, p)
			versions = append(versions, locate.Version{Shape: p.area, Span: locate.Always()})
		}
	}
	if len(all) == 0 || len(differing) == 0 {
		return found, ctx.Err()
	}
	grid, err := locate.NewGrid(versions)
	if err != nil {
		return nil, err
	}
	for _, place := range all {
		i, within := grid.At(place.Point, 0)
		if !within {
			continue
		}
		x := Differing{ID: place.ID, Names: place.Names, Rank: place.Rank, Point: place.Point}
		for _, t := range differing[i].turns {
			if t.differs() {
				x.Days = append(x.Days, SaidOn{saidBy(t.Pair), t.From.Optional(), t.To.Optional()})
			}
		}
		found = append(found, x)
	}
	slices.SortStableFunc(found, func(a, b Differing) int { return cmp.Compare(ranked(a.Rank), ranked(b.Rank)) })
	return found, ctx.Err()
}

// ranked puts places without a rank last.
func ranked(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// differs tells whether the maps differ, and both know the place.
func (t turn) differs() bool {
	what := t.What()
	return what != "" && what != Alone
}

// sameTownM is how far apart in metres two places of one name may be to be taken for one.
const sameTownM = 10_000

// allPlaces are those of A, and those of B that A has not under the id, nor nearby under one of the
// names.
func (c *Comparison) allPlaces() []*dataset.Place {
	all := slices.Clone(c.A.Dataset.Places)
	ids, byName := map[string]bool{}, map[string]orb.Point{}
	for _, p := range all {
		ids[p.ID] = true
		for _, name := range p.Names {
			byName[strings.ToLower(name)] = p.Point
		}
	}
	for _, p := range c.B.Dataset.Places {
		known := ids[p.ID]
		for _, name := range p.Names {
			at, called := byName[strings.ToLower(name)]
			known = known || called && geo.Length(orb.LineString{at, p.Point}) < sameTownM
		}
		if !known {
			all = append(all, p)
		}
	}
	return all
}
