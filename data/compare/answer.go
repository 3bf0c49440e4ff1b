package compare

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// Answer is a comparison of two maps on the ground.
type Answer struct {
	A        Map              `json:"a"`
	B        Map              `json:"b"`
	From     *date.Date       `json:"from"` // of the days compared
	To       *date.Date       `json:"to"`
	Reason   string           `json:"reason,omitempty"` // why nothing is compared
	Notes    []string         `json:"notes"`            // what is taken for what, what was left out
	Unit     string           `json:"unit"`
	Method   string           `json:"method"`
	Pairs    []Total          `json:"pairs"`  // in what they ever differ, the largest first
	Series   []Stretch        `json:"series"` // one for each stretch of days with the same areas
	Places   []Differing      `json:"places"`
	Actors   map[string]Actor `json:"actors"`   // of all pairs
	Statuses map[string]Word  `json:"statuses"` // of all pairs
}

// Map says which of the maps is meant.
type Map struct {
	Dataset   string            `json:"dataset"`
	Title     dataset.Names     `json:"title,omitempty"`
	Version   string            `json:"version,omitempty"`
	Snapshot  string            `json:"snapshot"`
	Viewpoint string            `json:"viewpoint,omitempty"`
	Covers    *dataset.Coverage `json:"covers"`
}

// Actor is a controller of a pair, as A has it, else B.
type Actor struct {
	Names dataset.Names `json:"names"`
	Color string        `json:"color"`
}

// Word names something in several languages.
type Word struct {
	Names dataset.Names `json:"names"`
}

// Holder is what a map says of a place.
type Holder struct {
	Controller *string `json:"controller"`
	Status     string  `json:"status"`
}

// Said is a pair: what A and what B say. One is nil where its map has no zone.
type Said struct {
	What string  `json:"what,omitempty"` // in what they differ, see the constants; "": in nothing
	A    *Holder `json:"a"`
	B    *Holder `json:"b"`
}

// Area is the land of a pair.
type Area struct {
	Said
	Km2   float64 `json:"km2"`
	Areas int     `json:"areas"`
}

// Total says of a pair when there was any land of it, and on which day most.
type Total struct {
	Area             // on that day
	Most  *date.Date `json:"most_on"`
	First *date.Date `json:"from"`
	Last  *date.Date `json:"to"` // the day after the last one
}

// Stretch has the areas of some days. The three sums make up all that is drawn on either map.
type Stretch struct {
	From       *date.Date `json:"from"`
	To         *date.Date `json:"to"`
	SameKm2    float64    `json:"same_km2"`
	DiffersKm2 float64    `json:"differs_km2"`
	OutsideKm2 float64    `json:"outside_km2"` // within one map alone
	Pairs      []Area     `json:"pairs"`       // that differ, the largest first

	days date.Interval
}

// Answer sums the areas. The error is that of the context.
func (c *Comparison) Answer(ctx context.Context) (*Answer, error) {
	answer := &Answer{
		A: mapOf(c.A), B: mapOf(c.B), From: c.During.From.Optional(), To: c.During.To.Optional(), Reason: c.reason,
		Notes: append([]string{}, c.Notes...), Unit: "km2", Method: data.AreaMethod,
		Pairs: []Total{}, Series: []Stretch{}, Places: []Differing{}, Actors: map[string]Actor{}, Statuses: map[string]Word{},
	}
	if c.reason != "" {
		return answer, nil
	}
	totals := map[Pair]*Total{}
	err := c.sweep(ctx, func(days date.Interval, sums []*sum) {
		answer.add(stretchOf(days, sums))
		for _, s := range sums {
			if s.pieces > 0 && s.What() != "" {
				c.total(totals, s, days)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, pair := range slices.SortedFunc(maps.Keys(totals), Pair.compare) {
		answer.Pairs = append(answer.Pairs, *totals[pair])
	}
	slices.SortStableFunc(answer.Pairs, func(a, b Total) int { return cmp.Compare(b.Km2, a.Km2) })
	if answer.Places, err = c.places(ctx); err != nil {
		return nil, err
	}
	for _, t := range answer.Pairs {
		c.explain(answer, t.A, t.B)
	}
	return answer, nil
}

func mapOf(s *data.Snapshot) Map {
	d := s.Dataset
	return Map{d.ID, d.Title, d.Version, s.ID, s.Viewpoint, &d.Covers}
}

// stretchOf sums the pairs of some days.
func stretchOf(days date.Interval, sums []*sum) Stretch {
	x := Stretch{From: days.From.Optional(), To: days.To.Optional(), Pairs: []Area{}, days: days}
	var same, differs, alone int64
	for _, s := range sums {
		switch what := s.What(); {
		case s.pieces == 0:
			continue
		case what == "":
			same += s.area
			continue
		case what == Alone:
			alone += s.area
		default:
			differs += s.area
		}
		x.Pairs = append(x.Pairs, s.answer())
	}
	x.SameKm2, x.DiffersKm2, x.OutsideKm2 = inKm2(same), inKm2(differs), inKm2(alone)
	slices.SortStableFunc(x.Pairs, func(a, b Area) int { return cmp.Compare(b.Km2, a.Km2) })
	return x
}

// inKm2 is a sum to the square metre.
func inKm2(area int64) float64 { return math.Round(float64(area)/perKm2*1e6) / 1e6 }

func (s *sum) answer() Area {
	return Area{saidBy(s.Pair), inKm2(s.area), s.pieces}
}

// add adds a stretch, or its days to the one before if that has the same areas.
func (a *Answer) add(x Stretch) {
	if n := len(a.Series); n > 0 {
		before := &a.Series[n-1]
		if before.days.To == x.days.From && before.SameKm2 == x.SameKm2 && slices.EqualFunc(before.Pairs, x.Pairs, Area.equal) {
			before.To, before.days.To = x.To, x.days.To
			return
		}
	}
	a.Series = append(a.Series, x)
}

func (a Area) equal(b Area) bool {
	return a.Km2 == b.Km2 && a.What == b.What && a.A.equal(b.A) && a.B.equal(b.B)
}

func (h *Holder) equal(g *Holder) bool {
	if h == nil || g == nil {
		return h == g
	}
	return h.Status == g.Status && (h.Controller == nil) == (g.Controller == nil) && (h.Controller == nil || *h.Controller == *g.Controller)
}

// total counts the days of a pair.
func (c *Comparison) total(totals map[Pair]*Total, s *sum, days date.Interval) {
	t := totals[s.Pair]
	if t == nil {
		t = &Total{First: days.From.Optional()}
		totals[s.Pair] = t
	}
	if area := s.answer(); t.Most == nil && t.Areas == 0 || area.Km2 > t.Km2 {
		t.Area, t.Most = area, max(days.From, c.During.From).Optional()
	}
	t.Last = days.To.Optional()
}

// holder says a side for JSON.
func (s Side) holder() *Holder {
	if s == (Side{}) {
		return nil
	}
	h := &Holder{Status: s.Status}
	if s.Controller != "" {
		h.Controller = &s.Controller
	}
	return h
}

func saidBy(p Pair) Said { return Said{p.What(), p[0].holder(), p[1].holder()} }

// explain adds the names of what holders say.
func (c *Comparison) explain(answer *Answer, holders ...*Holder) {
	for _, h := range holders {
		if h == nil {
			continue
		}
		if _, known := answer.Statuses[h.Status]; !known {
			answer.Statuses[h.Status] = Word{c.statusNames(h.Status)}
		}
		if h.Controller == nil {
			continue
		}
		if _, known := answer.Actors[*h.Controller]; !known {
			answer.Actors[*h.Controller] = c.actor(*h.Controller)
		}
	}
}

func (c *Comparison) statusNames(id string) dataset.Names {
	for _, s := range c.sides() {
		for _, status := range s.Dataset.Statuses {
			if status.ID == id {
				return status.Names
			}
		}
	}
	return dataset.Names{"en": id}
}

func (c *Comparison) actor(id string) Actor {
	for _, s := range c.sides() {
		for _, actor := range s.Dataset.Actors {
			if actor.ID == id {
				return Actor{actor.Names, actor.Color}
			}
		}
	}
	return Actor{Names: dataset.Names{"en": id}}
}
