package testdata

import (
	"fmt"
	"slices"
	"strings"
)

// control writes the periods of all zones and the events that begin them.
func (r *random) control() {
	r.open = r.chance(0.5)
	zones := members{}
	for _, zone := range append(slices.Clone(r.zones), r.above...) {
		cuts := []int{r.first}
		for range r.IntN(3) {
			if cut := r.between(r.first+1, r.last); !slices.Contains(cuts, cut) {
				cuts = append(cuts, cut)
			}
		}
		slices.Sort(cuts)
		var periods []any
		for i, from := range cuts {
			end := r.last
			if i+1 < len(cuts) {
				end = cuts[i+1]
			}
			p := r.period(zone, from, end)
			if end == r.last && (r.open || r.chance(0.3)) {
				p["to"] = nil
			}
			periods = append(periods, p)
		}
		r.Shuffle(len(periods), func(i, k int) { periods[i], periods[k] = periods[k], periods[i] })
		zones[zone] = periods
	}
	r.put("control.json", members{"zones": zones})
}

func (r *random) period(zone string, from, to int) members {
	p := members{"from": day(from), "to": day(to), "status": "held", "controller": r.one(r.actors)}
	switch {
	case r.chance(0.15):
		p["status"] = "unknown"
		delete(p, "controller")
	case r.chance(0.3):
		p["status"] = "contested"
		r.may(p, "claimants", func() any { return []any{r.actors[1], r.actors[0]} })
		if len(r.viewpoints) > 0 {
			shown := members{"status": "held", "controller": r.one(r.actors)}
			r.may(shown, "patrolled_by", func() any { return r.one(r.actors) })
			r.may(p, "viewpoints", func() any { return members{r.one(r.viewpoints).(string): shown} })
		}
	}
	earliest, latest := from, from
	if from == r.first && r.chance(0.2) {
		p["from"] = ".."
	} else if r.chance(0.2) {
		latest = min(from+r.IntN(5), to-1)
		p["from"] = r.edtf(from, latest)
	} else if r.chance(0.2) {
		earliest, latest = from-r.IntN(5), min(from+r.IntN(5), to-1)
		p["from_earliest"], p["from_latest"] = day(earliest), day(latest)
	}
	p["event"] = r.event(zone, from, earliest, latest)
	for _, name := range []string{"acquired_by", "confidence"} {
		r.may(p, name, r.text)
	}
	r.may(p, "patrolled_by", func() any { return r.one(r.actors) })
	r.may(p, "claims", func() any { return members{r.one(r.actors).(string): r.text()} })
	r.may(p, "note", r.note)
	if len(r.rows) > 0 && r.chance(0.2) {
		p["attributes_of"] = r.one(r.rows)
	} else {
		r.may(p, "attributes", func() any { return r.attributes("periods", "") })
	}
	r.may(p, "review", r.review)
	r.may(p, "sources", r.cites)
	return p
}

// event adds an event on a day, which may have been another one from earliest to latest.
func (r *random) event(zone string, on, earliest, latest int) any {
	id := fmt.Sprintf("event_%d", len(r.events))
	e := members{"id": id, "date": r.edtf(earliest, latest), "kind": r.text(), "title": r.names(), "sources": r.cites()}
	if earliest != latest || r.chance(0.3) {
		e["day"] = day(on)
	}
	if r.chance(0.3) {
		e["earliest"], e["latest"] = day(earliest), day(latest)
	}
	r.may(e, "time_precision", func() any { return 1 + r.IntN(5) })
	r.may(e, "geo_precision", func() any { return 1 + r.IntN(7) })
	r.may(e, "planned", r.aDay)
	r.may(e, "summary", r.names)
	r.may(e, "zones", func() any { return []any{zone} })
	if len(r.regions) > 0 {
		r.may(e, "regions", func() any { return r.some(r.regions) })
	}
	r.may(e, "undrawn_zones", func() any { return []any{r.text()} })
	r.may(e, "place", func() any { return r.one(r.places) })
	r.may(e, "point", func() any { return r.inside().list() })
	for _, name := range []string{"from_actor", "to_actor"} {
		r.may(e, name, func() any { return r.one(r.actors) })
	}
	for _, name := range []string{"claimed", "confirmed"} {
		said := members{"date": day(on)}
		r.may(said, "by", r.text)
		r.may(e, name, func() any { return said })
	}
	r.may(e, "claims", func() any { return members{r.one(r.actors).(string): r.text()} })
	r.may(e, "confidence", r.text)
	r.may(e, "single_sided", func() any { return r.chance(0.5) })
	r.may(e, "note", r.note)
	r.may(e, "details", func() any { return members{"a": r.number(), "b": []any{r.text(), nil, true}} })
	r.may(e, "same_as", r.sameAs)
	r.may(e, "review", r.review)
	r.events = append(r.events, e)
	return id
}

func (r *random) inside() xy {
	e := r.extent
	return xy{e[0] + r.Float64()*(e[2]-e[0]), e[1] + r.Float64()*(e[3]-e[1])}
}

func (r *random) dataset() {
	covers := members{"from": r.spelled(r.first), "extent": []any{r.extent[0], r.extent[1], r.extent[2], r.extent[3]}, "to": day(r.last)}
	if r.open {
		covers["to"] = nil
	}
	d := members{
		"id": "random", "title": r.names(), "licence": "CC0-1.0", "attribution": r.text(), "covers": covers,
		"control_layer": "zones", "layers": r.layers,
	}
	languages := []any{}
	for _, language := range r.languages {
		languages = append(languages, language)
	}
	d["languages"] = languages
	if r.chance(0.7) {
		d["format"] = 1 + r.IntN(2)
	}
	view := members{}
	r.may(view, "center", func() any { return r.inside().list() })
	r.may(view, "zoom", func() any { return r.IntN(23) })
	r.may(view, "date", r.aDay)
	r.may(d, "view", func() any { return view })
	r.may(d, "version", r.text)
	r.may(d, "as_of", r.aDay)
	r.may(d, "description", r.names)
	r.may(d, "licence_url", func() any { return "https://example.org/licence" })
	r.may(d, "feedback", func() any { return "https://example.org/mistakes" })
	r.may(d, "review", r.review)
	if len(r.above) > 0 {
		d["overlay_layers"] = []any{"posts"}
	}
	if len(r.context) > 0 {
		d["context"] = r.context
	}
	d["statuses"] = []any{r.word("held", "pattern", "solid"), r.word("contested", "pattern", "hatch"), r.word("unknown", "pattern", "dots")}
	r.words(d, "viewpoints", r.viewpoints, true)
	r.words(d, "perspectives", r.perspectives, false)
	r.may(d, "spans", func() any {
		span := members{"id": "war", "title": r.names(), "from": r.spelled(r.first), "to": nil}
		r.may(span, "to", func() any { return r.spelled(r.last) })
		r.may(span, "kind", r.text)
		r.may(span, "review", r.review)
		return []any{span}
	})
	r.may(d, "de_jure", func() any {
		law := members{"text": r.names(), "sources": r.cites()}
		r.may(law, "regions", func() any { return r.some(r.zones) })
		r.may(law, "review", r.review)
		return []any{law}
	})
	var columns []any
	for _, c := range r.columns {
		declared := members{"name": c.name, "of": c.of, "type": c.kind, "title": r.names()}
		if c.layer != "" {
			declared["layer"] = c.layer
		}
		if c.kind == "number" {
			r.may(declared, "unit", r.text)
		}
		r.may(declared, "in_tiles", func() any { return r.chance(0.5) })
		r.may(declared, "review", r.review)
		columns = append(columns, declared)
	}
	if len(columns) > 0 {
		d["attributes"] = columns
	}
	r.put("dataset.json", d)
}

// word returns an object with an id and names, and maybe another member.
func (r *random) word(id string, more ...any) members {
	w := members{"id": id, "names": r.names()}
	for i := 0; i+1 < len(more); i += 2 {
		w[more[i].(string)] = more[i+1]
	}
	if len(more) > 0 {
		r.may(w, "definition", r.names)
	}
	r.may(w, "review", r.review)
	return w
}

func (r *random) words(d members, name string, ids []string, defined bool) {
	var list []any
	for _, id := range ids {
		w := r.word(id)
		if defined {
			r.may(w, "definition", r.names)
		}
		list = append(list, w)
	}
	if len(list) > 0 {
		d[name] = list
	}
}

// lists writes all other files.
func (r *random) lists() {
	var actors, sources, figures, places []any
	for i, id := range r.actors {
		a := members{"id": id, "names": r.names(), "color": []string{"#0072B2", "#d55e00", "#009e73"}[i]}
		r.may(a, "short", r.names)
		for _, name := range []string{"code", "kind"} {
			r.may(a, name, r.text)
		}
		for _, name := range []string{"description", "de_jure_note"} {
			r.may(a, name, r.note)
		}
		r.may(a, "valid_from", func() any { return r.spelled(r.first) })
		r.may(a, "valid_to", func() any { return r.spelled(r.last) })
		r.may(a, "same_as", r.sameAs)
		r.may(a, "review", r.review)
		r.may(a, "sources", r.cites)
		actors = append(actors, a)
	}
	for _, id := range r.sources {
		sources = append(sources, r.source(id))
	}
	for _, id := range r.ids("figure", r.IntN(3)) {
		f := members{"id": id, "what": r.names(), "value": r.number(), "unit": "km2", "sources": r.cites()}
		r.may(f, "as_of", r.anEDTF)
		for _, name := range []string{"claimed_by", "confidence"} {
			r.may(f, name, r.text)
		}
		for _, name := range []string{"region", "zone"} {
			r.may(f, name, func() any { return r.one(r.zones) })
		}
		r.may(f, "note", r.note)
		r.may(f, "review", r.review)
		figures = append(figures, f)
	}
	for _, id := range r.places {
		p := members{"names": r.names()}
		for _, name := range []string{"role", "precision"} {
			r.may(p, name, r.text)
		}
		r.may(p, "region", func() any { return r.one(r.zones) })
		r.may(p, "rank", func() any { return 1 + r.IntN(3) })
		r.may(p, "note", r.note)
		r.may(p, "same_as", r.sameAs)
		r.may(p, "review", r.review)
		r.may(p, "sources", r.cites)
		places = append(places, feature(id, p, members{"type": "Point", "coordinates": r.inside().list()}))
	}
	r.put("actors.json", members{"actors": actors})
	r.put("sources.json", members{"sources": sources})
	r.put("events.json", members{"events": r.events})
	r.collection("places.geojson", places)
	if len(figures) > 0 {
		r.put("figures.json", members{"figures": figures})
	}
	r.corrections()
	if len(r.retired) > 0 {
		r.put("retired.json", members{"retired": r.retired})
	}
}

// corrections writes what was wrong once of things of each kind that there is.
func (r *random) corrections() {
	var all []any
	for _, id := range r.ids("correction", r.IntN(3)) {
		c := members{"id": id, "day": day(r.last), "kind": "region", "of": r.one(r.zones), "reason": r.note()}
		if r.chance(0.5) {
			c["kind"], c["from"] = "period", day(r.first)
			c["before"] = r.note() // and nothing now, so that no period is wanted
		} else {
			r.may(c, "from", func() any { return day(r.first) })
			r.may(c, "before", r.note)
			c["after"] = r.note()
		}
		r.may(c, "to", func() any { return day(r.last) })
		r.may(c, "reporter", r.text)
		r.may(c, "release", r.text)
		r.may(c, "review", r.review)
		all = append(all, c)
	}
	if len(all) > 0 {
		r.put("corrections.json", members{"corrections": all})
	}
}

// retire lets a region come in place of an id that is retired, and that of another.
func (r *random) retire(region members) {
	id := region["id"].(string)
	r.retired = append(r.retired,
		members{"id": id + "_before", "replaces": []any{id + "_long_before"}, "replaced_by": []any{id}},
		members{"id": id + "_long_before", "replaced_by": []any{id + "_before"}})
	region["properties"].(members)["replaces"] = []any{id + "_before"}
}

func (r *random) source(id string) any {
	s := members{"id": id, "title": r.text()}
	for _, name := range []string{"author", "publisher", "quote", "locator"} {
		r.may(s, name, r.text)
	}
	for _, name := range []string{"verified", "mirror", "date_nominal"} {
		r.may(s, name, func() any { return r.chance(0.5) })
	}
	r.may(s, "date", func() any { return day(r.last) })
	r.may(s, "language", func() any { return r.one(r.languages) })
	if len(r.perspectives) > 0 {
		r.may(s, "perspective", func() any { return r.one(r.perspectives) })
	}
	if r.chance(0.6) {
		url := "https://example.org/" + id + "?a=1&b=2"
		s["url"] = url
		if r.chance(0.6) {
			s["accessed"] = day(19000)
		}
		if r.chance(0.5) {
			taken := day(19000)
			s["archived_at"] = taken
			s["archived_url"] = "https://web.archive.org/web/" + strings.ReplaceAll(taken, "-", "") + "120000/" + url
		}
	}
	if r.chance(0.3) {
		s["file"] = id + ".html"
		s["sha256"] = strings.Repeat("0123456789abcdef", 4)
	}
	return s
}
