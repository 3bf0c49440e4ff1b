package mcp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/server/answer"
)

// changes is a diff in short.
type changes struct {
	From    date.Date       `json:"from"`
	To      date.Date       `json:"to"`
	Note    string          `json:"note,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Totals  []data.Transfer `json:"totals"`
	Passed  int             `json:"passed"`
	Altered int             `json:"altered"`
	Unknown int             `json:"unknown"`
	Zones   []change        `json:"zones"`
	// Next is the offset of the zones that are not answered yet; nil: these were the last.
	Next *int `json:"next_offset,omitempty"`
}

// change is a zone in short; the members are those of data.Change.
type change struct {
	Zone    string        `json:"zone"`
	Names   dataset.Names `json:"names"`
	AreaKm2 float64       `json:"area_km2"`
	What    []string      `json:"what"`
	Before  held          `json:"before"`
	After   held          `json:"after"`
	Steps   []data.Step   `json:"steps"`
}

// held is a control in short; the members are those of data.Control.
type held struct {
	Status         string     `json:"status"`
	Controller     *string    `json:"controller"`
	Claimants      []string   `json:"claimants,omitempty"`
	From           *date.Date `json:"from"`
	To             *date.Date `json:"to"`
	FromEarliest   *date.Date `json:"from_earliest,omitempty"`
	FromLatest     *date.Date `json:"from_latest,omitempty"`
	SinceOrEarlier bool       `json:"since_or_earlier,omitempty"`
	Confidence     string     `json:"confidence,omitempty"`
	Reason         string     `json:"reason,omitempty"`
	Event          string     `json:"event,omitempty"`
	Sources        []string   `json:"sources"`
}

func diff(ctx context.Context, _ *Server, q answer.Question) (r reply, err error) {
	limit, offset, err := rows(q)
	if err != nil {
		return r, err
	}
	a, err := answer.Diff.Answer(ctx, q, "")
	if err != nil {
		return r, err
	}
	d, ok := a.Value.(data.Diff)
	if !ok {
		return r, fmt.Errorf("diff answers a %T", a.Value)
	}
	r.Status, r.Reason = answered, d.Reason
	if d.Reason != "" {
		r.Status = dataset.UnknownStatus
	}
	all := slices.Concat(d.Passed, d.Altered, d.Unknown)
	slices.SortStableFunc(all, func(a, b data.Change) int { return cmp.Compare(b.AreaKm2, a.AreaKm2) })
	short := changes{
		From: d.From, To: d.To, Note: d.Note, Reason: d.Reason, Totals: d.Totals,
		Passed: len(d.Passed), Altered: len(d.Altered), Unknown: len(d.Unknown), Zones: []change{},
	}
	begin := min(offset, len(all))
	end := min(begin+limit, len(all))
	if end < len(all) {
		short.Next = &end
	}
	for _, c := range all[begin:end] {
		r.cite(c.Before.Sources...)
		r.cite(c.After.Sources...)
		short.Zones = append(short.Zones, change{c.Zone, c.Names, c.AreaKm2, c.What, heldOf(c.Before), heldOf(c.After), c.Steps})
	}
	r.Uncertainty = uncertainSteps(all)
	r.Answer, r.text = short, changesText(q.Snapshot, d, len(all))
	return r, nil
}

func heldOf(c data.Control) held {
	h := held{
		Status: c.Status, Controller: c.Controller, Claimants: c.Claimants, From: c.From, To: c.To,
		FromEarliest: c.FromEarliest, FromLatest: c.FromLatest, SinceOrEarlier: c.SinceOrEarlier,
		Confidence: c.Confidence, Reason: c.Reason, Sources: []string{},
	}
	if c.Event != nil {
		h.Event = c.Event.ID
	}
	for _, s := range c.Sources {
		h.Sources = append(h.Sources, s.ID)
	}
	return h
}

// uncertainSteps says of how many zones a change has no certain day.
func uncertainSteps(all []data.Change) (u uncertainty) {
	bounded := 0
	for _, c := range all {
		if slices.ContainsFunc(c.Steps, func(s data.Step) bool { return s.FromEarliest != nil }) {
			bounded++
		}
	}
	if bounded > 0 {
		u.Uncertain = true
		u.Note = fmt.Sprintf("of %d of the %d zones the day of a change is only known to lie between from_earliest and from_latest of its step", bounded, len(all))
	}
	return u
}

func changesText(s *data.Snapshot, d data.Diff, zones int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s to %s\n", d.From, d.To)
	if d.Note != "" {
		fmt.Fprintf(&b, "note: %s\n", d.Note)
	}
	if d.Reason != "" {
		fmt.Fprintf(&b, "%s: %s\n", s.StatusIn(dataset.UnknownStatus, "en"), d.Reason)
		return b.String()
	}
	fmt.Fprintf(&b, "%d zones changed: %d have another controller, %d another status or patrol, of %d it is known on one of the days only\n",
		zones, len(d.Passed), len(d.Altered), len(d.Unknown))
	name := func(id *string) string {
		if id == nil {
			return dataset.UnknownStatus
		}
		return s.ActorIn(*id, "en")
	}
	for _, t := range d.Totals {
		fmt.Fprintf(&b, "%.1f km2: %s -> %s, %s, %d zones\n", t.Km2, name(t.From), name(t.To), s.StatusIn(t.Status, "en"), t.Zones)
	}
	return b.String()
}

// rows reads limit and offset.
func rows(q answer.Question) (limit, offset int, err error) {
	limit = defaultLimit
	for name, r := range map[string]struct {
		into      *int
		low, high int
	}{"limit": {&limit, 1, maxLimit}, "offset": {&offset, 0, 1 << 30}} {
		text, given := q.Parameter(name)
		if !given {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < r.low || n > r.high {
			return 0, 0, answer.BadParameter(name, fmt.Sprintf("%s %q: want a whole number from %d to %d", name, shortened(text), r.low, r.high), "")
		}
		*r.into = n
	}
	return limit, offset, nil
}
