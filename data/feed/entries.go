package feed

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// Maker makes entries of a snapshot in a language.
type Maker struct {
	Snapshot *data.Snapshot
	Lang     string
	// About is what the feed was asked for, in one form for the same question: entries of other
	// questions have other ids, as they say something else.
	About string
	// Map and Picture return the address of the map, and of its picture, that compares a day with
	// the one before.
	Map, Picture func(before, day date.Date) string
}

// Changes is the entry of a day on which zones changed hands.
func (m Maker) Changes(of data.DayOfChanges) Entry {
	w, km2 := wordsIn(m.Lang), 0.0
	e := Entry{
		ID: ID(m.Snapshot.Dataset.ID, "changes", of.Day.String(), m.About), Day: of.Day, Updated: of.Day,
		URL: m.Map(of.Day-1, of.Day), Picture: m.Picture(of.Day-1, of.Day),
		Categories: []Category{{"changes", "changes"}},
	}
	var said, items []string
	var corrections []*data.Correction
	for _, c := range of.Changes {
		km2 += c.AreaKm2
		line := fmt.Sprintf("%s: %s → %s, %.1f km²", c.Names.In(m.Lang), m.actor(c.Before.Controller), m.actor(c.After.Controller), c.AreaKm2)
		said = append(said, line)
		items = append(items, "<li>"+html.EscapeString(line)+m.evidence(&c.After, w)+"</li>")
		for _, id := range []*string{c.Before.Controller, c.After.Controller} {
			if id != nil && !slices.Contains(e.Categories, Category{*id, m.actor(id)}) {
				e.Categories = append(e.Categories, Category{*id, m.actor(id)})
			}
		}
		for _, x := range slices.Concat(c.Before.Corrections, c.After.Corrections) {
			if !slices.Contains(corrections, x) {
				corrections = append(corrections, x)
			}
		}
	}
	e.Title = fmt.Sprintf("%s · %s", of.Day, said[0])
	if len(said) > 1 {
		e.Title = fmt.Sprintf("%s · %s (+%d), %.1f km²", of.Day, of.Changes[0].Names.In(m.Lang), len(said)-1, km2)
	}
	e.Summary = strings.Join(said, "\n")
	e.HTML = image(e) + "<ul>" + strings.Join(items, "") + "</ul>"
	for _, x := range corrections {
		e.Updated = max(e.Updated, x.Day)
		e.HTML += m.corrected(x, w)
	}
	if len(corrections) > 0 {
		e.Title += " · " + w.Corrected
		e.Categories = append(e.Categories, Category{"correction", w.Corrected})
	}
	return e
}

// Correction is the entry of a correction.
func (m Maker) Correction(x *data.Correction) Entry {
	w, day := wordsIn(m.Lang), m.Snapshot.Dataset.View.Date
	if x.From != nil {
		day = *x.From
	}
	e := Entry{
		ID: ID(m.Snapshot.Dataset.ID, "correction", x.ID), Day: x.Day, Updated: x.Day,
		Title: fmt.Sprintf("%s · %s: %s", x.Day, w.Corrected, m.name(x)), URL: m.Map(day, day), Picture: m.Picture(day, day),
		Summary: x.Reason.In(m.Lang), Categories: []Category{{"correction", w.Corrected}},
	}
	e.HTML = image(e) + m.corrected(x, w)
	return e
}

// Release is the entry of a version, with the addresses of its map and of the picture of it: what
// its maker says of it, and what is new in it.
func (m Maker) Release(version int, on date.Date, message string, summary []string, page, picture string) Entry {
	w := wordsIn(m.Lang)
	e := Entry{
		ID: ID(m.Snapshot.Dataset.ID, "release", strconv.Itoa(version)), Day: on, Updated: on,
		Title: fmt.Sprintf("%s · %s %d: %s", on, w.Version, version, message), URL: page, Picture: picture,
		Summary: message, Categories: []Category{{"release", w.Version}},
	}
	e.HTML = image(e) + "<p>" + html.EscapeString(message) + "</p>"
	if len(summary) > 0 {
		e.HTML += `<ul lang="en">`
		for _, line := range summary {
			e.HTML += "<li>" + html.EscapeString(line) + "</li>"
		}
		e.HTML += "</ul>"
	}
	return e
}

func image(e Entry) string {
	if e.Picture == "" {
		return ""
	}
	return fmt.Sprintf(`<p><img src="%s" alt="%s"></p>`, html.EscapeString(e.Picture), html.EscapeString(e.Title))
}

// name is that of what a correction is of, of a region that there is no more that of what came in
// its place, and its id; the id alone of what has no name.
func (m Maker) name(x *data.Correction) string {
	d := m.Snapshot.Dataset
	switch x.Kind {
	case dataset.PeriodKind, dataset.RegionKind:
		if r, err := m.Snapshot.Region(x.Of); err == nil {
			return r.Names.In(m.Lang)
		}
		var names []string
		ids, _ := d.Successors(x.Of)
		for _, id := range ids {
			if r, err := m.Snapshot.Region(id); err == nil {
				names = append(names, r.Names.In(m.Lang))
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ") + " (" + x.Of + ")"
		}
	case dataset.EventKind:
		if i := slices.IndexFunc(d.Events, func(e *dataset.Event) bool { return e.ID == x.Of }); i >= 0 {
			return d.Events[i].Title.In(m.Lang)
		}
	}
	return x.Kind + " " + x.Of
}

func (m Maker) actor(id *string) string {
	if id == nil {
		return wordsIn(m.Lang).Nobody
	}
	return m.Snapshot.ActorIn(*id, m.Lang)
}

// evidence is the event that a zone passed by, and its sources.
func (m Maker) evidence(c *data.Control, w words) string {
	var out strings.Builder
	if c.Event != nil {
		out.WriteString(". " + html.EscapeString(c.Event.Title.In(m.Lang)))
	}
	var sources []string
	for _, s := range c.Sources {
		text := html.EscapeString(s.Title)
		if s.URL != "" {
			text = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(s.URL), text)
		}
		sources = append(sources, text)
	}
	if len(sources) > 0 {
		out.WriteString(". " + w.Sources + ": " + strings.Join(sources, "; "))
	}
	return out.String()
}

// corrected tells what was wrong once.
func (m Maker) corrected(x *data.Correction, w words) string {
	out := "<p><strong>" + w.Corrected + " " + x.Day.String() + "</strong>: " + html.EscapeString(m.name(x))
	for _, part := range []struct{ word, text string }{
		{w.Before, x.Before.In(m.Lang)}, {w.After, x.After.In(m.Lang)}, {w.Why, x.Reason.In(m.Lang)}, {w.Found, x.Reporter},
	} {
		if part.text != "" {
			out += "; " + part.word + ": " + html.EscapeString(part.text)
		}
	}
	return out + "</p>"
}
