package release

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"demarc/data"
	"demarc/data/compare"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/tables"
)

// Summary says what a version has that the one before has not.
type Summary struct {
	Since      int             `json:"since,omitempty"` // the version before; 0: none, or it cannot be read
	Statements []compare.Count `json:"statements"`
	Ground     []Gain          `json:"ground"`
	Text       []string        `json:"text"` // all of it in words, in English
}

// Gain is land that one controller has and another one had.
type Gain struct {
	// Since is the last day of the version before, if the land changed hands after it, until On.
	// Without it both versions know the day On, and say different things of it.
	Since *date.Date `json:"since,omitempty"`
	On    date.Date  `json:"on"`
	From  *string    `json:"from"` // null: nobody was known, or it lay outside of all zones
	To    *string    `json:"to"`   // null: nobody is, or it lies outside of all zones
	// Status is that in which To holds it.
	Status string  `json:"status,omitempty"`
	Km2    float64 `json:"km2"`
}

// version is a dataset that is, or will be, released.
type version struct {
	snapshot *data.Snapshot
	set      *tables.Set
}

func versionOf(snapshot *data.Snapshot, files fs.FS) (*version, error) {
	canonical, err := dataset.Format(files)
	if err != nil {
		return nil, err
	}
	set, err := tables.Split(canonical.Files)
	return &version{snapshot, set}, err
}

// firstSummary is that of a dataset which was never released.
func firstSummary(now *version) Summary {
	var parts []string
	for _, table := range []string{tables.ZonesTable, tables.PeriodsTable, tables.EventsTable, "sources"} {
		parts = append(parts, fmt.Sprintf("%d %s", len(now.set.Rows[table]), table))
	}
	return Summary{Statements: []compare.Count{}, Ground: []Gain{}, Text: []string{"the first version: " + strings.Join(parts, ", ")}}
}

// summarize compares a version with the one before. What changed on the ground is told first.
func summarize(ctx context.Context, number int, old, now *version) (Summary, error) {
	s := Summary{Since: number, Ground: []Gain{}, Text: []string{}}
	_, s.Statements = compare.Statements(old.set, now.set)
	was, is := old.snapshot.Timeline.Covers(), now.snapshot.Timeline.Covers()
	corrected, err := corrections(ctx, old.snapshot, now.snapshot)
	if err != nil {
		return s, err
	}
	since, err := news(ctx, old.snapshot, now.snapshot)
	if err != nil {
		return s, err
	}
	s.Ground = append(corrected, since...)
	for _, g := range s.Ground {
		s.Text = append(s.Text, g.words(now.snapshot, old.snapshot))
	}
	if was != is {
		s.Text = append(s.Text, fmt.Sprintf("covers %s, before %s", is.Datetime(), was.Datetime()))
	}
	s.Text = append(s.Text, compare.CountLines(s.Statements)...)
	return s, nil
}

// known are the days that a version speaks of: those it covers, but no longer than it was kept up.
// A day that is added to an open dataset is news then, and corrects nothing.
func known(s *data.Snapshot) date.Interval {
	days := s.Timeline.Covers()
	if asOf := s.Dataset.AsOf; asOf != nil {
		days.To = min(days.To, *asOf+1)
	}
	return days
}

// corrections are the lands of which the two say different things on the last day that both know;
// if there are none, on the day on which there are most.
func corrections(ctx context.Context, old, now *data.Snapshot) ([]Gain, error) {
	gains := []Gain{}
	both, some := known(old).Intersection(known(now))
	if !some || !old.StatesControl() || !now.StatesControl() {
		return gains, nil
	}
	c, err := compare.New(ctx, old, now, both)
	if err != nil {
		return nil, err
	}
	day := both.Last()
	lands := c.On(day)
	if len(lands) == 0 {
		if day, err = c.Most(ctx); err != nil {
			return nil, err
		}
		lands = c.On(day)
	}
	for _, l := range lands {
		if km2 := rounded(l.Km2); km2 > 0 && l.What() != compare.Statuses {
			gains = append(gains, Gain{On: day, From: orNobody(l.Pair[0].Controller), To: orNobody(l.Pair[1].Controller), Status: l.Pair[1].Status, Km2: km2})
		}
	}
	return gains, nil
}

// news are the lands that changed hands after the last day that the version before knew.
func news(ctx context.Context, old, now *data.Snapshot) ([]Gain, error) {
	from, to := known(old).Last(), known(now).Last()
	if from >= to || !now.StatesControl() {
		return nil, nil
	}
	diff, err := now.Diff(ctx, from, to)
	if err != nil {
		return nil, err
	}
	var gains []Gain
	for _, t := range diff.Totals {
		if km2 := rounded(t.Km2); km2 > 0 {
			gains = append(gains, Gain{Since: &from, On: to, From: t.From, To: t.To, Status: t.Status, Km2: km2})
		}
	}
	return gains, nil
}

func rounded(km2 float64) float64 { return math.Round(km2*10) / 10 }

func orNobody(controller string) *string {
	if controller == "" {
		return nil
	}
	return &controller
}

// words says a gain, with the names that the first of the snapshots to know an actor has.
func (g Gain) words(snapshots ...*data.Snapshot) string {
	name := func(id *string) string {
		if id == nil {
			return "nobody known"
		}
		for _, s := range snapshots {
			for _, actor := range s.Dataset.Actors {
				if actor.ID == *id {
					return cmp.Or(actor.Names.In("en"), *id)
				}
			}
		}
		return *id
	}
	if g.Since == nil {
		return fmt.Sprintf("corrected for %s: %.1f km2 are held by %s, and not by %s", g.On, g.Km2, name(g.To), name(g.From))
	}
	return fmt.Sprintf("%s to %s: %s gained %.1f km2 from %s (%s)", *g.Since, g.On, name(g.To), g.Km2, name(g.From), g.Status)
}
