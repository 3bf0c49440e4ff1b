package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"demarc/data"
	"demarc/data/date"
	"demarc/server/answer"
)

func sources(_ context.Context, _ *Server, q answer.Question) (r reply, err error) {
	r.Status = answered
	id, given := q.Parameter("id")
	if !given {
		return r, r.list(q)
	}
	for _, s := range q.Snapshot.CitedSources() {
		if s.ID == id {
			r.cite(s.Source)
			r.Answer = map[string]any{"kind": "source", "source": s}
			r.text = r.citations()
			return r, nil
		}
	}
	events, err := q.Snapshot.EventList(date.Always, "", "")
	if err != nil {
		return r, err
	}
	for _, e := range events {
		if e.ID == id {
			r.cite(e.Sources...)
			r.Answer = map[string]any{"kind": "event", "event": e}
			r.text = fmt.Sprintf("%s: %s\n%s", e.Date.Text, e.Title.In("en"), r.citations())
			return r, nil
		}
	}
	return r, r.ofRegion(q, id)
}

// list answers with all sources in short.
func (r *reply) list(q answer.Question) error {
	limit, offset, err := rows(q)
	if err != nil {
		return err
	}
	all := q.Snapshot.Dataset.Sources
	begin := min(offset, len(all))
	end := min(begin+limit, len(all))
	r.cite(all[begin:end]...)
	list := map[string]any{"kind": "list", "total": len(all)}
	if end < len(all) {
		list["next_offset"] = end
	}
	r.Answer, r.text = list, fmt.Sprintf("%d sources, of which:\n%s", len(all), r.citations())
	return nil
}

// ofRegion answers with the sources of a region, which may be named.
func (r *reply) ofRegion(q answer.Question, id string) error {
	region, err := q.Snapshot.Region(id)
	var retired *data.RetiredError
	if err != nil && !errors.As(err, &retired) {
		var called []data.Called
		for _, c := range q.Snapshot.Called(id) {
			if other, err := q.Snapshot.Region(c.ID); err == nil {
				called, region = append(called, c), other
			}
		}
		switch len(called) {
		case 0:
			return answer.BadParameter("id", fmt.Sprintf("id %q: no source, event or region of the dataset has this id or name", shortened(id)),
				"leave id out for the list of sources; locate, history and diff answer with the ids of sources, events and zones")
		case 1:
			err = nil
		default:
			return severalCalled("id", id, called)
		}
	}
	if err != nil {
		return err
	}
	r.cite(region.Sources...)
	r.text = fmt.Sprintf("%s (%s)\n", region.Names.In("en"), region.ID)
	value := map[string]any{"kind": "region", "region": region}
	if q.Values.Has("datetime") {
		day, err := q.Day()
		if err != nil {
			return err
		}
		control := q.Snapshot.Control(region.ID, day)
		r.Day, r.Status, r.Reason = &day, control.Status, control.Reason
		r.Uncertainty = uncertaintyOf(data.Location{Control: control})
		region.History = nil
		value["region"], value["control"] = region, control
		r.cite(control.Sources...)
	}
	for _, p := range region.History {
		r.cite(p.Sources...)
	}
	r.Answer = value
	r.text += r.citations()
	return nil
}

// citations is the text of the sources.
func (r *reply) citations() string {
	var b strings.Builder
	if r.Reason != "" {
		fmt.Fprintf(&b, "unknown: %s\n", r.Reason)
	}
	for _, c := range r.Sources {
		fmt.Fprintf(&b, "%s: %s", c.ID, c.Title)
		if c.Publisher != "" {
			fmt.Fprintf(&b, ", %s", c.Publisher)
		}
		if c.Date != nil {
			fmt.Fprintf(&b, " (%s)", c.Date)
		}
		for _, address := range []string{c.URL, c.ArchivedURL} {
			if address != "" {
				fmt.Fprintf(&b, " %s", address)
			}
		}
		fmt.Fprintln(&b)
	}
	if len(r.Sources) == 0 {
		fmt.Fprintln(&b, "no source is given")
	}
	return b.String()
}
